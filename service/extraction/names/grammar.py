"""What the grammar of names is sure of, whatever the recogniser says.

- An organization has a noun that says so: "Kharkiv region police", "University of California, Berkeley".
- A person has a title before the name: "King Haakim II", "Col. Popa".
"""

from __future__ import annotations

from spacy.tokens import Doc

from service.extraction.lexicon import words
from .trim import (
    ABBREVIATIONS,
    HONORIFICS,
    ORGANIZATION_NOUNS,
    PARTICLES,
    ROLE_NOUNS,
    SUFFIXES,
    Name,
    is_capitalized,
    is_title,
)

_COMPLEMENTS = frozenset({"of", "for", "on"})
_PLACE_NOUNS = frozenset(
    [
        "region",
        "regional",
        "city",
        "state",
        "county",
        "district",
        "provincial",
        "province",
        "municipal",
        "local",
        "federal",
        "national",
    ]
)
_PLACES = frozenset({"GPE", "LOC"})
_LONGEST = 12  # tokens; longer "names" are headlines in capitals
KNOWN = words("organizations", "name")


def covered(names: list[Name]) -> dict[int, Name]:
    """Token index -> the name it is in."""
    return {i: name for name in names for i in range(name.start, name.end)}


def merged(names: list[Name], found: list[Name]) -> list[Name]:
    """`found` put in the place of what it overlaps, in order."""
    taken = {i for name in found for i in range(name.start, name.end)}
    kept = [n for n in names if not any(i in taken for i in range(n.start, n.end))]
    return sorted(kept + found, key=lambda n: n.start)


def _is_proper(doc: Doc, i: int) -> bool:
    token = doc[i]
    return is_capitalized(token.text) and (token.tag_ in ("NNP", "NNPS", "JJ", "NN", "NNS", "VBG", "VBN", "CD"))


# ---------------------------------------------------------------- organizations


def organizations(doc: Doc, names: list[Name]) -> list[Name]:
    """Adds organizations found by their noun, or makes the recogniser's spans whole."""
    at = covered(names)
    found: list[Name] = []
    i = 0
    while i < len(doc):
        noun = ORGANIZATION_NOUNS.get(doc[i].lower_)
        span = None
        if noun is not None:
            if is_capitalized(doc[i].text):
                span = _capitalized(doc, i, at, strong=noun["strong"] == "yes")
            elif noun["lower"] == "yes":
                span = _lower(doc, i, at)
        if span is not None and span[1] - span[0] <= _LONGEST:
            found.append(Name(*span, "ORG", 2.0, sure=True))
            i = span[1]
        else:
            i += 1
    return merged(names, found)


def _capitalized(doc: Doc, head: int, at: dict[int, Name], *, strong: bool) -> tuple[int, int] | None:
    """The name around a capitalised noun: what is before it, and "of X" behind it."""
    inside = at.get(head)
    if not strong and (inside is None or inside.label != "ORG"):
        return None
    start = _left(doc, head, at)
    end = head + 1
    while end < len(doc) and doc[end].lower_ in ORGANIZATION_NOUNS and is_capitalized(doc[end].text):
        end += 1
    end = _complement(doc, end)
    if inside is not None and inside.label == "ORG":
        start, end = min(start, inside.start), max(end, inside.end)
    if end - start == 1:  # "the Ministry" alone is no name, unless the recogniser knows better
        return None
    return start, end


def _left(doc: Doc, head: int, at: dict[int, Name]) -> int:
    """First token of the words in capitals that end at `head`."""
    start = head
    while start > 0:
        previous = doc[start - 1]
        if previous.is_sent_start and (previous.is_stop or previous.pos_ not in ("PROPN", "ADJ", "NOUN")):
            break
        if _is_proper(doc, start - 1) and not _ends_before(doc, start - 1, at):
            start -= 1
        elif (
            previous.lower_ in ("and", "&", "’", "'")
            and start > 1
            and previous.i > doc[start].sent.start
            and _is_proper(doc, start - 2)
            and start - 1 in at
            and at[start - 1].label in ("ORG", "FAC")
        ):
            start -= 2
        else:
            break
    return start


def _ends_before(doc: Doc, i: int, at: dict[int, Name]) -> bool:
    """A nationality or a person before an office is no part of its name."""
    name = at.get(i)
    return (name is not None and name.label in ("NORP", "PERSON") and name.end == i + 1) or is_title(doc[i].text)


def _complement(doc: Doc, end: int) -> int:
    """Behind the noun: "of California", "for Strategic Communications", ", Berkeley"."""
    while end + 1 < len(doc) and doc[end].lower_ in _COMPLEMENTS:
        at = end + 1
        if doc[at].lower_ == "the" and at + 1 < len(doc):
            at += 1
        if not _is_proper(doc, at):
            break
        while at < len(doc) and _is_proper(doc, at):
            at += 1
            joined = at + 1 < len(doc) and doc[at].lower_ in ("and", "&") and _is_proper(doc, at + 1)
            if joined and (at + 2 >= len(doc) or not _is_proper(doc, at + 2) or doc[at + 1].tag_ != "NNP"):
                at += 1
        end = at
    return end


def _lower(doc: Doc, head: int, at: dict[int, Name]) -> tuple[int, int] | None:
    """ "Kharkiv region police": a place, perhaps what kind of place it is, and the noun."""
    start = head
    if start > 0 and doc[start - 1].lower_ in _PLACE_NOUNS:
        start -= 1
    place = at.get(start - 1)
    if place is None or place.label not in ("GPE", "LOC", "ORG", "FAC") or doc[place.end - 1].text in ("'s", "’s"):
        return None
    return place.start, head + 1


# ---------------------------------------------------------------- people


def titled_people(doc: Doc, names: list[Name]) -> list[Name]:
    """Adds people found by the title before the name, and makes the recogniser's spans of people whole."""
    at = covered(names)
    found: list[Name] = []
    i = 0
    while i < len(doc):
        start = _after_title(doc, i, at)
        if start is None:
            name = at.get(i)
            if name is not None and name.label == "PERSON" and name.start == i:
                span = _whole(doc, name.start, name.end, at)
                if span != (name.start, name.end):
                    found.append(Name(*span, "PERSON", 1.5))
                i = max(span[1], name.end)
                continue
            i += 1
            continue
        end = start + 1
        if start in at:
            end = max(end, at[start].end)
        start, end = _whole(doc, start, end, at)
        found.append(Name(start, end, "PERSON", 2.0, sure=True))
        i = end
    return merged(names, found)


def _after_title(doc: Doc, i: int, at: dict[int, Name]) -> int | None:
    """Where token `i` is a title before a name: the first token of that name."""
    word = doc[i].text
    if i + 1 >= len(doc) or not is_capitalized(doc[i + 1].text) or doc[i + 1].tag_ not in ("NNP", "NNPS"):
        return None
    following = doc[i + 1]
    if is_title(following.text) or following.lower_ in ORGANIZATION_NOUNS or following.text in KNOWN:
        return None
    name = at.get(i + 1)
    certain = word in HONORIFICS or (word in ABBREVIATIONS and word.endswith("."))
    if certain and word not in ("St.", "Saint", "Don"):
        return i + 1 if name is None or name.label != "ORG" or not name.sure else None
    if word.lower() in ROLE_NOUNS and (name is None or name.label in ("GPE", "WORK_OF_ART", "PRODUCT")):
        # "King Haakim II", but "Governor Island" has the title inside a name of its own.
        inside = at.get(i)
        fits = inside is None or inside is not name
        titled = word[:1].isupper() and doc[i].tag_ in ("NNP", "NNPS", "NN")
        if fits and titled and not (name is not None and name.label == "GPE" and name.end - name.start > 1):
            return i + 1
    return None


def _whole(doc: Doc, start: int, end: int, at: dict[int, Name]) -> tuple[int, int]:
    """A person's span with the parts of the name that stand beside it."""
    while end < len(doc):
        token = doc[end]
        if token.text in SUFFIXES:
            end += 1
        elif token.lower_ in PARTICLES and end + 1 < len(doc) and _is_part(doc, end + 1, at):
            end += 2
        elif _is_part(doc, end, at):
            end += 1
        else:
            break
    return start, end


def _is_part(doc: Doc, i: int, at: dict[int, Name]) -> bool:
    token = doc[i]
    if not is_capitalized(token.text) or token.tag_ not in ("NNP", "NNPS"):
        return False
    if token.lower_ in ORGANIZATION_NOUNS or is_title(token.text):
        return False
    name = at.get(i)
    return name is None or name.label == "PERSON" or name.weight == 0.0
