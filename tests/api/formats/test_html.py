from __future__ import annotations

import re
import warnings

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.api.formats.markup import Mark, marked_up, paragraphs_of

from .conftest import HOSTILE, SEED

ALLOWED = {"article", "p", "br", "span", "q", "data", "time", "meta", "link"}
ATTRIBUTES = {"class", "lang", "dir", "value", "datetime", "content", "href", "itemprop", "itemscope", "itemtype"}


def parse(body: bytes):
    """Strictly: what a browser would have to mend is an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(
            f"<!DOCTYPE html><html><head><title>x</title></head><body>{body.decode()}</body></html>"
        )


def text_of(body: bytes) -> str:
    """The words as a reader has them: a `<q>` has its marks, white space is white space."""
    tree = parse(body)
    for quotation in tree.iter("q"):
        quotation.text = "“" + (quotation.text or "")
        quotation.tail = "”" + (quotation.tail or "")
    return squeezed("".join(tree.find("body").itertext()))


def squeezed(text: str) -> str:
    controls = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(127, 160)), "\ufffd")  # HTML has none
    return re.sub(r"\s+", "", re.sub("[“”\"‘’']", "", text.translate(controls)))


@pytest.mark.parametrize("text", [SEED, HOSTILE, "Nobody came.", "“One\n\n“Two,” he said. “Three\n\nfour” she said."])
def test_it_is_html_and_the_whole_text_is_there(write, text):
    body = write("html", text)
    assert text_of(body) == squeezed(text)
    for element in parse(body).find("body").iter():
        if element.tag == "body":
            continue
        assert element.tag in ALLOWED
        assert all(name in ATTRIBUTES or name.startswith("data-") for name in element.keys())  # noqa: SIM118
        assert element.get("href", "https://sws.geonames.org/").startswith("https://sws.geonames.org/")


def test_nothing_of_a_hostile_article_is_an_element(write):
    body = write("html", HOSTILE, title="</article><script>alert(9)</script>", url="javascript:alert(1)").decode()
    for piece in ("<script", "<img", "<b ", 'href="javascript', "onerror=alert(3)>"):
        assert piece not in body
    assert "&lt;script&gt;" in body
    assert "&lt;/article&gt;" in body
    assert "\x00" not in body


def test_quotations_figures_dates(write):
    body = write("html", "“Nobody was hurt,” said Anne Petit on Thursday. She spent $5 million in 2021.")
    tree = parse(body)
    (quotation,) = tree.iter("q")
    assert "".join(quotation.itertext()) == "Nobody was hurt,"  # the browser writes the marks
    days = [time.get("datetime") for time in tree.iter("time")]
    assert days == ["2022-09-15", "2021"]
    (money,) = tree.iter("data")
    assert (money.get("value"), money.get("data-unit")) == ("5000000", "USD")


def test_a_paraphrase_is_in_no_quotation_marks(write):
    body = write("html", "Anne Petit said that nobody was hurt.")
    assert b"<q" not in body
    assert b'data-type="indirect"' in body


def test_microdata(write):
    tree = parse(
        write("html", "Anne Petit, the mayor of Lyon, said a bridge fell in Paris on 5 May 2022.", title="A & B")
    )
    items = {item.get("itemtype").rpartition("/")[2]: item for item in tree.iter() if item.get("itemtype")}
    assert {"NewsArticle", "Person", "City", "Event", "GeoCoordinates"} <= set(items)

    def props(kind):
        return {child.get("itemprop"): child.get("content") for child in items[kind] if child.get("itemprop")}

    assert props("NewsArticle")["headline"] == "A & B"
    assert props("Person") | {"name": "Anne Petit", "jobTitle": "mayor"} == props("Person")
    assert props("Event")["startDate"] == "2022-05-05"


def test_a_date_that_html_does_not_know_is_no_time(write):
    tree = parse(write("html", "Profits rose in the third quarter of 2021."))
    assert list(tree.iter("time")) == []
    assert [span.get("data-value") for span in tree.iter("span") if span.get("class") == "copydesk-date"] == ["2021-Q3"]


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        (" One\ntwo.\n \nThree.\n\n\n", [" One\ntwo.", "Three."]),
        ("One.\nTwo.\n", ["One.", "Two."]),
        (" \n\n ", []),
    ],
)
def test_paragraphs(text, paragraphs):
    assert [text[start:end] for start, end in paragraphs_of(text)] == paragraphs


TEXT_OF_MARKS = "“abc” de\n\nf “gh” i\njklm"
marks = st.lists(
    st.tuples(
        st.integers(0, len(TEXT_OF_MARKS)),
        st.integers(0, len(TEXT_OF_MARKS)),
        st.sampled_from(["quote", "event", "person", "date"]),
        st.sampled_from(["span", "q", "data"]),
    ),
    max_size=8,
)


@given(marks)
def test_spans_that_overlap_anyhow(found):
    """Always a tree, never a letter more or less, each letter in all of its elements."""
    wanted = [
        Mark(
            start=start,
            end=end,
            kind=kind,
            id=str(n),
            tag=tag if tag != "q" or in_one_paragraph(start, end) else "span",
        )
        for n, (start, end, kind, tag) in enumerate(found)
        if start < end
    ]
    tree = parse(str(marked_up(TEXT_OF_MARKS, wanted)).encode()).find("body")
    around: dict[str, str] = {mark.id: "" for mark in wanted}

    def walk(element, ids):
        here = [*ids, element.get("data-id")] if element.get("data-id") else ids
        for id_ in here:
            around[id_] += element.text or ""
        for child in element:
            walk(child, here)
            for id_ in here:
                around[id_] += child.tail or ""

    walk(tree, [])
    quoted = {mark.id for mark in wanted if mark.tag == "q"}
    if not quoted:
        assert squeezed("".join(tree.itertext())) == squeezed(TEXT_OF_MARKS)
        for mark in wanted:
            assert squeezed(around[mark.id]) == squeezed(TEXT_OF_MARKS[mark.start : mark.end])
    for quotation in tree.iter("q"):
        assert quotation.get("data-id") in quoted
    counts = [quotation.get("data-id") for quotation in tree.iter("q")]
    assert len(counts) == len(set(counts))  # none is cut


def in_one_paragraph(start: int, end: int) -> bool:
    return "\n" not in TEXT_OF_MARKS[start:end] and end - start > 2
