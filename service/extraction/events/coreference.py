"""Which triggers tell one happening.

In: mentions in order, each with what is known of it. Out: lists of their indices, one a happening.
Only mentions of one word family ("arrested", "the arrest") or of one type are compared, and only with the last few
happenings of it, so the cost stays linear.
"""

from __future__ import annotations

from functools import cache

from attrs import define, field, frozen

from ..lexicon import table
from ..model import EventStatus

WINDOW = 8  # happenings of one family or type that a mention is compared with
ENDINGS = ("ations", "ation", "itions", "ition", "tions", "tion", "sions", "sion", "ments", "ment", "ings", "ing", "ance", "als", "al", "ers", "er", "e", "y")  # fmt: skip
VAGUE = frozenset("do go come make take get put set see use find give hold keep work help want need call show turn run move include become remain know feel think believe expect hope plan try provide continue begin start end lead cause allow".split())  # noqa: SIM905, E501  # fmt: skip
# Of these there is one to a victim, a place or a company at a time: other words for it are the same happening.
ONE_AT_A_TIME = (
    "conflict.territory", "crime.homicide", "life.death", "justice.arrest", "justice.charge", "justice.verdict",
    "justice.sentence", "justice.release", "politics.departure", "politics.appointment", "disaster.", "accident.",
    "crime.abduction", "business.deal", "crime.theft", "crime.sexual", "conflict.bombing", "life.milestone",
)  # fmt: skip


@frozen(eq=False)
class Mention:
    """What is known of a trigger; `agents` and `patients` are keys of who took part: an id, else a lemma."""

    family: str
    type: str
    status: EventStatus
    is_noun: bool
    definite: bool
    agents: frozenset[str]
    patients: frozenset[str]
    date: str | None
    place_id: str | None
    sentence: int


@define(eq=False)
class Happening:
    mentions: list[int]
    families: set[str]
    agents: set[str]
    patients: set[str]
    dates: set[str]
    places: set[str]
    types: set[str]
    denied: bool
    sentence: int = field(default=0)


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
            happening = Happening([], set(), set(), set(), set(), set(), set(), mention.status == "denied")
            found.append(happening)
        add(happening, n, mention)
        for key in keys:
            bucket = buckets.setdefault(key, [])
            if happening in bucket[-WINDOW:]:
                bucket.remove(happening) if bucket[-1] is not happening else None
            if not bucket or bucket[-1] is not happening:
                bucket.append(happening)
    return [h.mentions for h in found]


def add(happening: Happening, n: int, mention: Mention) -> None:
    happening.mentions.append(n)
    happening.families.add(mention.family)
    happening.agents |= mention.agents
    happening.patients |= mention.patients
    happening.types.add(mention.type)
    happening.sentence = mention.sentence
    if mention.date:
        happening.dates.add(mention.date)
    if mention.place_id:
        happening.places.add(mention.place_id)


def is_same(mention: Mention, happening: Happening) -> bool:
    """Nothing speaks against it, and something speaks for it."""
    if happening.denied != (mention.status == "denied"):
        return False
    if mention.date and happening.dates and mention.date not in happening.dates:
        return False
    shared_patient = bool(mention.patients & happening.patients)
    shared_agent = bool(mention.agents & happening.agents)
    shared = shared_patient or shared_agent or bool(everyone(mention) & (happening.agents | happening.patients))
    same_place = mention.place_id is not None and mention.place_id in happening.places
    if mention.family not in happening.families:
        return shared_patient or (same_place and not clash(mention.patients, happening.patients))
    if mention.family in VAGUE:
        return shared_patient and (shared_agent or not clash(mention.agents, happening.agents))
    if clash(mention.patients, happening.patients) and not shared_patient:
        return False
    return shared or not clash(mention.agents, happening.agents)


def everyone(mention: Mention) -> frozenset[str]:
    return mention.agents | mention.patients


def clash(new: frozenset[str], old: set[str]) -> bool:
    """Both are known by name, or both by noun alone, and nothing is the same."""
    if not new or not old or not new.isdisjoint(old):
        return False
    return any(map(is_id, new)) == any(map(is_id, old))


def is_id(key: str) -> bool:
    return "-" in key and key[-1].isdigit()
