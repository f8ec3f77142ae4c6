"""Who took part in an event, and how: through passives, conjunctions, relative clauses and clauses without a subject.

In: a trigger. Out: `Argument`s: a role and the head of a noun phrase, whose extent `phrases` gives.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from attrs import frozen
from spacy.tokens import Token

from service.extraction.lexicon import words
from service.extraction.model import ParticipantRole

from .phrases import second_subject
from .triggers import Trigger, child
from .words import cue_words, grouped, verbs

DEPTH = 6  # clauses that a subject is looked for in; deeper is a parse gone wrong
CONJUNCTS = 12
NOMINATIVE = frozenset({"i", "he", "she", "we", "they"})
RELATIVE = frozenset({"who", "which", "that", "whom"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "SYM", "X", "DET"})
OTHER_PREPOSITIONS = frozenset(
    {"with", "against", "from", "between", "for", "to", "into", "towards", "toward", "among"}
)
GOALS = frozenset({"in", "into", "onto", "to"})  # where an object goes: "pumped money into the markets"
ACCUSING = frozenset({"of", "for", "from", "with", "into"})  # prepositions of "accuse X of doing", "thank X for doing"
AGAINST = frozenset({"on", "against", "upon"})


@frozen(eq=False)
class Argument:
    role: ParticipantRole
    token: Token


def arguments_of(trigger: Trigger) -> list[Argument]:
    """All participants of a trigger, each token once, in the order of the text."""
    found: dict[int, Argument] = {}
    for argument in noun_arguments(trigger) if trigger.is_noun else verb_arguments(trigger):
        for token in conjuncts(argument.token):
            if token.i not in found and token.i != trigger.head.i and may_take_part(token):
                found[token.i] = Argument(argument.role, token)
    return [found[i] for i in sorted(found)]


def may_take_part(token: Token) -> bool:
    """Nouns and what stands for them; no dates ("Monday's announcement"), no marks but "%" ("sold 80% of its stake")."""
    return token.pos_ in NOMINAL and (not token.is_punct or token.text == "%") and token.doc._.at.dates[token.i] is None


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


def named(token: Token) -> Token:
    """The name beside a noun that has none: "Ana Torres" of "the founder, Ana Torres", "the head of Qantas, Ana Torres"."""
    at = token.doc._.at
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


def is_passive(verb: Token) -> bool:
    """True for "was found", "released by the ministry"; false for "has found"."""
    if any(c.dep_ in {"auxpass", "nsubjpass", "csubjpass"} for c in verb.children):
        return True
    if verb.tag_ == "VBD" and (verb.dep_ == "acl" or renamed(verb) is not None):
        return True  # a participle that the tagger took for a past tense
    if verb.lemma_.lower() in verbs("transitive") and lacks_object(verb) and not acts_in(verb):
        return True  # a headline: "Three men arrested in Leeds"
    if verb.tag_ != "VBN" or any(c.dep_ == "aux" and c.lemma_.lower() == "have" for c in verb.children):
        return False
    if verb.dep_ == "conj" and verb.head.pos_ in {"VERB", "AUX"} and child(verb, "nsubj") is None:
        return is_passive(verb.head)
    return (child(verb, "nsubj") is None and child(verb, "dobj") is None) or child(verb, "agent") is not None


def acts_in(verb: Token) -> bool:
    """True for "he expected", and for the verb of "the plans it announced": its object stands before its subject."""
    subject = child(verb, "nsubj")
    return subject is not None and (
        subject.lower_ in NOMINATIVE or (verb.dep_ == "relcl" and subject.lower_ not in RELATIVE)
    )


def lacks_object(verb: Token) -> bool:
    """True for a past participle without helper, object or clause behind it."""
    return verb.tag_ in {"VBD", "VBN"} and all(
        c.dep_ not in {"aux", "dobj", "ccomp", "dative", "prt", "npadvmod", "acomp", "oprd"}
        and (c.dep_ != "punct" or c.text not in '"“”:')
        for c in verb.children
    )


def renamed(verb: Token) -> Token | None:
    """The noun before the comma of "Izium, a city recaptured from …", where the parse made "a city" a subject."""
    subject = child(verb, "nsubj")
    if (
        subject is None
        or subject.i > verb.i
        or child(verb, "dobj", "aux", "prt", "xcomp", "ccomp", "acomp") is not None
    ):
        return None
    first = subject.left_edge.i
    if first < 2 or verb.doc[first].lower_ not in {"a", "an"} or verb.doc[first - 1].text != ",":
        return None
    named = verb.doc[first - 2]
    return named if named.pos_ in {"NOUN", "PROPN"} and verb.dep_ != "ROOT" else None


def verb_arguments(trigger: Trigger) -> Iterator[Argument]:
    verb = trigger.head
    passive = is_passive(verb)
    lemma = verb.lemma_.lower()
    changed = next((c for c in verb.children if c.dep_ == "dobj" and not is_time(c)), None)
    subject = subject_of(verb)
    if subject is None and trigger.governor.i != verb.i:
        subject = subject_of(trigger.governor)
    undergoes = passive or verb.pos_ == "ADJ" or (
        (changed is None or is_amount(changed)) and is_undergone(trigger, subject) and not pays(subject, changed)
    )
    recipient = passive and (
        (changed is not None and trigger.key in verbs("transfer"))
        or (lemma in verbs("repay") and subject is not None and is_somebody(subject))
    )
    if subject is not None and not is_empty(subject):
        yield Argument("recipient" if recipient else "patient" if undergoes else "agent", subject)
    for c in verb.children:
        if c.dep_ == "prep" and trigger.key.endswith(f"_{c.lower_}") and not (changed and c.lower_ in GOALS):
            yield from (Argument("patient", pobj) for pobj in c.children if pobj.dep_ == "pobj")  # "called for a truce"
        elif c.dep_ == "dobj" and trigger.key.endswith(f"_{c.lemma_.lower()}"):
            yield from (Argument("patient", pobj) for pobj in objects_of(c, "of"))  # "regained control of the city"
        elif (
            c.dep_ == "dobj"
            and not is_time(c)
            and not (is_amount(c) and (undergoes or (changed is not None and c.i != changed.i)))
        ):
            yield Argument("recipient" if gets(c) else "patient", relative_antecedent(c))
            yield from (Argument("instrument", pobj) for pobj in objects_of(c, "with") if is_weapon(pobj))
        elif c.dep_ == "dative":
            yield Argument("recipient", child(c, "pobj") or c)
        elif c.dep_ == "agent":
            yield from (Argument("agent", pobj) for pobj in c.children if pobj.dep_ == "pobj" and is_doer(pobj))
        elif c.dep_ == "prep" and c.lower_ == "with" and lemma in verbs("supply") and changed is not None:
            yield from (Argument("patient", pobj) for pobj in c.children if pobj.dep_ == "pobj")
        elif c.dep_ == "prep":
            yield from prepositional(c, trigger)
        elif c.dep_ in {"ccomp", "xcomp"} and changed is None and lemma in verbs("address") | verbs("object_control"):
            controlled = child(c, "nsubj", "nsubjpass")  # "allow drivers to park", as the parse has it
            if controlled is not None and has_to(c):
                yield Argument("recipient" if lemma in verbs("address") else "patient", controlled)
        elif c.dep_ == "npadvmod" and c.left_edge.i == verb.i + 1 and changed is None and is_thing(c):
            yield Argument("patient", c)  # a headline's object that the parse took for an adverb
    if passive and child(verb, "agent") is None:
        yield from shared_agent(verb)
    if verb.dep_ == "relcl" and not passive and child(verb, "dobj") is None and child(verb, "nsubj") is not None:
        own = child(verb, "nsubj")
        if own is not None and own.lower_ not in RELATIVE and not has_adverb_relative(verb):
            yield Argument("patient", verb.head)  # "the man police arrested"


def is_undergone(trigger: Trigger, subject: Token | None) -> bool:
    """True for "prices fell", and for what things alone do so: "the trial began", but "the police began"."""
    lemma = trigger.head.lemma_.lower()
    if lemma in verbs("begin") or lemma in verbs("end"):
        return subject is not None and not is_somebody(subject)
    return trigger.key in verbs("unaccusative") or lemma in verbs("unaccusative")


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
    return not is_amount(token) and token.doc._.at.dates[token.i] is None


def is_thing(token: Token) -> bool:
    return token.pos_ == "PROPN" and token.doc._.at.figures[token.i] is None and token.doc._.at.dates[token.i] is None


def has_to(verb: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)


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
        or (lemma in verbs("repay") and is_somebody(token))
        or (lemma in verbs("supply") and any(c.dep_ == "prep" and c.lower_ == "with" for c in verb.children))
    )


def is_time(token: Token) -> bool:
    """ "Ended the day at 52": nothing that was done to."""
    return token.doc._.at.dates[token.i] is not None or token.lemma_.lower() in {"day", "week", "session", "year"}


def is_empty(subject: Token) -> bool:
    """ "It" of "it is feared that …", "today" of "today marks …": nobody."""
    if subject.doc._.at.dates[subject.i] is not None:
        return True
    return subject.lower_ == "it" and any(
        c.dep_ in {"ccomp", "csubj"} and c.i > subject.i for c in subject.head.children
    )


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


def prepositional(preposition: Token, trigger: Trigger) -> Iterator[Argument]:
    pobj = child(preposition, "pobj")
    if pobj is None:
        return
    word = preposition.lower_
    if word == "to" and trigger.key in verbs("transfer"):
        yield Argument("recipient", pobj)
    elif word == "with" and is_weapon(pobj):
        yield Argument("instrument", pobj)
    elif word in {"by", "between"} and is_passive(trigger.head) and is_doer(pobj):
        yield Argument("agent", pobj)
    elif word in OTHER_PREPOSITIONS and pobj.ent_type_ in {"PERSON", "ORG", "GPE", "NORP"}:
        yield Argument("other", pobj)


def is_weapon(token: Token) -> bool:
    return token.lemma_.lower() in grouped("event_classes", "class", "word")["weapon"]


def subject_of(verb: Token, depth: int = 0) -> Token | None:
    """Who or what a verb is said of, also where it has no subject of its own."""
    own = own_subject(verb)
    if own is not None:
        if own.dep_ == "expl":
            return child(verb, "attr", "dobj")
        return relative_antecedent(second_subject(own))
    if depth >= DEPTH or verb.head.i == verb.i:
        return None
    head = verb.head
    if verb.dep_ == "conj" and head.pos_ in {"VERB", "AUX"}:
        return subject_of(head, depth + 1)
    if verb.dep_ in {"xcomp", "ccomp"} and head.pos_ in {"VERB", "AUX", "ADJ", "NOUN"}:
        return controller(head, depth)
    infinitive = has_to(verb)
    if verb.dep_ == "advcl" and infinitive:
        return None
    accused = child(head.head, "dobj") if verb.dep_ == "pcomp" and head.lower_ in ACCUSING else None
    if accused is not None and is_somebody(accused):
        return accused  # "accused Turkey of supplying", "thanked them for sending"
    if verb.dep_ in {"advcl", "pcomp", "prep", "dep"}:
        clause = head if head.pos_ in {"VERB", "AUX"} else head.head
        return subject_of(clause, depth + 1) if clause.pos_ in {"VERB", "AUX"} else None
    if verb.dep_ in {"acl", "relcl"}:
        return child(head, "poss") if infinitive else head  # "its plan to cut"
    return None


def own_subject(verb: Token) -> Token | None:
    """The subject that stands nearest before the verb, where the parse gives it several: "Goma… Troops left town"."""
    before = [c for c in verb.lefts if c.dep_ in {"nsubj", "nsubjpass"}]
    return before[-1] if before else child(verb, "nsubj", "nsubjpass", "csubj", "expl")


@cache
def doers() -> frozenset[str]:
    """Nouns for who acts: "the court", "the lender", "the minister"."""
    classes = grouped("event_classes", "class", "word")
    kinds = ("person", "official", "council", "diplomat", "actor")  # not "military": it has tanks and aircraft
    bodies = words("organization_nominals", "noun") | {"police", "army", "navy", "troop", "soldier", "team"}
    return frozenset().union(*(classes[kind] for kind in kinds)) | bodies | words("role_nouns")


def is_somebody(token: Token) -> bool:
    """A person, a body or a country: who can do something."""
    at = token.doc._.at
    named = at.people[token.i] or at.organizations[token.i] or at.places[token.i]
    return (
        named is not None
        or token.pos_ == "PRON"
        or token.ent_type_ in {"PERSON", "ORG", "GPE", "NORP"}
        or token.lemma_.lower() in doers()
    )


def controller(head: Token, depth: int) -> Token | None:
    """The subject of an infinitive below `head`: its object where it makes somebody act ("forced him to quit")."""
    if head.pos_ == "VERB" and head.lemma_.lower() in verbs("object_control"):
        controlled = child(head, "dobj", "dative")
        if controlled is not None:
            return controlled
    return subject_of(head, depth + 1)


def relative_antecedent(token: Token) -> Token:
    """The noun that "who", "which" or "that" stands for."""
    clause = token.head
    if token.lower_ in RELATIVE and token.pos_ in {"PRON", "DET", "SCONJ"}:
        for _ in range(DEPTH):
            if clause.dep_ == "relcl":
                return nearer(token, clause.head)
            if clause.head.i == clause.i:
                break
            clause = clause.head
    return token


def nearer(pronoun: Token, antecedent: Token) -> Token:
    """What stands right before "which", where the parse has hung it on a person: "Ann Lee, head of the bank, which …"."""
    if pronoun.lower_ != "which" or antecedent.doc._.at.people[antecedent.i] is None:
        return antecedent
    before = pronoun.i - 1
    while before > antecedent.i and antecedent.doc[before].is_punct:
        before -= 1
    last = antecedent.doc[before]
    return last if last.pos_ in {"NOUN", "PROPN"} and antecedent.doc._.at.people[before] is None else antecedent


# ---------------------------------------------------------------- nouns


def noun_arguments(trigger: Trigger) -> Iterator[Argument]:
    """ "Police's arrest of three men", "the attack on the city by rebels", "Russian artillery fire", "job cuts"."""
    noun = trigger.head
    prepositions = [c for c in noun.children if c.dep_ == "prep"]
    if trigger.governor.i != noun.i:
        helper = trigger.governor
        subject = subject_of(helper)
        if subject is not None and not is_passive(helper):
            changed = noun.lemma_.lower() in (verbs("change") & verbs("undergone")) - verbs("made")
            yield Argument("patient" if changed else "agent", subject)  # "the index had its worst fall", "made gains"
        for c in helper.children:
            if c.dep_ == "agent":
                yield from (Argument("agent", pobj) for pobj in c.children if pobj.dep_ == "pobj")
        prepositions += [c for c in helper.children if c.dep_ == "prep" and c.lower_ in {"with", "against", "on", "to"}]
    elif (concerned := in_state(noun)) is not None:
        yield Argument("patient" if noun.lemma_.lower() in verbs("undergone") else "agent", concerned)
    yield from before_noun(noun, has_of=any(c.lower_ == "of" for c in prepositions))
    for preposition in prepositions:
        pobj = child(preposition, "pobj")
        if pobj is not None and pobj.doc._.at.dates[pobj.i] is None and not is_amount(pobj):
            role = role_behind(noun.lemma_.lower(), preposition.lower_, pobj)
            if role is not None:
                yield Argument(role, pobj)


def in_state(noun: Token) -> Token | None:
    """Who is said to be in the midst of something: "they are in talks", "the minister on leave"."""
    preposition = noun.head
    if noun.dep_ != "pobj" or preposition.lower_ not in {"in", "on", "under"} or child(noun, "det", "poss") is not None:
        return None
    head = preposition.head
    if head.lemma_.lower() == "be":
        head = subject_of(head) or head
    return head if head.pos_ in {"NOUN", "PROPN", "PRON"} and is_somebody(head) else None


def before_noun(noun: Token, *, has_of: bool) -> Iterator[Argument]:
    undergone = noun.lemma_.lower() in verbs("undergone") and not has_of
    for c in noun.children:
        if c.dep_ == "poss":
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
