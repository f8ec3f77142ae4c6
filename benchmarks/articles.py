"""The articles that are read: paragraphs of Wikinews (CC BY 2.5) from `tests/accuracy/data`, put together anew."""

from __future__ import annotations

import json
import random
from pathlib import Path

DATA = Path(__file__).parent.parent / "tests" / "accuracy" / "data"
FEWEST_WORDS = 6  # of a paragraph; what is shorter is a heading


def words(text: str) -> int:
    return len(text.split())


def articles(number: int, length: int, seed: int = 1) -> list[str]:
    """`number` articles of at least `length` words, the same ones for the same seed."""
    paragraphs = sorted(
        {
            paragraph
            for name in ("gum", "meantime")
            for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
            for paragraph in json.loads(line)["text"].split("\n")
            if words(paragraph) >= FEWEST_WORDS
        }
    )
    choice = random.Random(seed)
    return [_article(paragraphs, length, choice) for _ in range(number)]


def _article(paragraphs: list[str], length: int, choice: random.Random) -> str:
    """No paragraph comes again before all have come."""
    chosen: list[str] = []
    rest: list[str] = []
    while sum(map(words, chosen)) < length:
        rest = rest or choice.sample(paragraphs, len(paragraphs))
        chosen.append(rest.pop())
    return "\n\n".join(chosen)
