from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from service.api.formats.markdown import begun, text

from .conftest import HOSTILE, SEED

COMMONMARK = MarkdownIt("commonmark").enable("table").enable("strikethrough")


def kinds(body: str) -> set[str]:
    tokens = COMMONMARK.parse(body)
    return {token.type for token in tokens} | {child.type for token in tokens for child in token.children or []}


def test_the_seed(write):
    sheet = write("markdown", SEED, title="Graves in Izium", source="CNN").decode()
    assert sheet.startswith("# Graves in Izium\n\nCNN · published 2022-09-16 · 603 words\n")
    sections = re.findall(r"^## (.+)$", sheet, re.MULTILINE)
    assert sections == ["Main event", "Timeline", "Quotes", "Figures", "Places", "People and organizations"]
    assert "- Who: Ukrainian authorities" in sheet
    assert "### Volodymyr Zelensky, President\n" in sheet
    assert "- “We want the world to know" in sheet
    assert "| 8,000 square kilometers | 8,000 square kilometre | territory | Zelensky said Tuesday" in sheet
    assert "- **Izium** (city, Kharkiv Oblast, UA) [49.2070, 37.2768](https://sws.geonames.org/707292/)" in sheet
    days = re.findall(r"^- \*\*(\d{4}[^*]*)\*\*", sheet, re.MULTILINE)
    assert days == sorted(days)
    assert "2022-09-14" in days
    assert {"heading_open", "bullet_list_open", "table_open", "link_open", "blockquote_open"} <= kinds(sheet)


def test_a_hostile_article_is_text(write):
    sheet = write("markdown", HOSTILE, title="# <script>alert(1)</script>", url="javascript:alert(1)").decode()
    rendered = COMMONMARK.render(sheet)
    assert not {"html_inline", "html_block", "image", "code_inline"} & kinds(sheet)
    assert re.findall(r'href="([^"]+)', rendered) == [
        address for address in re.findall(r'href="([^"]+)', rendered) if address.startswith("https://sws.geonames.org/")
    ]
    assert "<script" not in rendered
    assert "<h1># &lt;script&gt;alert(1)&lt;/script&gt;</h1>" in rendered


def test_what_is_not_sure_says_so(write):
    sheet = write("markdown", "A bridge fell in Springfield.").decode()
    assert re.search(r"\*\*Springfield\*\* .+ \*\(unsure: 0\.\d\d\)\*", sheet)


def test_nothing_found(write):
    sheet = write("markdown", "Yes.").decode()
    assert "##" not in sheet
    assert sheet.startswith("# Fact sheet\n")


@pytest.mark.parametrize("line", ["- a", "1. a", "12) a", "+ a", "# a", "=== ", "---", "> a", ": a", "| a | b |"])
def test_no_line_begins_a_block(line):
    tokens = [token.type for token in COMMONMARK.parse(f"- {begun(text(line))}")]
    assert tokens.count("bullet_list_open") == 1
    assert not {"ordered_list_open", "heading_open", "hr", "blockquote_open", "table_open"} & set(tokens)


@given(st.text(max_size=60))
def test_any_text_is_itself(given_text):
    """What is written as text is read as that text, in a list, a table, a heading and in bold."""
    line = text(given_text)
    plain = " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\s]+", " ", given_text).split(" ")).strip()
    written = begun(line) or "x"
    rendered = COMMONMARK.render(f"- {written}\n")
    assert html.unescape(re.sub(r"<(?!/?(?:ul|li)>)", "", rendered)).strip()  # something is there
    inner = re.fullmatch(r"<ul>\n<li>(.*)</li>\n</ul>\n", rendered, re.DOTALL)
    assert inner
    assert html.unescape(inner[1]).strip() == (plain or "x")
