"""How sure a quote is: by the form in which it stands, and by what is known of its speaker.

In: the form and the speaker. Out: about the share of such quotes that are right, words and speaker both. The figures
are shares in news whose quotations people marked, rounded; they are few, so that they hold elsewhere.
"""

from __future__ import annotations

from typing import Literal

from service.extraction.model import Speaker

Form = Literal[
    "behind", "before", "loose", "floating", "unclosed", "transcript", "line",
    "said", "beside", "reported", "phrase", "noun",
]  # fmt: skip

RIGHT: dict[Form, float] = {
    "behind": 0.98,  # “…,” X said
    "before": 0.94,  # X said: “…”
    "loose": 0.8,  # a cue that may belong to other words
    "floating": 0.87,  # no cue: the last who spoke, a signature, a label
    "transcript": 0.9,  # Q: …
    "unclosed": 0.6,  # “…, X said
    "line": 0.7,  # X: …
    "said": 0.88,  # X said that …, told them that …, added that …
    "beside": 0.88,  # …, X said; according to X, …
    "reported": 0.75,  # X's other verbs with a clause: argued that …
    "phrase": 0.68,  # called for …, condemned …
    "noun": 0.72,  # X's claim that …
}
UNKNOWN = 0.07  # less, where the speaker is neither a person nor an organization that the article names
NOBODY = 0.45  # less, where there is no speaker


def confidence(form: Form, speaker: Speaker | None) -> float:
    if speaker is None:
        return round(max(RIGHT[form] - NOBODY, 0.1), 2)
    known = speaker.person_id is not None or speaker.organization_id is not None
    return round(RIGHT[form] - (0 if known else UNKNOWN), 2)
