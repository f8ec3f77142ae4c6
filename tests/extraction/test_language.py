"""Plainly another language is told; short and mixed texts pass."""

import pytest

from service.extraction.language import detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The council met on Monday to vote on the new bridge, and the mayor said that work would begin.", "en"),
        ("Die Bundesregierung hat am Donnerstag beschlossen, die Steuern zu senken und Stellen zu schaffen.", "de"),
        ("Le président de la République a annoncé jeudi une série de mesures pour relancer l'économie.", "fr"),
        ("Президент України заявив у четвер, що російські війська залишили місто Харків і відступили.", "uk"),
        ("Bonjour, le monde", None),
        ("12:30 14:50 " * 30, None),
        ("", None),
    ],
)
def test_detect(text, language):
    assert detect(text) == language
