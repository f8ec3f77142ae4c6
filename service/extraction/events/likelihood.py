"""How likely a word that may tell an event does tell one.

Two opinions, weighed by a logistic regression (`event_filter.tsv`, trained by `training/events`): the names' network's,
which has read the sentence, and for nouns the tables' of `nouns`. Where the network has not read (spaCy's own names),
the tables decide alone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from typing import Literal

from spacy.tokens import Token

from service.extraction.lexicon import table

from .nouns import event_score
from .words import verbs

Kind = Literal["noun", "verb", "name", "adjective"]  # "name": "Oscars", or a headline's verb with a capital
UNREAD = {"verb": 0.92, "name": 0.0, "adjective": 0.9}  # where the network has not read
STATE = 0.88  # "want", "see", "become" tell how things stand: whether that is an event is more often disputed
SUREST = 0.9999  # of the network


@cache
def weights(kind: Kind) -> dict[str, float]:
    return {row["feature"]: float(row["weight"]) for row in table("event_filter") if row["kind"] == kind}


def likelihood(token: Token, kind: Kind, telling: Sequence[float] | None) -> float:
    """0 to 1; `telling` is what the network thinks of each token of the document (`doc._.telling`)."""
    score = event_score(token) if kind == "noun" else 0.0
    if telling is None:
        sure = logistic(score) if kind == "noun" else UNREAD[kind]
    else:
        of = weights(kind)
        sure = logistic(of["bias"] + of["network"] * log_odds(telling[token.i]) + of.get("tables", 0.0) * score)
    return sure * STATE if kind == "verb" and token.lemma_.lower() in verbs("state") else sure


def log_odds(probability: float) -> float:
    kept = min(SUREST, max(1 - SUREST, float(probability)))
    return math.log(kept / (1 - kept))


def logistic(score: float) -> float:
    return 1.0 / (1.0 + math.exp(-score))
