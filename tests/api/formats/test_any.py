"""Whatever is found in whatever text, it can be written in every format, and again with the same bytes."""

from __future__ import annotations

import json

import attrs
import pytest
from geojson_pydantic import FeatureCollection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.api.formats import FORMATS, LINE_FORMATS, Reading
from service.extraction import SECTIONS, Article, ExtractionError
from tests.test_properties import texts

from .conftest import HOSTILE
from .test_html import parse, squeezed, text_of


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(
    text=st.one_of(texts, texts.map(lambda text: text + HOSTILE)),
    known=st.fixed_dictionaries({}, optional={name: st.text(max_size=20) for name in ("title", "url", "source", "id")}),
    section=st.sampled_from(SECTIONS),
    offsets=st.sampled_from(["codepoint", "utf16", "utf8"]),
)
def test_any_extraction_renders(extractor, keeps_to, text, known, section, offsets):
    try:
        extraction = extractor.extract(Article(text=text, **known))
    except ExtractionError:
        return
    reading = Reading(extraction=extraction, text=text, offsets=offsets, section=section)
    written = {name: form.write(reading) for name, form in FORMATS.items()}
    assert written == {name: form.write(reading) for name, form in FORMATS.items()}
    for name in LINE_FORMATS:
        assert b"\n" not in written[name]
        json.loads(written[name])
    FeatureCollection.model_validate_json(written["geojson"])
    keeps_to("PlaceCollection", json.loads(written["geojson"]))
    keeps_to("NinjsItem", json.loads(written["ninjs"]))
    keeps_to("NewsArticle", json.loads(written["jsonld"]))
    parse(written["html"])
    for name in ("html", "markdown", "csv"):
        written[name].decode()


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(text=texts)
def test_html_keeps_every_letter(extractor, text):
    try:
        extraction = extractor.extract(Article(text=text))
    except ExtractionError:
        return
    body = FORMATS["html"].write(Reading(extraction=extraction, text=text))
    assert text_of(body) == squeezed(text)


@pytest.mark.parametrize("form", FORMATS)
def test_links_to_sections_that_were_not_asked_for(extractor, form):
    text = (
        "“Nobody was hurt,” Anne Petit, the mayor of Lyon, told the BBC on Thursday. A fire killed two people in Paris."
    )
    for section in SECTIONS:
        extraction = extractor.extract(Article(text=text, include=frozenset([section])))
        FORMATS[form].write(Reading(extraction=extraction, text=text, section=section))


@pytest.mark.parametrize("form", FORMATS)
def test_a_lone_surrogate_of_a_title_becomes_a_question_mark(extractor, form):
    """The HTTP interface refuses one; `from service.api.formats` in a notebook has no such guard."""
    extraction = extractor.extract(Article(text="A fire killed two people in Paris."))
    report = attrs.evolve(extraction.article, title="\ud800")
    reading = Reading(extraction=attrs.evolve(extraction, article=report), text="A fire killed two people in Paris.")
    FORMATS[form].write(reading)
