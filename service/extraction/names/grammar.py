"""What the grammar of names is sure of, whatever the recogniser says.

- An organization has a noun that says so, "Kharkiv region police", "University of California, Berkeley", or is known.
- A person has a title before the name: "King Haakim II", "Col. Popa".
"""

from __future__ import annotations

from spacy.tokens import Doc

from service.extraction.lexicon import table

from .network import LOC, ORG
from .trim import (
    ABBREVIATIONS,
    AMBIGUOUS,
    ANNOUNCERS,
    COMPANY_ENDINGS,
    DEMONYMS,
    FIRST_NAMES,
    HONORIFICS,
    MONTHS,
    NAMERS,
    NOT_FIRST,
    ORGANIZATION_NOUNS,
    ORGANIZATIONS,
    PARTICLES,
    PLACE_UNITS,
    PORTFOLIOS,
    PROPER,
    ROLE_NOUNS,
    SUFFIXES,
    THINGS,
    Name,
    headline_tokens,
    is_capitalized,
    is_title,
    texts,
)

_COMPLEMENTS = frozenset({"of", "for"})
_JOINS = frozenset({"and", "&"})
_IN_NAME = PROPER | {"JJ", "NN", "NNS", "VBG", "VBN", "CD"}
LEAST_OF_A_CAMPUS = 0.05  # probability of a place
_LONGEST = 12  # tokens; longer "names" are headlines in capitals
_THINGS_AND_NAMERS = THINGS | NAMERS
_NEVER_FIRST = frozenset(ORGANIZATION_NOUNS) | MONTHS | _THINGS_AND_NAMERS | NOT_FIRST


def _known_by_first() -> dict[str, list[list[str]]]:
    """Known names by their first word, the longest first; a name that is a word besides is left to the recogniser."""
    found: dict[str, list[list[str]]] = {}
    for row in table("organizations"):
        parts = row["name"].replace("'s", " 's").split(" ")
        is_acronym = len(parts) == 1 and parts[0].isupper() and len(parts[0]) > 2
        if (len(parts) > 1 or is_acronym) and row["name"] not in AMBIGUOUS:
            found.setdefault(parts[0], []).append(parts)
    for options in found.values():
        options.sort(key=len, reverse=True)
    return found


_KNOWN_BY_FIRST = _known_by_first()


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
    return is_capitalized(token.text) and token.tag_ in _IN_NAME and token.lower_ not in MONTHS


# ---------------------------------------------------------------- organizations


def organizations(doc: Doc, names: list[Name]) -> list[Name]:
    """Adds organizations that are known or have a noun that says so, and makes the recogniser's spans whole."""
    at = covered(names)
    headlines = headline_tokens(doc)
    found: list[Name] = []
    after = 0
    for i, word in enumerate(texts(doc)):
        is_noun = word.lower() in ORGANIZATION_NOUNS and i not in headlines
        if i < after or not (is_noun or word in _KNOWN_BY_FIRST):
            continue
        spans = (_around_noun(doc, i, at) if is_noun else None, _known(doc, i, at))
        span = max((s for s in spans if s is not None), key=lambda s: s[1] - s[0], default=None)
        if span is not None and span[1] - span[0] <= _LONGEST and (not found or found[-1].end <= span[0]):
            found.append(Name(*span, "ORG", 2.0, sure=True))
            after = span[1]
    names = merged(names, found)
    names = merged(names, _acronyms(doc, names))
    return merged(names, _announced(doc, names))


def _announced(doc: Doc, names: list[Name]) -> list[Name]:
    """Names that a noun in front tells to be an organization's: "broadcaster SWR", "copper giant Codelco"."""
    at = covered(names)
    found: list[Name] = []
    for i, word in enumerate(texts(doc)):
        if word not in ANNOUNCERS or doc[i].tag_ != "NN":
            continue
        end = i + 1
        while end < len(doc) and doc[end].tag_ in PROPER and is_capitalized(doc[end].text) and _is_unnamed(at.get(end)):
            end += 1
        if end - i > 1 and not is_title(doc[i + 1].text) and doc[end - 1].lower_ not in THINGS:
            found.append(Name(i + 1, end, "ORG", 1.5, sure=doc[i + 1].text.isupper()))
    return found


def _is_unnamed(name: Name | None) -> bool:
    """Whether the recogniser sees no name, or one that it is often wrong about: a person of one word."""
    return name is None or name.weight == 0.0 or (name.label == "PERSON" and name.end - name.start == 1)


def _acronyms(doc: Doc, names: list[Name]) -> list[Name]:
    """Initials of an organization that the text names in full: "WHO" beside "World Health Organization"."""
    initials: set[str] = set()
    for name in names:
        if name.label == "ORG" and name.end - name.start > 1:
            words = [t.text for t in doc[name.start : name.end]]
            parts = [word for word in words if word[0].isalpha()]
            initials.add("".join(p[0] for p in parts if p[:1].isupper()))
            initials.add("".join(p[0].upper() for p in parts))
            initials.add("".join(p[0] for p in parts))  # MoD
            initials.add("".join(word[0] for word in words if word.lower() not in COMPANY_ENDINGS))  # PG&E
    at = covered(names)
    return [
        Name(i, i + 1, "ORG", 2.0, sure=True)
        for i, word in enumerate(texts(doc))
        if len(word) > 1 and word in initials and (i not in at or at[i].end - at[i].start == 1)
    ]


def _known(doc: Doc, i: int, at: dict[int, Name]) -> tuple[int, int] | None:
    for parts in _KNOWN_BY_FIRST.get(doc[i].text, ()):
        end = i + len(parts)
        if end <= len(doc) and all(doc[i + n].text == word for n, word in enumerate(parts)):
            inside = at.get(i)
            if inside is not None and (inside.start < i or inside.end > end):
                return None  # part of a longer name
            return i, end
    return None


def _around_noun(doc: Doc, i: int, at: dict[int, Name]) -> tuple[int, int] | None:
    noun = ORGANIZATION_NOUNS[doc[i].lower_]
    if doc[i].lower_ in ROLE_NOUNS and not (i + 1 < len(doc) and doc[i + 1].tag_ == "POS"):
        return None  # "Lamar County Sheriff X", not the sheriff's office
    if is_capitalized(doc[i].text):
        return _capitalized(doc, i, at, strong=noun["strong"] == "yes")
    return _lower(doc, i, at) if noun["lower"] == "yes" else None


def _capitalized(doc: Doc, head: int, at: dict[int, Name], *, strong: bool) -> tuple[int, int] | None:
    """The name around a capitalised noun: what is before it, and "of X" behind it."""
    inside = at.get(head)
    before = at.get(head - 1)
    whose = before is not None and before.label == "PERSON" and before.end == head and doc[head].tag_ in PROPER
    if not (strong or whose or (inside is not None and inside.label == "ORG")):
        return None
    if inside is not None and inside.read and inside.label == "FAC" and doc._.kinds is not None:
        return None  # "the Museum of Flight in Seattle": a house is a place or an organization, as the sentence has it
    start = min(_left(doc, head, at), before.start) if whose and before is not None else _left(doc, head, at)
    end = head + 1
    while end < len(doc) and doc[end].lower_ in ORGANIZATION_NOUNS and is_capitalized(doc[end].text):
        end += 1
    end = _complement(doc, end)
    if inside is not None and inside.label == "ORG":
        start, end = min(start, inside.start), max(end, inside.end)
    if end - start == 1:  # "the Ministry" alone is no name, unless the recogniser knows better
        return None
    if end < len(doc) and doc[end].lower_ in THINGS and is_capitalized(doc[end].text):
        return None
    return start, end


def _left(doc: Doc, head: int, at: dict[int, Name]) -> int:
    """First token of the words in capitals that end at `head`."""
    start = head
    while start > 0 and not doc[start].is_sent_start:
        previous = doc[start - 1]
        if previous.is_sent_start and (previous.is_stop or previous.tag_ not in PROPER | {"JJ"}):
            break
        if _is_proper(doc, start - 1) and not _ends_before(doc, start - 1, at):
            start -= 1
            continue
        hyphen = previous.text == "-" and not previous.whitespace_
        joint = previous.text == "&" or (previous.lower_ in _JOINS and _is_whole(at.get(start - 1)))
        if start < 2 or not (hyphen or joint) or not _is_proper(doc, start - 2):
            break
        start -= 2
    return start


def _is_whole(name: Name | None) -> bool:
    """Whether the recogniser holds what an "and" joins for one organization."""
    return name is not None and name.label in {"ORG", "FAC"}


def _ends_before(doc: Doc, i: int, at: dict[int, Name]) -> bool:
    """A nationality or a person before an office is no part of its name."""
    name = at.get(i)
    if name is not None and name.end == i + 1 and name.label in {"NORP", "PERSON"}:
        return name.label == "PERSON" or doc._.kinds is None  # "the Russian Foreign Ministry"
    return is_title(doc[i].text) and doc[i].lower_ not in PORTFOLIOS


def _complement(doc: Doc, end: int) -> int:
    """Behind the noun: "of California", "for Strategic Communications"."""
    while end + 1 < len(doc) and doc[end].lower_ in _COMPLEMENTS:
        at = end + 1
        if doc[at].lower_ == "the" and at + 1 < len(doc):
            at += 1
        if not _is_proper(doc, at):
            break
        while at < len(doc) and _is_proper(doc, at) and not doc[at].is_sent_start:
            if is_title(doc[at].text) and doc[at - 1].lower_ not in _JOINS:
                break
            at += 1
            joined = at + 1 < len(doc) and doc[at].lower_ in _JOINS and _is_proper(doc, at + 1)
            if joined and doc[at + 1].tag_ in PROPER and doc[at - 1].tag_ in PROPER:
                at += 1
        end = at
    return _campus(doc, end)


def _campus(doc: Doc, end: int) -> int:
    """ "University of California, Berkeley": a place behind the comma is part of the name."""
    kinds = doc._.kinds
    if kinds is None or end + 1 >= len(doc) or doc[end].text != "," or doc[end - 3 : end - 1].text != "University of":
        return end
    campus = end + 1
    while campus < len(doc) and is_capitalized(doc[campus].text) and kinds[campus, ORG] + kinds[campus, LOC] > 0.5:
        campus += 1
    return campus if kinds[campus - 1, LOC] > LEAST_OF_A_CAMPUS and campus > end + 1 else end


def _lower(doc: Doc, head: int, at: dict[int, Name]) -> tuple[int, int] | None:
    """ "Kharkiv region police": a place, perhaps what kind of place it is, and the noun."""
    start = head
    if start > 0 and doc[start - 1].lower_ in PLACE_UNITS:
        start -= 1
    place = at.get(start - 1)
    if place is None or place.label not in {"GPE", "LOC", "ORG", "FAC"}:
        return None
    return place.start, head + 1


# ---------------------------------------------------------------- people


def titled_people(doc: Doc, names: list[Name]) -> list[Name]:
    """Adds people found by the title before the name, and makes the recogniser's spans of people whole."""
    at = covered(names)
    first_names = {doc[n.start].text for n in names if n.label == "PERSON" and n.end - n.start > 1}
    found: list[Name] = []
    after = 0
    for i, word in enumerate(texts(doc)):
        name = at.get(i)
        if i < after or not (is_title(word) or (name is not None and name.start == i)):
            continue
        start = _after_title(doc, i, at)
        if start is not None:
            end = _whole(doc, max(start + 1, at[start].end if start in at else 0), at)
            while end > start + 1 and doc[end - 1].lower_ in THINGS:  # "President Obama Speech"
                end -= 1
            found.append(Name(start, end, "PERSON", 2.0, sure=True))
            after = end
        elif name is not None and name.start == i and name.end == i + 1 < len(doc) and word in first_names:
            end = _whole(doc, i + 1, at) if i + 1 not in at else i + 1  # "Volodymyr", taken for a place
            if end > i + 1:
                found.append(Name(i, end, "PERSON", 1.5))
            after = end
        elif name is not None and name.label == "PERSON" and name.start == i:
            end = _whole(doc, name.end, at)
            first = i - 1 if i and _begins(doc, i - 1, at) and (not found or found[-1].end < i) else i
            if (first, end) != (i, name.end) and not _names_a_thing(doc, end):
                found.append(Name(first, end, "PERSON", 1.5))
            after = max(end, name.end)
    return merged(names, found)


def _after_title(doc: Doc, i: int, at: dict[int, Name]) -> int | None:
    """Where token `i` is a title before a name: the first token of that name."""
    word = doc[i].text
    start = i + 1
    if start < len(doc) and doc[start].text == "." and word + "." in ABBREVIATIONS:  # "Maj" and "." are two tokens
        start, word = start + 1, word + "."
    if start >= len(doc) or not is_capitalized(doc[start].text) or doc[start].tag_ not in PROPER:
        return None
    following = doc[start]
    if is_title(following.text) or following.lower_ in ORGANIZATION_NOUNS or following.text in ORGANIZATIONS:
        return None
    if following.is_sent_start or following.text in DEMONYMS or following.is_stop or following.like_num:
        return None
    if following.lower_ in THINGS | MONTHS:
        return None
    name = at.get(start)
    if name is not None and (name.sure or (name.read and name.start <= i and name.label != "PERSON")):
        return None  # "Sri Lanka"
    if (word in HONORIFICS and word not in {"St.", "Saint", "Don"}) or (word in ABBREVIATIONS and word.endswith(".")):
        return start
    # "King Haakim II", but "Governor Island" has the title inside a name of its own.
    is_office = word.lower() in ROLE_NOUNS and word[:1].isupper() and doc[i].tag_ in {"NNP", "NNPS", "NN"}
    is_free = name is None or (
        name.label in {"GPE", "WORK_OF_ART", "PRODUCT"} and name.start == start and name.end - start == 1
    )
    inside = at.get(i)
    return start if is_office and is_free and (inside is None or inside is not name) else None


def _whole(doc: Doc, end: int, at: dict[int, Name]) -> int:
    """Where a person's name ends, with the parts of it that stand behind."""
    while end < len(doc):
        token = doc[end]
        if token.lower_ in SUFFIXES and is_capitalized(token.text):
            end += 1
        elif token.lower_ in PARTICLES and end + 1 < len(doc) and _is_part(doc, end + 1, at):
            end += 2
        elif token.text == "-" and not token.whitespace_ and not doc[end - 1].whitespace_ and end + 1 < len(doc):
            if doc[end + 1].tag_ not in PROPER:
                break
            end += 2
        elif doc[end - 1].text in {"O", "D"} and token.text in {"'", "’"} and end + 1 < len(doc):  # "O’Leary"
            end += 2
        elif _is_part(doc, end, at):
            end += 1
        else:
            break
    return end


def _begins(doc: Doc, i: int, at: dict[int, Name]) -> bool:
    """Whether a word before a person's name is its first part, missed by the recogniser."""
    token = doc[i]
    return (
        i not in at
        and is_capitalized(token.text)
        and token.text.isalpha()
        and not token.text.isupper()
        and token.tag_ == "NNP"
        and (token.text in FIRST_NAMES or not token.is_sent_start)
        and not doc[i + 1].is_sent_start
        and not is_title(token.text)
        and token.lower_ not in _NEVER_FIRST
        and token.text not in DEMONYMS
        and not (
            i
            and is_capitalized(doc[i - 1].text)
            and doc[i - 1].tag_ == "NNP"
            and i - 1 not in at
            and not is_title(doc[i - 1].text)
        )
    )


def _names_a_thing(doc: Doc, end: int) -> bool:
    """ "Warhol Legacy Program", "Warhol Polaroids": a person's name begins the name of something else."""
    last = doc[end - 1]
    return last.lower_ in _THINGS_AND_NAMERS or (last.tag_ == "NNPS" and doc[end - 2].lower_ not in PARTICLES)


def _is_part(doc: Doc, i: int, at: dict[int, Name]) -> bool:
    token = doc[i]
    if not is_capitalized(token.text) or token.tag_ not in PROPER or token.is_sent_start:
        return False
    if token.lower_ in ORGANIZATION_NOUNS or is_title(token.text) or token.lower_ in MONTHS:
        return False
    if i + 1 < len(doc) and doc[i + 1].text == ":":  # "Image: ..."
        return False
    name = at.get(i)
    if name is None or name.label == "PERSON" or name.weight == 0.0:
        return True
    # "John Bonifaz", of which the recogniser made a person and an organization.
    is_first_name = doc[i - 1].text in FIRST_NAMES and (i - 2) not in at
    return is_first_name and name.end - name.start == 1 and name.label in {"ORG", "GPE"} and not name.sure
