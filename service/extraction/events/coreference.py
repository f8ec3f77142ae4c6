"""Which triggers tell one happening.

In: mentions in order, each with what is known of it. Out: lists of their indices, one a happening.
Only mentions of one word family ("arrested", "the arrest") or of one type are compared, and only with the last few
happenings of it, so the cost stays linear.
"""

from __future__ import annotations

from functools import cache

from attrs import define, field, frozen

from service.extraction.lexicon import table
from service.extraction.model import EventStatus

from .words import verbs

LEAD = 3  # the sentences that tell again what the headline tells
CLOSE = 2  # sentences within which the same word with nobody known is the same happening
WINDOW = 8  # happenings of one family or type that a mention is compared with
ENDINGS = (
    *("ations", "ation", "itions", "ition", "tions", "tion", "sions", "sion", "ments", "ment"),
    *("ings", "ing", "ance", "als", "al", "ers", "er", "e", "y"),
)
# Of these there is one to a victim, a place or a company at a time: other words for it are the same happening.
ONE_AT_A_TIME = (
    "conflict.territory", "crime.homicide", "life.death", "justice.arrest", "justice.charge",
    "justice.sentence", "justice.release", "politics.departure", "politics.appointment", "disaster.", "accident.",
    "crime.abduction", "business.deal", "crime.theft", "crime.sexual", "conflict.bombing", "life.milestone",
)  # fmt: skip


@frozen(eq=False)
class Mention:
    """What is known of a trigger; `agents` and `patients` are keys of who took part: an id, else a lemma;
    `numbers` are those that stand with it.
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


@define(eq=False)
class Happening:
    """What is known of all mentions together; `sentence` is that of the last."""

    denied: bool
    headline: bool
    sentence: int
    mentions: list[int] = field(factory=list)
    families: set[str] = field(factory=set)
    agents: set[str] = field(factory=set)
    patients: set[str] = field(factory=set)
    dates: set[str] = field(factory=set)
    places: set[str] = field(factory=set)
    numbers: set[str] = field(factory=set)


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


def happenings(mentions: list[Mention]) -> list[list[int]]:
    found: list[Happening] = []
    buckets: dict[str, list[Happening]] = {}
    for n, mention in enumerate(mentions):
        keys = [f"family {mention.family}"]
        if mention.type.startswith(ONE_AT_A_TIME):
            keys.append(f"type {mention.type}")
        happening = next(
            (h for key in keys for h in reversed(buckets.get(key, [])[-WINDOW:]) if is_same(mention, h)), None
        )
        if happening is None:
            happening = Happening(mention.status == "denied", mention.sentence == 0, mention.sentence)
            found.append(happening)
        add(happening, n, mention)
        for key in keys:
            bucket = buckets.setdefault(key, [])
            if not any(h is happening for h in bucket[-WINDOW:]):
                bucket.append(happening)
    return [h.mentions for h in found]


def add(happening: Happening, n: int, mention: Mention) -> None:
    happening.mentions.append(n)
    happening.families.add(mention.family)
    happening.agents |= mention.agents
    happening.patients |= mention.patients
    happening.sentence = mention.sentence
    if mention.date:
        happening.dates.add(mention.date)
    happening.numbers |= mention.numbers
    if mention.place_id:
        happening.places.add(mention.place_id)


def is_same(mention: Mention, happening: Happening) -> bool:
    """Nothing speaks against it, and something speaks for it."""
    if happening.denied != (mention.status == "denied"):
        return False
    if mention.date and happening.dates and mention.date not in happening.dates:
        return False
    if differ(mention.numbers, happening.numbers):
        return False  # "fell 3%", "fell 5%"
    shared_patient = bool(mention.patients & happening.patients)
    shared_agent = bool(mention.agents & happening.agents)
    shared = shared_patient or shared_agent or bool(everyone(mention) & (happening.agents | happening.patients))
    same_place = mention.place_id is not None and mention.place_id in happening.places
    if mention.family not in happening.families:
        if mention.family in _blows() and happening.families & set(map(family, mention.agents)):
            return True  # "an earthquake shook the island" tells the earthquake
        return shared_patient or (same_place and not clash(mention.patients, happening.patients))
    if clash(mention.patients, happening.patients) or (clash(mention.agents, happening.agents) and not shared_patient):
        return False
    retold = happening.headline and mention.sentence <= LEAD  # what the headline tells, the lead tells again
    if mention.family in verbs("vague"):
        return shared_patient or (retold and shared_agent)
    unlike = differ(mention.patients, happening.patients) or differ(mention.agents, happening.agents)
    if shared or retold or (same_place and not unlike) or (mention.is_noun and mention.definite):
        return True
    return not unlike and mention.sentence - happening.sentence <= CLOSE


def everyone(mention: Mention) -> frozenset[str]:
    return mention.agents | mention.patients


def clash(new: frozenset[str], old: set[str]) -> bool:
    """Both are known by name, and no name is the same."""
    new_names, old_names = set(filter(is_name, new)), set(filter(is_name, old))
    return bool(new_names) and bool(old_names) and new_names.isdisjoint(old_names)


def differ(new: frozenset[str], old: set[str]) -> bool:
    return bool(new) and bool(old) and new.isdisjoint(old)


def is_name(key: str) -> bool:
    """True for the key of somebody or something known by name."""
    return key[:1] == "="
