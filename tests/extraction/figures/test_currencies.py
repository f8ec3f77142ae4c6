"""Which currency is meant where several countries share its name."""

from __future__ import annotations

import pytest

from .conftest import Figures

AUSTRALIA = (
    "Australia's budget was passed. Australian schools and Australian hospitals gain, Australia's treasurer said. "
)


@pytest.mark.parametrize(
    ("text", "home", "code"),
    [
        ("The flat cost 2 million crowns, the Czech police said.", None, "CZK"),
        ("The flat cost 2 million crowns, Norwegian police said.", None, "NOK"),
        ("The flat cost 2 million crowns.", None, None),
        ("The flat cost 2 million crowns.", "SE", "SEK"),
        ("It costs $5.", None, "USD"),
        ("It costs $5.", "AU", "AUD"),
        ("It costs $5, Canadian police said.", None, "USD"),
        (AUSTRALIA + "It costs $5.", None, "AUD"),
        (AUSTRALIA + "It costs US$5.", None, "USD"),
        ("It costs 500 rupees, Pakistani officials said; Pakistan pays, Pakistan gains, Pakistan wins.", None, "PKR"),
        ("It costs 500 pesos.", None, "MXN"),
        ("It costs 500 pesos.", "CO", "COP"),
        ("It costs $50 AU.", None, "AUD"),
        ("It costs $76 US.", "CA", "USD"),
    ],
)
def test_currency(figures: Figures, text: str, home: str | None, code: str | None) -> None:
    [figure] = figures(text, home=home)
    assert figure.kind == "money"
    assert figure.unit is not None
    assert figure.unit.code == code


def test_a_currency_that_may_be_another_is_less_sure(figures: Figures) -> None:
    [usual] = figures("It costs $5.")
    [doubtful] = figures("It costs $5, Canadian police said.")
    [unknown] = figures("It costs 500 crowns.")
    assert usual.confidence > doubtful.confidence
    assert usual.confidence > unknown.confidence


def test_a_rate_keeps_its_base(figures: Figures) -> None:
    [figure] = figures("It costs $5 a litre.", home="NZ")
    assert figure.unit is not None
    assert (figure.unit.name, figure.unit.code) == ("New Zealand dollar per litre", "NZD")
