"""Which triggers tell one happening.

In: mentions in order, each with what is known of it. Out: lists of their indices, one a happening.
A mention is compared with the last few before it that look alike: of one word family ("arrested", "the arrest"), of one
type, or of like meaning. A logistic regression (`event_coreference.tsv`, trained by `training/events`) says how likely
each two tell one happening; it joins that whose mentions say so on average, unless something speaks against it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
from attrs import define, field, frozen
from numpy.typing import NDArray

from service.extraction.event_types import OTHER
from service.extraction.lexicon import table
from service.extraction.model import EventStatus

from .likelihood import logistic
from .words import verbs

LEAD = 3  # the sentences that tell again what the headline tells
WINDOW = 60  # mentions that one is compared with
ALIKE = 0.7  # cosine from which two words are compared that share neither family nor type
ENOUGH = 0.4  # how likely it must be that two tell one happening
BLOW = 0.9  # how likely it is of a disaster and what it does
UNLIKE = 0.02  # how likely it is of two that are not compared
ENDINGS = (
    *("ations", "ation", "itions", "ition", "tions", "tion", "sions", "sion", "ments", "ment"),
    *("ings", "ing", "ance", "als", "al", "ers", "er", "e", "y"),
)

Vector = NDArray[np.float32]


@frozen(eq=False)
class Mention:
    """What is known of a trigger; `agents` and `patients` are keys of who took part: an id, else a lemma;
    `numbers` are those that stand with it; `meaning` and `word` are vectors of length 1: what the network knows of it
    where it stands, and its word's own; `token` is its index, `arguments` are those of who takes part.
    """

    family: str
    type: str
    status: EventStatus
    is_noun: bool
    definite: bool
    agents: frozenset[str]
    patients: frozenset[str]
    date: str | None
    place_id: str | None
    numbers: frozenset[str]
    sentence: int
    token: int
    arguments: frozenset[int]
    meaning: Vector
    word: Vector
    everyone: frozenset[str] = field(init=False)

    @everyone.default
    def _everyone(self) -> frozenset[str]:
        return self.agents | self.patients


@define(eq=False)
class Happening:
    """What is known of all mentions together."""

    denied: bool
    mentions: list[int] = field(factory=list)
    families: set[str] = field(factory=set)
    types: set[str] = field(factory=set)
    patients: set[str] = field(factory=set)
    dates: set[str] = field(factory=set)
    numbers: set[str] = field(factory=set)
    came_about: set[bool] = field(factory=set)  # of its verbs


@cache
def _families() -> dict[str, str]:
    return {row["word"]: row["family"] for row in table("event_families")}


@cache
def family(lemma: str) -> str:
    """What a verb and its nouns have in common: "arrest", "resign" of "resignation", "die" of "death"."""
    known = _families().get(lemma)
    if known is not None:
        return known
    for ending in ENDINGS:
        if lemma.endswith(ending) and len(lemma) - len(ending) >= 4:
            return lemma[: -len(ending)]
    return lemma


@cache
def _blows() -> frozenset[str]:
    """Families of "strike", "shake", "flood": what an earthquake or a storm does is what it is."""
    return frozenset(map(family, verbs("at_object")))


@cache
def weights() -> Mapping[str, float]:
    return {row["feature"]: float(row["weight"]) for row in table("event_coreference")}


def happenings(mentions: Sequence[Mention], weights: Mapping[str, float] | None = None) -> list[list[int]]:
    """Each mention goes to the likeliest happening before it, or begins one. `weights` are other than the table's."""
    found: list[Happening] = []
    of: list[Happening] = []  # each mention's
    pairs = Pairs(mentions)
    for n, mention in enumerate(mentions):
        first = max(0, n - WINDOW)
        likely = {
            m: BLOW if is_blow(mentions[m], mention) else probability(features, weights) for m, features in pairs.of(n)
        }
        best, happening = ENOUGH, None
        for candidate in {id(of[m]): of[m] for m in likely}.values():
            near = [m for m in candidate.mentions if m >= first]
            average = sum(likely.get(m, UNLIKE) for m in near) / len(near)
            if average > best and not is_another(mention, candidate):
                best, happening = average, candidate
        if happening is None:
            happening = Happening(mention.status == "denied")
            found.append(happening)
        of.append(happening)
        add(happening, n, mention)
    return [h.mentions for h in found]


def add(happening: Happening, n: int, mention: Mention) -> None:
    happening.mentions.append(n)
    happening.families.add(mention.family)
    if mention.type != OTHER:
        happening.types.add(mention.type)
    happening.patients |= mention.patients
    happening.numbers |= mention.numbers
    if not mention.is_noun:
        happening.came_about.add(came_about(mention))
    if mention.date:
        happening.dates.add(mention.date)


def came_about(mention: Mention) -> bool:
    return mention.status in {"occurred", "ongoing"}


def is_another(mention: Mention, happening: Happening) -> bool:
    """Something speaks against it: one is denied, one verb is planned and another came about, days or numbers differ
    ("fell 3%", "fell 5%"), names do; or another word is of another type, or of others.
    """
    return (
        happening.denied != (mention.status == "denied")
        or (not mention.is_noun and happening.came_about == {not came_about(mention)})
        or bool(mention.date and happening.dates and mention.date not in happening.dates)
        or differ(mention.numbers, happening.numbers)
        or clash(mention.patients, happening.patients)
        or (mention.family not in happening.families and is_other_kind(mention, happening))
    )


def is_other_kind(mention: Mention, happening: Happening) -> bool:
    """Of another type, or of other people or things."""
    typed = mention.type != OTHER and bool(happening.types)
    return (typed and mention.type not in happening.types) or differ(mention.patients, happening.patients)


def probability(features: Mapping[str, float], of: Mapping[str, float] | None = None) -> float:
    of = weights() if of is None else of
    return logistic(of["bias"] + sum(of.get(name, 0.0) * value for name, value in features.items()))


class Pairs:
    """The mentions before each that it is compared with, and what speaks for and against each two."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self._mentions = mentions
        self._meanings = np.stack([m.meaning for m in mentions]) if mentions else np.zeros((0, 1), np.float32)
        self._words = np.stack([m.word for m in mentions]) if mentions else np.zeros((0, 1), np.float32)

    def of(self, n: int) -> list[tuple[int, dict[str, float]]]:
        mention, first = self._mentions[n], max(0, n - WINDOW)
        meanings = (self._meanings[first:n] @ self._meanings[n]).tolist()
        words = (self._words[first:n] @ self._words[n]).tolist()
        found = []
        for m in range(first, n):
            old, meaning, word = self._mentions[m], meanings[m - first], words[m - first]
            same_type = old.type == mention.type != OTHER
            if old.family == mention.family or same_type or meaning > ALIKE or word > ALIKE:
                found.append((m, features(old, mention) | {"meaning": meaning, "word": word}))
        return found


def features(old: Mention, new: Mention) -> dict[str, float]:
    """What two mentions have in common, and what not: 1 for each that is so."""
    apart = new.sentence - old.sentence
    named = {
        "family": old.family == new.family,
        "type": old.type == new.type != OTHER,
        "patient": not old.patients.isdisjoint(new.patients),
        "agent": not old.agents.isdisjoint(new.agents),
        "participant": not old.everyone.isdisjoint(new.everyone),
        "other agent": differ(new.agents, old.agents),
        "agent of another name": clash(new.agents, old.agents),
        "other patient": differ(new.patients, old.patients),
        "nobody known": not new.everyone,
        "number": not old.numbers.isdisjoint(new.numbers),
        "date": new.date is not None and old.date == new.date,
        "place": new.place_id is not None and old.place_id == new.place_id,
        "other status": old.status != new.status,
        "sentence": not apart,
        "headline and lead": old.sentence == 0 and 0 < new.sentence <= LEAD,
        "takes part": old.token in new.arguments or new.token in old.arguments,
        "definite noun": new.is_noun and new.definite,
        "nouns": old.is_noun and new.is_noun,
        "vague": new.family in verbs("vague"),
    }
    return {name: 1.0 for name, so in named.items() if so} | {"distance": math.log1p(max(0, apart))}


def is_blow(what: Mention, does: Mention) -> bool:
    """ "An earthquake shook the island" tells the earthquake."""
    return does.family in _blows() and what.token in does.arguments and what.family in map(family, does.agents)


def clash(new: frozenset[str], old: set[str] | frozenset[str]) -> bool:
    """Both are known by name, and no name is the same."""
    new_names, old_names = set(filter(is_name, new)), set(filter(is_name, old))
    return bool(new_names) and bool(old_names) and new_names.isdisjoint(old_names)


def differ(new: frozenset[str], old: set[str] | frozenset[str]) -> bool:
    return bool(new) and bool(old) and new.isdisjoint(old)


def is_name(key: str) -> bool:
    """True for the key of somebody or something known by name."""
    return key[:1] == "="
