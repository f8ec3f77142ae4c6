"""Which triggers tell one happening.

In: mentions in order, each with what is known of it. Out: lists of their indices, one a happening.
A mention is compared with the last few before it that look alike: of one word family ("arrested", "the arrest"), of one
type, or words of like meaning. A logistic regression (`event_coreference.tsv`, trained by `training/events`) says how
likely each two tell one happening; it joins that whose mentions say so on average, unless something speaks against it.
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
ALIKE = 0.5  # cosine from which two words are compared that share neither family nor type
ENOUGH = 0.35  # how likely it must be that two tell one happening
SURE = 0.9  # how likely it is of a disaster and what it does, of what begins and its beginning
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
Weights = Mapping[str, tuple[float, float]]  # feature -> its weight for two of one family, and for two of others


@frozen(eq=False)
class Mention:
    """What is known of a trigger; `form` is its tag in the Penn Treebank; `agents` and `patients` are keys of who took
    part: an id, else a lemma; `numbers` are those that stand with it; `is_new` is a noun of something told for the
    first time ("a strike"); `word` is its vector, of length 1; `token` is its index, `arguments` are those of who takes
    part.
    """

    family: str
    type: str
    status: EventStatus
    is_noun: bool
    is_new: bool
    form: str
    agents: frozenset[str]
    patients: frozenset[str]
    date: str | None
    numbers: frozenset[str]
    sentence: int
    token: int
    arguments: frozenset[int]
    word: Vector


@define(eq=False)
class Happening:
    """What is known of all mentions together."""

    denied: bool
    mentions: list[int] = field(factory=list)
    families: set[str] = field(factory=set)
    agents: set[str] = field(factory=set)
    patients: set[str] = field(factory=set)
    dates: set[str] = field(factory=set)
    numbers: set[str] = field(factory=set)
    verbs: dict[tuple[str, int], str] = field(factory=dict)  # family and sentence of a verb -> its type
    planned: bool = False  # a verb tells it as a plan
    done: bool = False  # a verb tells when it came about
    came_about: bool = False  # a mention tells that it did


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
def _beginnings() -> frozenset[str]:
    return frozenset(map(family, verbs("begin")))


@cache
def trained() -> Weights:
    return {row["feature"]: (float(row["family"]), float(row["others"])) for row in table("event_coreference")}


def happenings(mentions: Sequence[Mention], weights: Weights | None = None) -> list[list[int]]:
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
    happening.agents |= mention.agents
    happening.patients |= mention.patients
    happening.numbers |= mention.numbers
    if mention.date:
        happening.dates.add(mention.date)
    happening.came_about |= came_about(mention)
    if not mention.is_noun:
        happening.verbs[mention.family, mention.sentence] = mention.type
        happening.planned |= not came_about(mention)
        happening.done |= came_about(mention) and mention.date is not None


def came_about(mention: Mention) -> bool:
    return mention.status in {"occurred", "ongoing"}


def is_another(mention: Mention, happening: Happening) -> bool:
    """Something speaks against it, however alike they are: one is denied, days, numbers ("fell 3%", "fell 5%") or
    people differ; a noun brings in a new one; another word is of others, or a verb that is told of many happenings
    ("found"); of two verbs one is planned and the other was done on a day, or one may be done by others, or both are
    one word in one sentence, of two types.
    """
    others = differ(mention.patients, happening.patients)
    return (
        happening.denied != (mention.status == "denied")
        or bool(mention.date and happening.dates and mention.date not in happening.dates)
        or differ(mention.numbers, happening.numbers)
        or differ(people(mention.patients), people(happening.patients))
        or (mention.is_noun and is_news(mention, happening))
        or (others and mention.family not in happening.families)
        or (not mention.is_noun and is_another_deed(mention, happening, others=others))
    )


def is_news(noun: Mention, happening: Happening) -> bool:
    """ "A strike" behind the lead, or what has come about on a day to come ("scheduled for release in June")."""
    to_come = noun.date is not None and not came_about(noun)
    return (noun.is_new and noun.sentence > LEAD) or (to_come and happening.came_about and not happening.planned)


def is_another_deed(verb: Mention, happening: Happening, *, others: bool) -> bool:
    return (
        (others and verb.family in verbs("vague"))
        or happening.verbs.get((verb.family, verb.sentence), verb.type) != verb.type
        or (happening.planned and came_about(verb) and verb.date is not None)
        or (happening.done and not came_about(verb))
        or (happening.came_about != came_about(verb) and differ(verb.agents, happening.agents))
    )


def people(keys: Set[str]) -> set[str]:
    return {key for key in keys if key.startswith("=person")}


def differ(new: Set[str], old: Set[str]) -> bool:
    return bool(new) and bool(old) and new.isdisjoint(old)


def likely(mentions: Sequence[Mention], weights: Weights) -> Iterator[dict[int, float]]:
    """Of each mention in order: how likely each that it is compared with tells the same happening."""
    done = 0
    for new, old, family, features in pairs_of(mentions):
        score = np.where(family, *weights["bias"])
        for name, column in features.items():
            score = score + np.where(family, *weights[name]) * column
        found: list[dict[int, float]] = [{} for _ in mentions[done : done + BLOCK]]
        for n, m, sure in zip(new.tolist(), old.tolist(), (1 / (1 + np.exp(-score))).tolist(), strict=True):
            found[n - done][m] = SURE if is_told_by(mentions[m], mentions[n]) else sure
        yield from found
        done += BLOCK


def pairs_of(mentions: Sequence[Mention]) -> Iterator[tuple[Indices, Indices, Flags, dict[str, Column]]]:
    """Each two that look alike, BLOCK mentions at a time: the later of them in order, the earlier, whether both are of
    one family, and their features.
    """
    for begin in range(0, len(mentions), BLOCK):
        start = max(0, begin - WINDOW)
        new, old, family, features = compared(mentions[start : begin + BLOCK], begin - start)
        yield new + start, old + start, family, features


def compared(mentions: Sequence[Mention], first: int) -> tuple[Indices, Indices, Flags, dict[str, Column]]:
    """Each two of which the later is the `first` or behind it, with what they have in common, and what not.

    A feature is 1 where it is so, but for "word", the cosine of their words, and "between", the logarithm of 1 and the
    mentions of their family that stand between them.
    """
    words = np.stack([m.word for m in mentions])
    word = words @ words.T
    family = equal([m.family for m in mentions])
    known_type = [m.type if m.type != OTHER else None for m in mentions]
    type_ = equal(known_type)
    new, old = np.nonzero(near(len(mentions), first) & (family | type_ | (word > ALIKE) | beginnings(mentions)))
    agents, patients = [m.agents for m in mentions], [m.patients for m in mentions]
    common_patients = overlap(patients, patients)[new, old]
    is_noun, happened, vague, typed, numbered, acted_on = (
        np.array(flags)
        for flags in (
            [m.is_noun for m in mentions],
            [came_about(m) for m in mentions],
            [m.family in verbs("vague") for m in mentions],
            [kind is not None for kind in known_type],
            [bool(m.numbers) for m in mentions],
            [bool(m.patients) for m in mentions],
        )
    )
    of_family_before = np.tril(family, -1).sum(axis=1)
    sentence = np.array([m.sentence for m in mentions])
    features: dict[str, Column] = {
        "patient": common_patients,
        "other patient": acted_on[new] & acted_on[old] & ~common_patients,
        "agent": overlap(agents, agents)[new, old],
        "type": type_[new, old],
        "other type": typed[new] & typed[old] & ~type_[new, old],
        "word": word[new, old],
        "vague": vague[new],
        "form": equal([m.form for m in mentions])[new, old],
        "nouns": is_noun[new] & is_noun[old],
        "plan and deed": (happened[new] != happened[old]) & ~is_noun[new] & ~is_noun[old],
        "new number": numbered[new] & ~numbered[old],
        "sentence": sentence[new] == sentence[old],
        "headline and lead": (sentence[old] == 0) & (sentence[new] > 0) & (sentence[new] <= LEAD),
        "between": np.log1p(np.where(family[new, old], of_family_before[new] - of_family_before[old] - 1, 0)),
    }
    return new, old, family[new, old], features


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


def is_told_by(first: Mention, second: Mention) -> bool:
    """ "An earthquake shook the island" tells the earthquake, "police began an inquiry" the inquiry."""
    if second.family in _blows() and first.family in map(family, second.agents):
        return first.token in second.arguments
    return begins(first, second) or begins(second, first)


def begins(verb: Mention, noun: Mention) -> bool:
    return noun.is_noun and is_beginning(verb) and noun.token in verb.arguments


def is_beginning(mention: Mention) -> bool:
    """A verb that says of a noun only that it begins."""
    return not mention.is_noun and mention.family in _beginnings()


def beginnings(mentions: Sequence[Mention]) -> Flags:
    """Each with each: whether one says that the other begins."""
    at = {mention.token: n for n, mention in enumerate(mentions) if mention.is_noun}
    found: Flags = np.zeros((len(mentions), len(mentions)), bool)
    for n, mention in enumerate(mentions):
        for token in mention.arguments & at.keys() if is_beginning(mention) else ():
            found[n, at[token]] = found[at[token], n] = True
    return found
