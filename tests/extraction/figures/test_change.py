"""Whether a figure is a rise or a fall."""

from __future__ import annotations

import pytest

from .conftest import Figures


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("Turnover fell by 4.2 percent to 9.7 billion zloty.", ["down", None]),
        ("It was a 4.2 percent drop.", ["down"]),
        ("Analysts expected an increase of about 3% in orders.", ["up"]),
        ("A rise of 3% was agreed.", ["up"]),
        ("They sought a 7% share price increase.", ["up"]),
        ("The bank raised its key rate by 25 basis points to 4.75%.", ["up", None]),
        ("Labour's lead shrank by three percentage points.", ["down"]),
        ("Inflation slowed from 9.8% to 7.4%.", ["down"]),
        ("The number of visitors grew from 1.1 million to 1.4 million.", ["up"]),
        ("Sales were 15% lower at 2.1 billion yen.", ["down", None]),
        ("Bread costs 40% more than in January.", ["up"]),
        ("Output fell 8 percent, a drop of 1,200 cars a week.", ["down", "down"]),
        ("Profits fell by a fifth.", ["down"]),
        ("The index rose 64 points, or 1.4 percent.", ["up", "up"]),
        ("Sales grew sixfold.", [None]),
        ("Brent futures settled up $1.02, or 1.2%, at $84.58 a barrel.", ["up", "up", None]),
        ("Bitcoin traded near $26,800, off 3% on the day.", [None, "down"]),
        ("The fund raised its stake from 5% to 8%.", ["up"]),
        ("It has gone from 6.2 to 5.9 percent.", ["down"]),
        ("Ages ranged from 60 to 18.", [None]),
        ("Oil fell 2% and gold 1.5%, while bonds gained 1%.", ["down", "down", "up"]),
        ("It was the worst day, with a drop of 4% or 310.20 points.", ["down", "down"]),
        ("It edged up its estimate by 0.3 percentage points to 2.6 percent.", ["up", None]),
        ("Stocks lost nearly a percentage point.", ["down"]),
        # where and when something fell
        ("It sank 12 nautical miles off the coast.", [None]),
        ("The jet crashed six minutes after takeoff.", [None]),
        ("Life expectancy fell 1.2 years.", ["down"]),
        # what a verb has for its object does not fall itself
        ("The navy sank two ships.", [None]),
        ("They shot down 31 of 35 drones.", [None]),
        ("The bank lost 300 branches.", ["down"]),
        # an amount, and the level to which it led
        ("Oil rose $2 to $75 a barrel.", ["up", None]),
        ("The toll rose by 12 to 340.", ["up", None]),
        ("Fees will rise 5 to 7 percent.", ["up"]),
        # by how much more
        ("It sells for $799, $100 less than a year ago.", [None, "down"]),
        ("It was 100 times more than expected.", [None]),
        ("He paid a 5 percent fee.", [None]),
        ("It is valid from 5 to 10 percent.", [None]),
    ],
)
def test_change(figures: Figures, text: str, changes: list[str | None]) -> None:
    assert [figure.change for figure in figures(text)] == changes
