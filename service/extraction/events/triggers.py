"""Which words tell an event.

In: the parsed tokens, boilerplate, names, quotes (whose cues are no events). Out: `Trigger`s in order.
A verb tells one unless it only reports ("said"), helps ("made an attack" is told by "attack"), sets the aspect ("began
to withdraw" by "withdraw"), or tells none ("includes"). A noun does when `nouns` says so. "Came under" and "regained
control" are read whole.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen
from spacy.tokens import Doc, Token

from service.extraction.document import token_range

from .nouns import event_probability
from .words import cue_words, phrase_heads, senses, verbs

NOUN_AT = 0.5  # probability from which a noun is an event
SURE_VERB = 0.92  # how often a verb that passes tells an event
STATE_VERB = 0.8  # of "want", "see", "become" it is more often disputed
NOT_EVENT_DEPS = frozenset(
    {"aux", "auxpass", "prep", "case", "mark", "amod", "compound", "det", "nmod", "punct", "intj"}
)
PREDICATIVE = frozenset({"acomp", "oprd", "attr", "ccomp", "ROOT"})
PHRASE_DEPS = frozenset({"prt", "prep", "advmod", "dobj", "oprd", "acomp", "advcl"})
NAMES = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP"})


@frozen(eq=False)
class Trigger:
    """`head` tells the event, the tokens `[start, end)` are its span, `key` its lemma ("come_under").

    `governor` is the verb that carries tense and subject: the head itself, or the light or aspect verb above it.
    """

    head: Token
    start: int
    end: int
    key: str
    governor: Token
    probability: float

    @property
    def is_noun(self) -> bool:
        return self.head.pos_ in {"NOUN", "PROPN"}

    @property
    def part_of_speech(self) -> str:
        """As in `event_triggers.tsv`."""
        return "noun" if self.is_noun else "adjective" if self.head.pos_ == "ADJ" else "verb"


def child(token: Token, *deps: str) -> Token | None:
    """The first child with one of these dependencies."""
    return next((c for c in token.children if c.dep_ in deps), None)


def find_triggers(doc: Doc) -> list[Trigger]:
    at = doc._.at
    cues = cue_tokens(doc)
    dateline = doc._.dateline
    story = dateline.end if dateline is not None else 0  # "PARIS, May 3 (AP)" tells nothing
    found: dict[int, Trigger] = {}
    taken: set[int] = set()  # parts of a phrase that is read whole
    nouns: list[Token] = []
    for token, boilerplate, date in zip(doc, at.boilerplate, at.dates, strict=True):
        pos = token.pos_
        if boilerplate or not token.text[0].isalpha() or (token.idx < story and token.idx >= dateline.start):
            continue
        if pos == "NOUN":
            if date is None:
                nouns.append(token)
        elif pos == "VERB":
            if token.i in cues and (token.lemma_.lower(), "verb") not in senses():
                continue  # "said"; but "demanded", "agreed", "threatened" are acts
            trigger = phrase(token)
            if trigger is not None:
                found[token.i] = trigger
                taken.update(part.i for part in phrase_parts(token, trigger.key))
            elif tells(token):
                found[token.i] = word(token, token.lemma_.lower())
        elif pos == "ADJ" and token.dep_ in PREDICATIVE and (token.lower_, "adjective") in senses():
            found[token.i] = word(token, token.lower_)
    for token in nouns:
        probability = 0.0 if token.i in taken or token.i in cues else noun_probability(token, cues)
        if probability >= NOUN_AT:
            light = light_verb(token)
            if light is not None:
                found.pop(light.i, None)
            found[token.i] = Trigger(
                token, token.i, token.i + 1, token.lemma_.lower(), light or token, round(probability, 2)
            )
    return list(through_aspect(found))


def word(token: Token, key: str) -> Trigger:
    """A verb or adjective that tells an event by itself."""
    return Trigger(token, token.i, token.i + 1, key, token, STATE_VERB if key in verbs("state") else SURE_VERB)


def cue_tokens(doc: Doc) -> frozenset[int]:
    """Tokens that say who said a quote: no events."""
    cues = [quote.cue for quote in doc._.quotes if quote.cue is not None]
    return frozenset(i for cue in cues for i in range(*token_range(doc, cue.start, cue.end)))


def tells(verb: Token) -> bool:
    """True for a verb that tells an event of its own."""
    lemma = verb.lemma_.lower()
    if verb.dep_ in NOT_EVENT_DEPS or lemma in verbs("none") or lemma in verbs("say"):
        return False
    deps = {c.dep_ for c in verb.children}
    if (
        lemma in verbs("report")
        and (lemma, "verb") not in senses()
        and ("ccomp" in deps or ("dobj" not in deps and "nsubjpass" not in deps))
    ):
        return False
    # "is going to", "have to", "used to" help the verb behind them
    return not ("xcomp" in deps and (lemma in {"have", "use"} or (verb.lower_ == "going" and has_to(verb))))


def has_to(verb: Token) -> bool:
    complement = child(verb, "xcomp")
    return complement is not None and any(c.dep_ == "aux" and c.lower_ == "to" for c in complement.children)


def phrase_keys(verb: Token) -> Iterator[tuple[str, tuple[Token, ...]]]:
    """Ways to read a verb with what follows it, the longest first, with the tokens that each takes."""
    lemma = verb.lemma_.lower()
    following = [right for right in verb.rights if right.dep_ in PHRASE_DEPS]
    for right in following:
        for last in right.children:
            if (last.dep_ == "pobj") if right.dep_ in {"prep", "prt", "advmod"} else (last.dep_ == "prep"):
                yield f"{lemma}_{right.lemma_.lower()}_{last.lemma_.lower()}", (right, last)
    for right in following:
        yield f"{lemma}_{right.lemma_.lower()}", (right,)


def phrase(verb: Token) -> Trigger | None:
    """A verb that the lexicon knows with what follows it, or one with its particle; the span takes what is close."""
    if verb.lemma_.lower() in phrase_heads():
        for key, parts in phrase_keys(verb):
            if (key, "verb") in senses():
                end = verb.i + 1
                for part in parts:
                    if part.i == end:
                        end += 1
                return Trigger(verb, verb.i, end, key, verb, SURE_VERB)
    particle = child(verb, "prt")
    if particle is not None and particle.i == verb.i + 1 and tells(verb):
        return Trigger(verb, verb.i, particle.i + 1, f"{verb.lemma_.lower()}_{particle.lower_}", verb, SURE_VERB)
    return None


def phrase_parts(verb: Token, key: str) -> tuple[Token, ...]:
    return next((parts for k, parts in phrase_keys(verb) if k == key), ())


def noun_probability(token: Token, cues: frozenset[int]) -> float:
    """How likely a noun tells an event; 0 for where something is said ("in a statement", "told a conference")."""
    if token.ent_type_ in NAMES:
        return 0.0
    if token.dep_ in {"pobj", "dobj"} and token.lemma_.lower() in cue_words("telling"):
        verb = token.head.head if token.dep_ == "pobj" else token.head
        if verb.i in cues or verb.lemma_.lower() in verbs("say"):
            return 0.0
    return event_probability(token)


def light_verb(noun: Token) -> Token | None:
    """The verb that only helps a noun to tell: "held" of "held talks"."""
    verb = noun.head
    if noun.dep_ in {"dobj", "nsubjpass"} and verb.pos_ in {"VERB", "AUX"} and verb.lemma_.lower() in verbs("light"):
        return verb
    return None


def through_aspect(found: dict[int, Trigger]) -> Iterator[Trigger]:
    """Drop aspect verbs whose complement tells the event; the complement's governor is then the aspect verb."""
    aspects = verbs("begin") | verbs("continue") | verbs("end")
    governed: dict[int, Token] = {}
    for i in sorted(found):
        trigger = found[i]
        complement = child(trigger.head, "xcomp") if trigger.head.lemma_.lower() in aspects else None
        if complement is not None and complement.i in found:
            governed[complement.i] = governed.get(i, trigger.governor)
    for i in sorted(found):
        trigger = found[i]
        complement = child(trigger.head, "xcomp") if trigger.head.lemma_.lower() in aspects else None
        if complement is not None and complement.i in governed:
            continue
        if i in governed:
            trigger = Trigger(trigger.head, trigger.start, trigger.end, trigger.key, governed[i], trigger.probability)
        yield trigger
