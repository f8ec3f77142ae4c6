"""Who took part in an event, and how: through passives, conjunctions, relative clauses and clauses without a subject.

In: a trigger. Out: `Argument`s: a role and the head of a noun phrase, whose extent `phrases` gives.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen
from spacy.tokens import Token

from service.extraction.document import At
from service.extraction.lexicon import words
from service.extraction.model import ParticipantRole

from .subjects import RELATIVE, has_to, is_empty, is_passive, is_person, is_somebody, relative_antecedent, subject_of
from .triggers import Trigger, child
from .words import cue_words, grouped, verbs

CONJUNCTS = 12
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "SYM", "X", "DET"})
OTHER_PREPOSITIONS = frozenset(
    {"with", "against", "from", "between", "for", "to", "into", "towards", "toward", "among"}
)
GOALS = frozenset({"in", "into", "onto", "to"})  # where an object goes: "pumped money into the markets"
TIMES = frozenset({"day", "month", "quarter", "session", "time", "week", "year"})
AGAINST = frozenset({"on", "against", "upon"})


@frozen(eq=False)
class Argument:
    role: ParticipantRole
    token: Token


def arguments_of(trigger: Trigger) -> list[Argument]:
    """All participants of a trigger, each token once, in the order of the text."""
    found: dict[int, Argument] = {}
    dates = trigger.head.doc._.at.dates
    for argument in noun_arguments(trigger) if trigger.is_noun else verb_arguments(trigger):
        for token in conjuncts(argument.token):
            if token.i not in found and token.i != trigger.head.i and dates[token.i] is None and is_nominal(token):
                found[token.i] = Argument(argument.role, token)
    return [found[i] for i in sorted(found)]


def is_nominal(token: Token) -> bool:
    """A noun or what stands for one; of marks only "%": "sold 80%"."""
    return token.pos_ in NOMINAL and (not token.is_punct or token.text == "%")


def conjuncts(token: Token) -> Iterator[Token]:
    """The token and what is coordinated with it."""
    yield token
    for _ in range(CONJUNCTS):
        following = child(token, "conj")
        if following is None or following.pos_ not in NOMINAL:
            return
        if following.ent_iob_ == "I" and all(t.ent_iob_ == "I" for t in token.doc[token.i + 1 : following.i]):
            return  # one name: "Defence & Space"
        if is_sum(token) and is_sum(following):
            return  # one sum told twice: "$6 billion, or $9 a share"
        token = following
        yield token


def named(token: Token, at: At) -> Token:
    """The name beside a noun that has none: "Ana Torres" of "the head of Qantas, Ana Torres"."""
    if at.people[token.i] is not None or at.organizations[token.i] is not None:
        return token
    beside = child(token, "appos")
    if beside is not None and (at.people[beside.i] is not None or at.organizations[beside.i] is not None):
        return beside
    if token.lemma_.lower() in words("role_nouns"):
        for held in objects_of(token, "of"):
            beside = child(held, "appos")
            if beside is not None and at.people[beside.i] is not None:
                return beside
    return token


# ---------------------------------------------------------------- verbs


def verb_arguments(trigger: Trigger) -> Iterator[Argument]:
    verb = trigger.head
    passive = is_passive(verb)
    lemma = verb.lemma_.lower()
    changed = next((c for c in verb.children if c.dep_ == "dobj" and not is_time(c)), None)
    subject = subject_of(verb)
    if subject is None and trigger.governor.i != verb.i:
        subject = subject_of(trigger.governor)
    role = role_of_subject(trigger, subject, changed, passive=passive)
    if subject is not None and not is_empty(subject):
        yield Argument(role, subject)
    for c in verb.children:
        if c.dep_ == "dobj" and trigger.key.endswith(f"_{c.lemma_.lower()}"):
            yield from (Argument("patient", pobj) for pobj in objects_of(c, "of"))  # "regained control of the city"
        elif c.dep_ == "dobj":
            told_apart = (role != "agent" or (changed is not None and c.i != changed.i)) and is_amount(c)
            if not is_time(c) and not told_apart:
                yield Argument("recipient" if gets(c) else "patient", relative_antecedent(c))
                yield from (Argument("instrument", pobj) for pobj in objects_of(c, "with") if is_weapon(pobj))
        elif c.dep_ == "dative":
            yield Argument("recipient", child(c, "pobj") or c)
        elif c.dep_ == "agent" and (passive or (changed is None and lemma not in verbs("unaccusative"))):
            yield from (Argument("agent", pobj) for pobj in c.children if pobj.dep_ == "pobj" and is_doer(pobj))
        elif c.dep_ == "prep":
            yield from prepositional(c, trigger, changed)
        elif c.dep_ in {"ccomp", "xcomp"} and changed is None and lemma in verbs("address") | verbs("object_control"):
            controlled = child(c, "nsubj", "nsubjpass")  # "allow drivers to park", as the parse has it
            if controlled is not None and has_to(c):
                yield Argument("recipient" if lemma in verbs("address") else "patient", controlled)
        elif c.dep_ == "npadvmod" and c.left_edge.i == verb.i + 1 and changed is None and is_thing(c):
            yield Argument("patient", c)  # a headline's object that the parse took for an adverb
    if passive and child(verb, "agent") is None:
        yield from shared_agent(verb)
    if verb.dep_ == "relcl" and not passive and child(verb, "dobj") is None:
        yield from object_before(trigger)


def object_before(trigger: Trigger) -> Iterator[Argument]:
    """ "The man" of "the man police arrested"; not where a phrase has its object ("called for")."""
    verb = trigger.head
    if any(c.dep_ == "prep" and f"_{c.lower_}" in trigger.key and child(c, "pobj") for c in verb.children):
        return
    own = child(verb, "nsubj")
    if own is not None and own.lower_ not in RELATIVE and not has_adverb_relative(verb):
        yield Argument("patient", verb.head)


def role_of_subject(
    trigger: Trigger, subject: Token | None, changed: Token | None, *, passive: bool
) -> ParticipantRole:
    """What a verb makes of its subject; `changed` is its object."""
    if passive:
        gets = trigger.key in verbs("transfer") if changed is not None else is_paid(trigger.head, subject)
        return "recipient" if gets else "patient"
    alone = changed is None or is_amount(changed)
    undergoes = alone and is_undergone(trigger, subject) and not pays(subject, changed)
    return "patient" if undergoes or trigger.head.pos_ == "ADJ" else "agent"


def is_undergone(trigger: Trigger, subject: Token | None) -> bool:
    """True for "prices fell", and of things alone for "the trial began", "the shares went up", not "the king went"."""
    lemma = trigger.head.lemma_.lower()
    if trigger.key != lemma and trigger.key in verbs("unaccusative"):
        return True
    if lemma in verbs("begin") or lemma in verbs("end"):
        return subject is not None and not is_somebody(subject)
    if lemma in verbs("motion") and subject is not None and is_person(subject):
        return False
    return lemma in verbs("unaccusative")


def shared_agent(verb: Token) -> Iterator[Argument]:
    """Who did two things: "selected and purchased by the government"."""
    second = child(verb, "conj")
    if second is not None and second.i - verb.i <= 2 and second.tag_ == "VBN" and child(second, "nsubjpass") is None:
        for by in second.children:
            if by.dep_ == "agent":
                yield from (Argument("agent", pobj) for pobj in by.children if pobj.dep_ == "pobj" and is_doer(pobj))


def pays(subject: Token | None, changed: Token | None) -> bool:
    """True for "the firm lost $6 billion", not for "the index lost 54 points"."""
    if subject is None or changed is None or not is_somebody(subject):
        return False
    return is_sum(changed)


def is_sum(token: Token) -> bool:
    """An amount of money."""
    figure = token.doc._.at.figures[token.i]
    return figure is not None and figure.kind == "money"


def is_doer(token: Token) -> bool:
    """Neither an amount nor a date: "cut by 3%", "finished by May"."""
    return not is_amount(token) and not is_time(token)


def is_thing(token: Token) -> bool:
    return token.pos_ == "PROPN" and token.doc._.at.figures[token.i] is None and token.doc._.at.dates[token.i] is None


def is_amount(token: Token) -> bool:
    """ "3%" of "fell 3%": a figure of the event, nobody who took part; but "3% of the shares" of "sold"."""
    figure = token.doc._.at.figures[token.i]
    return (
        figure is not None
        and (token.lower_ == "points" or figure.kind in {"money", "percent", "measure", "ratio"})
        and child(token, "prep") is None
    )


def is_addressed(token: Token) -> bool:
    """Who is told, asked or allowed to do something: "asked the king to resign"."""
    verb = token.head
    return verb.lemma_.lower() in verbs("address") and (
        any(
            c.i > token.i and (c.dep_ in {"xcomp", "ccomp", "dobj"} or (c.dep_ == "prep" and c.lower_ in {"for", "of"}))
            for c in verb.children
        )
    )


def gets(token: Token) -> bool:
    """Whether an object is told or gets something: "supplied the army with boots", "repaid the bank"."""
    verb = token.head
    lemma = verb.lemma_.lower()
    return (
        is_addressed(token)
        or is_paid(verb, token)
        or (lemma in verbs("supply") and any(c.dep_ == "prep" and c.lower_ == "with" for c in verb.children))
    )


def is_paid(verb: Token, token: Token | None) -> bool:
    return token is not None and verb.lemma_.lower() in verbs("repay") and is_somebody(token)


def is_time(token: Token) -> bool:
    """ "Ended the day at 52": nothing that was done to."""
    return token.doc._.at.dates[token.i] is not None or token.lemma_.lower() in TIMES


def has_adverb_relative(verb: Token) -> bool:
    """True where "where", "when" or "in which" opens the clause: its antecedent is no object."""
    for c in verb.children:
        if c.dep_ == "advmod" and c.lower_ in {"where", "when", "why", "how"}:
            return True
        if c.dep_ == "prep" and any(pobj.lower_ in RELATIVE for pobj in c.children):
            return True
    return False


def objects_of(head: Token, preposition: str) -> Iterator[Token]:
    """What stands behind a preposition of a verb or noun."""
    for c in head.children:
        if c.dep_ == "prep" and c.lower_ == preposition:
            yield from (pobj for pobj in c.children if pobj.dep_ == "pobj")


def prepositional(preposition: Token, trigger: Trigger, changed: Token | None) -> Iterator[Argument]:
    pobj = child(preposition, "pobj")
    if pobj is None:
        return
    word = preposition.lower_
    if trigger.key.endswith(f"_{word}") and not (changed is not None and word in GOALS):
        yield Argument("patient", pobj)  # "called for a truce"
    elif word == "with" and changed is not None and trigger.head.lemma_.lower() in verbs("supply"):
        yield Argument("patient", pobj)
    elif word == "to" and trigger.key in verbs("transfer"):
        yield Argument("recipient", pobj)
    elif word == "with" and is_weapon(pobj):
        yield Argument("instrument", pobj)
    elif word in {"by", "between"} and is_passive(trigger.head) and is_doer(pobj):
        yield Argument("agent", pobj)
    elif trigger.head.lemma_.lower() in verbs("motion") and is_named_place(pobj):
        return  # "flew to Rome": where
    elif word in OTHER_PREPOSITIONS and pobj.ent_type_ in {"PERSON", "ORG", "GPE", "NORP"}:
        yield Argument("other", pobj)


def is_weapon(token: Token) -> bool:
    return token.lemma_.lower() in grouped("event_classes", "class", "word")["weapon"]


# ---------------------------------------------------------------- nouns


def noun_arguments(trigger: Trigger) -> Iterator[Argument]:
    """ "Police's arrest of three men", "the attack on the city by rebels", "Russian artillery fire", "job cuts"."""
    noun = trigger.head
    prepositions = [c for c in noun.children if c.dep_ == "prep"]
    subject = None
    if trigger.governor.i != noun.i:
        helper = trigger.governor
        subject = subject_of(helper)
        if subject is not None and not is_passive(helper):
            lemma = noun.lemma_.lower()
            changed = lemma in verbs("change") and lemma in verbs("undergone") and lemma not in verbs("made")
            yield Argument("patient" if changed else "agent", subject)  # "the index had its worst fall", "made gains"
        for c in helper.children:
            if c.dep_ == "agent":
                yield from (Argument("agent", pobj) for pobj in c.children if pobj.dep_ == "pobj")
        prepositions += [c for c in helper.children if c.dep_ == "prep" and c.lower_ in {"with", "against", "on", "to"}]
    elif (concerned := in_state(noun)) is not None:
        yield Argument("patient" if noun.lemma_.lower() in verbs("undergone") else "agent", concerned)
    elif (undertaking := undertaker(noun)) is not None:
        yield Argument("agent", undertaking)
    yield from before_noun(noun, has_of=any(c.lower_ == "of" for c in prepositions), helped=subject is not None)
    for preposition in prepositions:
        pobj = child(preposition, "pobj")
        if pobj is not None and pobj.doc._.at.dates[pobj.i] is None and not is_amount(pobj):
            role = role_behind(noun.lemma_.lower(), preposition.lower_, pobj)
            if role is not None:
                yield Argument(role, pobj)


def undertaker(noun: Token) -> Token | None:
    """ "The airline" of "the airline negotiated the purchase of two jets"."""
    verb = noun.head
    undertaken = noun.dep_ == "dobj" and verb.lemma_.lower() in verbs("undertake") and not is_passive(verb)
    if not undertaken or noun.lemma_.lower() not in verbs("made") or child(noun, "poss") is not None:
        return None
    return subject_of(verb)


def in_state(noun: Token) -> Token | None:
    """Who is said to be in the midst of something: "they are in talks", "the minister on leave"."""
    preposition = noun.head
    if noun.dep_ != "pobj" or preposition.lower_ not in {"in", "on", "under"} or child(noun, "det", "poss") is not None:
        return None
    head = preposition.head
    if head.lemma_.lower() == "be":
        head = subject_of(head) or head
    return head if head.pos_ in {"NOUN", "PROPN", "PRON"} and is_somebody(head) else None


def before_noun(noun: Token, *, has_of: bool, helped: bool) -> Iterator[Argument]:
    undergone = noun.lemma_.lower() in verbs("undergone") and not has_of
    for c in noun.children:
        if c.dep_ == "poss" and not (c.pos_ == "PRON" and helped):
            yield Argument("patient" if undergone and not makes(c) else "agent", c)
        elif (c.dep_ == "compound" and c.ent_type_ in {"PERSON", "ORG", "GPE"} and not says_where(c)) or (
            c.dep_ == "amod" and c.ent_type_ == "NORP"
        ):
            yield Argument("agent", c)
        elif c.dep_ == "compound" and c.pos_ == "NOUN" and undergone and not is_amount(c):
            yield Argument("patient", c)  # "job cuts", "car sales"


def makes(possessor: Token) -> bool:
    """True for "the firm's sales", not for "the firm's collapse", "the car's launch"."""
    known = possessor.doc._.at.organizations[possessor.i] is not None
    somebody = known or (is_somebody(possessor) and possessor.lower_ != "its")
    return somebody and possessor.head.lemma_.lower() in verbs("made")


def role_behind(noun: str, preposition: str, pobj: Token) -> ParticipantRole | None:
    """What a preposition makes of who stands behind it; None for nothing."""
    if preposition == "of":
        return "agent" if noun in verbs("agentive") and is_somebody(pobj) else "patient"
    if preposition in {"by", "between"}:
        return "agent"
    if preposition in AGAINST:
        return "patient"
    if preposition == "to":
        return "recipient" if noun not in {"visit", "trip", "return"} else None
    if preposition == "in":  # "a fall in prices"; not "cuts in response to"
        changing = noun in verbs("change") and pobj.lemma_.lower() not in cue_words("complex_preposition")
        return "patient" if changing and not is_named_place(pobj) else None
    if preposition == "for":  # "its bid for the mine"
        return "patient" if noun in verbs("sought") else None
    if preposition == "with" and pobj.ent_type_ in {"PERSON", "ORG", "GPE", "NORP"}:
        return "other"
    return None


def says_where(name: Token) -> bool:
    """ "The Paris attacks", "US sales": a town, or a country before what merely happens; but "US strikes"."""
    place = name.doc._.at.places[name.i]
    lemma = name.head.lemma_.lower()
    return place is not None and (place.kind != "country" or lemma in verbs("change") | verbs("undergone"))


def is_named_place(token: Token) -> bool:
    return token.doc._.at.places[token.i] is not None or token.ent_type_ in {"GPE", "LOC", "FAC"}
