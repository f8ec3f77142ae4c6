"""From the recogniser's spans to spans that are a name and nothing else: no title, no article, no "'s", no line break."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen
from spacy.tokens import Doc, Token

from service.extraction.lexicon import table, words

KEPT = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP"})
# A label that is no kind of name: the words may still be one, and the vote may say which.
WEAK = frozenset({"WORK_OF_ART", "PRODUCT", "EVENT", "LAW", "LANGUAGE", "DATE", "TIME", "CARDINAL"})

HONORIFICS = words("honorifics")
ABBREVIATIONS = words("title_abbreviations")
ROLE_NOUNS = words("role_nouns")
TITLE_MODIFIERS = frozenset(
    [
        "prime",
        "vice",
        "deputy",
        "chief",
        "foreign",
        "acting",
        "interim",
        "former",
        "then",
        "ex",
        "crown",
        "first",
        "lead",
        "senior",
        "junior",
        "assistant",
        "associate",
        "executive",
        "general",
        "national",
        "security",
        "special",
    ]
)
ORGANIZATION_NOUNS = {row["noun"]: row for row in table("organization_nouns")}
# What stands beside a name but never at its edge.
_EDGE = frozenset(
    [
        "the",
        "a",
        "an",
        "this",
        "that",
        "these",
        "those",
        "its",
        "his",
        "her",
        "their",
        "our",
        "my",
        "'s",
        "’s",
        "'",
        "’",
        "of",
        "for",
        "and",
        "&",
        ",",
        ".",
        ":",
        ";",
        "-",
        "–",
        "—",
        "(",
        ")",
        "[",
        "]",
        "/",
        '"',
        "“",
        "”",
        "‘",
        "!",
        "?",
    ]
)
# Heads of what is named and is no person, organization or place.
NOT_A_NAME = frozenset(
    [
        "program",
        "programme",
        "project",
        "shuttle",
        "act",
        "bill",
        "treaty",
        "agreement",
        "accord",
        "award",
        "prize",
        "medal",
        "day",
        "night",
        "week",
        "war",
        "games",
        "olympics",
        "cup",
        "tour",
        "study",
        "report",
        "survey",
        "campaign",
        "edition",
        "festival",
        "expo",
        "fair",
        "law",
        "plan",
        "deal",
        "clause",
        "amendment",
    ]
)
PARTICLES = frozenset(
    [
        "de",
        "da",
        "di",
        "do",
        "du",
        "del",
        "della",
        "dos",
        "das",
        "van",
        "von",
        "der",
        "den",
        "ter",
        "ten",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "ibn",
        "ben",
        "bint",
        "abu",
        "mac",
        "af",
        "av",
        "zu",
        "zur",
        "y",
        "e",
    ]
)
SUFFIXES = frozenset(
    [
        "Jr",
        "Jr.",
        "Sr",
        "Sr.",
        "II",
        "III",
        "IV",
        "V",
        "VI",
        "VII",
        "VIII",
        "IX",
        "X",
        "XI",
        "XII",
        "XIII",
        "XIV",
        "XV",
        "XVI",
    ]
)


@frozen
class Name:
    """Tokens `[start, end)` and the label that speaks for them, with its weight; `sure` ones are not outvoted."""

    start: int
    end: int
    label: str
    weight: float = 1.0
    sure: bool = False


def is_capitalized(word: str) -> bool:
    """Whether a word could be part of a name: "Izium", "al-Amr", "O'Dowd", "eBay"."""
    return word[:1].isupper() or (len(word) > 3 and word[0].isalpha() and any(c.isupper() for c in word[1:]))


def is_title(word: str) -> bool:
    """Whether a word, as it stands before a name, is a title or part of one."""
    return word in HONORIFICS or word in ABBREVIATIONS or word.lower() in ROLE_NOUNS or word.lower() in TITLE_MODIFIERS


def trimmed(doc: Doc) -> list[Name]:
    """The recogniser's spans, each trimmed; a weak label keeps weight 0."""
    names: list[Name] = []
    for entity in doc.ents:
        label = entity.label_
        if label not in KEPT and label not in WEAK:
            continue
        for start, end in _pieces(doc, entity.start, entity.end, label):
            start, end = _trim(doc, start, end, label)
            if start < end and _is_name(doc, start, end, label):
                names.append(Name(start, end, label, 1.0 if label in KEPT else 0.0))
    return names


def _pieces(doc: Doc, start: int, end: int, label: str) -> Iterator[tuple[int, int]]:
    """A span cut at line breaks; two people joined by "and" are two."""
    at = start
    for i in range(start, end):
        joins = label == "PERSON" and doc[i].lower_ in ("and", ",", ";")
        if joins or (doc[i].is_space and "\n" in doc[i].text):
            yield at, i
            at = i + 1
    yield at, end


def _trim(doc: Doc, start: int, end: int, label: str) -> tuple[int, int]:
    while start < end and (doc[start].lower_ in _EDGE or doc[start].is_space):
        start += 1
    while end > start and (_closes(doc[end - 1]) or doc[end - 1].is_space):
        end -= 1
    if label == "PERSON":
        while end - start > 1 and is_title(doc[start].text):
            start += 1
        while start < end and not is_capitalized(doc[start].text) and doc[start].lower_ not in PARTICLES:
            start += 1
        while end > start and not is_capitalized(doc[end - 1].text):
            end -= 1
    return start, end


def _closes(token: Token) -> bool:
    return (token.lower_ in _EDGE and token.text not in SUFFIXES) or _is_clock(token.text)


def _is_clock(word: str) -> bool:
    """A running time: "0:42"."""
    left, colon, right = word.partition(":")
    return bool(colon) and left.isdigit() and right.isdigit()


def _is_name(doc: Doc, start: int, end: int, label: str) -> bool:
    tokens = doc[start:end]
    if not any(is_capitalized(t.text) for t in tokens):
        return False
    if label in WEAK:
        return all(is_capitalized(t.text) and t.tag_ in ("NNP", "NNPS") for t in tokens) and len(tokens) <= 3
    if any(t.text in "$€£¥%" or (label == "PERSON" and t.is_digit) for t in tokens):
        return False
    last = tokens[-1]
    if label in ("PERSON", "ORG") and last.lower_ in NOT_A_NAME:
        return False
    if label == "PERSON" and len(tokens) == 1:
        return last.tag_ in ("NNP", "NNPS") and not is_title(last.text)
    # "D-Ohio", "R-Texas": a party and a place, no name.
    return not (len(tokens) == 1 and len(last.text) > 3 and last.text[:2] in ("D-", "R-", "I-"))
