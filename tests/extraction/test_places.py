"""Places: an English sentence, and what is found in it."""

from __future__ import annotations

import pytest
from attrs import evolve
from spacy.tokens import Doc, Span

from service.extraction import Home
from service.extraction.places.name import Name
from service.extraction.places.resolve import score
from service.extraction.places.votes import Group
from service.gazetteer.lookup import Candidate


@pytest.fixture
def places(extract):
    """`places("She lives in Paris, Texas.")` -> {"Paris": Place, "Texas": Place}"""

    def read(text, **known):
        found = extract(text, include=frozenset({"places"}), **known).places
        assert [place.id for place in found] == [f"place-{n}" for n in range(1, len(found) + 1)]
        for place in found:
            for mention in place.mentions:
                assert text[mention.start : mention.end] == mention.text
        return {place.name: place for place in found}

    return read


# ---------------------------------------------------------------- which place


@pytest.mark.parametrize(
    ("text", "name", "country", "admin1"),
    [
        ("The mayor of Paris, Texas, resigned on Monday.", "Paris", "US", "Texas"),
        ("The mayor of Paris, France, resigned on Monday.", "Paris", "FR", "Île-de-France"),
        ("Police in St. Petersburg, Fla., arrested two men.", "St. Petersburg", "US", "Florida"),
        ("Police in St. Petersburg, Russia, arrested two men.", "St. Petersburg", "RU", "Saint Petersburg"),
        ("She studied in London, Ontario, for three years.", "London", "CA", "Ontario"),
        ("She studied in London for three years.", "London", "GB", "England"),
        ("He was born in Birmingham, Ala., in 1950.", "Birmingham", "US", "Alabama"),
        ("The fire in Springfield, MO, was put out.", "Springfield", "US", "Missouri"),
        ("The storm hit Wichita, Kan.", "Wichita", "US", "Kansas"),
    ],
)
def test_what_the_text_says_it_is_inside(places, text, name, country, admin1):
    place = places(text)[name]
    assert (place.country, place.admin1, place.kind) == (country, admin1, "city")
    assert place.confidence > 0.85


def test_an_abbreviated_state_is_a_place_with_its_full_name(places):
    state = places("The storm hit Wichita, Kan.")["Kansas"]
    assert (state.kind, state.mentions[0].text) == ("region", "Kan.")


def test_one_name_is_two_places_where_the_text_says_so(extract):
    text = "Voters in Birmingham, Ala., and in Birmingham, England, chose their mayors."
    found = [p for p in extract(text, include=frozenset({"places"})).places if p.name == "Birmingham"]
    assert [p.country for p in found] == ["US", "GB"]


def test_a_list_is_no_address(places):
    found = places("Cases were reported in Niger, Nigeria and Togo.")
    assert {name: place.country for name, place in found.items()} == {"Niger": "NE", "Nigeria": "NG", "Togo": "TG"}


def test_neighbours_in_a_list_are_of_one_kind(places):
    found = places("The illness was seen in Oregon, Utah, Washington and Wyoming.")
    assert (found["Washington"].kind, found["Washington"].admin1) == ("region", "Washington")


def test_a_bare_name_later_means_the_same_place(places):
    place = places("Residents of Paris, Texas, met on Monday. Paris has a new mayor.")["Paris"]
    assert (len(place.mentions), place.admin1) == (2, "Texas")


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("The governor of Georgia signed the bill in Atlanta, and lawmakers in Savannah and Augusta cheered.", "US"),
        ("Georgia accused Russia of shelling villages near Tbilisi and Gori.", "GE"),
    ],
)
def test_other_names_vote(places, text, country):
    assert places(text)["Georgia"].country == country


def test_a_demonym_votes_but_is_no_place(places):
    found = places("Canadian police said that the Canadian man had lived in London for years. Canadian courts agreed.")
    assert list(found) == ["London"]
    assert found["London"].country == "CA"


def test_the_outlets_home_votes(places):
    text = "A man was hurt in Manhattan on Friday."
    assert places(text)["Manhattan"].admin1 == "New York"
    home = Home(country="US", admin1="Kansas", lat=39.2, lon=-96.6)
    assert places(text, home=home)["Manhattan"].admin1 == "Kansas"


def test_the_dateline_votes(places):
    found = places(
        "MELBOURNE, Fla. (AP) — A man was hurt on Friday.\n\nThe man, from Melbourne, was taken to hospital."
    )
    assert (found["Melbourne"].admin1, len(found["Melbourne"].mentions)) == ("Florida", 2)


def test_a_city_comes_before_the_state_of_its_name(places):
    assert places("He lives in New York with two cats.")["New York"].kind == "city"
    assert places("He flew to Washington for talks.")["Washington"].admin1 == "District of Columbia"
    assert places("Apples from Washington state are cheap.")["Washington state"].kind == "region"


def test_a_city_that_is_said_to_be_one_is_not_the_county(places):
    assert places("A quake was felt in the city of Hualien, Taiwan.")["Hualien"].kind == "city"


def test_two_congos_and_two_koreas(places):
    found = places("The Democratic Republic of the Congo and the Republic of the Congo signed in Geneva.")
    assert {place.country for place in found.values()} == {"CD", "CG", "CH"}
    found = places("North Korea fired a missile and South Korea protested.")
    assert {name: place.country for name, place in found.items()} == {"North Korea": "KP", "South Korea": "KR"}


def test_several_spellings_are_one_place(places):
    found = places("Kyiv, still called Kiev in Moscow, was quiet. Trains left Kyiv on time.")
    assert [m.text for m in found["Kyiv"].mentions] == ["Kyiv", "Kiev", "Kyiv"]


@pytest.mark.parametrize(
    ("text", "name", "kind", "country"),
    [
        ("Troops entered the Gaza Strip on Sunday.", "Gaza Strip", "region", "PS"),
        ("Settlers in the West Bank were warned.", "West Bank", "region", "PS"),
        ("Ships crossed the Black Sea at night.", "Black Sea", "water", None),
        ("Climbers on Everest were rescued.", "Everest", "mountain", None),
        ("The Mississippi River flooded again.", "Mississippi River", "water", "US"),
        ("Startups in Silicon Valley are hiring.", "Silicon Valley", "area", "US"),
        ("She grew up in Brooklyn.", "Brooklyn", "city", "US"),
        ("Rain fell across East Anglia.", "East Anglia", "area", "GB"),
        ("Fighting flared in Kashmir.", "Kashmir", "area", None),
        ("Ministers met at Downing Street.", "Downing Street", "facility", "GB"),
        ("Tourists stopped going to Crimea.", "Crimea", "region", "UA"),
        ("Wages in the Middle East rose.", "Middle East", "area", None),
        ("Growth in Asia slowed.", "Asia", "continent", None),
        ("Swaziland has a new name.", "Swaziland", "country", "SZ"),
        ("Officials in Burma agreed.", "Burma", "country", "MM"),
        ("Cocoa from Ivory Coast is dear.", "Ivory Coast", "country", "CI"),
        ("Voters in Türkiye went to the polls.", "Türkiye", "country", "TR"),
    ],
)
def test_kinds_of_places(places, text, name, kind, country):
    place = places(text)[name]
    assert (place.kind, place.country, place.resolved) == (kind, country, True)


# ---------------------------------------------------------------- units


def test_a_region_named_with_its_word(places):
    place = places("Shelling was heard in the Kharkiv region.")["Kharkiv region"]
    assert (place.kind, place.geonames_id, place.mentions[0].text) == ("region", 706482, "Kharkiv region")


def test_regions_named_together(places):
    found = places("The border between the Kharkiv and Donetsk regions is near.")
    assert {name: (p.kind, p.country) for name, p in found.items()} == {
        "Kharkiv region": ("region", "UA"),
        "Donetsk region": ("region", "UA"),
    }
    assert found["Kharkiv region"].mentions[0].text == "Kharkiv"


def test_one_unit_for_two_names_that_share_an_article(places):
    found = places("Moscow used Izium to attack into the Donetsk and Kupyansk region of Ukraine.")
    assert found["Donetsk region"].kind == "region"
    assert (found["Kupyansk"].kind, found["Kupyansk"].country) == ("city", "UA")  # there is no such region


def test_the_region_of_a_city_is_the_city(places):
    place = places("Nine cases were found in the Houston region of Texas.")["Houston"]
    assert (place.kind, place.mentions[0].text) == ("city", "Houston")


def test_a_county(places):
    place = places("Deputies in Harris County, Texas, found the car.")["Harris County"]
    assert (place.kind, place.admin1) == ("region", "Texas")


def test_a_county_without_a_state_is_in_the_state_of_the_others(places):
    found = places("A fire broke out in Manhattan and Wamego, in Pottawatomie County, near Topeka in Kansas.")
    assert found["Pottawatomie County"].admin1 == "Kansas"


def test_a_court_named_after_a_district_is_no_district(places):
    assert "Moscow district" not in places("A Moscow district court jailed him.")


# ---------------------------------------------------------------- what is a place at all


@pytest.mark.parametrize(
    "text",
    [
        "The Bank of England raised rates.",
        "West Nile virus was found in mosquitoes.",
        "Lawmakers in Congress voted.",
    ],
)
def test_no_places(places, text):
    assert places(text) == {}


def test_the_place_of_a_public_body(places):
    found = places("He was held by the Lamar County Sheriff's Office after Texas police called.")
    assert found["Lamar County"].kind == "region"


def test_north_and_metro_are_no_part_of_a_name(places):
    found = places("Drought relief came to Northeast Georgia, where Atlanta and Savannah are.")
    assert found["Georgia"].mentions[0].relation == "Northeast"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Two boys drowned in the village of Qwertyabad on Friday.", "Qwertyabad"),
        ("Two buses collided in Zorvath province on Friday.", "Zorvath province"),
    ],
)
def test_what_the_gazetteer_does_not_have_is_not_guessed(places, text, name):
    place = places(text)[name]
    assert not place.resolved
    assert (place.country, place.lat, place.lon, place.geonames_id, place.alternatives) == (None, None, None, None, ())
    assert place.confidence <= 0.5


def test_nothing_from_boilerplate(places):
    found = places(
        "Read more: How Lisbon became fashionable\n\nThe minister flew to Vienna on Tuesday for two days of talks."
    )
    assert set(found) == {"Vienna"}


# ---------------------------------------------------------------- what is said of it


@pytest.mark.parametrize(
    ("text", "name", "relation"),
    [
        ("Fighting went on in eastern Ukraine.", "Ukraine", "eastern"),
        ("The grave lies near Izium.", "Izium", "near"),
        ("It fell some 48 kilometers (30 mi) north of Izium.", "Izium", "48 kilometers north of"),
        ("It fell 48km to the north-east of Izium.", "Izium", "48km north-east of"),
        ("The wreck lies 12 nautical miles off the coast of Libya.", "Libya", "12 nautical miles off the coast of"),
        ("A boat sank off the coast of Libya.", "Libya", "off the coast of"),
        ("A boat sank off Libya.", "Libya", "off"),
        ("The plane came down just outside Nairobi.", "Nairobi", "outside"),
        ("The plane came down a few miles outside Nairobi.", "Nairobi", "a few miles outside"),
        ("The village is about 20 miles from Denver.", "Denver", "20 miles from"),
        ("He comes from Denver.", "Denver", None),
        ("It struck 70 km (43 miles) north of the city of Hualien.", "Hualien", "70 km north of"),
        ("A bomb went off 5 miles inside Syria.", "Syria", "5 miles inside"),
        ("The road between Kyiv and Kharkiv is closed.", "Kyiv", "between"),
        ("The road between Kyiv and Kharkiv is closed.", "Kharkiv", "between"),
        ("Talks between Paris and Berlin went on.", "Berlin", None),
        ("The army camped north of Izium.", "Izium", "north of"),
        ("They met on the outskirts of Nairobi.", "Nairobi", "outskirts of"),
        ("They met in Nairobi.", "Nairobi", None),
        ("Nairobi is large.", "Nairobi", None),
    ],
)
def test_relation(places, text, name, relation):
    assert places(text)[name].mentions[0].relation == relation


@pytest.mark.parametrize(
    ("text", "name", "metonymic"),
    [
        ("Moscow said on Friday that it would answer.", "Moscow", True),
        ("Moscow was using the town as a launching pad.", "Moscow", True),
        ("Talks with Beijing will go on.", "Beijing", True),
        ("France condemned the attack.", "France", True),
        ("The train reached Moscow at noon.", "Moscow", False),
        ("Moscow lies on a river.", "Moscow", False),
        ("Munich said nothing of note, but it is no capital.", "Munich", False),
        ("Belgium beat Wales 2-0 in Brussels.", "Belgium", True),
        ("Germany won 3-1 against Denmark.", "Denmark", True),
        ("Belgium beat Wales 2-0 in Brussels.", "Brussels", False),
        ("Wales lost 2-0 to Belgium.", "Belgium", True),
        ("Prussia defeated Denmark in 1864.", "Denmark", False),
    ],
)
def test_metonymy(places, text, name, metonymic):
    assert places(text)[name].mentions[0].metonymic is metonymic


def test_the_teams_of_a_report_of_sport_need_no_score_beside_them(places):
    found = places(
        "The striker's goal in the second half of the match gave Italy the lead. Italy's coach praised the goalkeeper, "
        "whose save from a penalty kept the team in the tournament. Fans in Rome cheered."
    )
    assert found["Italy"].mentions[1].metonymic
    assert not found["Rome"].mentions[0].metonymic


@pytest.mark.parametrize(
    ("text", "name", "country", "disputed"),
    [
        ("Troops crossed into Crimea.", "Crimea", "UA", True),
        ("A man was arrested in Simferopol.", "Simferopol", "UA", True),
        ("Snow fell on Kashmir.", "Kashmir", None, True),
        ("He was born in Taipei.", "Taipei", "TW", True),
        ("Farmers on the Golan Heights were warned.", "Golan Heights", "IL", True),
        ("He was born in Lviv.", "Lviv", "UA", False),
    ],
)
def test_what_is_disputed_says_so(places, text, name, country, disputed):
    place = places(text)[name]
    assert (place.country, place.disputed) == (country, disputed)


# ---------------------------------------------------------------- how sure


def test_alternatives_are_the_other_places_of_the_name(places):
    place = places("A man was hurt in Springfield on Friday.")["Springfield"]
    assert place.confidence < 0.7
    assert 1 <= len(place.alternatives) <= 3
    assert all(0 <= other.confidence <= place.confidence for other in place.alternatives)


@pytest.mark.parametrize(
    "text",
    ["Paris, " * 3000, "the Kharkiv and " * 3000, "Paris and London and " * 2000, "A" * 50_000, "in St. " * 3000],
)
def test_hostile_text(read_doc, text):
    assert isinstance(read_doc(text)._.places, list)


def test_a_town_takes_no_article(places):
    found = places("Ships crossed the Atlantic in a week.")
    assert found["Atlantic"].kind == "water"


def test_a_governor_is_of_the_state(places):
    assert places("Former New York Gov. Mario Cuomo spoke.")["New York"].kind == "region"


def test_a_country_is_not_its_capital(places):
    found = places(
        "MEXICO CITY (AP) — Mexico's Senate passed a resolution on Tuesday. Mexico should send a note, it said."
    )
    assert {name: place.kind for name, place in found.items()} == {"MEXICO CITY": "city", "Mexico": "country"}


def test_two_names_joined_by_and_are_not_extended_to_one(places):
    assert set(places("Rivals in Asia include Australia and New Zealand, he said.")) == {
        "Asia",
        "Australia",
        "New Zealand",
    }


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A Mansfield resident, who was 41, was charged on Friday.", "Mansfield"),
        ("The man, of Chattanooga, was charged on Friday.", "Chattanooga"),
        ("Sen. Byron Dorgan, D-N.D., asked why.", "North Dakota"),
        ("The Government of Alberta has sent a mission.", "Alberta"),
        ("A South Philadelphia baker won.", "Philadelphia"),
        ("He lives on Kelley Lane in Newark, Ohio.", "Newark"),
    ],
)
def test_what_the_words_around_a_name_say(places, text, name):
    assert name in places(text)


def test_a_person_called_like_a_country_is_no_place(places):
    assert "Jordan" not in places("Michael Jordan scored twice. Jordan said that he was tired.")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Georgia Stevens spoke in Ohio. Georgia was tired.", {"Ohio"}),
        ("Paris Hilton was seen in London. Paris wore a hat.", {"London"}),
        ("Paris Hilton was seen in London. Later she flew to a party in Paris.", {"London", "Paris"}),
        ("President Obama met voters in Iowa. Critics of Obama were silent, and trust in Obama fell.", {"Iowa"}),
    ],
)
def test_what_is_known_as_a_persons_name_is_no_place(places, text, found):
    assert set(places(text)) == found


def test_a_stream_of_a_dump_does_not_come_before_the_village():
    village = Candidate(1, 1, "Mala", "city", "PPL", "UA", "UA.07", "Kharkiv Oblast", 49.0, 37.0, 0, 2)
    group = Group([Name(0, 1, "Mala", "Mala", "other")], [], None)
    stream = evolve(village, kind="water", feature="STM")
    sea = evolve(village, kind="water", feature="OWN")
    assert score(stream, group, None) < score(village, group, None) < score(sea, group, None)


# ---------------------------------------------------------------- whatever the recogniser says


@pytest.fixture
def read(extractor):
    """`read("in [Chad GPE] .")` -> names of the places in a hand-made document with these entities"""
    room = extractor.nlp.get_pipe("copydesk_places")

    def read(marked):
        words, ents, start = [], [], None
        for piece in marked.replace("]", " ]").split():
            if piece.startswith("["):
                start = len(words)
            if piece == "]":
                ents.append((start, len(words) - 1, words.pop()))
            else:
                words.append(piece.removeprefix("["))
        tags = ["PROPN" if word[0].isupper() else "X" for word in words]
        doc = Doc(extractor.nlp.vocab, words=words, pos=tags, heads=list(range(len(words))), deps=["dep"] * len(words))
        doc.ents = [Span(doc, first, end, label=label) for first, end, label in ents]
        return {place.name: place.kind for place in room(doc)._.places}

    return read


@pytest.mark.parametrize(
    ("marked", "found"),
    [
        ("storms in [Ala. GPE] and elsewhere", {"Alabama": "region"}),
        ("from [Paris , Lima and Quito GPE] today", {"Paris": "city", "Lima": "city", "Quito": "city"}),
        ("[MEXICO GPE] CITY is large", {"MEXICO CITY": "city"}),
        ("the [NICU GPE] in [Toronto GPE]", {"Toronto": "city"}),
        ("the [Congress GPE] met", {}),
        ("[West Nile LOC] virus spread", {}),
        ("near [Dallas City Hall FAC] today", {"Dallas": "city"}),
        ("on [Taylor Street PERSON] today", {"Taylor Street": "facility"}),
        ("[Pack ORG] 162 of [Canada GPE]", {"Canada": "country"}),
        ("the [SWAT ORG] team", {}),
        ("the [Canadian Food Agency ORG] said", {}),
        ("the [Wesley Medical Center ORG] said", {}),
        ("the [U.S. Food Agency ORG] said", {"U.S.": "country"}),
        ("the [Dallas City Council ORG] said", {"Dallas": "city"}),
        ("the [Oklahoma City Council ORG] said", {"Oklahoma City": "city"}),
        ("the [Lamar County Sheriff ORG] said", {"Lamar County": "region"}),
        ("the [Hall High School ORG] said", {}),
        ("[TORRINGTON ORG] -- a fire", {"TORRINGTON": "city"}),
        ("in [Lima GPE] and [Quito PERSON] today", {"Lima": "city", "Quito": "city"}),
        ("in [Quito PERSON] and [Lima GPE] today", {"Quito": "city", "Lima": "city"}),
        ("the town of [Xyzzyville PERSON] fell", {"Xyzzyville": "other"}),
        ("[Xyzzyville GPE] fell", {}),
        ("[Chestatee River LOC] rose", {"Chestatee River": "water"}),
        ("on [Everest PERSON] today", {"Everest": "mountain"}),
        ("[the ORG] thing", {}),
        ("[Jordan Miller PERSON] spoke and [Jordan GPE] apologised", {}),
        ("[Jordan Miller PERSON] met [Jordanian NORP] police and [Jordan GPE] apologised", {"Jordan": "country"}),
        ("[Paris Hilton PERSON] met [Paris GPE] , [Texas GPE] , police", {"Paris": "city", "Texas": "region"}),
        ("[Madison Keys PERSON] beat [Madison GPE] and [Keys ORG] of [Keys ORG] fame", {}),
    ],
)
def test_by_hand(read, marked, found):
    assert read(marked) == found


def test_what_is_a_place_once_is_one_in_all_of_the_article(extract):
    text = "Izium came under fire in April. Troops had used Izium as a base. Graves were found in Izium on Friday."
    (place,) = (p for p in extract(text).places if p.name == "Izium")
    assert [m.start for m in place.mentions] == [i for i in range(len(text)) if text.startswith("Izium", i)]
