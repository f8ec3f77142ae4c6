"""What the tests of this folder share: the figures of a sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from service.extraction import Extraction
from service.extraction.model import Figure, Home

Figures = Callable[..., list[Figure]]


@pytest.fixture(scope="session")
def figures(extract: Callable[..., Extraction]) -> Figures:
    """`figures("He is 34.")` -> list of Figure; published on a Thursday. `home`: the outlet's country."""

    def read(text: str, home: str | None = None) -> list[Figure]:
        seat = Home(country=home) if home else None
        include = frozenset({"dates", "figures"})
        return list(extract(text, published=dt.date(2024, 5, 16), home=seat, include=include).figures)

    return read
