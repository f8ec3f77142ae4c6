"""Lines that begin with who speaks: a headline ("Berg: Prices will rise") and a transcript ("WALLACE: Let’s start").

In: paragraphs and people. Out: `[Found]`. A headline names a person or organization that the article names
again, and has a verb; a transcript has at least three lines that begin with a name in capitals.
"""

from __future__ import annotations

from spacy.tokens import Doc

from .cues import Cue
from .found import Found
from .speakers import Speakers
from .tree import Tree

LONGEST_NAME = 5  # tokens before the colon
TRANSCRIPT = 3  # lines


def find_lines(doc: Doc, tree: Tree, speakers: Speakers, taken: list[bool]) -> list[Found]:
    """`taken[i]` is true where a token stands between quotation marks: such a line is read by `direct`."""
    boilerplate = doc._.at.boilerplate
    headlines: list[Found] = []
    transcript: list[Found] = []
    for start, end in doc._.paragraphs:
        first, last = tree.after_space(start), tree.before_space(end - 1)
        colon = next((i for i in range(first + 1, min(first + LONGEST_NAME + 1, last)) if tree.lower[i] == ":"), None)
        if colon is None or boilerplate[first] is not None or taken[colon + 1]:
            continue
        if any(tree.pos[i] not in ("PROPN", "NOUN", "PUNCT", "X", "ADJ") for i in range(first, colon)):
            continue
        content = (tree.tokens[colon + 1].idx, tree.tokens[last].idx + len(tree.lower[last]))
        found = Found([content], colon_cue(colon), colon - 1, 0.6, (first, first))
        if doc[first:colon].text.isupper():
            transcript.append(found)
        elif is_known(speakers, colon - 1):
            one_sentence = not any(tree.lower[i] in (".", "?", "!") for i in range(colon + 1, min(last, colon + 60)))
            if one_sentence and any(tree.pos[i] in ("VERB", "AUX") for i in range(colon + 1, last)):
                headlines.append(found)
    return headlines + (transcript if len(transcript) >= TRANSCRIPT else [])


def is_known(speakers: Speakers, i: int) -> bool:
    """True where a token names somebody whom the article names elsewhere, too."""
    found = speakers.people[i] or speakers.organizations[i]
    return len(found.mentions) > 1 if found is not None else speakers.namesake(i) is not None


def colon_cue(colon: int) -> Cue:
    """A colon in the place of "said"."""
    return Cue(
        i=colon, first=colon, end=colon + 1, lemma=":", kind="speech", frames=frozenset({"direct"}), subject=colon - 1
    )
