"""What kind of event a trigger tells: its senses in `event_triggers.tsv`, chosen by arguments and neighbours."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from spacy.tokens import Doc, Token

from service.extraction.event_types import OTHER
from service.extraction.model import Organization

from .participants import Argument, objects_of
from .triggers import Trigger
from .words import Sense, grouped, senses

TOPIC = 4  # words of a class that make it an article's topic
PERSON_PRONOUNS = frozenset({"he", "she", "him", "her", "who", "whom", "they", "them", "i", "we", "us", "me", "you"})


class Typer:
    """Types of the events of one document; the words of a sentence are gathered once."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        self._at = doc._.at
        self._sentence: tuple[int, frozenset[str]] = (-1, frozenset())

    def type_of(self, trigger: Trigger, arguments: list[Argument]) -> str:
        keys = dict.fromkeys((trigger.key, trigger.head.lemma_.lower()))
        for key in keys:
            for sense in senses().get((key, trigger.part_of_speech), ()):
                if self._fits(sense, trigger, arguments):
                    return sense.type
        return OTHER

    def _fits(self, sense: Sense, trigger: Trigger, arguments: list[Argument]) -> bool:
        return all(self._holds(where, kind, trigger, arguments) for where, kind in sense.conditions)

    def _holds(self, where: str, kind: str, trigger: Trigger, arguments: list[Argument]) -> bool:
        if where in {"agent", "patient"}:
            return any(self._is(a.token, kind) for a in arguments if a.role == where)
        if where == "args":
            return any(self._is(a.token, kind) for a in arguments) or self._holds("of", kind, trigger, arguments)
        if where == "of":
            return any(self._is(token, kind) for token in modifiers(trigger.head))
        if where == "with":
            return any(self._is(token, kind) for token in objects_of(trigger.head, "with"))
        if where == "prep":
            return any(c.dep_ == "prep" and c.lower_ == kind for c in trigger.head.children)
        if where == "comp":
            return any(c.dep_ in {"xcomp", "ccomp"} and c.pos_ == "VERB" for c in trigger.head.children)
        if where == "adv":
            return any(c.dep_ == "advmod" and c.lower_ == kind for c in trigger.head.children)
        words = grouped("event_classes", "class", "word")[kind]
        if where == "topic":
            return self._is_topic(words)
        return not words.isdisjoint(self._article_words if where == "doc" else self._words(trigger.head))

    def _is_topic(self, words: frozenset[str]) -> bool:
        """Whether the article has several words of a class: it is about it."""
        return len(words & self._article_words) >= TOPIC

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
        at = self._at
        if kind == "PLACE":
            return at.places[token.i] is not None or token.ent_type_ in {"GPE", "LOC"}
        if kind == "PERSON":
            person = at.people[token.i] is not None or token.ent_type_ == "PERSON" or token.lower_ in PERSON_PRONOUNS
            return person or token.lemma_.lower() in grouped("event_classes", "class", "word")["person"]
        if kind == "MONEY":
            figure = at.figures[token.i]
            return (figure is not None and figure.kind == "money") or token.ent_type_ == "MONEY"
        words = grouped("event_classes", "class", "word")[kind]
        organization: Organization | None = at.organizations[token.i]
        if kind == "company" and organization is not None:
            return organization.kind == "company"
        lemmas = (token.lemma_.lower(), *(c.lemma_.lower() for c in token.children if c.dep_ in {"compound", "amod"}))
        return any(lemma in words for lemma in lemmas)


def modifiers(noun: Token) -> Iterable[Token]:
    """What stands before a noun or behind its "of", "on", "against", "by"."""
    for c in noun.children:
        if c.dep_ in {"compound", "amod", "poss", "nmod"}:
            yield c
        elif c.dep_ == "prep" and c.lower_ in {"of", "on", "against", "by", "with", "from", "in", "to", "for"}:
            yield from (pobj for pobj in c.children if pobj.dep_ == "pobj")
