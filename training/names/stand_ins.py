"""Names that may stand in for those of the data, so that the network reads the sentence and not the name alone.

Persons from the lexicon's first names and the data's surnames, places from the gazetteer (GeoNames, CC BY 4.0),
organizations from the lexicon's nouns with a place or a surname before them.
"""

from __future__ import annotations

import pathlib
import random
import sqlite3

from service.extraction.lexicon import table, words
from service.extraction.names.network import LOC, ORG, PER

from .batches import runs
from .sources import Document

HOW_MANY = 3000  # of each kind
SMALLEST_TOWN = 3000  # inhabitants


def stand_ins(documents: list[Document], gazetteer: pathlib.Path, seed: int) -> dict[int, list[list[str]]]:
    """kind -> names as lists of words."""
    chance = random.Random(seed)
    first = sorted(words("first_names", "name"))
    people = (s.words[a:b] for d in documents for s in d if s.kinds for a, b, k in runs(s.kinds) if k == PER)
    surnames = sorted({name[-1] for name in people if len(name) > 1 and name[-1].istitle() and len(name[-1]) > 2})
    with sqlite3.connect(f"file:{gazetteer}?mode=ro", uri=True) as db:
        towns = sorted(
            r[0] for r in db.execute("SELECT DISTINCT name FROM place WHERE population > ?", (SMALLEST_TOWN,))
        )
    nouns = sorted({row["noun"].title() for row in table("organization_nouns")})

    def person() -> list[str]:
        if chance.random() < 0.3:
            return [chance.choice(surnames)]
        middle = [f"{chance.choice('ABCDEGHJKLMPRSTW')}."] if chance.random() < 0.1 else []
        return [chance.choice(first), *middle, chance.choice(surnames)]

    def place() -> list[str]:
        return chance.choice(towns).split()

    def organization() -> list[str]:
        noun = chance.choice(nouns).split()
        roll = chance.random()
        if roll < 0.5:
            return [*place(), *noun]
        if roll < 0.8:
            return [chance.choice(surnames), *noun]
        return [*noun, "of", *place()]

    return {
        PER: [person() for _ in range(HOW_MANY)],
        LOC: [place() for _ in range(HOW_MANY)],
        ORG: [organization() for _ in range(HOW_MANY // 2)],
    }
