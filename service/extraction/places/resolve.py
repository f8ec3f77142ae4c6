"""Which of the places of one name is meant: a small linear model, one sense a document.

Every name has its candidates; each candidate has a score, the sum of the weights below times what speaks for it. What
the other names in the article are likely to be counts too, so the scores are worked out several times, each time with
the votes of the time before.
"""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise

from attrs import define, field
from spacy.tokens import Doc

from service.extraction.model import Home
from service.gazetteer.folding import fold
from service.gazetteer.lookup import Candidate, Gazetteer

from .containment import Bounds
from .name import Name
from .tables import DEMONYMS, PLACE_WORDS

# What speaks for a candidate, and how much.
POPULATION = 0.9  # for each factor of ten
OWN_NAME = 1.5  # the name is its own, not another name that it has
KIND = {"country": 4.0, "continent": 4.0, "water": 2.0, "mountain": 2.0, "area": 1.0, "facility": 1.0, "city": 0.7}
FEATURE = {"ADM1": 0.8, "ADM2": -1.5, "ADM3": -2.5, "ADM4": -3.0, "ADM5": -3.0, "ADMD": -2.5, "PPLC": 2.0, "OWN": 4.0}
KNOWN_STATES = 3.0  # states of these countries are named bare ("in Georgia")
STATE_COUNTRIES = frozenset({"US", "CA", "AU"})
CITY_FIRST = -4.5  # a unit that is called after a city in it, where no word says that the unit is meant
CONTAINER = 9.0  # the text says that it is inside a place, and it is; as much against it where it is not
UNIT = 6.0  # it is what the words say ("X region"); as much against it where it is not
COUNTRY_VOTES = 4.0  # times the share, on a logarithmic scale, of the votes for its country
ADMIN1_VOTES = 4.0  # the same for its state or province
NEARNESS = 4.0  # the same for the towns around it
LIST = 3.0  # its neighbours in a list are of its kind
HOME = 2.0  # in the country, and again in the state, where the outlet sits

# What is of one kind in a list.
LEVEL = {"PCLI": 0, "ADM1": 1, "ADM2": 2, "PPL": 3, "PPLC": 3, "CONT": 4, "RGN": 4, "OWN": 4}

ROUNDS = 4
TEMPERATURE = 2.0  # how far the votes of an unsure name are spread over its candidates
VOTE_SCALE = 20.0  # the larger, the more a small share counts
NEARNESS_KM = 150.0
FARTHEST_DEGREES = 9.0  # of latitude; a town farther away does not count as near
VOTING_TOWNS = 16  # how many towns are asked how near they are
CONSIDERED = 80  # candidates of a name, the most populous; those inside what the text says are always there
SPREAD = 12.0  # a candidate this far behind the best one after the first round is out
DEMONYM_VOTE = 0.7
DATELINE_VOTE = 1.0  # more, for the place in the dateline
TOWNS = frozenset({"PPL", "PPLC", "ADM2"})  # features near which others are looked for
MOST_SURE = 0.98


Votes = dict[str, float]


def add(votes: Votes, key: str | None, vote: float) -> None:
    if key:
        votes[key] = votes.get(key, 0.0) + vote


@define
class Resolved:
    """A place and its names in the article."""

    names: list[Name]
    best: Candidate | None
    confidence: float
    others: list[tuple[Candidate, float]] = field(factory=list)


@define(eq=False)
class Group:
    """All mentions of one name, with its candidates."""

    names: list[Name]
    candidates: list[Candidate]
    bounds: Bounds | None  # of what it is said to be inside
    fixed: list[float] = field(factory=list)  # the part of each score that no vote changes
    scores: list[float] = field(factory=list)
    votes: list[float] = field(factory=list)  # of each candidate; together `weight`
    country: Votes = field(factory=dict)  # its votes by country
    admin1: Votes = field(factory=dict)  # and by state or province
    neighbours: list[Group] = field(factory=list)  # in a list: "Utah, Washington and Wisconsin"
    weight: float = 1.0  # of its vote

    def vote(self) -> None:
        """Spread the group's weight over its candidates, as likely as they are."""
        self.votes = shares(self.scores, TEMPERATURE, self.weight)
        self.country, self.admin1 = {}, {}
        for candidate, vote in zip(self.candidates, self.votes, strict=True):
            add(self.country, candidate.country, vote)
            add(self.admin1, candidate.admin1, vote)

    @property
    def leader(self) -> Candidate:
        return self.candidates[self.scores.index(max(self.scores))]


def resolve(names: list[Name], doc: Doc, gazetteer: Gazetteer) -> list[Resolved]:
    """The places that `names` name, in order of their first mention."""
    groups = grouped(names, gazetteer)
    home: Home | None = doc._.article.home
    dateline = doc._.dateline
    for group in groups:
        group.weight = 1.0 + 0.5 * math.log(len(group.names))
        if dateline is not None and any(dateline.start <= doc[name.start].idx < dateline.end for name in group.names):
            group.weight += DATELINE_VOTE
        group.fixed = [score(candidate, group, home) for candidate in group.candidates]
        group.scores = group.fixed
        prune(group)
    voters = [group for group in groups if group.candidates]
    note_neighbours(voters, doc)
    demonyms = Counter(DEMONYMS[token.text] for token in doc if token.text in DEMONYMS)
    for _ in range(ROUNDS):
        ballot = Ballot(voters, demonyms)
        for group in voters:
            group.scores = [
                fixed + ballot.speaks_for(candidate, group)
                for fixed, candidate in zip(group.fixed, group.candidates, strict=True)
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
        found = natural or [c for c in found if name.label == "GPE"]
    if bounds is not None:
        found.sort(key=lambda candidate: not bounds.hold(candidate))
    return found[:CONSIDERED]


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
    total = POPULATION * math.log10(candidate.population + 100.0)
    total += OWN_NAME * (candidate.weight == 2)
    total += KIND.get(candidate.kind, 0.0) + FEATURE.get(candidate.feature, 0.0)
    if candidate.feature == "ADM1" and candidate.country in STATE_COUNTRIES:
        total += KNOWN_STATES
    unit = group.names[0].unit
    if unit is not None:
        total += UNIT * fits_unit(candidate, unit)
    elif candidate.feature in ("ADM1", "ADM2") and has_city(candidate, group.candidates):
        total += CITY_FIRST
    if group.bounds is not None:
        total += CONTAINER if group.bounds.hold(candidate) else -CONTAINER
    if home is not None:
        total += HOME * from_home(candidate, home)
    return total


def has_city(unit: Candidate, candidates: list[Candidate]) -> bool:
    """True where a city of the same name holds a good part of the unit's people, or is the country's capital."""
    return any(
        city.kind == "city"
        and city.country == unit.country
        and city.weight == 2
        and (10 * city.population > unit.population or city.feature == "PPLC")
        for city in candidates
    )


def from_home(candidate: Candidate, home: Home) -> float:
    """Up to 3: the outlet's country, its state, and how near it is."""
    found = float(candidate.country == home.country)
    found += home.admin1 is not None and home.admin1 in (candidate.admin1, candidate.admin1_name)
    if home.lat is not None and home.lon is not None:
        found += math.exp(-kilometres(candidate.lat, candidate.lon, home.lat, home.lon) / NEARNESS_KM)
    return found


def note_neighbours(groups: list[Group], doc: Doc) -> None:
    """Who stands next to whom in a list."""
    owner = {name.start: group for group in groups for name in group.names if name.inside is None}
    ends = {name.start: name.end for group in groups for name in group.names}
    starts = sorted(owner)
    for start, following in pairwise(starts):
        gap = [token.lower_ for token in doc[ends[start] : following]] if following - ends[start] <= 2 else []
        if gap in ([","], ["and"], ["or"], [",", "and"], [",", "or"]) and owner[start] is not owner[following]:
            owner[start].neighbours.append(owner[following])
            owner[following].neighbours.append(owner[start])


def prune(group: Group) -> None:
    """Leave out the candidates that no vote can bring back."""
    if not group.candidates:
        return
    least = max(group.scores) - SPREAD
    kept = [i for i, value in enumerate(group.scores) if value >= least]
    group.candidates = [group.candidates[i] for i in kept]
    group.fixed = group.scores = [group.scores[i] for i in kept]


class Ballot:
    """The votes of an article's names, and of its demonyms, for where it plays.

    Each name has a vote, the larger the more often it is mentioned, spread over its candidates as likely as they are.
    """

    def __init__(self, groups: list[Group], demonyms: Counter[str]) -> None:
        self.country: Votes = {country: DEMONYM_VOTE * (1.0 + math.log(n)) for country, n in demonyms.items()}
        self.admin1: Votes = {}
        towns: list[tuple[float, float, float, Group]] = []
        for group in groups:
            group.vote()
            for country, vote in group.country.items():
                add(self.country, country, vote)
            for admin1, vote in group.admin1.items():
                add(self.admin1, admin1, vote)
            best = group.votes.index(max(group.votes))
            town = group.candidates[best]
            if town.feature in TOWNS:
                towns.append((group.votes[best], town.lat, town.lon, group))
        self.total = sum(self.country.values())
        self.towns = sorted(towns, key=lambda town: -town[0])[:VOTING_TOWNS]

    def speaks_for(self, candidate: Candidate, group: Group) -> float:
        """What the other names say for a candidate of the group."""
        found = 0.0
        if candidate.country:
            votes = self.country[candidate.country] - group.country[candidate.country]
            found += COUNTRY_VOTES * self.share(votes, group)
        if candidate.admin1 and candidate.feature != "ADM1":
            votes = self.admin1[candidate.admin1] - group.admin1[candidate.admin1]
            found += ADMIN1_VOTES * self.share(votes, group)
        if candidate.feature in TOWNS:
            found += NEARNESS * self.share(self.near(candidate, group), group)
        alike = [LEVEL.get(other.leader.feature) == LEVEL.get(candidate.feature) for other in group.neighbours]
        if alike:
            found += LIST * sum(alike) / len(alike)
        return found

    def near(self, candidate: Candidate, group: Group) -> float:
        """The votes of the towns around the candidate, each less the farther it is."""
        return sum(
            vote * math.exp(-kilometres(candidate.lat, candidate.lon, lat, lon) / NEARNESS_KM)
            for vote, lat, lon, voter in self.towns
            if abs(candidate.lat - lat) < FARTHEST_DEGREES and voter is not group
        )

    def share(self, votes: float, group: Group) -> float:
        """Of all votes but the group's own, 0 to 1 on a logarithmic scale: a fifth of them is half of it."""
        part = max(0.0, votes) / (self.total - group.weight + 1.0)
        return math.log1p(VOTE_SCALE * part) / math.log1p(VOTE_SCALE)


def shares(scores: list[float], temperature: float, total: float) -> list[float]:
    """`total`, shared out so that a score higher by `temperature` has e times as much."""
    best = max(scores)
    powers = [math.exp((value - best) / temperature) for value in scores]
    scale = total / sum(powers)
    return [power * scale for power in powers]


def merged(groups: list[Group]) -> list[Resolved]:
    """One object a place, though it has several names ("Kiev", "Kyiv")."""
    by_place: dict[int | str, Resolved] = {}
    for number, group in enumerate(groups):
        if not group.scores:
            by_place[f"unresolved {number}"] = Resolved(group.names, None, 0.5)
            continue
        chances = shares(group.scores, 1.0, 1.0)
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


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Along a great circle."""
    half_lat = math.sin(math.radians(other_lat - lat) / 2) ** 2
    half_lon = math.sin(math.radians(other_lon - lon) / 2) ** 2
    product = math.cos(math.radians(lat)) * math.cos(math.radians(other_lat))
    return 12742.0 * math.asin(min(1.0, math.sqrt(half_lat + product * half_lon)))
