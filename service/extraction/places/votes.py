"""What the other names of an article say for a place: votes for its country, its state and its surroundings."""

from __future__ import annotations

import math
from collections import Counter

from attrs import define, field

from service.gazetteer.lookup import Candidate

from .containment import Bounds
from .name import Name
from .tables import WEIGHTS

TEMPERATURE = 2.0  # how far the votes of an unsure name are spread over its candidates
VOTE_SCALE = 20.0  # the larger, the more a small share counts
NEARNESS_KM = 150.0
FARTHEST_DEGREES = 9.0  # of latitude; a town farther away does not count as near
VOTING_TOWNS = 16  # how many towns are asked how near they are
TOWNS = frozenset({"PPL", "PPLC", "ADM2"})  # features near which others are looked for

Votes = dict[str, float]


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
    weight: float = 1.0  # of its vote
    has_article: bool = False  # "the Atlantic"
    is_town: bool = False  # "the city of Hualien"

    def vote(self) -> None:
        """Spread the group's weight over its candidates, as likely as they are."""
        self.votes = shares(self.scores, TEMPERATURE, self.weight)
        self.country, self.admin1 = {}, {}
        for candidate, vote in zip(self.candidates, self.votes, strict=True):
            add(self.country, candidate.country, vote)
            add(self.admin1, candidate.admin1, vote)


class Ballot:
    """The votes of an article's names, and of its demonyms, for where it plays.

    Each name has a vote, the larger the more often it is mentioned, spread over its candidates as likely as they are.
    """

    def __init__(self, groups: list[Group], demonyms: Counter[str]) -> None:
        self.country: Votes = {
            country: WEIGHTS["demonym_vote"] * (1.0 + math.log(n)) for country, n in demonyms.items()
        }
        self.admin1: Votes = {}
        towns: list[tuple[float, float, float, Group]] = []
        for group in groups:
            group.vote()
            for country, votes in group.country.items():
                add(self.country, country, votes)
            for admin1, votes in group.admin1.items():
                add(self.admin1, admin1, votes)
            vote = max(group.votes)
            town = group.candidates[group.votes.index(vote)]
            if town.feature in TOWNS:
                towns.append((vote, town.lat, town.lon, group))
        self.total = sum(self.country.values())
        self.towns = sorted(towns, key=lambda town: -town[0])[:VOTING_TOWNS]

    def speaks_for(self, candidate: Candidate, group: Group) -> float:
        """What the other names say for a candidate of the group."""
        found = 0.0
        if candidate.country:
            votes = self.country[candidate.country] - group.country[candidate.country]
            found += WEIGHTS["country_votes"] * self.share(votes, group)
        if candidate.admin1 and candidate.feature != "ADM1":
            votes = self.admin1[candidate.admin1] - group.admin1[candidate.admin1]
            found += WEIGHTS["admin1_votes"] * self.share(votes, group)
        if candidate.feature in TOWNS:
            found += WEIGHTS["nearness"] * self.share(self.near(candidate, group), group)
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


def add(votes: Votes, key: str | None, vote: float) -> None:
    if key:
        votes[key] = votes.get(key, 0.0) + vote


def shares(scores: list[float], temperature: float, total: float) -> list[float]:
    """`total`, shared out so that a score higher by `temperature` has e times as much."""
    best = max(scores)
    powers = [math.exp((value - best) / temperature) for value in scores]
    scale = total / sum(powers)
    return [power * scale for power in powers]


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Along a great circle."""
    half_lat = math.sin(math.radians(other_lat - lat) / 2) ** 2
    half_lon = math.sin(math.radians(other_lon - lon) / 2) ** 2
    product = math.cos(math.radians(lat)) * math.cos(math.radians(other_lat))
    return 12742.0 * math.asin(min(1.0, math.sqrt(half_lat + product * half_lon)))
