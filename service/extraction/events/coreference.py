"""Which triggers tell one happening.

In: mentions in order, each with what is known of it. Out: lists of their indices, one a happening.
A mention is compared with the last few before it that look alike: of one word family ("arrested", "the arrest"), of one
type, or of like meaning. A logistic regression (`event_coreference.tsv`, trained by `training/events`) says how likely
each two tell one happening; it joins that whose mentions say so on average, unless something speaks against it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cache
from typing import Any, TypeVar

import numpy as np
from attrs import define, field, frozen
from numpy.typing import NDArray

from service.extraction.event_types import OTHER
from service.extraction.lexicon import table
from service.extraction.model import EventStatus

from .words import verbs

LEAD = 3  # the sentences that tell again what the headline tells
WINDOW = 60  # mentions that one is compared with
BLOCK = 128  # mentions that are compared at a time: bounded memory
ALIKE = 0.7  # cosine from which two words are compared that share neither family nor type
ENOUGH = 0.4  # how likely it must be that two tell one happening
BLOW = 0.9  # how likely it is of a disaster and what it does
UNLIKE = 0.02  # how likely it is of two that are not compared
ENDINGS = (
    *("ations", "ation", "itions", "ition", "tions", "tion", "sions", "sion", "ments", "ment"),
    *("ings", "ing", "ance", "als", "al", "ers", "er", "e", "y"),
)

K = TypeVar("K")
Vector = NDArray[np.float32]
Flags = NDArray[np.bool_]
Indices = NDArray[np.intp]
Column = NDArray[Any]  # of numbers or flags, one a pair


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
def trained() -> Mapping[str, float]:
    return {row["feature"]: float(row["weight"]) for row in table("event_coreference")}


def happenings(mentions: Sequence[Mention], weights: Mapping[str, float] | None = None) -> list[list[int]]:
    """Each mention goes to the likeliest happening before it, or begins one. `weights` are other than the table's."""
    found: list[Happening] = []
    of: list[Happening] = []  # each mention's
    for n, (mention, alike) in enumerate(zip(mentions, likely(mentions, weights or trained()), strict=True)):
        best, happening = ENOUGH, None
        for candidate in {id(of[m]): of[m] for m in alike}.values():
            within = candidate.mentions[bisect_left(candidate.mentions, n - WINDOW) :]
            average = sum(alike.get(m, UNLIKE) for m in within) / len(within)
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
    ("fell 3%", "fell 5%"), names do; another word is of another type, or of others; or a word that is told of
    many happenings ("found") is of others.
    """
    return (
        happening.denied != (mention.status == "denied")
        or (not mention.is_noun and happening.came_about == {not came_about(mention)})
        or bool(mention.date and happening.dates and mention.date not in happening.dates)
        or differ(mention.numbers, happening.numbers)
        or clash(mention.patients, happening.patients)
        or (mention.family not in happening.families and is_other_kind(mention, happening))
        or (not mention.is_noun and mention.family in verbs("vague") and differ(mention.patients, happening.patients))
    )


def is_other_kind(mention: Mention, happening: Happening) -> bool:
    """Of another type, or of other people or things."""
    typed = mention.type != OTHER and bool(happening.types)
    return (typed and mention.type not in happening.types) or differ(mention.patients, happening.patients)


def likely(mentions: Sequence[Mention], weights: Mapping[str, float]) -> Iterator[dict[int, float]]:
    """Of each mention in order: how likely each that it is compared with tells the same happening."""
    done = 0
    for new, old, features in pairs_of(mentions):
        score = weights["bias"] + sum(weights.get(name, 0.0) * column for name, column in features.items())
        found: list[dict[int, float]] = [{} for _ in mentions[done : done + BLOCK]]
        for n, m, sure in zip(new.tolist(), old.tolist(), (1 / (1 + np.exp(-score))).tolist(), strict=True):
            found[n - done][m] = BLOW if is_blow(mentions[m], mentions[n]) else sure
        yield from found
        done += BLOCK


def pairs_of(mentions: Sequence[Mention]) -> Iterator[tuple[Indices, Indices, dict[str, Column]]]:
    """Each two that look alike, BLOCK mentions at a time: the later of them in order, the earlier, their features."""
    for begin in range(0, len(mentions), BLOCK):
        start = max(0, begin - WINDOW)
        new, old, features = compared(mentions[start : begin + BLOCK], begin - start)
        yield new + start, old + start, features


def compared(mentions: Sequence[Mention], first: int) -> tuple[Indices, Indices, dict[str, Column]]:
    """Each two of which the later is the `first` or behind it, with what they have in common, and what not.

    A feature is 1 where it is so, but for the last three.
    """
    meanings, words = np.stack([m.meaning for m in mentions]), np.stack([m.word for m in mentions])
    meaning, word = meanings @ meanings.T, words @ words.T
    family, type_ = equal([m.family for m in mentions]), equal([m.type if m.type != OTHER else None for m in mentions])
    new, old = np.nonzero(near(len(mentions), first) & (family | type_ | (meaning > ALIKE) | (word > ALIKE)))
    agents, patients = [m.agents for m in mentions], [m.patients for m in mentions]
    everyone, numbers = [m.everyone for m in mentions], [m.numbers for m in mentions]
    names = [frozenset(filter(is_name, m.agents)) for m in mentions]
    common_agents, common_patients = overlap(agents, agents), overlap(patients, patients)
    takes_part = overlap([{m.token} for m in mentions], [m.arguments for m in mentions])
    is_noun = np.array([m.is_noun for m in mentions])
    definite = np.array([m.definite for m in mentions])
    vague = np.array([m.family in verbs("vague") for m in mentions])
    sentence = np.array([m.sentence for m in mentions])
    apart = sentence[new] - sentence[old]
    of_both: dict[str, Flags] = {  # of each mention with each
        "family": family,
        "type": type_,
        "patient": common_patients,
        "agent": common_agents,
        "participant": overlap(everyone, everyone),
        "other agent": both(agents) & ~common_agents,
        "agent of another name": both(names) & ~overlap(names, names),
        "other patient": both(patients) & ~common_patients,
        "number": overlap(numbers, numbers),
        "date": equal([m.date for m in mentions]),
        "place": equal([m.place_id for m in mentions]),
        "other status": ~equal([m.status for m in mentions]),
        "takes part": takes_part | takes_part.T,
    }
    return (
        new,
        old,
        {name: flags[new, old] for name, flags in of_both.items()}
        | {
            "nobody known": ~np.array([bool(m.everyone) for m in mentions])[new],
            "sentence": apart == 0,
            "headline and lead": (sentence[old] == 0) & (sentence[new] > 0) & (sentence[new] <= LEAD),
            "definite noun": (is_noun & definite)[new],
            "nouns": is_noun[new] & is_noun[old],
            "vague": vague[new],
            "distance": np.log1p(np.maximum(0, apart)),
            "meaning": meaning[new, old],
            "word": word[new, old],
        },
    )


def near(mentions: int, first: int) -> Flags:
    """Each with each: whether one is the `first` or behind it, and the other of the WINDOW before it."""
    number = np.arange(mentions)
    before = number[:, None] - number
    found: Flags = (before > 0) & (before <= WINDOW) & (number[:, None] >= first)
    return found


def equal(values: Sequence[str | None]) -> Flags:
    """Each with each: whether both are the same; None is like nothing."""
    number: dict[str | None, int] = {}
    of = np.array([number.setdefault(value, len(number)) for value in values])
    same: Flags = (of[:, None] == of) & (of != number.get(None, -1))
    return same


def overlap(some: Sequence[Set[K]], others: Sequence[Set[K]]) -> Flags:
    """Each with each: whether two sets have anything in common."""
    column = {key: n for n, key in enumerate(set().union(*some))}
    left, right = (np.zeros((len(sets), len(column)), np.float32) for sets in (some, others))
    for matrix, sets in ((left, some), (right, others)):
        cells = [(row, column[key]) for row, keys in enumerate(sets) for key in keys if key in column]
        if cells:
            matrix[tuple(zip(*cells, strict=True))] = 1
    common: Flags = left @ right.T > 0
    return common


def both(sets: Sequence[Set[K]]) -> Flags:
    """Each with each: whether neither is empty."""
    known = np.array([bool(of) for of in sets])
    neither: Flags = known[:, None] & known
    return neither


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
