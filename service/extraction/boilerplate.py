"""What is no part of the story: captions, bylines, credits, "read more", the date line; and the dateline that opens it.

In: paragraphs. Out: `doc._.boilerplate`, `doc._.dateline`, `doc._.published` and `doc._.published_from`.
Each paragraph is looked at alone; only short ones can be boilerplate, and none is if all would be.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from .document import cut, text_of
from .lexicon import table
from .model import Article, BoilerplateKind, BoilerplateSpan, Dateline, Span

LONGEST = 250  # characters; a longer paragraph is story
LONGEST_DATELINE = 100
HEAD_PARAGRAPHS = 6  # the date of publication and the dateline stand among the first few

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
MONTH = rf"(?:{MONTHS}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?"
_MONTH_NUMBER = {name[:3].lower(): number for number, name in enumerate(MONTHS.split("|"), 1)}

# Reads "date 2022-09-16", "Published: Friday, July 21, 2017 10:15 GMT", "Updated 1254 GMT (2054 HKT) July 17, 2021"
# and "March 01, 2008".
_DATE = re.compile(
    r"\s{0,9}(?P<label>(?:date|dated|published|updated|last updated|posted|created|modified)(?: on| at)?\s?:?\s{1,3})?"
    r"(?:\d{1,2}:?\d{2}\s?(?:[AP]\.?M\.?)?\s?[A-Z]{2,4}(?:\s\(\d{3,4}\s[A-Z]{2,4}\))?,?\s{1,3})?"
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},?\s{1,3})?"
    r"(?:(?P<iso>\d{4}-\d{2}-\d{2})(?!\d)"
    rf"|(?P<month>{MONTH})\s{{1,3}}(?P<day>\d{{1,2}}),?\s{{1,3}}(?P<year>\d{{4}})(?!\d)"
    rf"|(?P<day2>\d{{1,2}})\s{{1,3}}(?P<month2>{MONTH}),?\s{{1,3}}(?P<year2>\d{{4}})(?!\d))",
    re.IGNORECASE,
)
# What may follow a date of publication on its line: a time of day with its zone.
_CLOCK = re.compile(
    r"(?:T|,? (?:at )?)?(?:\d{1,2}[:.]\d{2}(?::\d{2})?)?\s?(?:[ap]\.?m\.?)?\s?(?:[A-Z]{1,4}|[+-]\d{2}:?\d{2})?\s*$",
    re.IGNORECASE,
)
_RUNNING_TIME = re.compile(r"(?<![\d:])(?:\d{1,2}:\d{2}(?::\d{2})?|\(\d{1,2}:\d{2}(?::\d{2})?\))\s*$")
_SENTENCE_END = re.compile(r"[a-z”\"]{4}\.\s")
_BEFORE_CLOCK = re.compile(r"\b(?:at|by|until|till|to|from|around|about|before|after|since)\s+\S{4,10}$", re.IGNORECASE)
_CREDIT = re.compile(r"\b(?:contribut(?:ed|ing)|reporting|wrote|reported (?:and|from|in))\b")
# What a line of credit has besides names: "CNN's Jane Roe reported and wrote from Lviv, and John Doe from Kyiv."
_CREDIT_WORDS = frozenset(row["phrase"] for row in table("boilerplate") if row["where"] == "word")
_LONGEST_ITEM = 120  # characters of a line in a list of highlights
_CREDIT_IN_BRACKETS = re.compile(
    r"\s{0,9}[(\[](?:photo|image|picture|file photo|video|ap photo|credit)\b[^()\[\]]{0,200}[)\]]\s*$", re.IGNORECASE
)
# A caption ends with who took the picture: "… through the water. Photograph: Tom Lee/AP", "… (Tom Lee/AP Photo)".
_CREDIT_BEHIND = re.compile(
    r"(?:\b(?i:photo|photograph|picture|image|credit)s?(?: (?i:credit|by))?: ?[A-Z][\w .,'’/&-]{1,60}"
    r"|\([A-Z][\w .'’-]{1,40}/[A-Z][\w .'’/-]{1,40}\))\s*$"
)
_DASH = re.compile(r"\s?(?:—|–|--)\s?| - | _(?=\s|$)")
_AGENCY = re.compile(r"\s{0,9}(?P<place>[^()]{0,70})\((?P<agency>[A-Z][\w./& ]{1,28})\)\s?(?P<dash>[—–_-]{0,2})")
_DAY_OF_MONTH = re.compile(rf"{MONTH} \d{{1,2}}$|\d{{1,2}} {MONTH}$")
_NAME_PART = re.compile(r"[A-Z][\w.'’-]*(?: (?:[A-Z][\w.'’-]*|of|the|and|de|del|la|el))*$")


@Language.component(
    "copydesk_boilerplate", assigns=["doc._.boilerplate", "doc._.dateline", "doc._.published", "doc._.published_from"]
)
def boilerplate(doc: Doc) -> Doc:
    article: Article = doc._.article
    found: list[BoilerplateSpan] = []
    published: dt.date | None = None
    paragraphs = [paragraph_span(doc, first, end) for first, end in doc._.paragraphs]
    in_head = True
    under: BoilerplateKind | None = None  # what the lines under a heading are
    for number, paragraph in enumerate(paragraphs):
        date, rest = head_date(doc, paragraph) if in_head and number < HEAD_PARAGRAPHS else (None, paragraph)
        if date is not None:
            published = published or date
            found.append(_marked(doc, paragraph.start, rest.start, "date"))
        kind = kind_of(rest.text) if rest.text.strip() else None
        if kind:
            under = heading(rest.text)
        elif under and _is_item(rest.text):
            kind = under
        else:
            under = None
        if kind:
            found.append(_marked(doc, rest.start, rest.end, kind))
        elif rest.text.strip() and len(rest.text) > LONGEST:
            in_head = False
        if doc._.dateline is None and not kind and number < HEAD_PARAGRAPHS:
            doc._.dateline = dateline(doc, rest)
    # Else it is no article but a list: leave it.
    if sum(b.end - b.start for b in found) < 0.8 * len(text_of(doc).strip()):
        doc._.boilerplate = found
    doc._.published = article.published or published
    doc._.published_from = "request" if article.published else "text" if published else None
    return doc


def paragraph_span(doc: Doc, first: int, end: int) -> Span:
    """Its characters without the white space around it."""
    last = doc[end - 1]
    text = text_of(doc)[doc[first].idx : last.idx + len(last)]
    start = doc[first].idx + len(text) - len(text.lstrip())
    return cut(doc, start, start + len(text.strip()))


def kind_of(text: str) -> BoilerplateKind | None:
    """What kind of boilerplate a paragraph is; None for story."""
    if len(text) > LONGEST:
        return None
    if _RUNNING_TIME.search(text) and not (_SENTENCE_END.search(text) or _BEFORE_CLOCK.search(text)):
        return "caption"
    if _CREDIT_IN_BRACKETS.match(text):
        return "credit"
    if (behind := _CREDIT_BEHIND.search(text)) and behind.start() > 0:
        return "caption"
    if text[:9].lstrip().lower().startswith(("by ", "story by", "words by")) and _is_byline(text):
        return "byline"
    return "credit" if _is_credit_line(text) else _marked_by_phrase(text)


def heading(text: str) -> BoilerplateKind | None:
    """What the lines under a heading are: a list of highlights, the title of a video."""
    line = text.strip().lower()
    kinds = (row["kind"] for row in table("boilerplate") if row["where"] == "heading" and row["phrase"] == line)
    return next(kinds, None)  # type: ignore[arg-type]  # a test holds the table to the kinds


def _is_item(text: str) -> bool:
    """A line under a heading: short, and no sentence of the story."""
    return 0 < len(text) <= _LONGEST_ITEM and not text.rstrip().endswith((".", "”", '"')) and not _AGENCY.match(text)


def _is_credit_line(text: str) -> bool:
    """ "Reuters' Jane Roe contributed to this report.": names, and the words that tell who did what."""
    return bool(_CREDIT.search(text)) and all(
        word[0].isupper() or word in _CREDIT_WORDS for word in re.findall(r"[^\W\d_]+", text)
    )


def _is_byline(text: str) -> bool:
    """ "By Jane Roe and John Doe, Associated Press": capitalized words only, and no sentence."""
    words = re.findall(r"[^\s,|/]+", text)[1:]
    return (
        1 < len(words) <= 14
        and not text.rstrip().endswith((".", "?", "!", ":"))
        and all(
            word[0].isupper() or word in ("and", "for", "of", "the", "in", "at", "de", "van", "von", "|", "@")
            for word in words
        )
    )


def _marked_by_phrase(text: str) -> BoilerplateKind | None:
    lower = text.strip().lower().replace("’", "'").lstrip("([")
    for row in table("boilerplate"):
        phrase, where = row["phrase"], row["where"]
        if not lower.startswith(phrase):
            continue
        rest = lower[len(phrase) :]
        if (
            (where in {"whole", "heading"} and not rest.strip(" .:"))
            or (where == "label" and rest.lstrip().startswith((":", "|", "/")))
            or (where == "start" and not rest[:1].isalnum())
        ):
            return row["kind"]  # type: ignore[return-value]  # a test holds the table to the kinds
    return None


def head_date(doc: Doc, paragraph: Span) -> tuple[dt.date | None, Span]:
    """The date of publication that a paragraph opens with, and what is left of the paragraph behind it.

    The date must have a label before it ("date 2022-09-16 …") or fill its line.
    """
    match = _DATE.match(paragraph.text[:120])
    if not match:
        return None, paragraph
    rest = paragraph.text[match.end() :]
    clock = _CLOCK.match(rest) if len(rest) < 40 else None
    if not (clock or match["label"]):
        return None, paragraph
    date = date_of(match)
    if date is None:
        return None, paragraph
    start = paragraph.end if clock else paragraph.start + match.end()
    start += len(text_of(doc)[start : paragraph.end]) - len(text_of(doc)[start : paragraph.end].lstrip())
    return date, cut(doc, start, paragraph.end)


def date_of(match: re.Match[str]) -> dt.date | None:
    """The calendar day of a match of `_DATE`; None for a day that no month has."""
    try:
        if match["iso"]:
            return dt.date.fromisoformat(match["iso"])
        month = match["month"] or match["month2"]
        day, year = match["day"] or match["day2"], match["year"] or match["year2"]
        return dt.date(int(year), _MONTH_NUMBER[month[:3].lower()], int(day))
    except ValueError:
        return None


def dateline(doc: Doc, paragraph: Span) -> Dateline | None:
    """ "KYIV, Ukraine (AP) —", "LONDON, March 3 (Reuters) -", "INNISFAIL -", "(CNN) —" at the head of a paragraph."""
    head = paragraph.text[:LONGEST_DATELINE]
    if (match := _AGENCY.match(head)) and all(map(_is_dateline_part, _parts(match["place"]))):
        end = match.start("dash") if match["dash"] else match.end()
        if not match["dash"] and head[match.end() : match.end() + 1].islower():
            return None  # "The World Health Organization (WHO) met"
        return _dateline(doc, paragraph.start, paragraph.start + end, match["agency"].strip())
    if (dash := _DASH.search(head)) and (parts := list(_parts(head[: dash.start()]))):
        place = parts[0]
        if place.isupper() and len(place) > 2 and all(map(_is_dateline_part, parts)):
            return _dateline(doc, paragraph.start, paragraph.start + dash.start(), None)
    return None


def _dateline(doc: Doc, start: int, end: int, agency: str | None) -> Dateline:
    text = text_of(doc)[start:end].rstrip()
    return Dateline(start, start + len(text), text, agency=agency)


def _parts(place: str) -> Iterator[str]:
    return (part.strip() for part in place.split(",") if part.strip())


def _is_dateline_part(part: str) -> bool:
    return bool(_NAME_PART.match(part) or _DAY_OF_MONTH.match(part)) and len(part.split()) <= 5


def _marked(doc: Doc, start: int, end: int, kind: BoilerplateKind) -> BoilerplateSpan:
    text = text_of(doc)[start:end].rstrip()
    return BoilerplateSpan(start, start + len(text), text, kind)
