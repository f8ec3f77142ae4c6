"""Which of the places of one name is meant: a small linear model, one sense a document.

Every name has its candidates; each candidate has a score, the sum of the weights below times what speaks for it. What
the other names in the article are counts, so the choice is made three times, each with the outcome of the one before.
"""

from __future__ import annotations

import math
from collections import Counter

from attrs import define, field
from spacy.tokens import Doc

from service.extraction.lexicon import table
from service.extraction.model import Home
from service.gazetteer.folding import fold
from service.gazetteer.lookup import Candidate, Gazetteer

from .mentions import PLACE_WORDS, Name, inside

DEMONYMS = {row["word"]: row["country"] for row in table("demonyms")}

# What speaks for a candidate, and how much.
POPULATION = 0.9  # for each factor of ten
OWN_NAME = 1.5  # the name is its own, not another name that it has
CONTAINER = 9.0  # the text says that it is inside a place, and it is; as much against it where it is not
COUNTRY_VOTES = 3.0  # times the share of the article's other names and demonyms that are of its country
ADMIN1_VOTES = 2.0  # the same for its state or province
NEARNESS = 2.0  # next to another place of the article; a third of it 200 km away
HOME = 2.0  # in the country, and again in the state, where the outlet sits
UNIT = 6.0  # it is what the words say ("X region"); as much against it where it is not
KIND = {"country": 4.0, "continent": 4.0, "water": 2.0, "mountain": 2.0, "area": 1.0, "facility": 1.0, "city": 0.7}
FEATURE = {"ADM1": 0.8, "ADM2": -1.5, "ADM3": -2.5, "ADM4": -3.0, "ADM5": -3.0, "ADMD": -2.5, "RGN": 0.0, "PPLC": 1.0}
KNOWN_STATES = 1.5  # states of these countries are named bare ("in Georgia")
STATE_COUNTRIES = frozenset({"US", "CA", "AU"})

ROUNDS = 3
SCALE_KM = 180.0
CONSIDERED = 60  # candidates of a name, the most populous; those inside what the text says are always there
MOST_SURE = 0.98


@define
class Resolved:
    """A place and its names in the article."""

    names: list[Name]
    best: Candidate | None
    confidence: float
    others: list[tuple[Candidate, float]] = field(factory=list)


@define
class Group:
    """All mentions of one name."""

    names: list[Name]
    candidates: list[Candidate]
    outer: Name | None
    scores: list[float] = field(factory=list)

    @property
    def best(self) -> Candidate | None:
        return self.candidates[self.scores.index(max(self.scores))] if self.scores else None


def resolve(names: list[Name], doc: Doc, gazetteer: Gazetteer) -> list[Resolved]:
    """The places that `names` name, in order of their first mention."""
    groups = grouped(names, gazetteer)
    demonyms = Counter(DEMONYMS[t.text] for t in doc if t.text in DEMONYMS)
    home: Home | None = doc._.article.home
    votes = Votes(demonyms)
    for _ in range(ROUNDS):
        for group in groups:
            group.scores = [score(candidate, group, votes, home, gazetteer) for candidate in group.candidates]
        votes = Votes(demonyms, groups)
    return merged(groups)


def grouped(names: list[Name], gazetteer: Gazetteer) -> list[Group]:
    """One group a name and what it is said to be and to be in; a bare name joins the group of the same name with more."""
    by_key: dict[tuple[str, str, str], list[Name]] = {}
    for name in names:
        unit = name.unit["word"] if name.unit else ""
        outer = fold(name.inside.text) if name.inside else ""
        by_key.setdefault((name.admin1 or fold(name.text), unit, outer), []).append(name)
    for (key, unit, outer), found in list(by_key.items()):
        if outer == "" and (fuller := next((k for k in by_key if k[:2] == (key, unit) and k[2]), None)):
            by_key[fuller] += found
            del by_key[key, unit, outer]
    return [
        Group(sorted(found, key=lambda n: n.start), candidates_of(found[0], gazetteer), found[0].inside)
        for found in by_key.values()
    ]


def candidates_of(name: Name, gazetteer: Gazetteer) -> list[Candidate]:
    if name.admin1 is not None:
        return [c for c in gazetteer.candidates(name.text) if c.feature == "ADM1" and c.admin1 == name.admin1]
    found = list(gazetteer.candidates(name.text))
    if name.unit is not None:
        full = [c for c in gazetteer.candidates(name.full_name) if c.weight == 2]
        keys = {c.key for c in full}
        found = full + [c for c in found if c.key not in keys]
        found = [c for c in found if c.kind in ("region", "area") or c.key in keys]
    else:
        found = [c for c in found if c.weight > 0]
    if name.inside is not None:
        found.sort(key=lambda c: not inside(c, name.inside, gazetteer))
    return found[:CONSIDERED]


class Votes:
    """What the article's names say of where it plays."""

    def __init__(self, demonyms: Counter[str], groups: list[Group] | None = None) -> None:
        self.country: Counter[str] = Counter()
        self.admin1: Counter[str] = Counter()
        self.points: dict[int, tuple[float, float]] = {}
        self.own: dict[int, tuple[str | None, str | None, float]] = {}
        for country, count in demonyms.items():
            self.country[country] += 1.0 + math.log(count)
        for group in groups or ():
            best = group.best
            if best is None:
                continue
            weight = (1.0 + math.log(len(group.names))) * sureness(group.scores)
            self.own[id(group)] = (best.country, best.admin1, weight)
            if best.country:
                self.country[best.country] += weight
            if best.admin1:
                self.admin1[best.admin1] += weight
            if best.kind == "city" or best.feature == "ADM2":
                self.points[id(group)] = (best.lat, best.lon)
        self.all_countries = sum(self.country.values())
        self.all_admin1 = sum(self.admin1.values())

    def for_country(self, candidate: Candidate, group: Group) -> float:
        """Share of the other names that are of the candidate's country."""
        country, _, weight = self.own.get(id(group), (None, None, 0.0))
        mine = weight if country == candidate.country else 0.0
        total = self.all_countries - (weight if country else 0.0)
        return (self.country[candidate.country or ""] - mine) / (total + 1.0)

    def for_admin1(self, candidate: Candidate, group: Group) -> float:
        _, admin1, weight = self.own.get(id(group), (None, None, 0.0))
        mine = weight if admin1 == candidate.admin1 else 0.0
        total = self.all_admin1 - (weight if admin1 else 0.0)
        return (self.admin1[candidate.admin1 or ""] - mine) / (total + 0.5) if candidate.admin1 else 0.0

    def nearness(self, candidate: Candidate, group: Group) -> float:
        """1 where another town of the article is at the same place, falling with the distance to the nearest."""
        distances = [
            kilometres(candidate.lat, candidate.lon, lat, lon)
            for key, (lat, lon) in self.points.items()
            if key != id(group)
        ]
        return math.exp(-min(distances) / SCALE_KM) if distances else 0.0


def score(candidate: Candidate, group: Group, votes: Votes, home: Home | None, gazetteer: Gazetteer) -> float:
    """How much speaks for the candidate."""
    total = POPULATION * math.log10(candidate.population + 100.0)
    total += OWN_NAME * (candidate.weight == 2)
    total += KIND.get(candidate.kind, 0.0) + FEATURE.get(candidate.feature, 0.0)
    if candidate.feature == "ADM1" and candidate.country in STATE_COUNTRIES:
        total += KNOWN_STATES
    unit = group.names[0].unit
    if unit is not None:
        total += UNIT * fits_unit(candidate, unit)
    if group.outer is not None:
        total += CONTAINER if inside(candidate, group.outer, gazetteer) else -CONTAINER
    total += COUNTRY_VOTES * votes.for_country(candidate, group)
    total += ADMIN1_VOTES * votes.for_admin1(candidate, group)
    if candidate.kind in ("city", "region"):
        total += NEARNESS * votes.nearness(candidate, group)
    if home is not None:
        total += HOME * from_home(candidate, home)
    return total


def fits_unit(candidate: Candidate, unit: dict[str, str]) -> float:
    """1 where the candidate is of the level that the word names, -1 where it is of another kind."""
    if candidate.kind == "area" and unit["word"] == "region":
        return 0.5
    if candidate.kind not in ("region", PLACE_WORDS[unit["word"]]["kind"]):
        return -1.0
    if unit["level"] and candidate.feature in ("ADM1", "ADM2") and candidate.feature != unit["level"]:
        return 0.3
    return 1.0 if candidate.feature in ("ADM1", "ADM2") else 0.5


def from_home(candidate: Candidate, home: Home) -> float:
    """Up to 3: the outlet's country, its state, and how near it is."""
    found = float(candidate.country == home.country)
    found += home.admin1 is not None and home.admin1 in (candidate.admin1, candidate.admin1_name)
    if home.lat is not None and home.lon is not None:
        found += math.exp(-kilometres(candidate.lat, candidate.lon, home.lat, home.lon) / SCALE_KM)
    return found


def sureness(scores: list[float]) -> float:
    """How much more speaks for the best than for all others: its share where each has e to the power of its score."""
    best = max(scores)
    return 1.0 / sum(math.exp(s - best) for s in scores)


def merged(groups: list[Group]) -> list[Resolved]:
    """One object a place, though it has several names ("Kiev", "Kyiv")."""
    by_place: dict[int | str, Resolved] = {}
    for number, group in enumerate(groups):
        best = group.best
        if best is None:
            by_place[f"unresolved {number}"] = Resolved(group.names, None, 0.5)
            continue
        ranked = sorted(zip(group.scores, group.candidates, strict=True), key=lambda pair: (-pair[0], pair[1].key))
        top = ranked[0][0]
        total = sum(math.exp(s - top) for s, _ in ranked)
        others = [(c, round(math.exp(s - top) / total, 3)) for s, c in ranked[1:4]]
        if best.key in by_place:
            by_place[best.key].names += group.names
            continue
        by_place[best.key] = Resolved(group.names, best, round(MOST_SURE / total, 3), others)
    for found in by_place.values():
        found.names.sort(key=lambda name: name.start)
    return sorted(by_place.values(), key=lambda found: found.names[0].start)


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Along a great circle."""
    half_lat = math.sin(math.radians(other_lat - lat) / 2) ** 2
    half_lon = math.sin(math.radians(other_lon - lon) / 2) ** 2
    product = math.cos(math.radians(lat)) * math.cos(math.radians(other_lat))
    return 12742.0 * math.asin(min(1.0, math.sqrt(half_lat + product * half_lon)))
