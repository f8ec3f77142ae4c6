"""An English sentence and the figures that are found in it."""

from __future__ import annotations

import datetime as dt
import math
import time
from collections.abc import Callable

import pint
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.extraction import Extraction
from service.extraction.lexemes import Lexemes
from service.extraction.lexicon import table
from service.extraction.model import Figure
from service.extraction.numerals import number_of, read

Extract = Callable[..., Extraction]


def figures_of(extract: Extract, text: str, published: dt.date | None = dt.date(2022, 9, 16)) -> list[Figure]:
    return list(extract(text, published=published, include=frozenset({"dates", "figures"})).figures)


@pytest.mark.parametrize(
    ("text", "figure", "unit"),
    [
        ("The death toll rose to 42 on Monday.", "42", "person"),
        ("The ministry put the toll at 20.", "20", "person"),
        ("The number of Ebola cases could reach 20,000 by November.", "20,000", "Ebola case"),
        ("She put the number of civilians killed in the city at more than 2,400.", "2,400", "civilian"),
        ("More than 3 million people have fled, 1.9 million of them to Poland.", "1.9 million", "person"),
        ("The trust found 100,000 mines. Only 16,000 of them remain.", "16,000", "mine"),
        ("Toyota recalled 3.4 million cars, including 2.9 million in Ohio.", "2.9 million", "car"),
        ("Police said 98 people died and 300 were unaccounted for.", "300", "person"),
    ],
)
def test_what_is_counted_is_told_elsewhere(extract: Extract, text: str, figure: str, unit: str) -> None:
    found = next(f for f in figures_of(extract, text) if f.text == figure)
    assert found.kind == "count"
    assert found.unit is not None
    assert found.unit.name == unit


def test_a_fraction_by_which_something_fell(extract: Extract) -> None:
    first, second = figures_of(extract, "Profits fell by a fifth to 2.4 billion euros.")
    assert (first.text, first.value, first.kind) == ("a fifth", 0.2, "ratio")
    assert second.value == 2.4e9


def test_the_number_of_a_case_is_a_name(extract: Extract) -> None:
    assert figures_of(extract, "The case is USA v. Delgado, 15-cr-00123.") == []
    assert len(figures_of(extract, "It has a 0-to-60-mph time of four seconds.")) == 2


def test_an_age_behind_a_noun_for_a_person(extract: Extract) -> None:
    (age,) = figures_of(extract, "The couple met the archbishop, 87, and his daughter.")
    assert age.kind == "age"


def test_a_figure_told_is_not_of_the_teller(extract: Extract) -> None:
    found = figures_of(extract, "Eight Americans, Kenyan Transport Secretary James Macharia told reporters.")
    assert [f.of for f in found] == [None]


def number(figure: Figure) -> float | tuple[float | None, float | None]:
    return figure.value if figure.value is not None else (figure.low, figure.high)


# ------------------------------------------------------------ numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.5", 1234.5),
        ("12,34,567.89", 1234567.89),
        (".534", 0.534),
        ("7 3/4", 7.75),
        ("2½", 2.5),
        ("1/16", 0.0625),
        ("80, 000", 80000),
        ("3.9 million", 3_900_000),
        ("3.5-million", 3_500_000),
        ("35 lakh", 3_500_000),
        ("4.3M", 4_300_000),
        ("two hundred and five", 205),
        ("thirty-four", 34),
        ("a hundred thirty million", 130_000_000),
        ("five hundred thousand", 500_000),
        ("three point five", 3.5),
        ("two and a half million", 2_500_000),
        ("half a million", 500_000),
        ("half a dozen", 6),
        ("two dozen", 24),
        ("a third of", 1 / 3),
        ("two-thirds", 2 / 3),
        ("three quarters of", 0.75),
        ("three quarters billion", 750_000_000),
        ("a quarter million", 250_000),
        ("quarter million", 250_000),
    ],
)
def test_numbers(extractor: object, text: str, value: float) -> None:
    lex = Lexemes(extractor.nlp.make_doc(text))  # type: ignore[attr-defined]
    numeral = read(lex, 0)
    assert numeral is not None
    assert math.isclose(numeral.value or 0, value)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("dozens", 12, 120),
        ("tens of thousands", 10_000, 100_000),
        ("hundreds of millions", 1e8, 1e9),
        ("several hundred", 300, 900),
        ("a couple", 2, 3),
    ],
)
def test_vague_numbers_are_ranges(extractor: object, text: str, low: float, high: float) -> None:
    numeral = read(Lexemes(extractor.nlp.make_doc(text)), 0)  # type: ignore[attr-defined]
    assert numeral is not None
    assert (numeral.low, numeral.high, numeral.value) == (low, high, None)


@pytest.mark.parametrize("text", ["1.2.3", "1,2", "007", "1234,567", "1" * 30, "1.2,3"])
def test_written_as_no_number(text: str) -> None:
    assert number_of(text) is None


@pytest.mark.parametrize("text", ["the first half", "scores", "a half-brother", "third", "quarter", "an apple", "few"])
def test_no_number_begins(extractor: object, text: str) -> None:
    lex = Lexemes(extractor.nlp.make_doc(text))  # type: ignore[attr-defined]
    assert all(read(lex, i) is None for i in range(len(lex)))


# ------------------------------------------------------------ values and units


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # measures
        ("The town lies 48 kilometers (30 mi) off.", [("48 kilometers", 48, "km"), ("30 mi", 30, "[mi_i]")]),
        ("It covers 8,000 square kilometers.", [("8,000 square kilometers", 8000, "km2")]),
        ("The engine makes 640bhp.", [("640bhp", 640, "[HP]")]),
        ("The barrel has a bore of 7.62mm.", [("7.62mm", 7.62, "mm")]),
        ("He is 1.8m tall.", [("1.8m", 1.8, "m")]),
        ("Winds reached 155mph.", [("155mph", 155, "[mi_i]/h")]),
        ("It was 98.6 degrees Fahrenheit.", [("98.6 degrees Fahrenheit", 98.6, "[degF]")]),
        ("It fell to minus-260 degrees Celsius.", [("minus-260 degrees Celsius", -260, "Cel")]),
        ("It fell to -5°C.", [("-5°C", -5, "Cel")]),
        ("The plant makes 35 GWh.", [("35 GWh", 35, "GW.h")]),
        ("Burn 12.3m tonnes of fuel.", [("12.3m tonnes", 12_300_000, "t")]),
        ("It sits a quarter of a mile off.", [("a quarter of a mile", 0.25, "[mi_i]")]),
        ("They pump 500,000 barrels a day.", [("500,000 barrels a day", 500_000, "[bbl_us]/d")]),
        ("They built chips of sub-7 nanometer size.", [("7 nanometer", 7, "nm")]),
        ("The weight is 20 (kg).", [("20 (kg)", 20, "kg")]),
        # money
        ("It was sold for $38bn.", [("$38bn", 38e9, "USD")]),
        ("It was sold for €75m.", [("€75m", 75e6, "EUR")]),
        ("It was sold for A$82,615,680.", [("A$82,615,680", 82_615_680, "AUD")]),
        ("It was sold for US $1.1 million.", [("US $1.1 million", 1.1e6, "USD")]),
        ("It was sold for 9.7 billion zloty.", [("9.7 billion zloty", 9.7e9, "PLN")]),
        ("It was sold for 7.5 million Danish crowns.", [("7.5 million Danish crowns", 7.5e6, "DKK")]),
        ("It was sold for 2 million pounds.", [("2 million pounds", 2e6, "GBP")]),
        ("It was sold for USD1,700.", [("USD1,700", 1700, "USD")]),
        ("It was sold for 120 MEUR.", [("120 MEUR", 120e6, "EUR")]),
        ("It was sold for 75 USD million.", [("75 USD million", 75e6, "USD")]),
        ("It costs 15 dollars and 50 cents.", [("15 dollars and 50 cents", 15.5, "USD")]),
        ("It costs 35 cents.", [("35 cents", 35, None)]),
        ("It cost tens of thousands of dollars.", [("tens of thousands of dollars", (1e4, 1e5), "USD")]),
        # percent
        ("It gained 4.2 percent.", [("4.2 percent", 4.2, "%")]),
        ("It gained 4.2%.", [("4.2%", 4.2, "%")]),
        ("It gained 2 percentage points.", [("2 percentage points", 2, "%")]),
        # lengths of time
        ("The five-month siege ended.", [("five-month", 5, "mo")]),
        ("He left ten days ago.", [("ten days", 10, "d")]),
        ("They waited half an hour.", [("half an hour", 0.5, "h")]),
        # ages
        ("A 34-year-old man fell.", [("34-year-old", 34, "a")]),
        ("Maddon, 66, has left the club.", [("66", 66, "a")]),
        ("The baby is ten months old.", [("ten months old", 10, "mo")]),
        ("A man aged 27 was held.", [("27", 27, "a")]),
        ("She turned 35.", [("35", 35, "a")]),
        ("Men aged 18 to 34 bet on it.", [("18 to 34", (18, 34), "a")]),
        # ranges
        ("It takes between 40 and 45 kg.", [("40 and 45 kg", (40, 45), "kg")]),
        ("It takes 40-45 kg.", [("40-45 kg", (40, 45), "kg")]),
        ("It raises range from 252 to 287 miles.", [("252 to 287 miles", (252, 287), "[mi_i]")]),
        ("He went from 208 pounds to 193.", [("208 pounds to 193", (193, 208), "[lb_av]")]),
        ("It costs $5-10 billion.", [("$5-10 billion", (5e9, 10e9), "USD")]),
        ("It does 0-to-60 mph quickly.", [("0-to-60 mph", (0, 60), "[mi_i]/h")]),
        # numbers that share a unit
        ("It has a 7- or 8-inch screen.", [("7", 7, "[in_i]"), ("8-inch", 8, "[in_i]")]),
        ("Revenue fell 4.2 percent to 9 billion euros.", [("4.2 percent", 4.2, "%"), ("9 billion euros", 9e9, "EUR")]),
        # ratios, scores, ranks
        ("About half of the area is mined.", [("half", 0.5, None)]),
        ("A third of the men left.", [("A third", 1 / 3, None)]),
        ("Seven of 12 died.", [("Seven of 12", 7 / 12, None)]),
        ("They won 3-1 on Sunday.", [("3-1", (1, 3), None)]),
        ("It is the third-largest city.", [("third-largest", 3, None)]),
        ("Sales grew sixfold.", [("sixfold", 6, None)]),
        # further forms, one of each
        ("It costs $76 US in stores.", [("$76 US", 76, "USD")]),
        ("It costs $10 dollars now.", [("$10 dollars", 10, "USD")]),
        ("It costs c$ 1.34 now.", [("c$ 1.34", 1.34, "CAD")]),
        ("It costs 15 dollars and 15.", [("15 dollars and 15", 15.15, "USD")]),
        ("It was 250 won.", [("250 won", 250, "KRW")]),
        ("The patient is an 87 yo man.", [("87 yo", 87, "a")]),
        ("He was hurt at eighteen months of age.", [("eighteen months of age", 18, "mo")]),
        ("It grew for two more weeks.", [("two more weeks", 2, "wk")]),
        ("It costs from $40 to 45 each.", [("$40 to 45", (40, 45), "USD")]),
        ("It holds 5 or 6 kg.", [("5 or 6 kg", (5, 6), "kg")]),
        ("It is between 40 and 45.", [("40 and 45", (40, 45), None)]),
        ("Nine out of ten said so.", [("Nine out of ten", 0.9, None)]),
        ("Three in 10 said so.", [("Three in 10", 0.3, None)]),
        ("It is the second most costly house.", [("second most", 2, None)]),
        ("It makes 52,000 barrel-a-day flows.", [("52,000 barrel-a-day", 52000, "[bbl_us]/d")]),
        ("It came to five or six percent.", [("five or six percent", (5, 6), "%")]),
        ("She had second thoughts for a second.", []),
        ("She had one second thought.", []),
    ],
)
def test_values_and_units(extract: Extract, text: str, found: list[tuple[str, object, str | None]]) -> None:
    got = [(f.text, number(f), f.unit.code if f.unit else None) for f in figures_of(extract, text)]
    assert [(text, code) for text, _, code in got] == [(text, code) for text, _, code in found]
    for (_, value, _), (_, expected, _) in zip(got, found, strict=True):
        assert value == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("They found 440 graves.", 440, "grave"),
        ("They found 1,100 public housing properties.", 1100, "public housing property"),
        ("Dozens of people were killed.", (12, 120), "person"),
        ("Two or three cars burned.", (2, 3), "car"),
        ("Some 1,307,000 Americans were out of work.", 1_307_000, "American"),
        ("The car has a six-cylinder engine.", 6, "cylinder"),
        ("One of the largest cities fell.", 1, "large city"),
        ("They did three thousand tests per day.", 3000, "test per day"),
        ("He tried 3 times.", 3, "time"),
        ("The index lost 190 points.", 190, "point"),
        ("He gained 517 rushing yards.", 517, "yard"),
    ],
)
def test_what_is_counted(extract: Extract, text: str, value: object, unit: str) -> None:
    [figure] = figures_of(extract, text)
    assert figure.unit is not None
    assert (number(figure), figure.unit.name) == (value, unit)


def test_a_bare_number_counts_what_the_sentence_counted_before(extract: Extract) -> None:
    [sold, before] = figures_of(extract, "The firm sold 3.9 million headsets, up from 2.4 million, it said.")
    assert sold.unit is not None
    assert before.unit is not None
    assert (before.value, before.unit.name) == (2_400_000, "headset")


@pytest.mark.parametrize(
    "text",
    [
        "The firm was founded in 1989 and sold in 2016.",
        "He came at 10 p.m. and left at 11:30.",
        "The video runs 0:42 and shows a goal.",
        "Call 555-1234 or 1111-2222-3333 now.",
        "He lives at 123 Random Street in Reno.",
        "A Boeing 737 landed near Highway 35.",
        "The S&P 500 rose.",
        "It runs Windows 10 and version 1.2.3.",
        "He sat in Section 427 of the stadium.",
        "It is the 22nd amendment.",
        "No one knows; one can only guess.",
        "Part 24703L202 is made of scp-173m.",
        "1. First, go home.",
        "For a few minutes it was quiet.",
        "It flew under No. 225 for long.",
        "COVID-19 spread.",
        "She works from 2 to 9 p.m. on weekdays.",
        "The fair will be in Lyon between June 4 and 8.",
        "The fair will be in Lyon between June 4 and 8",
        "The office is at 742 E. Cedar Street, Fairview.",
        "He scored again at the Final Four.",
        "She joined the Five-Star Movement.",
        "The club, a 501(c)(3) corporation, posts on 4Chan.",
        "© 2018 Cable News Network.",
        "Kipchoge won in 2:01:09.",
    ],
)
def test_no_figures(extract: Extract, text: str) -> None:
    assert [f.text for f in figures_of(extract, text)] == []


# ------------------------------------------------------------ what is said of them


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("The rate ticked up to 4%.", "exact"),
        ("It took 40 days at most.", "at_most"),
        ("It cost $500 at the very least.", "at_least"),
        ("It fell as low as $5.", "at_least"),
        ("It is no higher than 5%.", "at_most"),
        ("It is not quite 40%.", "less_than"),
        ("Sales topped $500.", "more_than"),
        ("It has perhaps 300 rooms.", "about"),
        ("They found 440 graves.", "exact"),
        ("They found about 440 graves.", "about"),
        ("They found some 440 graves.", "about"),
        ("They found nearly 440 graves.", "about"),
        ("They found more than 440 graves.", "more_than"),
        ("They found over 440 graves.", "more_than"),
        ("They found at least 440 graves.", "at_least"),
        ("They found 440 or more graves.", "at_least"),
        ("They found fewer than 440 graves.", "less_than"),
        ("They found up to 440 graves.", "at_most"),
        ("They found as many as 440 graves.", "at_most"),
        ("They found no more than 440 graves.", "at_most"),
        ("They found 440 or so graves.", "about"),
        ("They make sub-7 nanometer chips.", "less_than"),
    ],
)
def test_qualifier(extract: Extract, text: str, qualifier: str) -> None:
    assert [f.qualifier for f in figures_of(extract, text)] == [qualifier]


def test_a_qualifier_reaches_only_the_next_number(extract: Extract) -> None:
    found = figures_of(extract, "At least 20 men and 30 women were hurt.")
    assert [(f.value, f.qualifier) for f in found] == [(20, "at_least"), (30, "exact")]


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("Turnover fell 4.2 percent to 9.7 billion zloty.", ["down", None]),
        ("Shares rose by about 5%.", ["up"]),
        ("Shares were up 5%.", ["up"]),
        ("The index lost 190 points, or 0.6%.", ["down", "down"]),
        ("The team gave up 517 yards.", [None]),
        ("The rate is 5%.", [None]),
    ],
)
def test_change(extract: Extract, text: str, changes: list[str | None]) -> None:
    assert [f.change for f in figures_of(extract, text)] == changes


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("Turnover fell 4.2 percent to 9.7 billion zloty.", ["Turnover", "Turnover"]),
        ("About half of the area is mined.", ["area"]),
        ("They keep 60 per cent of their revenue.", ["revenue"]),
        ("The bank charges a 0.6 per cent fee.", ["fee"]),
        ("It had winds of at least 74 mph.", ["winds"]),
        ("It raised the driving range by 35 miles.", ["driving range"]),
        ("She paid $12,000 for a new roof.", ["new roof"]),
        ("Total cost: $72,370.", ["Total cost"]),
        ("The stock trades at 6.5 times earnings.", ["earnings"]),
        ("The company said it has 1,000 customers.", ["company"]),
        ("The rate, which reached 5 percent, scared them.", ["rate"]),
        ("They paid $5.", [None]),
    ],
)
def test_of_what(extract: Extract, text: str, of: list[str | None]) -> None:
    assert [f.of.text if f.of else None for f in figures_of(extract, text)] == of


def test_rate(extract: Extract) -> None:
    [figure] = figures_of(extract, "They bid $98 a share for it.")
    assert figure.unit is not None
    assert figure.per is not None
    assert (figure.unit.name, figure.unit.code, figure.per.text) == ("US dollar per share", "USD", "a share")


def test_restated_in_another_unit(extract: Extract) -> None:
    [km, miles] = figures_of(extract, "The town lies some 48 kilometers (30 mi) north of here.")
    assert (miles.same_as_id, miles.conversion_error, miles.qualifier) == (km.id, False, "about")
    assert km.normalized is not None
    assert (km.normalized.value, km.normalized.code) == (48000, "m")


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("It lies 48 kilometers (60 miles) north.", True),
        ("It covers 8,000 square kilometers (3,088 square miles).", False),
        ("It rose by 1 to 1.5 degrees Celsius (1.8 to 2.7 Fahrenheit).", False),
        ("It was 20 degrees Celsius (68 Fahrenheit).", False),
        ("It was 20 degrees Celsius (90 Fahrenheit).", True),
        ("It paid 333.6 million yen ($3.1 million).", False),
    ],
)
def test_conversions_are_checked(extract: Extract, text: str, wrong: bool) -> None:
    [first, second] = figures_of(extract, text)
    assert (second.same_as_id, second.conversion_error) == (first.id, wrong)


def test_a_length_of_time_is_a_date_and_a_figure(extract: Extract) -> None:
    found = extract("The five-month siege ended.", include=frozenset({"dates", "figures"}))
    assert found.figures[0].date_id == found.dates[0].id


def test_date_of_the_same_clause(extract: Extract) -> None:
    text = "They found 440 graves on Thursday, and the mayor left on Friday."
    found = extract(text, published=dt.date(2022, 9, 16), include=frozenset({"dates", "figures"}))
    assert found.figures[0].date_id == found.dates[0].id


# ------------------------------------------------------------ whatever the text


def test_factors_are_those_of_pint() -> None:
    """Our own table of SI factors against Pint's, by the names that Pint knows."""
    registry = pint.UnitRegistry()
    names = {
        "pound-mass": "pound",
        "kiloton": "kilotonne",
        "ton": "short_ton",
        "year": "julian_year",
        "gallon": "gallon",
        "barrel": "oil_barrel",
    }
    otherwise = {"decade", "revolutions_per_minute"}  # in Pint a logarithmic unit, and in radians
    checked = 0
    for row in table("units"):
        name = names.get(row["name"], row["name"].replace("-", "_").replace(" ", "_"))
        if not row["factor"] or row["offset"] or name not in registry or name in otherwise:
            continue
        si = registry.Quantity(1, name).to_base_units().magnitude
        assert math.isclose(float(row["factor"]), si, rel_tol=1e-6), name
        checked += 1
    assert checked > 60


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet="0123456789.,-–$€%() \nakmo/:½'", min_size=1, max_size=60))
def test_any_text(extract: Extract, text: str) -> None:
    text = f"The total was {text} of the total."
    for figure in figures_of(extract, text):
        assert text[figure.start : figure.end] == figure.text
        assert (figure.value is None) == (figure.low is not None and figure.high is not None)
        assert figure.low is None or figure.high is None or figure.low <= figure.high


@pytest.mark.parametrize(
    "text", ["1,2 3 ", "1-", "$", "one and ", "a half of ", "from 1 to ", "5-, ", "(1 ", "1/2/", "5 for 42, "]
)
def test_linear_in_the_length_of_any_text(extractor: object, text: str) -> None:
    room = extractor.nlp.get_pipe("copydesk_figures")  # type: ignore[attr-defined]
    spent = []
    for size in (5_000, 20_000):
        doc = extractor.nlp.make_doc((text * size)[:size])  # type: ignore[attr-defined]
        begin = time.process_time()
        room(doc)
        spent.append(time.process_time() - begin)
    assert spent[1] < 12 * max(spent[0], 0.05)


@pytest.mark.parametrize(
    "text", ["At least 107 killed in the collapse.", "The fire wounded 107.", "A crane fell, killing about 107."]
)
def test_casualties_are_people(extract: Extract, text: str) -> None:
    [figure] = figures_of(extract, text)
    assert figure.unit is not None
    assert (figure.value, figure.unit.name) == (107, "person")


@pytest.mark.parametrize(
    ("text", "value"),
    [("Pupils aged 8–10 years took part.", (8, 10)), ("She died at the age of four months.", 4)],
)
def test_ages_with_their_unit(extract: Extract, text: str, value: object) -> None:
    [figure] = figures_of(extract, text)
    assert (figure.kind, number(figure)) == ("age", value)


def test_no_number_at_the_end_of_a_compound(extract: Extract) -> None:
    assert figures_of(extract, "They share a high-five.") == []


def test_a_quantity_and_its_restatement_are_of_the_same(extract):
    first, again = extract("Troops took 8,000 square kilometers (3,088 square miles) of territory on Monday.").figures
    assert first.of.text == again.of.text == "territory"
    assert again.same_as_id == first.id


@pytest.mark.parametrize(
    "text",
    [
        "The army was using the town, some 48 kilometers (30 mi) north of the border, as a base.",
        "Speaking of the 440 graves, the mayor told reporters that work went on.",
    ],
)
def test_a_distance_and_what_stands_in_an_opening_clause_are_not_of_the_subject(extract, text):
    assert all(figure.of is None for figure in extract(text).figures)


# ------------------------------------------------------------ what is counted, what is measured


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Tests found two viruses.", "virus"),
        ("There were 12 crashes.", "crash"),
        ("The firm sold six boxes.", "box"),
        ("It hired nine policewomen.", "policewoman"),
        ("The school has 300 schoolchildren.", "schoolchild"),
        ("Five of the younger sailors left.", "young sailor"),
        ("20+ people came.", "person"),
        ("He owns seven factories.", "factory"),
        ("The region has nine buses and ten causes.", "bus"),
    ],
)
def test_what_is_counted_in_the_singular(extract: Extract, text: str, unit: str) -> None:
    figure = figures_of(extract, text)[0]
    assert figure.unit is not None
    assert figure.unit.name == unit


@pytest.mark.parametrize(
    ("text", "measured"),
    [
        ("She spent $12,000 on a new roof.", "new roof"),
        ("The plan would boost the range by 35 miles.", "range"),
        ("Profit, which rose 5 percent, was good.", "Profit"),
        ("The company said it has 1,000 customers.", "company"),
        ("The firm announced plans to lay off 6,650 workers.", "firm"),
        ("Shares trade at 6.5 times earnings.", "earnings"),
        ("Total cost: $72,370.", "Total cost"),
        ("Unite Group, down 68p at 1112p, fell.", "Unite Group"),
        ("They valued the house at $3 million.", "house"),
        ("Winds of at least 74 mph hit the coast.", "Winds"),
        ("He invested $5 million in it.", None),
        ("Speaking of the 440 graves, the mayor wept.", None),
        ("It cost a record $5 million.", None),
    ],
)
def test_what_is_measured(extract: Extract, text: str, measured: str | None) -> None:
    figure = figures_of(extract, text)[0]
    assert (figure.of.text if figure.of else None) == measured


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("Sales fell 5 percent to 200, or about 3 percent a month.", ["down", None, None]),
        ("She gave up 517 yards.", [None]),
        ("Unite Group, down 68p, fell.", ["down"]),
        ("Profit, which rose 5 percent, was good.", ["up"]),
    ],
)
def test_a_rise_or_a_fall(extract: Extract, text: str, changes: list[str | None]) -> None:
    assert [figure.change for figure in figures_of(extract, text)] == changes


@pytest.mark.parametrize(
    "text",
    ["The rocket is the X5000.", "See item #12.", "The code is 24703L202.", "It fights COVID -19.", "Ask for A/320."],
)
def test_codes_are_no_figures(extract: Extract, text: str) -> None:
    assert figures_of(extract, text) == []


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("It costs $98 a share.", "US dollar per share"),
        ("They ran 300 tests/day.", "test per day"),
        ("Oil rose to hk $5 a barrel.", "Hong Kong dollar per barrel"),
        ("It made $1.17 billion a year earlier.", "US dollar"),
    ],
)
def test_rates(extract: Extract, text: str, unit: str) -> None:
    figure = figures_of(extract, text)[0]
    assert figure.unit is not None
    assert figure.unit.name == unit
