"""One name of a place as it stands in the text: where it begins and ends, and what unit it names."""

from __future__ import annotations

from attrs import define
from spacy.tokens import Doc, Span, Token

from service.extraction.model import PlaceKind

from .tables import FIRST_WORDS, PLACE_WORDS, PLURAL_UNITS, Row

KIND_OF_LABEL: dict[str, PlaceKind] = {"GPE": "other", "LOC": "area", "FAC": "facility"}
STATE_OFFICES = frozenset({"Gov.", "Gov", "Governor"})  # "New York Gov. Mario Cuomo": the state's
LONGEST_LIST = 12  # tokens from a name to the unit behind the list it stands in
OFTEN_OF_COMPOUNDS = frozenset(
    {"district", "division", "department", "republic", "territory", "commune", "area", "state"}
)


@define
class Name:
    """A place's name in the text: tokens `[start, end)`."""

    start: int
    end: int
    text: str  # what to look up
    full_name: str  # with its unit: "Kharkiv region" even where "the Kharkiv and Donetsk regions" is written
    kind: PlaceKind  # what the words say that it is, for a place that the gazetteer does not have
    label: str = "GPE"  # as what the recogniser took it
    unit: Row | None = None  # row of `place_words` that says what it must be
    admin1: str | None = None  # GeoNames code, where the name is an abbreviation of a state
    unit_tokens: int = 0  # how many at its end are the unit's
    inside: Name | None = None  # the Texas of "Paris, Texas"

    @property
    def base_end(self) -> int:
        return self.end - self.unit_tokens


def trimmed(span: Span) -> Span | None:
    """Without article, possessive and what is said before it in small letters: "eastern Ukraine" -> "Ukraine"."""
    start, end = span.start, span.end
    doc = span.doc
    while start < end and not has_capital(doc[start]) and not doc[start].text[0].isdigit():
        start += 1
    while start < end - 1 and doc[start].lower_ in ("the", "downtown"):
        start += 1
    while end > start and (doc[end - 1].is_space or doc[end - 1].is_punct or doc[end - 1].tag_ == "POS"):
        end -= 1
    return doc[start:end] if start < end else None


def has_capital(token: Token) -> bool:
    return any(letter.isupper() for letter in token.text[:3])


def with_unit(span: Span, label: str) -> Name:
    """The name with the word behind it that says what it is: "Kharkiv region", "the Kharkiv and Donetsk regions"."""
    doc, end = span.doc, span.end
    if own_unit(span) is not None or (len(span) > 1 and span[-1].lower_ in PLACE_WORDS):
        return bare(span, label)
    following = doc[end] if end < len(doc) else None
    if following is not None and (unit := unit_word(following)):
        return Name(
            span.start, end + 1, span.text, doc[span.start : end + 1].text, "region", label, unit, unit_tokens=1
        )
    if following is not None and following.text in STATE_OFFICES:
        return Name(span.start, end, span.text, span.text, "region", label, PLACE_WORDS["state"])
    if unit := coordinated_unit(doc, span.start, end):
        return Name(span.start, end, span.text, f"{span.text} {unit['word']}", "region", label, unit)
    return bare(span, label)


def bare(span: Span, label: str = "GPE") -> Name:
    """The name as it is, whatever stands behind it."""
    if unit := own_unit(span):
        return Name(span.start, span.end, span[:-1].text, span.text, "region", label, unit, unit_tokens=1)
    return Name(span.start, span.end, span.text, span.text, kind_of(span, label), label)


def own_unit(span: Span) -> Row | None:
    """The unit that is the last word of the name: "Lamar County"."""
    row = PLACE_WORDS.get(span[-1].lower_) if len(span) > 1 else None
    return row if row is not None and row["kind"] == "region" else None


def unit_word(token: Token) -> Row | None:
    """The unit that a word behind a name makes of it: the "region" of "Kharkiv region".

    Not the "district" of "Moscow district court", which belongs to the court, nor the verb of "diplomats state".
    """
    row = PLACE_WORDS.get(token.lower_)
    if row is None or row["kind"] != "region" or not row["after"] or token.pos_ == "VERB":
        return None
    of_compound = token.dep_ == "compound" and token.head.i == token.i + 1
    return None if of_compound and token.lower_ in OFTEN_OF_COMPOUNDS else row


def kind_of(span: Span, label: str) -> PlaceKind:
    """What the name itself says that the place is, else what the recogniser says."""
    row = None
    if len(span) > 1:
        row = PLACE_WORDS.get(span[-1].lower_) or FIRST_WORDS.get(span[0].lower_)
    return row["kind"] if row else KIND_OF_LABEL.get(label, "other")  # type: ignore[return-value]


def coordinated_unit(doc: Doc, start: int, end: int) -> Row | None:
    """The unit behind a list of names, "X, Y and Z regions", for the name `[start, end)` in it.

    In the singular, "the X and Y region", it is the unit of X too where X has the article, which a town has not.
    """
    has_article = start > 0 and doc[start - 1].lower_ == "the"
    seen_and = False
    for token in doc[end : end + LONGEST_LIST]:
        word = token.lower_
        if word in PLURAL_UNITS:
            return PLURAL_UNITS[word] if seen_and or token.i == end else None
        if has_article and seen_and and word in PLACE_WORDS and PLACE_WORDS[word]["kind"] == "region":
            return PLACE_WORDS[word]
        if word == "and":
            seen_and = True
        elif word != "," and not (token.pos_ == "PROPN" and has_capital(token)):
            return None
    return None
