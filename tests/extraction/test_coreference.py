"""Coreference: a text in; who is who, out."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

import pytest
from spacy.tokens import Doc

from service.extraction.lexicon import table
from service.extraction.model import Extraction, Organization, OrganizationKind, Person

Extract = Callable[..., Extraction]
Read = Callable[..., Doc]

SURNAMES = [
    "Abel",
    "Bauer",
    "Conrad",
    "Decker",
    "Ebert",
    "Fuchs",
    "Geiger",
    "Haas",
    "Jansen",
    "Kaiser",
    "Lorenz",
    "Maurer",
    "Neumann",
    "Otto",
    "Peters",
    "Quast",
    "Richter",
    "Sauer",
    "Thiel",
    "Ullrich",
    "Vogt",
    "Wagner",
    "Xander",
    "Young",
    "Ziegler",
]


def mentions(found: Person | Organization) -> list[str]:
    return [mention.text for mention in found.mentions]


# ---------------------------------------------------------------- names of people


def test_one_object_with_the_fullest_name(extract: Extract) -> None:
    (person,) = extract("Thomas Berg resigned. Mr Berg said he was tired. “I am done,” Berg added.").people
    assert person.id == "person-1"
    assert person.name == "Thomas Berg"
    assert mentions(person) == ["Thomas Berg", "Berg", "he", "I", "Berg"]
    assert [mention.kind for mention in person.mentions] == ["name", "name", "pronoun", "pronoun", "name"]


def test_two_of_one_surname_are_told_apart_by_their_titles(extract: Extract) -> None:
    anna, mark = extract("Anna Keller and Mark Keller were freed. Mrs Keller wept. Mr Keller said nothing.").people
    assert mentions(anna) == ["Anna Keller", "Keller"]
    assert mentions(mark) == ["Mark Keller", "Keller"]
    assert [m.start for m in anna.mentions][1] < [m.start for m in mark.mentions][1]


def test_the_bare_surname_is_whose_the_story_is(extract: Extract) -> None:
    text = "Hilda Brandt fell ill. Hilda Brandt was taken to her daughter Clara Brandt. Brandt was awake."
    hilda, clara = extract(text).people
    assert mentions(hilda).count("Brandt") == 1
    assert mentions(clara) == ["Clara Brandt"]


def test_a_title_can_rule_out_the_only_full_name(extract: Extract) -> None:
    people = extract("Mr. Obama spoke first. Michelle Obama spoke next. Then Mr. Obama left.").people
    assert [person.name for person in people] == ["Obama", "Michelle Obama"]


@pytest.mark.parametrize(
    ("full", "other"),
    [
        ("Kristin Wilkins", "Kristen Wilkins"),
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy"),
        ("Donald J. Marsh", "Donald Marsh"),
        ("Joseph R. Biden Jr.", "Biden"),
        ("Enrique Peña Nieto", "Peña Nieto"),
        ("Mohammed bin Rashid", "bin Rashid"),
    ],
)
def test_one_person_in_two_spellings(extract: Extract, full: str, other: str) -> None:
    (person,) = extract(f"{full} opened the meeting on Monday. Later {other} left for Rome.").people
    assert mentions(person) == [full, other]


def test_a_name_in_a_caption_counts(extract: Extract) -> None:
    text = (
        "The trial of Petra Vogel began on Monday in Leipzig, a court said.\n\n"
        "Vogel says she is shocked by the charges 0:40\n\nVogel denies everything."
    )
    (vogel,) = (person for person in extract(text).people if person.name == "Petra Vogel")
    assert mentions(vogel).count("Vogel") == 2


# ---------------------------------------------------------------- pronouns


def pronouns(extraction: Extraction) -> dict[str, list[str]]:
    return {p.name: [m.text for m in p.mentions if m.kind == "pronoun"] for p in extraction.people}


def test_he_and_she(extract: Extract) -> None:
    found = extract("Maria Lopez met Peter Hahn on Monday. She gave him a letter. He thanked her.")
    assert pronouns(found) == {"Maria Lopez": ["She", "her"], "Peter Hahn": ["him", "He"]}


def test_the_subject_is_meant_before_the_object(extract: Extract) -> None:
    found = extract("Peter Hahn criticised the plan of Karl Ott on Monday. He left early.")
    assert pronouns(found) == {"Peter Hahn": ["He"], "Karl Ott": []}


def test_between_two_equals_nobody_is_meant(extract: Extract) -> None:
    found = extract("There stood Peter Hahn. There stood Karl Ott. Peter Hahn and Karl Ott ran. His hat fell.")
    assert len(pronouns(found)["Karl Ott"]) + len(pronouns(found)["Peter Hahn"]) <= 1


def test_him_is_not_the_subject_himself_is(extract: Extract) -> None:
    found = extract("Peter Hahn blamed himself. Karl Ott blamed him.")
    assert pronouns(found) == {"Peter Hahn": ["himself", "him"], "Karl Ott": []}


def test_who_speaks_is_not_he_in_what_is_said(extract: Extract) -> None:
    found = extract("Peter Hahn resigned on Monday. “He was the best of us,” Karl Ott said.")
    assert pronouns(found) == {"Peter Hahn": ["He"], "Karl Ott": []}


def test_a_woman_without_a_name_is_not_the_named_man(extract: Extract) -> None:
    found = extract("A spokeswoman declined to comment on Monday. Peter Hahn left. She said it was late.")
    assert pronouns(found) == {"Peter Hahn": []}


def test_a_role_tells_the_gender(extract: Extract) -> None:
    found = extract("The actress Tyne Vale and the king, Odo Rusk, met. He smiled and she bowed.")
    assert pronouns(found) == {"Tyne Vale": ["she"], "Odo Rusk": ["He"]}


def test_whose_wife_it_is(extract: Extract) -> None:
    found = extract("Thomas Berg was driving home. His wife called a doctor and he waited.")
    assert pronouns(found) == {"Thomas Berg": ["His", "he"]}


def test_the_subject_to_come(extract: Extract) -> None:
    found = extract("In her opening remarks, Maria Lopez thanked the guests.")
    assert pronouns(found) == {"Maria Lopez": ["her"]}


def test_only_so_many_are_in_mind(extract: Extract) -> None:
    crowd = ", ".join(f"{first} {last}" for first in ("Anna", "Clara", "Emma") for last in SURNAMES)
    found = extract(f"There came {crowd}. Then Peter Hahn spoke. He was tired.")
    assert pronouns(found)["Peter Hahn"] == ["He"]


# ---------------------------------------------------------------- nominals


def test_the_president_is_who_was_named_as_one(extract: Extract) -> None:
    (person,) = extract("President Olena Tkachuk arrived in Lviv. The president met the mayor on Monday.").people
    assert [(m.text, m.kind) for m in person.mentions][1] == ("The president", "nominal")


def test_another_president_is_not(extract: Extract) -> None:
    (person,) = extract(
        "President Olena Tkachuk arrived. The Turkish president and the president of Kenya came."
    ).people
    assert mentions(person) == ["Olena Tkachuk"]


def test_rooms_behind_know_who_covers_a_token(read_doc: Read) -> None:
    doc = read_doc("President Olena Tkachuk arrived. The president was tired, and she left the Arctic Council early.")
    at = {token.text: doc._.at.people[token.i] for token in doc}
    assert at["Tkachuk"] is not None
    assert at["Tkachuk"] is at["president"] is at["she"]
    assert doc._.at.organizations[[t.text for t in doc].index("Council")].name == "Arctic Council"


@pytest.mark.parametrize(
    ("text", "nominal"),
    [
        ("Denise Walker drove home. The 34-year-old nurse was hurt.", "The 34-year-old nurse"),
        ("Denise Walker, 34, and Ann Lee, 51, met. The 51-year-old left.", None),
        ("President Olena Tkachuk met Ann Lee. The new president left.", "The new president"),
        ("Former mayor Olena Tkachuk met Ann Lee. The former mayor left.", "The former mayor"),
        ("Ukrainian President Olena Tkachuk met Ann Lee. The Ukrainian president left.", "The Ukrainian president"),
        ("Olena Tkachuk, mayor of Lviv, met Ann Lee. The mayor of Odesa left.", None),
        ("Olena Tkachuk, mayor of Lviv, met Ann Lee. The mayor, who was tired, left.", "The mayor"),
        ("Olena Tkachuk, mayor of Lviv, met Ann Lee. The mayor who was elected next left.", None),
        ("Officer Olena Tkachuk and Officer Ann Lee ran. The officer was hurt.", None),
    ],
)
def test_a_noun_is_whom_all_that_it_says_fits(extract: Extract, text: str, nominal: str | None) -> None:
    (tkachuk,) = (p for p in extract(text).people if p.name in {"Olena Tkachuk", "Denise Walker"})
    assert [m.text for m in tkachuk.mentions if m.kind == "nominal"] == ([nominal] if nominal else [])


def test_of_that_age(extract: Extract) -> None:
    found = extract("Denise Walker, 34, met Ann Lee, 51, on Monday. The 51-year-old said she was tired.")
    assert {p.name: mentions(p)[1:] for p in found.people} == {
        "Denise Walker": [],
        "Ann Lee": ["The 51-year-old", "she"],
    }


def test_who_says_a_name_does_not_bear_it(extract: Extract) -> None:
    found = extract("Karl Ott met Peter Hahn. He said Karl Ott was a legend.")
    assert pronouns(found) == {"Karl Ott": [], "Peter Hahn": ["He"]}


# ---------------------------------------------------------------- I and we


def test_i_is_who_speaks(extract: Extract) -> None:
    text = "“I left my house,” said Maria Lopez. Peter Hahn said: “They told me to wait.” I doubt it."
    assert pronouns(extract(text)) == {"Maria Lopez": ["I", "my"], "Peter Hahn": ["me"]}


def test_i_in_a_quote_within_a_quote_is_another(extract: Extract) -> None:
    text = "“He told us, ‘I am done,’ and I wept,” said Maria Lopez."
    (lopez,) = extract(text).people
    assert [m.start for m in lopez.mentions if m.text == "I"] == [text.index("I wept")]


def test_we_is_the_house_that_speaks(extract: Extract) -> None:
    text = (
        "“We regret our error,” the Arctic Council said. “We are sorry,” said Ann Lee, a spokeswoman for the council. "
        "“We were asleep,” said Peter Hahn."
    )
    found = extract(text)
    assert mentions(found.organizations[0]) == ["We", "our", "Arctic Council", "We", "the council"]
    assert pronouns(found) == {"Ann Lee": [], "Peter Hahn": []}


# ---------------------------------------------------------------- forms of a name


@pytest.mark.parametrize("other", ["Bill Hargrove", "W. J. Hargrove", "William Hargrove", "WILLIAM HARGROVE"])
def test_nicknames_and_initials(extract: Extract, other: str) -> None:
    (person,) = extract(f"Senator {other} resigned on Monday. William J. Hargrove was ill, a lawyer said.").people
    assert person.name == "William J. Hargrove"
    assert mentions(person) == [other, "William J. Hargrove"]


def test_an_initial_of_two_is_of_neither(extract: Extract) -> None:
    found = extract("John Marsh met Jane Marsh on Monday. The letter to J. Marsh was lost, a lawyer said.")
    assert [p.name for p in found.people] == ["John Marsh", "Jane Marsh", "J. Marsh"]


# ---------------------------------------------------------------- organizations


def organizations(extraction: Extraction) -> dict[str, list[str]]:
    return {o.name: mentions(o) for o in extraction.organizations}


def test_acronym_and_short_form(extract: Extract) -> None:
    found = organizations(
        extract(
            "The World Health Organization (WHO) met on Monday. WHO said so. "
            "Alder Energy rose by 3 percent. Alder declined to comment."
        )
    )
    assert found["World Health Organization"] == ["World Health Organization", "WHO", "WHO"]
    assert found["Alder Energy"][0] == "Alder Energy"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("the Defense Ministry", "government"),
        ("Kharkiv region police", "government"),
        ("the University of Sapporo", "other"),
        ("Harlan Steel Corp.", "company"),
        ("Sky News", "media"),
        ("the Green Party", "party"),
        ("the Royal Navy", "military"),
        ("Human Rights Watch", "ngo"),
        ("FIFA", "sport"),
    ],
)
def test_kind(extract: Extract, name: str, kind: str) -> None:
    found = extract(f"The report was sent to {name} on Monday, officials said.").organizations
    assert [o.kind for o in found] == [kind]


def test_the_place_that_owns_it(extract: Extract) -> None:
    found = extract("Ukraine’s Defense Ministry said on Friday that Britain’s Sky News was wrong.")
    places = {place.id: place.name for place in found.places}
    assert [(o.name, places.get(o.place_id or "")) for o in found.organizations] == [
        ("Defense Ministry", "Ukraine"),
        ("Sky News", "Britain"),
    ]


def test_the_ministry_is_the_only_one_named(extract: Extract) -> None:
    found = organizations(extract("The Defense Ministry denied it. Later the ministry apologised."))
    assert found == {"Defense Ministry": ["Defense Ministry", "the ministry"]}


def test_between_two_companies_nobody_is_meant(extract: Extract) -> None:
    found = organizations(extract("Harlan Steel Corp. sued Lumen Motors Inc. on Monday. The company won."))
    assert not any("The company" in m for m in found.values())


def called(found: Extraction, name: str) -> list[str]:
    """What an organization is called besides its name."""
    return [m.text for o in found.organizations if o.name == name for m in o.mentions if m.kind != "name"]


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("Tarn Bank sued Harlan Steel Corp. on Monday. The lender said it would win.", ["The lender", "it"]),
        ("Tarn Bank cut its costs. It said the plan had failed.", ["its", "It"]),
        ("Tarn Bank will close, its chairman said on Monday.", ["its"]),
        ("Tarn Bank plans to cut its costs because it fears a loss.", ["its", "it"]),
        ("Tarn Bank, which cut its costs, is in Leeds.", ["its"]),
        ("Tarn Bank examined the virus and its effects.", []),
        ("Tarn Bank lost a satellite on Friday. It was launched in June.", []),
        ("Tarn Bank said it was clear that the plan had failed.", []),
        ("Tarn Bank failed. It is known that the plan was bad. It rained.", []),
        ("Tarn Bank met on Monday. The company that makes the cars left.", []),
        ("Tarn Bank met on Monday. “It is over,” Ann Lee said.", []),
        ("Tarn Bank met on Monday. The Leeds-based company said so.", ["The Leeds-based company"]),
    ],
)
def test_what_an_organization_is_called(extract: Extract, text: str, others: list[str]) -> None:
    assert called(extract(text), "Tarn Bank") == others


@pytest.mark.parametrize(
    ("text", "name", "place"),
    [
        ("Russia's foreign ministry said it would reply. The ministry gave no date.", "foreign ministry", "Russia"),
        ("In Turkey, the Turkish defence ministry said so. The ministry fell.", "Turkish defence ministry", "Turkey"),
        ("The foreign ministry of Kenya said it would reply. The ministry fell.", "foreign ministry", "Kenya"),
    ],
)
def test_a_body_of_a_state(extract: Extract, text: str, name: str, place: str) -> None:
    found = extract(text)
    (ministry,) = found.organizations
    places = {p.id: p.name for p in found.places}
    assert (ministry.name, ministry.kind, places[ministry.place_id or ""]) == (name, "government", place)
    assert mentions(ministry)[-1] == "The ministry"


@pytest.mark.parametrize("noun", ["ministry", "parliament", "government", "army", "navy", "military", "police"])
def test_each_body_of_a_state_is_of_a_kind(extract: Extract, noun: str) -> None:
    (body,) = extract(f"The talks in Kenya failed, the Kenyan {noun} said on Monday.").organizations
    assert (body.name, body.kind) == (
        f"Kenyan {noun}",
        "military" if noun in {"army", "navy", "military"} else "government",
    )


def test_a_ministry_of_nobody_is_none(extract: Extract) -> None:
    assert extract("The ministry said on Monday that a foreign ministry had replied.").organizations == ()


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("The Bank of England raised rates. The central bank said so.", ["The central bank"]),
        ("The Ministry of Health met. The health ministry said so.", ["The health ministry"]),
        ("The Ministry of Health met. The defence ministry said so.", []),
        ("The Indian Army met. The Israeli army said so.", []),
        ("The Indian Army met. The Indian army said so.", ["Indian army"]),
        ("The Democratic Alliance met. The party said so.", ["The party"]),
    ],
)
def test_what_stands_before_the_noun(extract: Extract, text: str, others: list[str]) -> None:
    first, *_ = extract(text).organizations
    assert [m.text for m in first.mentions if m.kind != "name"] == others


def test_united_is_the_club(extract: Extract) -> None:
    found = organizations(extract("Manchester United beat Arsenal on Monday. United scored twice, a coach said."))
    assert found["Manchester United"] == ["Manchester United", "United"]


def test_the_letters_of_a_name_in_either_order(extract: Extract) -> None:
    for text in (
        "The Ministry of Defence met on Monday. The MoD said it had no comment.",
        "The MoD met on Monday. The Ministry of Defence said it had no comment.",
    ):
        (ministry,) = extract(text).organizations
        assert ministry.name == "Ministry of Defence"
        assert [m.text for m in ministry.mentions if m.kind == "name"] in (
            ["Ministry of Defence", "MoD"],
            ["MoD", "Ministry of Defence"],
        )


def test_what_tells_more_is_surer(extract: Extract) -> None:
    people = {p.name: p.confidence for p in extract("Mayor Zyx Qorvath met Xylo Brantik on Monday in Leeds.").people}
    assert people["Zyx Qorvath"] > people["Xylo Brantik"]
    (bank,) = extract("Tarn Bank met on Monday, a lawyer said.").organizations
    (other,) = extract("Zephyron Dynamics met on Monday, a lawyer said.").organizations
    assert bank.confidence > other.confidence


def test_the_company_tells_what_a_name_does_not(extract: Extract) -> None:
    (organization,) = extract(
        "Zephyron Dynamics said on Friday that it lost money. The company gave no reason."
    ).organizations
    assert mentions(organization) == ["Zephyron Dynamics", "it", "The company"]
    assert organization.kind == "company"


@pytest.mark.parametrize("kinds", [row["kinds"].split() for row in table("organization_nominals") if row["kinds"]])
def test_nouns_are_of_kinds_that_there_are(kinds: list[str]) -> None:
    assert set(kinds) <= set(get_args(OrganizationKind))


def test_teams_that_go_by_their_countrys_name(extract: Extract) -> None:
    text = (
        "Belgium beat Panama 3-0 in their opening match of the tournament. Romelu Lukaku scored twice for Belgium. "
        "The striker headed the second goal after 69 minutes and Panama’s goalkeeper had no chance. "
        "Belgium face Tunisia next; Panama play England. The match was held in Panama."
    )
    found = extract(text)
    teams = {o.name: mentions(o) for o in found.organizations if o.kind == "sport"}
    assert teams["Belgium"] == ["Belgium", "their", "Belgium", "Belgium"]
    assert teams["Panama"] == ["Panama"] * 3
    assert "Belgium" in {place.name for place in found.places}


# ---------------------------------------------------------------- hostile texts


@pytest.mark.parametrize(
    "text",
    [
        "he " * 3000,
        "President Ann Lee met the president. " * 300,
        "Bill Clinton, " * 2000,
        "Tarn Bank met the company " * 1000,
        "“I said its army " * 1000,
        "the 34-year-old president and " * 800,
        "".join(f"Mr A{n % 7}b{n} Smith said he met " for n in range(500)),
    ],
)
def test_linear_and_without_an_error(extract: Extract, text: str) -> None:
    found = extract("It is known that " + text)
    assert all(found.article.characters >= m.end for p in found.people for m in p.mentions)


def test_a_wife_of_the_same_surname_is_not_the_husband(extract: Extract) -> None:
    text = (
        "A judge sentenced the banker Mark Delgado on Tuesday. "
        "Delgado, 47, and his wife, Ana Delgado, 44, pleaded guilty in June."
    )
    people = {person.name: [m.text for m in person.mentions] for person in extract(text).people}
    assert people == {"Mark Delgado": ["Mark Delgado", "Delgado", "his"], "Ana Delgado": ["Ana Delgado"]}


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("Shares in Volkswagen (VLKAF) fell.", ["Volkswagen", "VLKAF"]),
        (
            "The Centers for Disease Control and Prevention warned travelers. The CDC sent a team.",
            ["Centers for Disease Control and Prevention", "CDC"],
        ),
        ("Pacific Gas & Electric Co. cut the power. PG&E shares fell.", ["Pacific Gas & Electric Co.", "PG&E"]),
    ],
)
def test_an_organization_and_its_letters(extract: Extract, text: str, mentions: list[str]) -> None:
    named = [[m.text for m in o.mentions if m.kind == "name"] for o in extract(text).organizations]
    assert mentions in named or [mentions] == named
