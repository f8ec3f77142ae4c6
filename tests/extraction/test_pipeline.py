"""The way of an article through the rooms, and what it can fail with."""

import time

import pytest

from service.extraction import (
    Article,
    DeadlineExceeded,
    ExtractionError,
    Extractor,
    InvalidText,
    ModelError,
    UnsupportedLanguage,
    pipeline,
)
from service.extraction.layout import layout
from service.extraction.pipeline import NEEDS, ROOMS
from service.settings import Settings

GERMAN = "Die Bundesregierung hat am Donnerstag beschlossen, die Steuern zu senken und neue Stellen zu schaffen."


@pytest.mark.parametrize("text", [" \n\t ", "", "a lone \ud800 surrogate"])
def test_what_is_no_text(extractor, text):
    with pytest.raises(InvalidText):
        extractor.extract(Article(text=text))


def test_another_language_is_said(extractor):
    with pytest.raises(UnsupportedLanguage) as error:
        extractor.extract(Article(text=GERMAN))
    assert error.value.detected == "de"


def test_a_language_that_is_asked_for(extractor):
    with pytest.raises(UnsupportedLanguage):
        extractor.extract(Article(text="The bridge fell.", language="fr"))


def test_past_its_deadline_an_article_is_given_up(extractor):
    with pytest.raises(DeadlineExceeded):
        extractor.extract(Article(text="The bridge fell.", deadline=time.monotonic() - 1))
    late = Article(text="The bridge fell.", deadline=time.monotonic() - 1)
    first, second = extractor.extract_many([late, Article(text="The bridge fell.")])
    assert isinstance(first, DeadlineExceeded)
    assert not isinstance(second, ExtractionError)


def test_a_long_text_is_parsed_piece_by_piece(extractor, monkeypatch):
    paragraph = "Mayor Lena Okoye said on Thursday that 14 people were hurt when a bridge fell. She wept."
    text = "\n\n".join([paragraph] * 30) + "\n" + "word " * 200
    whole = extractor.extract(Article(text=text))
    monkeypatch.setattr(pipeline, "PIECE", 50)
    pieces = list(pipeline.pieces_of(layout(extractor.nlp.make_doc(text))))
    assert [a for a, _ in pieces] == [0] + [b for _, b in pieces[:-1]]
    assert max(b - a for a, b in pieces) <= 50
    assert [q.text for q in extractor.extract(Article(text=text)).quotes] == [q.text for q in whole.quotes]
    assert [f.text for f in next(iter(extractor.extract_many([Article(text=text)]))).figures] == ["14"] * 30


def test_a_long_text_is_given_up_in_the_middle_of_its_parse(extractor, monkeypatch):
    monkeypatch.setattr(pipeline, "PIECE", 50)
    with pytest.raises(DeadlineExceeded, match="the parse"):
        extractor.extract(Article(text="The bridge fell. " * 100, deadline=time.monotonic() - 1))


def test_the_missing_model_and_the_missing_gazetteer_are_named(tmp_path):
    with pytest.raises(ModelError, match="no_such_model"):
        Extractor.load(Settings(model="no_such_model"))
    with pytest.raises(ModelError, match="nowhere"):
        Extractor.load(Settings(gazetteer=str(tmp_path / "nowhere.sqlite")))


def test_only_the_rooms_that_a_section_needs_are_walked(extractor, monkeypatch):
    walked = []
    real = extractor.nlp.get_pipe
    monkeypatch.setattr(extractor.nlp, "get_pipe", lambda name: walked.append(name) or real(name))
    extractor.extract(Article(text="The bridge fell.", include=frozenset(["figures"])))
    assert walked == [
        "copydesk_boilerplate",
        "copydesk_dates",
        "copydesk_recogniser",
        "copydesk_names",
        "copydesk_figures",
    ]


def test_what_is_parsed_ahead_is_read_as_it_would_be_alone(extractor):
    news = "Mayor Lena Okoye said on Thursday that 14 people were hurt when a bridge fell.\n\n“It was loud,” she said."
    articles = [Article(text=text) for text in (news, GERMAN, " ", "The bridge fell.", news[20:])]
    parses = extractor.parse_ahead(articles)
    assert [parse is None for parse in parses] == [False, True, True, False, False]
    for article, parse in zip(articles, parses, strict=True):
        if parse is not None:
            assert extractor.extract(article, parse) == extractor.extract(article)


def test_the_deadline_of_what_was_parsed_ahead_is_that_of_its_reading(extractor):
    article = Article(text="The bridge fell.")
    (parse,) = extractor.parse_ahead([article])
    with pytest.raises(DeadlineExceeded):
        extractor.extract(Article(text=article.text, deadline=time.monotonic() - 1), parse)


def test_what_a_section_needs_is_a_room():
    assert {room for rooms in NEEDS.values() for room in rooms} == set(ROOMS)


def test_what_reads_says_its_versions(extractor):
    assert extractor.meta.model.name == "en_core_web_md"
    assert extractor.meta.gazetteer.places > 250_000
