"""Which of the places of one name is meant: a small linear model, one sense a document.

Every name has its candidates; each candidate has a score, the sum of the weights of `place_weights` times what speaks
for it. What the other names in the article are likely to be counts too, so the scores are worked out several times,
each time with the votes of the time before.
"""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise

from attrs import define, field
from spacy.tokens import Doc

from service.extraction.document import attribute
from service.extraction.model import Home
from service.gazetteer.folding import fold
from service.gazetteer.lookup import OWN, Candidate, Gazetteer

from .containment import Bounds
from .name import Name
from .tables import DEMONYMS, PLACE_WORDS, TOWN_WORDS, WEIGHTS
from .votes import NEARNESS_KM, Ballot, Group, kilometres, shares

STATE_COUNTRIES = frozenset({"US", "CA", "AU"})  # whose states are named bare
MINOR_KINDS = frozenset({"water", "mountain", "facility"})
KNOWN_FEATURES = frozenset({"OWN", "RGN"})  # of natural places and buildings that are well known
LEVELS = {"PCLI": 0, "ADM1": 1, "ADM2": 2, "PPL": 3, "PPLC": 3, "CONT": 4, "RGN": 4, "OWN": 4}
OTHER_LEVEL = 5

ROUNDS = 6
CONSIDERED = 80  # candidates of a name, the most populous; those inside what the text says are always there
SPREAD = 12.0  # a candidate this far behind the best one after the first round is out
MOST_SURE = 0.96


@define
class Resolved:
    """A place and its names in the article."""

    names: list[Name]
    best: Candidate | None
    confidence: float
    others: list[tuple[Candidate, float]] = field(factory=list)


def resolve(names: list[Name], doc: Doc, gazetteer: Gazetteer) -> list[Resolved]:
    """The places that `names` name, in order of their first mention."""
    groups = grouped(names, gazetteer)
    home: Home | None = doc._.article.home
    dateline = doc._.dateline
    for group in groups:
        group.weight = 1.0 + 0.5 * math.log(len(group.names))
        if dateline is not None and any(dateline.start <= doc[name.start].idx < dateline.end for name in group.names):
            group.weight += WEIGHTS["dateline_vote"]
        group.has_article = any(takes_article(name, doc) for name in group.names)
        group.is_town = any(is_called_town(name, doc) for name in group.names)
        group.fixed = [score(candidate, group, home) for candidate in group.candidates]
        group.scores = group.fixed
        prune(group)
    voters = [group for group in groups if group.candidates]
    agree_in_lists(voters, doc)
    demonyms = Counter(DEMONYMS[word] for word in attribute(doc, "ORTH") if word in DEMONYMS)
    for _ in range(ROUNDS):
        ballot = Ballot(voters, demonyms)
        for group in voters:
            # Half way to the new score only: two names that wait for each other would swap their minds for ever.
            group.scores = [
                (before + fixed + ballot.speaks_for(candidate, group)) / 2
                for before, fixed, candidate in zip(group.scores, group.fixed, group.candidates, strict=True)
            ]
    return merged(groups)


def grouped(names: list[Name], gazetteer: Gazetteer) -> list[Group]:
    """One group a name with what it is said to be and to be in.

    A name without a container joins the group of the same name that has one: "Paris, Texas" once, then "Paris".
    """
    by_key: dict[tuple[str, str, str], list[Name]] = {}
    with_outer: dict[tuple[str, str], tuple[str, str, str]] = {}
    for name in names:
        base = (name.admin1 or fold(name.text), name.unit["word"] if name.unit else "")
        key = (*base, fold(name.inside.text) if name.inside else "")
        by_key.setdefault(key, []).append(name)
        if name.inside:
            with_outer.setdefault(base, key)
    for base, fuller in with_outer.items():
        by_key[fuller] += by_key.pop((*base, ""), [])
    groups = []
    for found in by_key.values():
        found.sort(key=lambda name: name.start)
        example = max(found, key=lambda name: name.inside is not None)
        bounds = Bounds.of(example.inside, gazetteer) if example.inside else None
        groups.append(Group(found, candidates_of(example, bounds, gazetteer), bounds))
    return groups


def candidates_of(name: Name, bounds: Bounds | None, gazetteer: Gazetteer) -> list[Candidate]:
    """The places that could be meant, those inside what the text says first."""
    found = list(gazetteer.candidates(name.text))
    if name.admin1 is not None:
        return [c for c in found if c.feature == "ADM1" and c.admin1 == name.admin1]
    if name.unit is not None:
        full = gazetteer.candidates(name.full_name)
        keys = {c.key for c in full}
        found = [*full, *(c for c in found if c.key not in keys and could_be(c, name.unit))]
    else:
        found = [c for c in found if c.weight > 0]
    if name.kind == "facility":
        found = [c for c in found if c.kind in ("facility", "area")]
    elif name.kind in ("water", "mountain"):
        natural = [c for c in found if c.kind in ("water", "mountain", "area")]
        found = natural or [c for c in found if name.label == "GPE" or c.weight == OWN]  # Green Bay is a city
    if bounds is not None:
        found.sort(key=lambda candidate: not bounds.hold(candidate))
    return found[:CONSIDERED]


def takes_article(name: Name, doc: Doc) -> bool:
    """True for "the Atlantic", not for "the Atlantic officials", where the article is the officials'."""
    if name.start == 0 or doc[name.start - 1].lower_ != "the" or name.unit is not None:
        return False
    return name.end == len(doc) or doc[name.end].pos_ not in ("NOUN", "PROPN", "ADJ", "PART")


def is_called_town(name: Name, doc: Doc) -> bool:
    """True for "the city of Hualien", which is not the county."""
    return name.start > 1 and doc[name.start - 1].lower_ == "of" and doc[name.start - 2].lower_ in TOWN_WORDS


def could_be(candidate: Candidate, unit: dict[str, str]) -> bool:
    """True where a place of the bare name may be the one named with the unit: Kharkiv Oblast for "Kharkiv region"."""
    if candidate.weight == 0:  # a name that is used only with its unit needs that one
        return unit["word"] in fold(candidate.name).split()
    return candidate.kind in ("region", "area", "city", "country")


def fits_unit(candidate: Candidate, unit: dict[str, str]) -> float:
    """1 where the candidate is what the unit's word says, -1 where it is not."""
    if candidate.kind in ("city", "country") and PLACE_WORDS[unit["word"]]["kind"] == "region":
        return -1.0 if unit["word"] not in ("region", "area", "district", "republic") else -0.4
    if unit["level"] and candidate.feature in ("ADM1", "ADM2"):
        return 1.0 if candidate.feature == unit["level"] else 0.3
    return 1.0 if candidate.feature in ("ADM1", "ADM2") else 0.5


def score(candidate: Candidate, group: Group, home: Home | None) -> float:
    """How much speaks for the candidate, whatever else is in the article."""
    total = WEIGHTS["population"] * math.log10(candidate.population + 100.0)
    total += WEIGHTS["own_name"] * (candidate.weight == 2)
    total += WEIGHTS.get(f"kind.{candidate.kind}", 0.0) + WEIGHTS.get(f"feature.{candidate.feature}", 0.0)
    if candidate.kind in MINOR_KINDS and candidate.feature not in KNOWN_FEATURES:
        total += WEIGHTS["minor"]
    if candidate.feature == "ADM1" and candidate.country in STATE_COUNTRIES:
        total += WEIGHTS["known_states"]
    unit = group.names[0].unit
    if unit is not None:
        total += WEIGHTS["unit"] * fits_unit(candidate, unit)
    elif candidate.feature in ("ADM1", "ADM2") and has_city(candidate, group.candidates):
        total += WEIGHTS["city_first"]
    if group.is_town and candidate.kind != "city":
        total += WEIGHTS["town"]
    if group.has_article and candidate.kind == "city":
        total += WEIGHTS["article"]
    if group.bounds is not None:
        total += WEIGHTS["container"] * (1.0 if group.bounds.hold(candidate) else -1.0)
    if home is not None:
        total += WEIGHTS["home"] * from_home(candidate, home)
    return total


def has_city(unit: Candidate, candidates: list[Candidate]) -> bool:
    """True where a city of the same name holds a good part of the unit's people, or is the country's capital."""
    return any(
        city.kind == "city"
        and city.weight == 2
        and (
            (city.feature == "PPLC" and city.country == unit.country)
            or (city.admin1 == unit.admin1 and 10 * city.population > unit.population)
        )
        for city in candidates
    )


def from_home(candidate: Candidate, home: Home) -> float:
    """Up to 3: the outlet's country, its state, and how near it is."""
    found = float(candidate.country == home.country)
    found += home.admin1 is not None and home.admin1 in (candidate.admin1, candidate.admin1_name)
    if home.lat is not None and home.lon is not None:
        found += math.exp(-kilometres(candidate.lat, candidate.lon, home.lat, home.lon) / NEARNESS_KM)
    return found


def agree_in_lists(groups: list[Group], doc: Doc) -> None:
    """Names that stand beside each other in a list are of one level: "Utah, Washington and Wyoming"."""
    owner = {name.start: group for group in groups for name in group.names if name.inside is None}
    ends = {name.start: name.end for group in groups for name in group.names}
    neighbours: dict[int, dict[int, Group]] = {id(group): {} for group in groups}
    for start, following in pairwise(sorted(owner)):
        gap = [token.lower_ for token in doc[ends[start] : following]] if following - ends[start] <= 2 else []
        one, other = owner[start], owner[following]
        if gap in ([","], ["and"], ["or"], [",", "and"], [",", "or"]) and one is not other:
            neighbours[id(one)][id(other)] = other
            neighbours[id(other)][id(one)] = one
    levels = {id(group): levels_of(group) for group in groups if neighbours[id(group)]}
    for group in groups:
        around = [levels[other] for other in neighbours[id(group)]]
        if around:
            group.fixed = group.scores = [
                fixed + WEIGHTS["list"] * sum(found.get(level(candidate), 0.0) for found in around) / len(around)
                for fixed, candidate in zip(group.fixed, group.candidates, strict=True)
            ]


def level(candidate: Candidate) -> int:
    return LEVELS.get(candidate.feature, OTHER_LEVEL)


def levels_of(group: Group) -> dict[int, float]:
    """Level -> how likely the name is of it."""
    found: dict[int, float] = {}
    for candidate, chance in zip(group.candidates, shares(group.fixed, 1.0, 1.0), strict=True):
        found[level(candidate)] = found.get(level(candidate), 0.0) + chance
    return found


def prune(group: Group) -> None:
    """Leave out the candidates that no vote can bring back."""
    if not group.candidates:
        return
    least = max(group.scores) - SPREAD
    kept = [i for i, value in enumerate(group.scores) if value >= least]
    group.candidates = [group.candidates[i] for i in kept]
    group.fixed = group.scores = [group.scores[i] for i in kept]


def merged(groups: list[Group]) -> list[Resolved]:
    """One object a place, though it has several names ("Kiev", "Kyiv")."""
    by_place: dict[int | str, Resolved] = {}
    for number, group in enumerate(groups):
        if not group.scores:
            by_place[f"unresolved {number}"] = Resolved(group.names, None, 0.5)
            continue
        chances = shares([*group.scores, WEIGHTS["not_there"]], 1.0, 1.0)[:-1]
        ranked = sorted(zip(chances, group.candidates, strict=True), key=lambda pair: (-pair[0], pair[1].key))
        chance, best = ranked[0]
        if best.key in by_place:
            by_place[best.key].names += group.names
            continue
        others = [(other, round(its_chance, 3)) for its_chance, other in ranked[1:4]]
        by_place[best.key] = Resolved(group.names, best, round(MOST_SURE * chance, 3), others)
    for found in by_place.values():
        found.names.sort(key=lambda name: name.start)
    return sorted(by_place.values(), key=lambda found: found.names[0].start)
