"""The main text of a page."""

from __future__ import annotations

import contextlib
import datetime as dt
import time

import pytest

from service.html import NoArticle, main_text

STORY = (
    "<p>A fire broke out on Thursday at a hospital in Lyon, and about forty people had to leave it in a hurry.</p>" * 3
)


def test_story_title_and_date() -> None:
    page = main_text(
        f"""<html><head><title>Fire in Lyon | The Paper</title><meta property="og:title" content="Fire in Lyon">
        <meta property="article:published_time" content="2022-09-16T10:00:00Z"></head>
        <body><header><a href="/">Home</a></header><article><h1>Fire in Lyon</h1>{STORY}</article>
        <aside>Subscribe now</aside></body></html>""".encode()
    )
    assert "A fire broke out" in page.text
    assert "Subscribe" not in page.text
    assert (page.title, page.published) == ("Fire in Lyon", dt.date(2022, 9, 16))


def test_the_same_page_gives_the_same_text() -> None:
    page = f"<html><body><article>{STORY}<p>Nobody was hurt.</p></article></body></html>".encode()
    assert len({main_text(page) for _ in range(5)}) == 1


def test_what_the_page_does_not_say_is_not_known() -> None:
    page = main_text(f"<html><body><article>{STORY}</article></body></html>".encode())
    assert (page.title, page.published) == (None, None)


def test_other_encodings() -> None:
    page = f'<html><head><meta charset="iso-8859-1"></head><body><article>{STORY}<p>Café Müller stayed open all night long.</p></article></body></html>'
    assert "Café Müller" in main_text(page.encode("latin-1")).text


@pytest.mark.parametrize(
    "page", [b"", b"\x00\xff", b"<html></html>", b"plain words", b"<script>var a = 1</script>", b"<svg><p>A"]
)
def test_no_article(page: bytes) -> None:
    with pytest.raises(NoArticle):
        main_text(page)


@pytest.mark.parametrize(
    "page", [b"<div>" * 100_000, b"<" * 200_000, b"<p>&amp;" * 50_000, b"<table><tr><td>" * 20_000, b"<!--" * 50_000]
)
def test_hostile_pages_end_soon(page: bytes) -> None:
    began = time.monotonic()
    with contextlib.suppress(NoArticle):
        main_text(page)
    assert time.monotonic() - began < 20
