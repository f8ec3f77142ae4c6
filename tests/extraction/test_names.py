"""Names: a text in, which of its words name whom or what out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from service.extraction import Extractor
from service.extraction.model import Dateline
from service.extraction.names.dateline import in_dateline
from service.extraction.names.trim import trimmed
from service.extraction.pipeline import ROOMS

Read = Callable[..., Doc]


@pytest.fixture(scope="module")
def recognised(extractor: Extractor) -> Read:
    """`recognised(text, ("Mark Lund", "GPE"))`: what this room makes of it when the recogniser says so."""

    def read(text: str, *spans: tuple[str, str]) -> Doc:
        with extractor.nlp.select_pipes(disable=list(ROOMS)):
            doc = extractor.nlp(text)
        found = [doc.char_span(text.index(words), text.index(words) + len(words), label) for words, label in spans]
        doc.ents = [span for span in found if span is not None]
        return extractor.nlp.get_pipe("copydesk_names")(doc)

    return read


def names(doc: Doc, label: str) -> list[str]:
    return [entity.text for entity in doc.ents if entity.label_ == label]


# ---------------------------------------------------------------- trimming


def test_only_names_stay(read_doc: Read) -> None:
    doc = read_doc("On Tuesday, 40 people paid Anna Keller $300 in Berlin.")
    assert {entity.label_ for entity in doc.ents} <= {"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP"}
    assert names(doc, "PERSON") == ["Anna Keller"]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Anneke de Vries's office declined to comment.", ["Anneke de Vries"]),
        ("President Yoon Ji-ho arrived on Monday.", ["Yoon Ji-ho"]),
        ("Dean Kamen founded the contest.", ["Dean Kamen"]),
        ("Emma Stroud and Felix Baum were released without charge.", ["Emma Stroud", "Felix Baum"]),
        ("Oscar-winning actress Jane Whitmore plays the detective.", ["Jane Whitmore"]),
        ("Sen. Walter Brandt, D-Ohio, opposed the bill.", ["Walter Brandt"]),
    ],
)
def test_people_without_titles_and_endings(read_doc: Read, text: str, people: list[str]) -> None:
    assert names(read_doc(text), "PERSON") == people


def test_no_name_runs_over_a_line(read_doc: Read) -> None:
    doc = read_doc("Photo: Anna Keller\nMark Lund said the bridge would open in May.")
    assert all("\n" not in entity.text for entity in doc.ents)


@pytest.mark.parametrize(
    "text",
    [
        "Hurricane Isaac reached the coast overnight.",
        "The Space Shuttle Endeavour was moved to a museum.",
        "They prayed at the funeral Mass in the chapel.",
        "Islam and Christianity are taught there.",
    ],
)
def test_what_has_a_name_and_is_nobody(read_doc: Read, text: str) -> None:
    doc = read_doc(text)
    assert names(doc, "PERSON") == []


@pytest.mark.parametrize(
    ("text", "span", "left"),
    [
        ("It was Anna Keller\nMark Lund who won.", ("Anna Keller\nMark Lund", "PERSON"), ["Anna Keller", "Mark Lund"]),
        ("It is said that many Europeans object.", ("Europeans", "PERSON"), ["Europeans"]),
        ("Later Donald Marsh left.", ("Later Donald Marsh", "PERSON"), ["Donald Marsh"]),
        ("They saw old Anna Keller there.", ("old Anna Keller there", "PERSON"), ["Anna Keller"]),
        ("Anna Keller ‘Insulted by them.", ("Anna Keller ‘Insulted", "PERSON"), ["Anna Keller"]),
        ("The clip of Kharkiv cemetery 0:42 was long.", ("Kharkiv cemetery 0:42", "FAC"), ["Kharkiv cemetery"]),
        ("It cost the man A$ 30 a day.", ("A$ 30", "ORG"), []),
        ("It cost Anna 30 a day.", ("Anna 30", "PERSON"), ["Anna"]),
        ("Walter Brandt, D-Ohio, was there.", ("D-Ohio", "ORG"), []),
        ("They sat in the disco club.", ("disco club", "ORG"), []),
        ("They sang at the funeral Mass there.", ("Mass", "PERSON"), []),
        ("It was Oscar-winning work.", ("Oscar", "PERSON"), []),
        ("The Minister was there.", ("Minister", "PERSON"), []),
        ("It was Hurricane Isaac that came.", ("Isaac", "PERSON"), []),
        ("They like Harsh words.", ("Harsh", "WORK_OF_ART"), []),
    ],
)
def test_what_is_left_of_a_span(recognised: Read, text: str, span: tuple[str, str], left: list[str]) -> None:
    assert [entity.text for entity in recognised(text, span).ents] == left


# ---------------------------------------------------------------- grammar


@pytest.mark.parametrize(
    ("text", "spans", "person"),
    [
        (
            "Volodymyr Zelensky spoke. Then Volodymyr Zelenskyy left.",
            [("Volodymyr Zelensky", "PERSON"), ("Zelenskyy", "PERSON")],
            "Volodymyr Zelenskyy",
        ),
        ("We met John Bonifaz there.", [("John", "PERSON"), ("Bonifaz", "ORG")], "John Bonifaz"),
        ("We met Ann Holtz-Meyer there.", [("Ann Holtz", "PERSON")], "Ann Holtz-Meyer"),
        ("We met Anna de Vries there.", [("Anna", "PERSON")], "Anna de Vries"),
        ("We met Anna Keller there.", [("Keller", "PERSON")], "Anna Keller"),
        ("We met Michael O' Leary there.", [("Michael O", "PERSON")], "Michael O' Leary"),
        ("We met Talal Reed Jr. there.", [("Talal Reed", "PERSON")], "Talal Reed Jr."),
    ],
)
def test_a_persons_name_is_made_whole(recognised: Read, text: str, spans: list[tuple[str, str]], person: str) -> None:
    assert person in names(recognised(text, *spans), "PERSON")


@pytest.mark.parametrize(
    ("text", "spans", "organizations"),
    [
        ("He left the New York Times Building.", [("New York Times Building", "FAC")], []),
        ("Officers of the city police came.", [], []),
        ("Officers of the Berlin city police came.", [("Berlin", "GPE")], ["Berlin city police"]),
        ("The Ghana Union Cup was won by them.", [], []),
        ("The Ukrainian Defense Ministry said so.", [("Ukrainian", "NORP")], ["Defense Ministry"]),
        ("The Ministry of defence said so.", [("Ministry", "ORG")], []),
        ("The Bank of the North closed.", [("Bank of the North", "ORG")], ["Bank of the North"]),
        ("The Air and Space Museum closed.", [("Air and Space Museum", "ORG")], ["Air and Space Museum"]),
    ],
)
def test_organizations_by_their_noun(
    recognised: Read, text: str, spans: list[tuple[str, str]], organizations: list[str]
) -> None:
    assert names(recognised(text, *spans), "ORG") == organizations


def test_a_surname_inside_a_longer_run_is_something_else(recognised: Read) -> None:
    doc = recognised(
        "Ann Warhol won. The Warhol Gazelle was lost. The warhol and Minister Warhol slept.", ("Ann Warhol", "PERSON")
    )
    assert names(doc, "PERSON") == ["Ann Warhol", "Warhol"]


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("King Haakim II opened the session.", "Haakim II"),
        ("They met Crown Prince Talal at noon.", "Talal"),
        ("Maj. Gen. Yaw Mensah praised his troops.", "Yaw Mensah"),
        ("The speech by Mr. Oyelaran lasted an hour.", "Oyelaran"),
    ],
)
def test_a_title_makes_a_person(read_doc: Read, text: str, person: str) -> None:
    assert person in names(read_doc(text), "PERSON")


@pytest.mark.parametrize(
    ("text", "organization"),
    [
        ("Ukraine’s Defense Ministry said so on Friday.", "Defense Ministry"),
        ("Ukraine’s Center for Strategic Communications said so.", "Center for Strategic Communications"),
        ("An investigator for the Kharkiv region police spoke.", "Kharkiv region police"),
        ("The Bank of England raised rates.", "Bank of England"),
        ("He studied at the University of California, Berkeley.", "University of California, Berkeley"),
        ("Photos were released by the Ministry of Defence on Friday.", "Ministry of Defence"),
        ("She writes for The Washington Post.", "The Washington Post"),
        ("The Ghana Teachers' Union signed the deal.", "Ghana Teachers' Union"),
    ],
)
def test_a_noun_or_a_table_makes_an_organization(read_doc: Read, text: str, organization: str) -> None:
    assert organization in names(read_doc(text), "ORG")


def test_initials_of_an_organization(read_doc: Read) -> None:
    doc = read_doc("The World Health Organization met in Geneva. Later WHO said the virus had spread.")
    assert names(doc, "ORG") == ["World Health Organization", "WHO"]


def test_capitals_tell_nothing_in_a_headline(read_doc: Read) -> None:
    doc = read_doc("Voters Leave Green Party Over Harbour Plan\n\nThe council met on Monday to discuss the plan.")
    assert names(doc, "ORG") in ([], ["Green Party"])


# ---------------------------------------------------------------- the vote


def test_a_surname_known_as_a_persons_stays_one(read_doc: Read) -> None:
    doc = read_doc(
        "Serhii Bolvinov leads the inquiry. “We are working,” Bolvinov said. "
        "“Some were killed by air strikes,” Bolvinov was quoted as saying. BOLVINOV WILL SPEAK AGAIN."
    )
    assert names(doc, "PERSON")[:3] == ["Serhii Bolvinov", "Bolvinov", "Bolvinov"]


def test_a_double_name_is_one_surname(read_doc: Read) -> None:
    doc = read_doc("Laura Holtz-Meyer resigned. The board thanked Holtz-Meyer for her work.")
    assert names(doc, "PERSON") == ["Laura Holtz-Meyer", "Holtz-Meyer"]


def test_a_role_beside_it_makes_a_person(read_doc: Read) -> None:
    doc = read_doc(
        "Hungary's prime minister, Gabor Lendvai, vetoed the package. Grace Mbeki, the then-finance minister, did not."
    )
    assert names(doc, "PERSON") == ["Gabor Lendvai", "Grace Mbeki"]


def test_a_place_stays_a_place_after_in(read_doc: Read) -> None:
    doc = read_doc("George Washington slept there. Protests were held in Washington on Friday.")
    assert "Washington" not in names(doc, "PERSON")


def test_a_person_and_an_organization_that_are_one_person(read_doc: Read) -> None:
    doc = read_doc("The lawyer John Bonifaz filed the suit. John Bonifaz declined to comment.")
    assert names(doc, "PERSON") == ["John Bonifaz", "John Bonifaz"]


@pytest.mark.parametrize(
    ("text", "peoples"),
    [
        ("At the request of the Angolan government the agency will stay.", ["Angolan"]),
        ("He met the South Sudanese president in Juba.", ["South Sudanese"]),
        ("The campaign covers 19 West and Central African countries.", ["Central African"]),
        ("The lorries took an Andean highway.", ["Andean"]),
    ],
)
def test_peoples_before_a_noun_are_no_places(read_doc: Read, text: str, peoples: list[str]) -> None:
    doc = read_doc(text)
    assert names(doc, "NORP") == peoples
    assert names(doc, "GPE") == (["Juba"] if "Juba" in text else [])


def test_peoples_are_no_persons(read_doc: Read) -> None:
    doc = read_doc("The Europeans objected, and so did many Ukrainians and a Kenyan.")
    assert names(doc, "PERSON") == []
    assert names(doc, "ORG") == []


def test_the_first_word_of_an_organization_speaks_for_it(read_doc: Read) -> None:
    doc = read_doc("Zelvia Media Inc. was sold on Monday. Zelvia declined to comment.")
    assert "Zelvia" not in names(doc, "PERSON")


@pytest.mark.parametrize(
    ("text", "no_name"),
    [
        ("The Ministry declined to comment.", "Ministry"),
        ("He flew the F-16 over the bay.", "F-16"),
    ],
)
def test_no_organizations(read_doc: Read, text: str, no_name: str) -> None:
    assert no_name not in names(read_doc(text), "ORG")


@pytest.mark.parametrize(
    ("text", "organization"),
    [
        ("The report by the Museum of Flight CEO was read.", "Museum of Flight"),
        ("He leads the Department of Health and Human Services.", "Department of Health and Human Services"),
        ("She heads the Max Planck Institute at Keio University.", "Keio University"),
    ],
)
def test_an_organization_whole(read_doc: Read, text: str, organization: str) -> None:
    assert organization in names(read_doc(text), "ORG")


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("President Obama Speech was the caption of the video.", "Obama"),
        ("Doctor Who returns on Sunday.", None),
        ("Governor Island is closed to visitors.", None),
        ("Minister March 4, 2009 was all it said.", None),
        ("Saint Ann Street was closed.", None),
    ],
)
def test_titles_that_make_nobody(read_doc: Read, text: str, person: str | None) -> None:
    found = names(read_doc(text), "PERSON")
    assert all(name == person for name in found) or found == ["Doctor Who"]


def test_nothing_in_nothing_out(read_doc: Read) -> None:
    assert read_doc("it rained all night and nobody came").ents == ()


# ---------------------------------------------------------------- how news agencies and broadcasters write


@pytest.mark.parametrize(
    ("text", "organizations"),
    [
        ("Kenyan Transport Secretary James Macharia told reporters.", []),
        ("Butte County Sheriff Kory Honea said six people were missing.", []),
        ("State premier Malu Dreyer told broadcaster SWR that the water was rising.", ["SWR"]),
        ("They met at the Desmond & Leah Tutu Legacy Foundation.", ["Desmond & Leah Tutu Legacy Foundation"]),
        ("The UN refugee agency and the World Bank promised help.", ["UN refugee agency", "World Bank"]),
        ("The Russian Foreign Ministry spoke of a Russian victory.", ["Russian Foreign Ministry"]),
        ("SEOUL (Yonhap) - Two ships collided off the coast.", ["Yonhap"]),
    ],
)
def test_organizations_in_the_words_of_news(read_doc: Read, text: str, organizations: list[str]) -> None:
    assert names(read_doc(text), "ORG") == organizations


def test_the_town_of_a_dateline_is_no_person(extractor: Extractor) -> None:
    text = "Bad Neuenahr-Ahrweiler, Germany (CNN) Dozens are missing after the flood."
    with extractor.nlp.select_pipes(disable=list(ROOMS)):
        doc = extractor.nlp(text)
    doc.ents = [doc.char_span(4, 22, "PERSON")]
    doc._.dateline = Dateline(0, 37, text[:37], agency="CNN")
    named = in_dateline(doc, trimmed(doc))
    assert [(doc[name.start : name.end].text, name.label) for name in named] == [
        ("Bad Neuenahr-Ahrweiler", "GPE"),
        ("CNN", "ORG"),
    ]


def test_a_secretary_of_state_is_not_called_state(read_doc: Read) -> None:
    doc = read_doc("Former US Secretary of State John Kerry urged patience.")
    assert names(doc, "PERSON") == ["John Kerry"]


@pytest.mark.parametrize(
    ("text", "house"),
    [
        ("The Steven Holt Center opened its doors.", "Steven Holt Center"),
        ("The Sea-Air-Space Museum opened in May.", "Sea-Air-Space Museum"),
    ],
)
def test_a_house_is_a_place_or_an_organization(read_doc: Read, text: str, house: str) -> None:
    assert house in [*names(read_doc(text), "FAC"), *names(read_doc(text), "ORG")]


@pytest.mark.parametrize(
    "text",
    [
        "The Space Shuttle Atlantis lifted off on Monday.",
        "The frigate HMS Newcastle left the port.",
        "Forecasters expect Hurricane Georgia to weaken.",
    ],
)
def test_a_ship_or_a_storm_is_no_place_and_nobody(read_doc: Read, text: str) -> None:
    doc = read_doc(text)
    assert not names(doc, "GPE")
    assert not names(doc, "PERSON")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("The mayor of Mykolaiv, Oleksandr Hryts, posted a video.", "Mykolaiv"),
        ("Troops were sent to Sri Lanka on Monday.", "Sri Lanka"),
        ("Storms formed in the Atlantic.", "Atlantic"),
        ("They fled the Philippines.", "Philippines"),
    ],
)
def test_places_that_look_like_something_else(read_doc: Read, text: str, place: str) -> None:
    assert place in names(read_doc(text), "GPE")


@pytest.mark.parametrize(
    ("text", "organization"),
    [
        ("The Russian Foreign Ministry spoke of a victory.", "Russian Foreign Ministry"),
        ("Pacific Gas & Electric Co. cut the power.", "Pacific Gas & Electric Co."),
        ("She taught at the University of California, Davis, for years.", "University of California, Davis"),
    ],
)
def test_organizations_in_their_full_extent(read_doc: Read, text: str, organization: str) -> None:
    assert names(read_doc(text), "ORG") == [organization]


def test_a_first_name_that_looks_like_a_verb(read_doc: Read) -> None:
    doc = read_doc("Panama lost the match. Dries Mertens scored for Belgium in the 47th minute.")
    assert names(doc, "PERSON") == ["Dries Mertens"]


def test_a_doubtful_reading_does_not_spread(read_doc: Read) -> None:
    """What is read as a name once, and weakly, makes no names of its other occurrences."""
    doc = read_doc(
        "The Polaroid format came back. He loved the Polaroid camera. A Polaroid picture hung there. "
        "Visitors had a Polaroid taken."
    )
    assert names(doc, "PERSON") == []
