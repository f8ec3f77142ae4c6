"""Verbs that say, by their sense, of what a figure beside them is."""

from __future__ import annotations

from service.extraction.lexicon import table

USES: dict[str, frozenset[str]] = {
    use: frozenset(row["lemma"] for row in table("measure_verbs") if row["use"] == use)
    for use in ("find", "put", "pay", "add", "tell", "cause", "fine", "make", "state", "show")
}
# Prepositions that lead to what a verb does something to, as its object would: "looked at two viruses".
GOVERNED: dict[str, frozenset[str]] = {}
for _row in table("prepositional_verbs"):
    GOVERNED[_row["lemma"]] = GOVERNED.get(_row["lemma"], frozenset()) | {_row["preposition"]}
