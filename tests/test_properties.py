"""What holds for any text: offsets, ids, order, the same answer twice."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.extraction import SECTIONS, Article, Extraction, ExtractionError, Extractor
from service.extraction.assemble import references

# Pieces of news and of hostility, put together in any order.
PIECES = [
    "Mayor Lena Okoye said on Thursday that 14 people were hurt",
    "“We will rebuild,” she said",
    "“An opening mark that never closes",
    "'",
    '"',
    "\n\n",
    "\n",
    " ",
    ". ",
    ", ",
    "PARIS, Texas (AP) — ",
    "(CNN) — ",
    "some 48 kilometers (30 mi) north of Izium",
    "$1.2bn or €75m",
    "between 40 and 45 per cent",
    "the Kharkiv and Donetsk regions",
    "Mr. Roe, the head of the Bank of England, who",
    "according to the ministry",
    "was killed in the attack",
    "1,2,3.4/5:6-7",
    "\x00",
    "\u202eRTL\u202c",
    "e\u0301",
    "👩\u200d👩\u200d👧",
    "½",
    "９９",
    "٣٤",
    "1e999",
    "9" * 400,
    "three hundred " * 20,
    "a third of a third of a third",
    ")" * 250,
]
texts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=25).map("".join) | st.text(
    alphabet=st.characters(exclude_categories=["Cs"]), max_size=200
)


def parts(thing: object):
    """The object and every part of it."""
    yield thing
    for value in attrs.asdict(thing, recurse=False).values():  # type: ignore[arg-type]
        for part in value if isinstance(value, tuple) else (value,):
            if attrs.has(type(part)):
                yield from parts(part)


def read(extractor: Extractor, article: Article) -> Extraction | None:
    try:
        return extractor.extract(article)
    except ExtractionError:
        return None


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(texts)
def test_any_text(extractor, text):
    got = read(extractor, Article(text=text))
    if got is None:
        return
    ids = set()
    for section in SECTIONS:
        objects = getattr(got, section)
        prefix = {"people": "person"}.get(section, section.rstrip("s"))
        assert [o.id for o in objects] == [f"{prefix}-{n}" for n in range(1, len(objects) + 1)]
        ids |= {o.id for o in objects}
        assert all(0 <= o.confidence <= 1 for o in objects)
    for part in parts(got):
        if hasattr(part, "start") and hasattr(part, "text") and isinstance(part.start, int):
            assert 0 <= part.start < part.end <= len(text)
            assert part.text == text[part.start : part.end]
    assert set(references(got)) <= ids
    assert read(extractor, Article(text=text)) == got


@pytest.mark.parametrize("section", SECTIONS)
def test_one_section_alone(extractor, section):
    text = (
        "KYIV, Ukraine (AP) — Mayor Lena Okoye said on Thursday that 14 people were hurt when a bridge fell in Paris, "
        "Texas. “We will rebuild,” she told the BBC."
    )
    whole = extractor.extract(Article(text=text))
    alone = extractor.extract(Article(text=text, include=frozenset([section])))
    assert len(getattr(alone, section)) == len(getattr(whole, section)) > 0
    assert all(not getattr(alone, other) for other in SECTIONS if other != section)
    own = {o.id for o in getattr(alone, section)}
    assert set(references(alone)) <= own


def test_many_read_as_each_alone(extractor):
    articles = [Article(text=piece) for piece in PIECES if piece.strip()]
    together = list(extractor.extract_many(articles))
    assert together == [read(extractor, article) or error for article, error in zip(articles, together, strict=True)]


def test_one_that_fails_fails_alone(extractor):
    good, bad = Article(text="A bridge fell in Paris on Monday."), Article(text="\ud800")
    first, second, third = extractor.extract_many([good, bad, good])
    assert isinstance(second, ExtractionError)
    assert first == third == extractor.extract(good)


def test_what_is_not_sure_goes_and_what_others_refer_to_stays(extractor):
    text = "Mayor Lena Okoye said on Thursday that 14 people were hurt when a bridge fell in Paris, Texas."
    whole = extractor.extract(Article(text=text))
    sure = extractor.extract(Article(text=text, min_confidence=0.7))
    for section in SECTIONS:
        kept, all_of_them = getattr(sure, section), getattr(whole, section)
        assert {o.id for o in all_of_them if o.confidence >= 0.7} <= {o.id for o in kept}
    ids = {o.id for section in SECTIONS for o in getattr(sure, section)}
    assert set(references(sure)) <= ids
