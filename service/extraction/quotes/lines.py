"""Lines that begin with who speaks: a headline ("Berg: Prices will rise") and a transcript ("WALLACE: Let’s start").

In: paragraphs and people. Out: `[Found]`. A headline names a person or organization that the article names again, and
has a verb. A transcript has a line of "Q" and one of "A", or three lines that begin with a name in capitals, or two
names that begin two lines each.
"""

from __future__ import annotations

from collections import Counter

from spacy.tokens import Doc

from .cues import Cue
from .found import Found
from .speakers import Speakers
from .tree import Tree

LONGEST_NAME = 5  # tokens before the colon
IN_CAPITALS = 3  # lines of a transcript
NAMELESS = ("Q", "A")


def find_lines(doc: Doc, tree: Tree, speakers: Speakers, taken: list[bool]) -> list[Found]:
    """`taken[i]` is true where a token stands between quotation marks: such a line is read by `direct`."""
    boilerplate = doc._.at.boilerplate
    headlines: list[Found] = []
    lines: list[tuple[str, Found]] = []
    for start, end in doc._.paragraphs:
        first, last = tree.after_space(start), tree.before_space(end - 1)
        label = label_of(tree, first, last)
        if label is None or boilerplate[first] is not None or taken[label]:
            continue
        subject = label - 2 if tree.lower[label - 1] in (":", ".") else label - 1
        content = (tree.tokens[label].idx, tree.tokens[last].idx + len(tree.lower[last]))
        name = doc[first : subject + 1].text.rstrip(".")
        cue = label_cue(subject, label)
        lines.append((name, Found([content], cue, subject, "transcript", (first, first))))
        if name not in NAMELESS and not name.isupper() and is_known(speakers, subject):
            one_sentence = not any(tree.lower[i] in (".", "?", "!") for i in range(label, min(last, label + 60)))
            if one_sentence and any(tree.pos[i] in ("VERB", "AUX") for i in range(label, last)):
                headlines.append(Found([content], cue, subject, "line", (first, first)))
    spoken = transcript(lines)
    taken_up = {found.pieces[0] for found in spoken}
    return spoken + [found for found in headlines if found.pieces[0] not in taken_up]


def label_of(tree: Tree, first: int, last: int) -> int | None:
    """The first token behind the label that a paragraph `[first, last]` begins with: behind "Berg:", "Q:" or "A."."""
    if last > first + 2 and tree.tokens[first].text.rstrip(".") in NAMELESS:
        behind = first + 1
        if tree.lower[first].endswith(".") or tree.lower[behind] in (":", "."):
            return tree.after_space(behind + (tree.lower[behind] in (":", ".")))
    colon = next((i for i in range(first + 1, min(first + LONGEST_NAME + 1, last)) if tree.lower[i] == ":"), None)
    if colon is None or any(tree.pos[i] not in ("PROPN", "NOUN", "PUNCT", "X", "ADJ") for i in range(first, colon)):
        return None
    return colon + 1


def transcript(lines: list[tuple[str, Found]]) -> list[Found]:
    """The lines whose labels take turns."""
    counts = Counter(name for name, _ in lines)
    often = {name for name, count in counts.items() if count > 1}
    speaking = often if len(often) > 1 else set()
    if all(name in counts for name in NAMELESS):
        speaking = speaking | set(NAMELESS)
    capitals = [name for name, _ in lines if name.isupper()]
    if len(capitals) >= IN_CAPITALS:
        speaking = speaking | set(capitals)
    return [found for name, found in lines if name in speaking]


def is_known(speakers: Speakers, i: int) -> bool:
    """True where a token names somebody whom the article names elsewhere, too."""
    found = speakers.people[i] or speakers.organizations[i]
    return len(found.mentions) > 1 if found is not None else speakers.namesake(i) is not None


def label_cue(subject: int, end: int) -> Cue:
    """A colon in the place of "said"; where there is only "A.", that is both."""
    i = max(subject, end - 1)
    return Cue(i=i, first=i, end=i + 1, lemma=":", kind="speech", frames=frozenset({"direct"}), subject=subject)
