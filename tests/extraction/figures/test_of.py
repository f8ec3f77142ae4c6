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
        ("MacBook Pro 16 inch is worth exactly $2,000.", ["MacBook Pro", "MacBook Pro"]),
        ("Get the Primrose Mirror starting at $448.", ["Primrose Mirror"]),
        ("The fines from $250,000 to $1 million were set.", ["fines"]),
        ("They studied investments over 35 GWh.", ["investments"]),
        ("They landed in shallow water, just 47 feet (14 metres) deep.", ["shallow water", "shallow water"]),
        ("The ship, 400 metres long and weighing 220,000 tonnes, sank.", ["ship", "ship"]),
        ("Winds of 14 mph to 23 mph are expected.", ["Winds"]),
        ("The French index gained 3.1% and the German Dax 2.8%.", ["French index", "German Dax"]),
        ("Wages grew by 7.8%, outpacing inflation at 6.8%.", ["Wages", "inflation"]),
        ("It must be cut to keep warming below 1.5C.", ["warming"]),
        ("A penalty of $52,000 for CN and $75,000 for CP was set.", ["penalty", "penalty"]),
        ("It promises 50 years worth of programming.", ["programming"]),
        # what rose or fell, where a noun for it stands alone
        ("South Korea saw a 9% fall.", ["South Korea"]),
        ("Ethereum fell to $2,315, a 4.2 percent drop.", ["Ethereum", "Ethereum"]),
        ("The museum had 1.8m visitors, a fall of 12% on 2019.", ["museum", "visitors"]),
        ("They sought a 7% share price increase.", ["share price increase"]),
        # whose money it is
        ("The regulator fined Apple €1.8bn over its rules.", ["Apple"]),
        ("Meta was fined $1.3 billion.", ["Meta"]),
        ("The court awarded her £75,000 in damages.", ["damages"]),
        ("The judge ordered the firm to pay $18.8 million.", ["firm"]),
        ("Ministers pledged an extra £2.3bn for schools.", ["schools"]),
        ("It is selling it to a fund for $7.4 billion.", [None]),
        ("A lawyer, Smith paid $5,000.", ["Smith"]),
        ("It is a tax of $20 per tonne of carbon.", ["tax"]),
        ("They emit two tons per year of carbon dioxide.", ["carbon dioxide"]),
        # polls
        ("It put Labour on 44%, the Conservatives on 26%.", ["Labour", "Conservatives"]),
        ("Just 23% of those polled trust the government.", [None]),
        # whose age it is
        ("Boys aged five to 18 train there.", ["Boys"]),
        ("They have a 70% chance of developing cancer by age 80.", ["chance", None]),
        ("The 65-year-old worries that it will end.", [None]),
        ("Hours after the 90-year-old's death, they met.", [None]),
        ("The pupils aged nine and ten from the school came.", ["pupils", "pupils"]),
        ("Sex with a girl under 15 is a crime.", ["girl"]),
        ("A 60-year-old would tap 3% and a 70-year-old would take 4%.", [None, "60-year-old", None, "70-year-old"]),
        # no name is cut, and no measure is part of one
        ("They ordered Johnson & Johnson to pay $5m.", ["Johnson & Johnson"]),
        ("A one-kilometer-wide sheet of snow fell.", ["sheet"]),
        # who did it where, and for how long
        ("Hague spent 200 days in space orbiting our planet 3,200 times.", ["Hague", "Hague"]),
        ("The scandals of the past 35 years that have sent three governors to prison ended.", ["scandals", "scandals"]),
        ("The yen saw further strengthening to trade at 132.86.", ["yen"]),
        ("It closed at the bell, up 1.9%.", [None]),
        # how far, not how much of something
        ("They came to within five miles of the capital.", [None]),
        ("The fort is about five miles from the capital.", [None]),
        # counted things that nobody has
        ("Officials believe there are close to 3,000 fighters abroad.", [None]),
        ("The strikes left 32 civilians dead.", [None]),
        ("It will end at 16,644, according to a survey of eight analysts.", [None, "survey"]),
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
