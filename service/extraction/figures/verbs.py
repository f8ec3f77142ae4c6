"""Verbs that say, by their sense, of what a figure beside them is."""

from __future__ import annotations

from service.extraction.lexicon import table

USES: dict[str, frozenset[str]] = {
    use: frozenset(row["lemma"] for row in table("measure_verbs") if row["use"] == use)
    for use in ("find", "put", "pay", "add", "tell", "cause", "fine", "make", "state", "show")
}
