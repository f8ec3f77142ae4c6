"""Teams that go by the name of their country or city: "Belgium scored", in a report of sport.

The name stays a place; the team is an organization beside it. A name must be seen playing twice; then it is the team
wherever it is not plainly the place ("in Belgium").
"""

from __future__ import annotations

from collections import defaultdict

from spacy.tokens import Doc, Token
from spacy.tokens import Span as SpacySpan

from service.extraction.lexicon import table

from .cluster import Cluster

_VERBS = frozenset(row["lemma"] for row in table("sport_words") if row["use"] == "verb")
_NOUNS = frozenset(row["lemma"] for row in table("sport_words") if row["use"] == "noun")
_REPORT = frozenset(row["lemma"] for row in table("sport_words") if row["report"] == "yes")
_SHARE = 0.015  # of a report's words that are words of sport
_LEAST = 5
_LOCATIVE = frozenset({"in", "at", "near", "from", "across", "throughout", "around", "into", "to"})
_AGAINST = frozenset({"against", "over", "versus", "vs", "vs.", "v", "for", "by", "with", "between"})


def team_clusters(doc: Doc) -> list[Cluster]:
    """One cluster a team, without ids of its own; its place is the place of its name."""
    if not _is_sport(doc):
        return []
    seen: dict[str, list[SpacySpan]] = defaultdict(list)
    playing: dict[str, int] = defaultdict(int)
    for entity in doc.ents:
        if entity.label_ == "GPE" and doc._.at.boilerplate[entity.start] is None:
            seen[entity.text].append(entity)
            playing[entity.text] += _plays(entity.root)
    teams: list[Cluster] = []
    for name, entities in seen.items():
        if playing[name] < 2:
            continue
        team = Cluster(name=name, kind="sport", confidence=0.7)
        for entity in entities:
            place = doc._.at.places[entity.start]
            if place is not None:
                team.place_id = place.id
            if entity.start == 0 or doc[entity.start - 1].lower_ not in _LOCATIVE:
                team.mentions.append((entity.start, entity.end, "name"))
        if team.mentions:
            teams.append(team)
    return teams


def _is_sport(doc: Doc) -> bool:
    count = sum(token.lemma_.lower() in _REPORT for token in doc)
    return count >= _LEAST and count >= _SHARE * len(doc)


def _plays(name: Token) -> bool:
    """Whether the name does what a team does, or has what a team has."""
    for _ in range(5):
        if name.dep_ != "conj":
            break
        name = name.head
    head = name.head
    if name.dep_ in {"nsubj", "nsubjpass", "dobj", "agent"}:
        return head.lemma_.lower() in _VERBS
    if name.dep_ in {"poss", "compound", "nmod"}:
        return head.lemma_.lower() in _NOUNS
    if name.dep_ == "pobj" and head.lower_ in _AGAINST:
        return head.head.lemma_.lower() in _VERBS | _NOUNS
    return False
