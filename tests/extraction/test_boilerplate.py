"""What is no part of the story, the date of publication in a text's head, and the dateline."""

import datetime as dt

import pytest

from service.extraction import lexicon
from service.extraction.boilerplate import dateline, kind_of, paragraph_span
from service.extraction.model import BoilerplateKind

STORY = "\n\nThe council met on Monday to vote on the new bridge, and the mayor said that the work would begin in May."


def kinds(doc):
    return [(b.text, b.kind) for b in doc._.boilerplate]


@pytest.mark.parametrize(
    ("paragraph", "kind"),
    [
        ("Flood water fills the streets of the old town 1:07", "caption"),
        ("Residents wade through the water. “It was awful.” Photograph: Tom Lee/AP", "caption"),
        ("Mayor Lena Okoye said “we will rebuild” on Monday. (Tom Lee/The Valley Gazette)", "caption"),
        ("By Jane Roe and John Doe, Associated Press", "byline"),
        ("BY MARIA DE SOUZA", "byline"),
        ("Photo: Jane Roe", "credit"),
        ("(Photo by Jane Roe/Agency)", "credit"),
        ("Reporting by Jane Roe; Editing by John Doe", "credit"),
        ("Read more: What the bridge will cost", "link"),
        ("Sign up for our newsletter.", "link"),
        ("ADVERTISEMENT", "other"),
        ("Storm floods the old town, cuts off villages 1:20", "caption"),
        ("What happened on board? Experts explain (2:03)", "caption"),
        ("READ: Shares slide after the second crash", "link"),
        ("Complete coverage on the flood", "link"),
        ("CNN’s Jane Roe and John Doe contributed to this report.", "credit"),
        ("Jane Roe reported and wrote from Lviv, with John Doe in London.", "credit"),
        ("Journalist Jane Roe contributed reporting.", "credit"),
        ("(Reporting by Jane Roe; Editing by John Doe)", "credit"),
        ("MUST WATCH", "other"),
        ("© 2021 The Valley Gazette. All rights reserved.", "other"),
    ],
)
def test_a_paragraph_that_is_no_story(paragraph, kind):
    assert kind_of(paragraph) == kind


@pytest.mark.parametrize(
    "paragraph",
    [
        "By Monday evening the river had fallen by two metres.",
        "The train left at 9:40.",
        "The vote was over quickly. It was adjourned at 0:42",
        "Photos from the scene showed a crater.",
        "She posted a photo: The dog was asleep on the sofa, and the cat sat under it all day long, as it would for ten years.",
        "Related companies were searched as well.",
        "Advertisement revenue fell by a third.",
        "Read more books, the minister told the children.",
        "Copyright law will change next year.",
        "Two deaths were reported from the coast.",
        "The kickoff is set for Sunday at 2:15",
    ],
)
def test_a_paragraph_that_is_story(paragraph):
    assert kind_of(paragraph) is None


def test_a_long_paragraph_is_story():
    assert kind_of("Photo: " + "word " * 100) is None


def test_every_phrase_of_the_table_has_a_kind_of_the_contract():
    kinds = set(BoilerplateKind.__args__)
    assert {row["kind"] for row in lexicon.table("boilerplate")} <= kinds
    assert {row["where"] for row in lexicon.table("boilerplate")} == {"start", "whole", "label", "heading", "word"}


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ("date 2022-09-16 Flood water fills the streets 0:42", dt.date(2022, 9, 16)),
        ("Friday, July 21, 2017", dt.date(2017, 7, 21)),
        ("March 01, 2008", dt.date(2008, 3, 1)),
        ("Published: 3 Sept. 2019 10:15 GMT", dt.date(2019, 9, 3)),
        ("Updated 2020-01-31T09:30:00Z", dt.date(2020, 1, 31)),
        ("February 30, 2008", None),
        ("March 1, 2008 was the day on which the old bridge fell into the river.", None),
    ],
)
def test_the_date_of_publication_in_the_head(read_doc, head, published):
    doc = read_doc(head + STORY)
    assert doc._.published == published
    assert doc._.published_from == ("text" if published else None)


def test_the_request_knows_the_date_better(read_doc):
    doc = read_doc("March 01, 2008" + STORY, published=dt.date(2010, 1, 1))
    assert (doc._.published, doc._.published_from) == (dt.date(2010, 1, 1), "request")


def test_the_date_line_and_the_caption_are_told_apart(read_doc):
    doc = read_doc("date 2022-09-16 Flood water fills the streets 0:42" + STORY)
    assert kinds(doc) == [("date 2022-09-16", "date"), ("Flood water fills the streets 0:42", "caption")]


def test_a_text_that_would_be_nothing_but_boilerplate_is_left_alone(read_doc):
    assert kinds(read_doc("Read more: A\n\nRead more: B")) == []


@pytest.mark.parametrize(
    ("opening", "text", "agency"),
    [
        ("(CNN) — Officials met.", "(CNN)", "CNN"),
        ("KYIV, Ukraine (AP) — Officials met.", "KYIV, Ukraine (AP)", "AP"),
        ("LONDON, March 3 (Reuters) - Officials met.", "LONDON, March 3 (Reuters)", "Reuters"),
        ("NAIROBI, Kenya (AP) _ Officials met.", "NAIROBI, Kenya (AP)", "AP"),
        ("INNISFAIL - Officials met.", "INNISFAIL", None),
        ("ST. PETERSBURG, Fla. — Officials met.", "ST. PETERSBURG, Fla.", None),
    ],
)
def test_datelines(read_doc, opening, text, agency):
    doc = read_doc(opening + STORY)
    assert (doc._.dateline.text, doc._.dateline.agency) == (text, agency)
    assert doc.text[doc._.dateline.start : doc._.dateline.end] == text


@pytest.mark.parametrize(
    "opening",
    [
        "Officials met — and parted.",
        "The minister (Labour) — a lawyer — resigned.",
        "A - B",
        "It was over, he said -- at last.",
    ],
)
def test_no_datelines(read_doc, opening):
    doc = read_doc(opening + STORY)
    assert dateline(doc, paragraph_span(doc, *doc._.paragraphs[0])) is None


def test_the_lines_under_a_heading_belong_to_it(read_doc):
    text = "Story highlights\n\nFormer banker gets 12 years\n\nCouple stole from 63 clients" + STORY
    doc = read_doc(text + "\n\nJUST WATCHED\n\nHouses collapse in the flood\n\nReplay" + STORY)
    assert kinds(doc) == [
        ("Story highlights", "other"),
        ("Former banker gets 12 years", "other"),
        ("Couple stole from 63 clients", "other"),
        ("JUST WATCHED", "caption"),
        ("Houses collapse in the flood", "caption"),
        ("Replay", "other"),
    ]
    assert doc._.figures == []


@pytest.mark.parametrize(
    "line", ["Updated 1254 GMT (2054 HKT) July 17, 2021", "Updated 12:54 PM ET, Sat July 17, 2021", "July 17, 2021"]
)
def test_the_line_with_the_date_of_publication(read_doc, line):
    doc = read_doc(line + STORY)
    assert doc._.published == dt.date(2021, 7, 17)
    assert kinds(doc) == [(line, "date")]


def test_an_acronym_behind_its_name_is_no_agency(read_doc):
    assert read_doc("The World Health Organization (WHO) met on Monday to vote.")._.dateline is None
    assert read_doc("Bad Ems, Germany (CNN) At least nine people died on Monday.")._.dateline.agency == "CNN"


def test_a_quotation_in_a_caption_is_no_quote(extract):
    got = extract("Mayor Lena Okoye said “we will rebuild” on Monday. Photograph: Tom Lee/AP" + STORY)
    assert not any("rebuild" in quote.text for quote in got.quotes)
    assert "Lena Okoye" in [person.name for person in got.people]
