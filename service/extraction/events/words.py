"""The tables that the rooms of events read, as sets and dicts."""

from __future__ import annotations

from functools import cache

from attrs import frozen

from service.extraction.lexicon import table


@cache
def grouped(name: str, key: str, value: str) -> dict[str, frozenset[str]]:
    """A table of two columns as `{value of one: all values of the other that stand with it}`."""
    found: dict[str, set[str]] = {}
    for row in table(name):
        found.setdefault(row[key], set()).add(row[value])
    return {k: frozenset(v) for k, v in found.items()}


@cache
def verbs(kind: str) -> frozenset[str]:
    """Verbs of one class of `event_verbs.tsv`."""
    return grouped("event_verbs", "class", "verb")[kind]


@cache
def cue_words(kind: str) -> frozenset[str]:
    """Words of one class of `event_cue_words.tsv`."""
    return grouped("event_cue_words", "class", "word")[kind]


@frozen
class Condition:
    """One part of a row's condition: `kind` is (not) found at `where`."""

    where: str
    kind: str
    negated: bool

    @classmethod
    def read(cls, text: str) -> Condition:
        where, _, kind = text.lstrip("!").partition(":")
        return cls(where, kind, text.startswith("!"))


@frozen
class Sense:
    """One row of `event_triggers.tsv`: the type, where all conditions are met."""

    type: str
    conditions: tuple[Condition, ...]

    @property
    def is_by_context(self) -> bool:
        """Nothing but words somewhere around speaks for it."""
        wanted = [c for c in self.conditions if not c.negated]
        return bool(wanted) and all(c.where in {"sent", "doc", "topic"} for c in wanted)


@cache
def senses() -> dict[tuple[str, str], tuple[Sense, ...]]:
    """`(lemma, "verb" or "noun")` -> its senses in order of preference."""
    found: dict[tuple[str, str], list[Sense]] = {}
    for row in table("event_triggers"):
        sense = Sense(row["type"], tuple(Condition.read(part) for part in row["condition"].split("&") if part))
        found.setdefault((row["lemma"], row["pos"]), []).append(sense)
    return {key: tuple(of) for key, of in found.items()}


@cache
def phrase_heads() -> frozenset[str]:
    """First words of the triggers of several words: "come" for "come_under"."""
    return frozenset(lemma.split("_")[0] for lemma, _ in senses() if "_" in lemma)


@cache
def noun_weights() -> tuple[dict[str, float], dict[str, float]]:
    """Weights of nouns and of what stands around them; their sum over 0 tells an event."""
    lemmas = {row["lemma"]: float(row["weight"]) for row in table("event_nouns")}
    context = {row["feature"]: float(row["weight"]) for row in table("event_noun_context")}
    return lemmas, context
