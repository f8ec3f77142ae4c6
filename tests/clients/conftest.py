from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.conftest import live  # noqa: F401 - the running service

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def seed() -> Path:
    return next((ROOT / "seeds").glob("000_*.txt"))
