from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from service.api.offsets import positions

texts = st.text(st.characters(exclude_categories=["Cs"]))


@given(texts)
def test_positions_are_the_lengths_of_what_comes_before(text: str) -> None:
    prefixes = [text[:n] for n in range(len(text) + 1)]
    assert list(positions(text, "codepoint")) == [len(prefix) for prefix in prefixes]
    assert list(positions(text, "utf16")) == [len(prefix.encode("utf-16-le")) // 2 for prefix in prefixes]
    assert list(positions(text, "utf8")) == [len(prefix.encode()) for prefix in prefixes]


def test_a_long_text_costs_one_pass() -> None:
    began = time.perf_counter()
    positions("🎉" * 200_000, "utf8")
    assert time.perf_counter() - began < 1
