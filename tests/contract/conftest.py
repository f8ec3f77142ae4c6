from __future__ import annotations

from typing import Any

import pytest
import yaml

from .examples import CONTRACT


@pytest.fixture(scope="session")
def contract() -> dict[str, Any]:
    """openapi.yaml."""
    read: dict[str, Any] = yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))
    return read
