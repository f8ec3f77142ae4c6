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
        ("The panel looked at four options.", ["panel"]),
        ("The study examined 40 patients.", ["study"]),
        ("It runs a fleet consisting of 30 aircraft.", ["fleet"]),
        # in a list behind a colon
        ("Prizes: first place, $500, second place, $300 (£240).", ["Prizes"] * 3),
        (
            "Homes sold this week: 9 Oak Street, Boston, $1.2 million, Elm House, Salem, worth $3 million.",
            ["Homes"] * 2,
        ),
        ("Peaks of the range: Mount Ash, 3,200 metres, Mount Birch, 2,900 metres.", ["Peaks"] * 2),
        ("Stocks: Apple fell, $5 lower than before.", ["Apple"]),
        ("Notes: In May, $5 million was paid to the firm.", [None]),
        # beside the quantity
        ("Police seized cocaine worth an estimated $90 million.", ["cocaine"]),
        ("It is a $3 billion a year industry.", ["industry"]),
        ("It is a $3 billion (£2.4 billion) a year industry.", ["industry", "industry"]),
        ("The car is quick, shaving 10 seconds off the lap time.", ["lap time"]),
        ("The start-up lost $4 million.", ["start-up"]),
        ("Income is $12,700, against $68,000 in Germany.", ["Income", "Income"]),
        ("Prices are up 20% year on year.", ["Prices"]),
        ("They agreed to cap the price at $60.", ["price"]),
        ("Smith died at the age of 48.", ["Smith"]),
        ("Vista Pad 11 inch is worth $900.", ["Vista Pad", "Vista Pad"]),
        ("Order the Alder Lamp starting at $85.", ["Alder Lamp"]),
        ("The grants from $40,000 to $2 million were frozen.", ["grants"]),
        ("They inspected turbines over 12 MW.", ["turbines"]),
        ("They sank in muddy water, only 30 feet (9 metres) deep.", ["muddy water", "muddy water"]),
        ("The ship, 400 metres long and weighing 220,000 tonnes, sank.", ["ship", "ship"]),
        ("Gusts of 40 mph to 55 mph are expected.", ["Gusts"]),
        ("The Swedish index gained 1.9% and the Danish index 0.7%.", ["Swedish index", "Danish index"]),
        ("Wages grew by 7.8%, outpacing inflation at 6.8%.", ["Wages", "inflation"]),
        ("It must be cut to keep warming below 1.5C.", ["warming"]),
        ("A levy of $30 for cars and $90 for lorries was set.", ["levy", "levy"]),
        ("It holds 30 years worth of recordings.", ["recordings"]),
        # what rose or fell, where a noun for it stands alone
        ("Norway saw a 7% fall.", ["Norway"]),
        ("Lithium fell to $9,150, a 6.5 percent drop.", ["Lithium", "Lithium"]),
        ("The museum had 1.8m visitors, a fall of 12% on 2019.", ["museum", "visitors"]),
        ("They sought a 7% share price increase.", ["share price increase"]),
        # whose money it is
        ("The regulator fined Apple €1.8bn over its rules.", ["Apple"]),
        ("Meta was fined $1.3 billion.", ["Meta"]),
        ("The court awarded her £75,000 in damages.", ["damages"]),
        ("The judge ordered the firm to pay $18.8 million.", ["firm"]),
        ("Ministers pledged an extra £2.3bn for schools.", ["schools"]),
        ("It is selling it to a fund for $3.2 billion.", [None]),
        ("A lawyer, Smith paid $5,000.", ["Smith"]),
        ("It is a fee of $15 per tonne of gravel.", ["fee"]),
        ("They use two tons per year of fish meal.", ["fish meal"]),
        # polls
        ("It put Labour on 44%, the Conservatives on 26%.", ["Labour", "Conservatives"]),
        ("Just 23% of those polled trust the government.", [None]),
        # whose age it is
        ("Girls aged six to 15 swim there.", ["Girls"]),
        ("They have a 70% chance of developing cancer by age 80.", ["chance", None]),
        ("The 48-year-old worries that it will close.", [None]),
        ("After the 77-year-old's death, they met.", [None]),
        ("The singers aged eight and nine from the choir came.", ["singers", "singers"]),
        ("Work by a child under 14 is a crime.", ["child"]),
        ("A 40-year-old would save 3% and a 50-year-old would save 4%.", [None, "40-year-old", None, "50-year-old"]),
        # no name is cut, and no measure is part of one
        ("They ordered Johnson & Johnson to pay $5m.", ["Johnson & Johnson"]),
        ("A two-mile-wide band of rain passed.", ["band"]),
        # who did it where, and for how long
        ("Okafor spent 90 days at sea rounding the island 700 times.", ["Okafor", "Okafor"]),
        ("The floods of the past 20 years that have ruined three harvests ended.", ["floods", "floods"]),
        ("The krona needed some help to trade at 11.42.", ["krona"]),
        ("It closed at the bell, up 1.9%.", [None]),
        # how far, not how much of something
        ("They came to within seven miles of the port.", [None]),
        ("The mill is about seven miles from the port.", [None]),
        # counted things that nobody has
        ("Teachers believe there are close to 800 pupils abroad.", [None]),
        ("The storm left 12 sailors dead.", [None]),
        ("It will end at 9,150, according to a survey of nine banks.", [None, "survey"]),
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
