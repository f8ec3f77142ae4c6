"""What kind of event a trigger tells: its senses in `event_triggers.tsv`, chosen by arguments and neighbours."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, cached_property

from spacy.tokens import Doc, Token

from service.extraction.event_types import OTHER

from .participants import Argument, has_to, objects_of
from .triggers import Trigger
from .words import Condition, Sense, grouped, senses

# Where a condition looks, beside the prepositions of a verb; and the classes that are no lists of words.
WHERE = frozenset({"agent", "patient", "args", "of", "sent", "doc", "topic", "prep", "adv", "dobj", "comp"})
KINDS = frozenset({"PERSON", "PLACE", "MONEY", "AGE", "POWER", "ACTOR"})
BY_SENSE = 0.98  # how often a type is right that the word itself or its arguments tell
BY_CONTEXT = 0.88  # and one that only words around it tell
TOPIC = 4  # words of a class that make it an article's topic
PERSON_PRONOUNS = frozenset({"he", "she", "him", "her", "who", "whom", "they", "them", "i", "we", "us", "me", "you"})
BEHIND_NOUN = frozenset({"of", "on", "against", "by", "with", "from", "in", "to", "for", "at", "over", "between"})
BODIES_OF_POWER = frozenset({"government", "military", "party"})


def classes(kind: str) -> frozenset[str]:
    """Words of a class of `event_classes.tsv`."""
    return grouped("event_classes", "class", "word")[kind]


@cache
def powers() -> frozenset[str]:
    """Nouns for those who rule, command or negotiate."""
    return classes("actor") | classes("official") | classes("military") | classes("council") | classes("diplomat")


@cache
def actors() -> frozenset[str]:
    return powers() | classes("person") | classes("police") | classes("group") | classes("executive")


class Typer:
    """Types of the events of one document; the words of a sentence are gathered once."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        self._at = doc._.at
        self._sentence: tuple[int, frozenset[str]] = (-1, frozenset())

    def type_of(self, trigger: Trigger, arguments: list[Argument]) -> tuple[str, float]:
        """The type, and how sure it is where the word tells an event at all; "other" claims nothing."""
        keys = dict.fromkeys((trigger.key, trigger.head.lemma_.lower()))
        for key in keys:
            for sense in senses().get((key, trigger.part_of_speech), ()):
                if self._fits(sense, trigger, arguments):
                    return sense.type, BY_CONTEXT if sense.is_by_context else BY_SENSE
        return OTHER, 1.0

    def _fits(self, sense: Sense, trigger: Trigger, arguments: list[Argument]) -> bool:
        return all(self._holds(c, trigger, arguments) is not c.negated for c in sense.conditions)

    def _holds(self, condition: Condition, trigger: Trigger, arguments: list[Argument]) -> bool:
        where, kind, head = condition.where, condition.kind, trigger.head
        if where == "agent":
            return any(self._is(t, kind) for token in doing(trigger, arguments) for t in counted(token))
        if where == "patient":
            return any(self._is(t, kind) for token in undergoing(trigger, arguments) for t in counted(token))
        if where == "args":
            return any(self._is(a.token, kind) for a in arguments) or any(self._is(t, kind) for t in modifiers(head))
        if where == "of":
            return any(self._is(token, kind) for token in modifiers(head))
        if where == "sent":
            return not classes(kind).isdisjoint(self._words(head))
        if where == "doc":
            return not classes(kind).isdisjoint(self._article_words)
        if where == "topic":
            return len(classes(kind) & self._article_words) >= TOPIC
        if where == "prep":
            return any(c.dep_ == "prep" and c.lower_ == kind for c in head.children)
        if where == "adv":
            return any(c.dep_ == "advmod" and c.lower_ == kind for c in head.children)
        if where == "dobj":
            return any(c.dep_ == "dobj" for c in head.children)
        if where == "comp":
            return any(completes(c, kind) for c in head.children if c.dep_ in {"xcomp", "ccomp", "pcomp"})
        return any(self._is(t, kind) for token in objects_of(head, where) for t in counted(token))

    @cached_property
    def _article_words(self) -> frozenset[str]:
        """Lemmas of the article."""
        return frozenset(token.lemma_.lower() for token in self._doc)

    def _words(self, token: Token) -> frozenset[str]:
        """Lemmas of the sentence."""
        sentence = token.sent
        if self._sentence[0] != sentence.start:
            self._sentence = sentence.start, frozenset(t.lemma_.lower() for t in sentence)
        return self._sentence[1]

    def _is(self, token: Token, kind: str) -> bool:
        """Whether a word, or what modifies it ("troop carriers"), is of a class."""
        if kind.isupper():
            return self._is_of_kind(token, kind)
        organization = self._at.organizations[token.i]
        if kind == "company" and organization is not None:
            return bool(organization.kind == "company")
        words = classes(kind)
        return token.lemma_.lower() in words or any(
            c.lemma_.lower() in words for c in token.children if c.dep_ in {"compound", "amod"}
        )

    def _is_of_kind(self, token: Token, kind: str) -> bool:
        at, lemma = self._at, token.lemma_.lower()
        if kind in {"MONEY", "AGE"}:
            figure = at.figures[token.i]
            return (figure is not None and figure.kind == kind.lower()) or token.ent_type_ == kind
        if kind == "PLACE":
            return at.places[token.i] is not None or token.ent_type_ in {"GPE", "LOC"}
        if kind == "PERSON":
            person = at.people[token.i] is not None or token.ent_type_ == "PERSON"
            return person or token.lower_ in PERSON_PRONOUNS or lemma in classes("person")
        organization = at.organizations[token.i]
        if organization is not None and (kind == "ACTOR" or organization.kind in BODIES_OF_POWER):
            return True
        if at.places[token.i] is not None or token.ent_type_ in {"GPE", "NORP"} or lemma in powers():
            return True
        named = token.pos_ == "PROPN" and organization is None  # of nobody known: a state or a body, unless a person
        if kind == "ACTOR":
            return named or lemma in actors() or self._is_of_kind(token, "PERSON")
        return named and at.people[token.i] is None and token.ent_type_ != "PERSON"


def doing(trigger: Trigger, arguments: list[Argument]) -> Iterable[Token]:
    """Who or what does it; what a verb without object is said of, too ("the volcano erupted")."""
    head = trigger.head
    return (a.token for a in arguments if a.role == "agent" or (a.token.dep_ == "nsubj" and a.token.head.i == head.i))


def undergoing(trigger: Trigger, arguments: list[Argument]) -> Iterable[Token]:
    """Whom or what it is done to; sums, too, which are no participants ("lost $30 million")."""
    yield from (a.token for a in arguments if a.role in {"patient", "recipient"})
    yield from (c for c in trigger.head.children if c.dep_ == "dobj")


def counted(token: Token) -> Iterable[Token]:
    """The word, and for "tonnes of food", "a group of soldiers" what is counted."""
    yield token
    if token.lemma_.lower() in classes("measure"):
        yield from objects_of(token, "of")


def completes(clause: Token, kind: str) -> bool:
    """Whether a clause is of a kind: "inf", "that", or a class of its verb."""
    if kind == "inf":
        return has_to(clause)
    if kind == "that":
        return clause.dep_ == "ccomp" and not has_to(clause)
    return clause.lemma_.lower() in classes(kind)


def modifiers(noun: Token) -> Iterable[Token]:
    """What stands before a noun or behind its preposition."""
    for c in noun.children:
        if c.dep_ in {"compound", "amod", "poss", "nmod"}:
            yield c
        elif c.dep_ == "prep" and c.lower_ in BEHIND_NOUN:
            yield from (pobj for pobj in c.children if pobj.dep_ == "pobj")
