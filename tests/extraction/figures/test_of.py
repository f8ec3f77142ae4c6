"""What a figure is of: what is measured, or who has or does what is counted."""

from __future__ import annotations

import pytest

from .conftest import Figures


@pytest.mark.parametrize(
    ("text", "of"),
    [
        # of a measure, what is measured
        ("It fetched 60 per cent of its revenue abroad.", ["revenue"]),
        ("Winds stronger than 74 mph hit the coast.", ["Winds"]),
        ("The lowest is 74.07 cents.", ["lowest"]),
        ("The flat was sold for £410,000.", ["flat"]),
        ("They sold the flat for £410,000.", ["flat"]),
        ("The duty added $5 to the price of a ticket.", ["price"]),
        ("The bank raised its key rate by 25 basis points to 4.75%.", ["key rate", "key rate"]),
        ("Nissan, which is 43.4 percent owned by Renault, fell.", ["Nissan"]),
        ("The report points to a 4.5 percent rise in rents.", ["rents"]),
        ("The index rose to a close of 1,463 points.", ["index"]),
        ("The firm's frequency fell to 49.55 Hz on 9 May, 49.52 Hz on 20 June.", ["frequency", "frequency"]),
        ("Shares of Unite, down 68p at 1112p, fell.", ["Unite", "Unite"]),
        ("A grounding for more than three months followed.", ["grounding"]),
        # of a count, who has or does it
        ("The company has 1,000 customers.", ["company"]),
        ("Chris Wood has scored 22 goals.", ["Chris Wood"]),
        ("It was a team with eight changes.", ["team"]),
        ("It is a 12-page document.", ["document"]),
        ("It is sold in two-, three- and four-bedroom versions.", ["versions"] * 3),
        ("Two of Johnson's deputies left.", ["Johnson"]),
        ("Boeing's 140,000 workers went on strike.", ["Boeing"]),
        ("The firm is said to have 35m of its speakers in use.", ["firm"]),
        # beside the quantity
        ("Police seized cocaine worth an estimated $90 million.", ["cocaine"]),
        ("It is a $3 billion a year industry.", ["industry"]),
        ("The start-up lost $4 million.", ["start-up"]),
        ("Income is $12,700, against $68,000 in Germany.", ["Income", "Income"]),
        ("Prices are up 20% year on year.", ["Prices"]),
        ("They agreed to cap the price at $60.", ["price"]),
        ("Smith died at the age of 48.", ["Smith"]),
        # counted things that nobody has
        ("Ukrainian authorities found 440 graves at a burial site.", [None]),
        ("Dozens of people died in shootings at two mosques.", [None, None]),
        ("The flood killed 17 people.", [None]),
        ("SINGAPORE: Two sisters left.", [None]),
        ("The space was split into two smaller flats.", [None]),
        ("Two-thirds of the 1,200 people agreed.", ["people", None]),
        ("He spoke in front of 66,000 fans.", [None]),
        ("Some 460 vehicles were stolen, compared with 63 last year.", [None, None]),
        # never a date, never a score
        ("On Tuesday Waymo created 400 jobs.", ["Waymo"]),
        ("Leeds beat Hull 4-1.", [None]),
    ],
)
def test_of(figures: Figures, text: str, of: list[str | None]) -> None:
    assert [figure.of.text if figure.of else None for figure in figures(text)] == of
