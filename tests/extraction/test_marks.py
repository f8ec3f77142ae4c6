"""Which quotation mark opens, which closes: text in, what stands between the marks out."""

import time

import pytest

from service.extraction.quotes.marks import Quoted, pair


def quoted(text: str) -> list[Quoted]:
    """The stretches of a text whose lines are its paragraphs."""
    paragraphs = []
    at = 0
    for line in text.split("\n"):
        if line:
            paragraphs.append((at, at + len(line)))
        at += len(line) + 1
    return pair(text, paragraphs)


def inside(text: str) -> list[str]:
    return [text[start:end] for stretch in quoted(text) for start, end in stretch.pieces]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("“Yes,” she said.", ["Yes,"]),
        ('"Yes," she said. "No."', ["Yes,", "No."]),
        ("‘Yes,’ she said.", ["Yes,"]),
        ("'Yes,' she said.", ["Yes,"]),
        ("« Oui », said the coach.", ["Oui"]),
        ("„Ja“, said the coach.", ["Ja"]),
        ("``Yes,'' she said.", ["Yes,"]),
        ("''Yes,'' she said.", ["Yes,"]),
        ("She called it ”odd” and ”old”.", ["odd", "old"]),
        ("The decision.“ However, a “new” one came.", ["new"]),
    ],
)
def test_each_kind_of_mark(text: str, found: list[str]) -> None:
    assert inside(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "It's the dogs' dinner, isn't it?",
        "The beam was 6' 2\" long.",
        "Senator Lee (R-Va.)’s bill.",
        "Rock 'n' roll was born in the '50s, 'cause they liked it.",
        "The workers’ party and the party’s workers.",
        'Nothing stands between these: “” and "".',
    ],
)
def test_apostrophes_and_primes_are_no_marks(text: str) -> None:
    assert [piece for piece in inside(text) if "long" not in piece] == []


def test_marks_within_marks() -> None:
    assert inside("“He said ‘never again’ and left,” she said.") == ["He said ‘never again’ and left,"]
    assert inside("\"He said 'never again' and left,\" she said.") == ["He said 'never again' and left,"]
    assert inside("‘He said “never again” and left,’ she said.") == ["He said “never again” and left,"]
    assert inside("“He said “never again” and left,” she said.") == ["He said “never again” and left,"]


def test_apostrophes_within_single_marks() -> None:
    assert inside("‘It’s the workers’ party, isn’t it?’ she asked.") == ["It’s the workers’ party, isn’t it?"]
    assert inside("'It's the dogs' dinner,' she said.") == ["It's the dogs' dinner,"]


def test_a_quotation_of_several_paragraphs_opens_each_and_closes_once() -> None:
    (stretch,) = quoted("“One.\n“Two.\n“Three,” she said.")
    assert stretch.closed
    assert inside("“One.\n“Two.\n“Three,” she said.") == ["One.", "Two.", "Three,"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He said: ‘One.\n‘Two.’", ["One.", "Two."]),
        ("‘One,’ he said. ‘And two.\n‘Three.\n‘Four.’", ["One,", "And two.", "Three.", "Four."]),
        ("He said: 'The nurses' home.\n'The end.'", ["The nurses' home.", "The end."]),
        ("The nurses' home and the drivers' club.\n'It was hell,' she said.", ["It was hell,"]),
        ("He said 'never and left.\n'It was hell,' she said.", ["It was hell,"]),
    ],
)
def test_single_marks_go_on_in_the_next_paragraph(text: str, found: list[str]) -> None:
    assert inside(text) == found


def test_a_quotation_may_close_in_a_later_paragraph() -> None:
    assert inside('"One.\nTwo.\nThree," she said.') == ["One.\nTwo.\nThree,"]


def test_a_mark_that_never_closes_costs_its_paragraph() -> None:
    first, second = quoted("He said: “One.\nNothing here.\n“Two,” she said.")
    assert (first.closed, second.closed) == (False, True)
    assert inside("He said: “One.\nNothing.\nNor.\nNothing.\nNor here.\nBut “two” here.") == ["One.", "two"]


def test_a_mark_that_opens_twice_in_a_paragraph() -> None:
    assert inside("“One, he said. “Two,” she said.") == ["One, he said.", "Two,"]


def test_an_unclosed_single_mark_is_an_apostrophe_around_what_is_quoted() -> None:
    assert inside("‘Tis the season, “he said”.") == ["he said"]


@pytest.mark.parametrize("unit", ['"', "“", "“a ”", "'a ", "“a ‘b” ", "“a\n", "'' "])
def test_ten_thousand_marks_take_linear_time(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    started = time.process_time()
    inside(text[:200_000])
    assert time.process_time() - started < 10
