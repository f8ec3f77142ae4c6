"""When an event was: the date that hangs on it, or that of its clause."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from service.extraction.document import token_range
from service.extraction.lexicon import words
from service.extraction.model import Date, EventTime

from .tree import Tree, root_of
from .triggers import child
from .words import verbs

VAGUE = frozenset({"PAST_REF", "PRESENT_REF", "FUTURE_REF"})
SUREST = 2  # a point in time
MEASURED = frozenset({"nsubj", "nsubjpass", "dobj"})
BOUNDS = frozenset({"since", "after", "before", "than"})
COMPARED = 12  # tokens between "from" and the date of what something is compared with


def times(tree: Tree) -> dict[int, EventTime]:
    """Index of a trigger -> its time.

    A date belongs to the trigger it hangs on. One that hangs on a saying verb behind what it says ("rebels burned the
    camp, the ministry said on Friday") is the time of that, where it was done and the sentence has no other date: fresh
    news is dated by its telling. "The ministry said on Friday that rebels burned the camp" dates the saying alone.
    """
    doc = tree.doc
    found: dict[int, Date] = {}
    told: list[tuple[Token, Date]] = []
    by_sentence: dict[int, int] = {}
    dateline = doc._.dateline
    for date in doc._.dates:
        token = root_of(doc, date.start, date.end)
        if token is None or doc._.at.boilerplate[token.i]:
            continue
        if dateline is not None and dateline.start <= date.start < dateline.end:
            continue  # when it was written
        if is_measured(date, token) or is_bound(token) or is_of_comparison(doc, date):
            continue
        if date.value not in VAGUE:
            by_sentence[token.sent.start] = by_sentence.get(token.sent.start, 0) + 1
        if token.dep_ in {"amod", "compound", "poss", "nummod"} and token.head.i not in tree.at:
            continue
        n, cue = tree.above(token)
        if n is not None:
            n = inside_subject(tree, n, token)
        if n is not None and (n not in found or better(date, found[n])):
            found[n] = date
        elif cue is not None:
            told.append((cue, date))
    for cue, date in told:
        n = tree.clause_root(cue)
        if n is not None and n not in found and by_sentence.get(cue.sent.start) == 1 and date.type in {"DATE", "TIME"}:
            trigger = tree.triggers[n]
            if trigger.head.i < cue.i and trigger.head.tag_ == "VBD":
                found[n] = date
    share(tree, found)
    share_with_nouns(tree, found)
    share_with_verbs(tree, found)
    return {n: EventTime(d.start, d.end, d.text, date_id=d.id) for n, d in found.items()}


def is_measured(date: Date, token: Token) -> bool:
    """ "Sentenced to nine years", "the repairs will take two days": how long, not when."""
    if date.type != "DURATION":
        return False
    return token.dep_ in MEASURED or (token.dep_ == "pobj" and token.head.lower_ in {"to", "of"})


def is_bound(token: Token) -> bool:
    """ "After May", "the highest since 1983": when something else was.

    What has lasted since then is of that time ("has been closed since May").
    """
    preposition = token.head
    if token.dep_ != "pobj" or preposition.lower_ not in BOUNDS:
        return False
    lasts = any(c.dep_ == "aux" and c.lemma_.lower() == "have" for c in preposition.head.children)
    return not (preposition.lower_ == "since" and lasts)


def is_of_comparison(doc: Doc, date: Date) -> bool:
    """ "A year earlier" of "rose to 5 million from 4 million a year earlier": a figure stands between it and "from"."""
    first, _ = token_range(doc, date.start, date.end)
    figure = False
    for token in reversed(doc[max(0, first - COMPARED) : first]):
        if token.lower_ in {"than", "versus", "against"} or (token.lower_ == "from" and is_change(token.head)):
            return figure
        if token.lower_ in {"with", "to"} and token.i and doc[token.i - 1].lower_ == "compared":
            return True
        if token.pos_ in {"VERB", "AUX"} or token.is_sent_start:
            return False
        figure = figure or doc._.at.figures[token.i] is not None
    return False


def is_change(head: Token) -> bool:
    """What "from" a figure is said of: "rose", "a rise", "up", "$5 million"; not "rescued 20 people from two boats"."""
    lemma = head.lemma_.lower()
    known = lemma in words("changes") or lemma in verbs("change")
    return known or head.pos_ not in {"VERB", "NOUN"} or head.doc._.at.figures[head.i] is not None


def inside_subject(tree: Tree, n: int, token: Token) -> int:
    """In "photos released on Friday showed …" the date is that of the participle, whatever the parse says."""
    verb = tree.triggers[n].governor
    if token.i > verb.i:
        return n
    for c in verb.lefts:
        if c.dep_ in {"nsubj", "nsubjpass"} and c.i < token.i:
            for participle in c.rights:
                if participle.dep_ == "acl" and participle.i < token.i and participle.i in tree.at:
                    return tree.at[participle.i]
    return n


def better(new: Date, old: Date) -> bool:
    """A point in time before a duration or "recently"."""
    return rank(new) > rank(old)


def rank(date: Date) -> int:
    return 0 if date.value in VAGUE else 1 if date.type in {"DURATION", "SET"} else SUREST


def share(tree: Tree, found: dict[int, Date]) -> None:
    """A day that stands before coordinated verbs is theirs, too."""
    for n, trigger in enumerate(tree.triggers):
        if n in found or trigger.is_noun:
            continue
        head = trigger.head
        m = tree.at.get(head.head.i) if head.dep_ == "conj" else None
        if m is None or m not in found or child(head, "mark") is not None:
            continue
        if rank(found[m]) == SUREST and found[m].end <= tree.triggers[m].head.idx:
            found[n] = found[m]


def share_with_nouns(tree: Tree, found: dict[int, Date]) -> None:
    """A day is also that of the event in which, by which or as which something was done then.

    "Six were killed in an attack on Friday", "held a rally on Friday"; not "condemned the attack on Friday".
    """
    for n, trigger in enumerate(tree.triggers):
        noun, above = trigger.head, trigger.head.head
        if n in found or not trigger.is_noun:
            continue
        if noun.dep_ == "pobj" and above.lower_ in {"in", "during", "at", "to", "for"}:
            m = tree.at.get(above.head.i)
        elif noun.dep_ == "dobj" and above.lemma_.lower() in verbs("performs"):
            m = tree.at.get(above.i)
        else:
            continue
        if m is None or m not in found or rank(found[m]) != SUREST:
            continue
        if above.lower_ not in {"to", "for"} or found[m].start > noun.idx:
            found[n] = found[m]


def share_with_verbs(tree: Tree, found: dict[int, Date]) -> None:
    """ "Six were wounded in an attack on Friday" where the parse gives the day to the attack alone."""
    for n, trigger in enumerate(tree.triggers):
        noun = trigger.head
        if n in found and trigger.is_noun and noun.dep_ == "pobj" and noun.head.lower_ in {"in", "during", "at"}:
            m = tree.at.get(noun.head.head.i)
            if m is not None and rank(found[n]) == SUREST:
                found.setdefault(m, found[n])
