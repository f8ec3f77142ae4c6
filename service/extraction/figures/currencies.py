"""Which currency is meant where several share a name or a sign: "$" of Sydney, "crowns" of Prague."""

from __future__ import annotations

from collections import Counter
from functools import cache

from attrs import evolve
from babel.numbers import get_territory_currencies
from spacy.tokens import Doc

from service.extraction.lexicon import table
from service.extraction.model import Article

from .units import SHARED_NAMES, UnitOf, code

_COUNTRIES = {row[column]: row["country"] for row in table("demonyms") if row["country"] for column in ("word", "name")}
_HOME_VOTES = 5  # as many mentions of a country as the outlet's seat is worth
_DEFAULT_VOTES = 3  # and as the currency that is usually meant


class Currencies:
    """The currencies of the countries in which one article plays; looked for when the first shared name is read."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        self._votes: Counter[str] | None = None

    def meant(self, unit: UnitOf) -> tuple[UnitOf, bool]:
        """The unit with the currency that is meant, and whether another may as well be."""
        if not unit.shared:
            return unit, False
        usual, codes = SHARED_NAMES[unit.shared]
        votes = {one: self._of_article()[one] + (_DEFAULT_VOTES if one == usual else 0) for one in codes}
        best = max(codes, key=lambda one: votes[one])
        doubtful = not votes[best] or sum(votes.values()) - votes[best] > 0 or best != usual
        found = code(best) if votes[best] else None
        if found is None or found.code == unit.code:
            return unit, doubtful
        rate = unit.name.partition(" per ")[2]
        return evolve(unit, code=found.code, name=f"{found.name} per {rate}" if rate else found.name), doubtful

    def _of_article(self) -> Counter[str]:
        """How often the countries of each currency are named, by the words for them and by places that were found."""
        if self._votes is None:
            article: Article = self._doc._.article
            countries: Counter[str] = Counter(
                _COUNTRIES[token.text] for token in self._doc if token.is_title and token.text in _COUNTRIES
            )
            for place in self._doc._.places:
                if place.country:
                    countries[place.country] += len(place.mentions)
            votes: Counter[str] = Counter()
            for country, mentions in countries.items():
                votes[currency_of(country)] += mentions
            if article.home is not None and article.home.country:
                votes[currency_of(article.home.country)] += _HOME_VOTES
            self._votes = votes
        return self._votes


@cache
def currency_of(country: str) -> str:
    """The ISO 4217 code of a country's money (ISO 3166-1 alpha-2); empty where it has none, or several."""
    found = get_territory_currencies(country.upper(), tender=True)
    return found[0] if found else ""
