"""What kind of event a trigger tells.

The lexicon answers first: its senses in `event_triggers.tsv`, chosen by arguments and neighbours. The classifier takes
that answer as one sign among others and has the last word: it claims a type only where it is sure enough. Where the
spaCy model has no vectors for it to read, the lexicon decides alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, cached_property

from attrs import frozen
from spacy.tokens import Doc, Token

from service.extraction.event_types import OTHER

from .classifier import LABELS, Classifier, can_read
from .participants import Argument, objects_of
from .subjects import has_to
from .triggers import Trigger
from .words import Condition, grouped, senses

# Where a condition looks, beside the prepositions of a verb; and the classes that are no lists of words.
WHERE = frozenset({"agent", "patient", "args", "of", "sent", "doc", "topic", "prep", "adv", "dobj", "comp"})
KINDS = frozenset({"PERSON", "PLACE", "MONEY", "AGE", "POWER", "ACTOR"})
CLAIMED = 0.35  # probability from which a type is claimed
BY_SENSE = 0.98  # without the classifier: how often a type is right that the word itself or its arguments tell
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


@frozen(eq=False)
class Typed:
    """A trigger with its arguments and its type; `surety` is how likely that is right; "other" claims nothing."""

    trigger: Trigger
    arguments: list[Argument]
    type: str
    surety: float


class Typer:
    """Types of the events of one document."""

    def __init__(self, doc: Doc, classifier: Classifier | None) -> None:
        self._doc = doc
        self._classifier = classifier if can_read(doc) else None
        self._lexicon = Lexicon(doc)

    def types_of(self, triggers: list[Trigger], arguments: list[list[Argument]]) -> list[Typed]:
        pairs = list(zip(triggers, arguments, strict=True))
        answers = [self._lexicon.type_of(trigger, of) for trigger, of in pairs]
        if self._classifier is not None and triggers:
            read = self._classifier.probabilities(self._doc, triggers, arguments, [kind for kind, _ in answers])
            best = zip(read.argmax(axis=1).tolist(), read.max(axis=1).tolist(), strict=True)
            answers = [
                (LABELS[n], sure) if claims(n, sure) and (kind != OTHER or not trigger.if_typed) else (OTHER, 1.0)
                for (n, sure), trigger, (kind, _) in zip(best, triggers, answers, strict=True)
            ]
        return [Typed(trigger, of, *answer) for (trigger, of), answer in zip(pairs, answers, strict=True)]


def claims(n: int, sure: float) -> bool:
    """Whether the type is claimed that the classifier thinks the likeliest."""
    return sure >= CLAIMED and LABELS[n] != OTHER


class Lexicon:
    """What `event_triggers.tsv` says of the triggers of one document; the words of a sentence are gathered once."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        self._at = doc._.at
        self._sentence: tuple[int, frozenset[str]] = (-1, frozenset())

    def type_of(self, trigger: Trigger, arguments: list[Argument]) -> tuple[str, float]:
        """The type of the first sense that fits, and how often such a one is right."""
        keys = dict.fromkeys((trigger.key, trigger.head.lemma_.lower()))
        around = Around(trigger, arguments)
        for key in keys:
            for sense in senses().get((key, trigger.part_of_speech), ()):
                if all(self._holds(c, around) is not c.negated for c in sense.conditions):
                    return sense.type, BY_CONTEXT if sense.is_by_context else BY_SENSE
        return OTHER, 1.0

    def _holds(self, condition: Condition, around: Around) -> bool:
        where, kind, head = condition.where, condition.kind, around.head
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
        tokens, words = around.at(where)
        if kind.isupper():
            return any(self._is_of_kind(token, kind) for token in tokens)
        if kind == "company":
            return any(self._is_company(token) for token in tokens)
        return not classes(kind).isdisjoint(words)

    @cached_property
    def _lemmas(self) -> list[int]:
        """Numbers of the tokens' lemmas in the vocabulary: far fewer are different than there are tokens."""
        found: list[int] = self._doc.to_array("LEMMA").tolist() if len(self._doc) else []
        return found

    def _words_of(self, start: int, end: int) -> frozenset[str]:
        strings = self._doc.vocab.strings
        return frozenset(strings[lemma].lower() for lemma in set(self._lemmas[start:end]))

    @cached_property
    def _article_words(self) -> frozenset[str]:
        """Lemmas of the article."""
        return self._words_of(0, len(self._lemmas))

    def _words(self, token: Token) -> frozenset[str]:
        """Lemmas of the sentence."""
        sentence = token.sent
        if self._sentence[0] != sentence.start:
            self._sentence = sentence.start, self._words_of(sentence.start, sentence.end)
        return self._sentence[1]

    def _is_company(self, token: Token) -> bool:
        organization = self._at.organizations[token.i]
        if organization is not None:
            return bool(organization.kind == "company")
        return not classes("company").isdisjoint(names_of(token))

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


class Around:
    """Who and what stands around a trigger, gathered once for all its senses."""

    def __init__(self, trigger: Trigger, arguments: list[Argument]) -> None:
        self.head = trigger.head
        self._arguments = arguments
        self._known: dict[str, tuple[list[Token], frozenset[str]]] = {}

    def at(self, where: str) -> tuple[list[Token], frozenset[str]]:
        """The words at a place, and the lemmas of these and of what modifies them ("troop carriers")."""
        if where not in self._known:
            tokens = [t for token in self._tokens(where) for t in counted(token)]
            self._known[where] = tokens, frozenset(name for token in tokens for name in names_of(token))
        return self._known[where]

    def _tokens(self, where: str) -> Iterator[Token]:
        head = self.head
        if where == "agent":  # what a verb without object is said of, too: "the volcano erupted"
            for a in self._arguments:
                if a.role == "agent" or (a.token.dep_ == "nsubj" and a.token.head.i == head.i):
                    yield a.token
        elif where == "patient":  # sums, too, which are no participants: "lost $30 million"
            yield from (a.token for a in self._arguments if a.role in {"patient", "recipient"})
            yield from (c for c in head.children if c.dep_ == "dobj")
        elif where == "args":
            yield from (a.token for a in self._arguments)
            yield from modifiers(head)
        elif where == "of":
            yield from modifiers(head)
        else:
            yield from objects_of(head, where)


def names_of(token: Token) -> Iterator[str]:
    yield token.lemma_.lower()
    for c in token.children:
        if c.dep_ in {"compound", "amod"}:
            yield c.lemma_.lower()


def counted(token: Token) -> Iterator[Token]:
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


def modifiers(noun: Token) -> Iterator[Token]:
    """What stands before a noun or behind its preposition."""
    for c in noun.children:
        if c.dep_ in {"compound", "amod", "poss", "nmod"}:
            yield c
        elif c.dep_ == "prep" and c.lower_ in BEHIND_NOUN:
            yield from (pobj for pobj in c.children if pobj.dep_ == "pobj")
