"""Roles: a sentence in; title, affiliation and whether it is over, out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from service.extraction.model import Extraction

Extract = Callable[..., Extraction]
Told = tuple[str, str | None, bool]


def roles(extraction: Extraction) -> list[Told]:
    return [(role.title, role.affiliation, role.former) for person in extraction.people for role in person.roles]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Ukrainian President Olena Tkachuk arrived in Lviv.", ("President", "Ukrainian", False)),
        ("World Bank economist Priya Nair warned of a slowdown.", ("economist", "World Bank", False)),
        ("EADS North America chief Ralph Crosby spoke.", ("chief", "EADS North America", False)),
        ("Harlow Commercial Airplanes CEO Scott Carson spoke.", ("CEO", "Harlow Commercial Airplanes", False)),
        ("The Kremlin's press secretary Oleg Danilov laughed.", ("press secretary", "Kremlin", False)),
        ("Longtime company lawyer Dana Frost met the union.", ("lawyer", "company", False)),
        ("Acting Treasury Secretary Ruth Colby testified.", ("Acting Treasury Secretary", "Treasury", False)),
        ("Kenyan Transport Secretary James Macharia told reporters.", ("Transport Secretary", "Kenyan", False)),
        ("US Defense Secretary Lloyd Austin met the king.", ("Defense Secretary", "US", False)),
        ("Former US Secretary of State John Kerry urged patience.", ("Secretary of State", "US", True)),
        ("Secretary of State Hillary Clinton flew to Cairo.", ("Secretary of State", None, False)),
        ("First lady Michelle Obama stayed in Washington.", ("First lady", None, False)),
        ("Donetsk region governor Pavlo Kyrylenko said so.", ("governor", "Donetsk region", False)),
        (
            "Thomas Reed, associate administrator for NASA’s Science Mission Directorate, smiled.",
            ("associate administrator", "NASA’s Science Mission Directorate", False),
        ),
        (
            "Lyudmyla Denisova, Ukraine’s human rights ombudswoman, wept.",
            ("human rights ombudswoman", "Ukraine", False),
        ),
        ("Former health minister Pedro Lacerda denied it.", ("health minister", None, True)),
        ("Police Chief Inspector Raj Malhotra closed the road.", ("Police Chief Inspector", None, False)),
        ("Professor Jun Takeda of the University of Sapporo agreed.", ("Professor", "University of Sapporo", False)),
        ("Sen. Walter Brandt, D-Ohio, opposed the bill.", ("Sen.", "D-Ohio", False)),
        ("Mayor-elect Dolores Vega promised 300 new buses.", ("Mayor-elect", None, False)),
        ("Oscar-winning actress Jane Whitmore plays the detective.", ("actress", None, False)),
        ("Ambassador to France Louise Kerr handed over the letter.", ("Ambassador to France", None, False)),
        ("Human rights activist Anna Lindgren was held.", ("Human rights activist", None, False)),
        ("Women's rights activist Anna Lindgren was held.", ("Women's rights activist", None, False)),
        ("Inspector General of Police Anna Lindgren left.", ("Inspector General of Police", None, False)),
        (
            "Newcastle United's head of recruitment Peter Hansen left.",
            ("head of recruitment", "Newcastle United", False),
        ),
        ("Retired teacher Peter Hansen was hurt.", ("teacher", None, True)),
        ("The alleged gang leader Peter Hansen left.", ("gang leader", None, False)),
        ("Liberal Democrat MP Fiona Garrick asked for a debate.", ("MP", "Liberal Democrat", False)),
        ("Sheriff's Deputy Dale Buckner left.", ("Sheriff's Deputy", None, False)),
    ],
)
def test_before_the_name(extract: Extract, text: str, role: Told) -> None:
    assert roles(extract(text)) == [role]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("The mayor of Mykolaiv, Oleksandr Hryts, posted a video.", ("mayor", "Mykolaiv", False)),
        ("The bank's head of research, Tomasz Wilk, expects a rise.", ("head of research", "bank", False)),
        ("A spokesman for the ministry, Col. Andrei Popa, confirmed it.", ("spokesman", "ministry", False)),
        ("Alder Energy's chief executive, Marta Dunne, resigned.", ("chief executive", "Alder Energy", False)),
        ("The dean of Lichfield, the Very Rev. Anna Lindgren, led the prayers.", ("dean", "Lichfield", False)),
        ("The inquiry's chair, Baroness Anna Lindgren, left.", ("chair", "inquiry", False)),
        ("Ann Lee's spokesman, Peter Hansen, denied it.", ("spokesman", "Ann Lee", False)),
    ],
)
def test_before_a_comma_and_the_name(extract: Extract, text: str, role: Told) -> None:
    assert roles(extract(text)) == [role]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        (
            "Serhii Bolvinov, the lead investigator for the Kharkiv region police, spoke first.",
            ("lead investigator", "Kharkiv region police", False),
        ),
        (
            "Oleh Kotenko, Ukraine’s commissioner for missing persons, spoke next.",
            ("commissioner for missing persons", "Ukraine", False),
        ),
        ("Karim Benali, 34, a taxi driver from Oran, lost his home.", ("taxi driver", None, False)),
        ("Grace Mbeki, the then-finance minister, signed it.", ("finance minister", None, True)),
        ("Nadia Rahman, an analyst at the consultancy Northgate, spoke.", ("analyst", "Northgate", False)),
        ("Mitch Garner of Kentucky, the majority leader, was absent.", ("majority leader", None, False)),
        ("Joyce Lang is the director of the Harbour Trust.", ("director", "Harbour Trust", False)),
        ("Viktor Hald was the finance minister of Denmark until 2011.", ("finance minister", "Denmark", True)),
        ("Chen Weiguo, who was ousted as party secretary last year, is ill.", ("party secretary", None, True)),
        ("Leila Haddad, who was named as central bank governor, is ill.", ("central bank governor", None, False)),
        ("Joao Pires has resigned as head coach.", ("head coach", None, True)),
        (
            "Ingrid Solberg, who heads the Arctic Council, agreed.",
            ("heads the Arctic Council", "Arctic Council", False),
        ),
        (
            "Helen Osei, who leads the eye unit at Korle Bu hospital, agreed.",
            ("leads the eye unit", "Korle Bu hospital", False),
        ),
        ("Peter Hansen, who is leading the inquiry, denied it.", ("leading the inquiry", "inquiry", False)),
        ("Peter Hansen, leading the inquiry, denied it.", ("leading the inquiry", "inquiry", False)),
        ("Anna Lindgren, 47, was the editor of the Oslo Times.", ("editor", "Oslo Times", False)),
        ("Peter Hansen, 34, of Leeds, a teacher, was hurt.", ("teacher", None, False)),
        ("Anna Lindgren, formerly the head of Baltic Steel, left.", ("head", "Baltic Steel", True)),
        ("Peter Hansen, now a senator, signed it.", ("senator", None, False)),
        ("Peter Hansen, who served as defence minister until 2015, left.", ("defence minister", None, True)),
        ("Baltic Steel named Peter Hansen chief executive on Monday.", ("chief executive", None, False)),
        ("Peter Hansen, who became chairman of Baltic Steel last year, left.", ("chairman", "Baltic Steel", False)),
        ("Anna Lindgren MP left.", ("MP", None, False)),
    ],
)
def test_behind_the_name(extract: Extract, text: str, role: Told) -> None:
    assert roles(extract(text)) == [role]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Minister for Norway Erik Dahl resigned.", ("Minister", "Norway", False)),
        ("Sen. Walter Brandt (R-Texas) opposed it.", None),
        ("Judge Ann Lee of counsel waited.", ("Judge", None, False)),
        ("Marta Dunne, aged 41, is a lawyer.", None),
        ("Marta Dunne, President Ann Lee and two others left.", ("President", None, False)),
        ("Marta Dunne of Ohio waited.", None),
        ("Marta Dunne took over as chief executive of Alder Energy.", ("chief executive", "Alder Energy", False)),
        ("Marta Dunne has been named chief executive of Alder Energy.", ("chief executive", "Alder Energy", False)),
        ("Marta Dunne, then as now an outsider, waited.", None),
        ("They hired Marta Dunne as head coach.", ("head coach", None, False)),
        ("Marta Dunne, an ex-chairman of Nordbank, was freed.", ("chairman", "Nordbank", True)),
        ("Marta Dunne runs.", None),
        (
            "Afghan Ambassador to the United States Marta Dunne spoke.",
            ("Ambassador to the United States", "Afghan", False),
        ),
        ("It pleased the ambassador to Germany Marta Dunne met.", None),
        ("Marta Dunne has been the chief executive of Alder Energy.", ("chief executive", "Alder Energy", False)),
        ("Marta Dunne was recently elected president of Kenya.", ("president", "Kenya", False)),
        ("Marta Dunne of the Harbour Trust spoke.", None),
        ("Dr. Marta Dunne", None),
        ("A letter was sent to Mayor Marta Dunne", ("Mayor", None, False)),
        ("Marta Dunne, who works hard, waited.", None),
    ],
)
def test_at_the_edge_of_the_grammar(extract: Extract, text: str, role: Told | None) -> None:
    told = roles(extract(text))
    assert role in told if role else all(title in {"Sen.", "lawyer"} for title, _, _ in told)


def test_two_roles_in_one_apposition(extract: Extract) -> None:
    told = roles(extract("Paul Riker, the founder and chief executive of Alder Energy, has resigned."))
    assert told == [("founder", "Alder Energy", False), ("chief executive", "Alder Energy", False)]


def test_two_roles_before_the_name(extract: Extract) -> None:
    told = roles(extract("Baltic Steel president and CEO Peter Hansen sold his shares."))
    assert told == [("president", "Baltic Steel", False), ("CEO", "Baltic Steel", False)]


def test_a_counterpart_holds_the_same_title(extract: Extract) -> None:
    told = roles(extract("French Foreign Minister Claire Aubert met her Turkish counterpart, Emre Aksoy, in Ankara."))
    assert told == [("Foreign Minister", "French", False), ("Foreign Minister", "Turkish", False)]


def test_the_rank_beside_an_office_says_nothing_more(extract: Extract) -> None:
    told = roles(extract("Gen. Viktor Sorokin, commander of the southern front, was dismissed."))
    assert told == [("commander", "southern front", False)]


def test_whose_spokesman(extract: Extract) -> None:
    found = extract("Ruth Colby lost. Colby campaign spokesman Raj Malhotra wept, and so did Colby lawyer Dana Frost.")
    told = {person.name: [(r.title, r.affiliation) for r in person.roles] for person in found.people}
    assert told["Raj Malhotra"] == [("spokesman", "Colby campaign")]
    assert told["Dana Frost"] == [("lawyer", "Colby")]


def test_where_a_passenger_lives_is_no_affiliation(extract: Extract) -> None:
    assert roles(extract("His passenger, Barton Jones of Leeds, was hurt.")) == [("passenger", None, False)]


@pytest.mark.parametrize(
    "text",
    [
        "Hassan Idris, whose brother was killed in the blast, buried him on Sunday.",
        "Emma Stroud and Felix Baum were released without charge.",
        "Luis Ferrer led the procession on Friday.",
        "Mr Ahmed Siddiqui waited at the gate.",
        "Karim Benali has been ill.",
        "That has hurt the party's presidential nominee, Garrick said.",
    ],
)
def test_no_role(extract: Extract, text: str) -> None:
    assert roles(extract(text)) == []


def test_the_affiliation_is_tied_to_its_object(extract: Extract) -> None:
    found = extract("Marta Dunne, chief executive of Alder Energy, met the mayor of Berlin, Jonas Falk, in Germany.")
    dunne, falk = (person.roles[0] for person in found.people)
    assert dunne.organization_id == next(o.id for o in found.organizations if o.name == "Alder Energy")
    assert falk.place_id == next(p.id for p in found.places if p.name == "Berlin")


def test_a_nationality_is_tied_to_its_country(extract: Extract) -> None:
    found = extract("Ukrainian President Olena Tkachuk said Ukraine would rebuild.")
    assert found.people[0].roles[0].place_id == next(p.id for p in found.places if p.name == "Ukraine")


def test_a_role_told_again_is_one_role(extract: Extract) -> None:
    told = roles(extract("Minister Ann Lee spoke. Later Norwegian Minister Ann Lee left. Minister Ann Lee is 50."))
    assert told == [("Minister", "Norwegian", False)]
