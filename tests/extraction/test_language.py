"""Plainly another language is told; short and mixed texts pass."""

import pytest

from service.extraction import language
from service.extraction.language import detect


@pytest.mark.parametrize(
    ("text", "code"),
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
def test_detect(text, code):
    assert detect(text) == code


def test_english_news_is_known_by_its_commonest_words_alone(monkeypatch):
    text = "The mayor of the town went to the bridge and said that the river had risen. " * 10
    monkeypatch.setattr(language, "_identifier", lambda: pytest.fail("the classifier was asked"))
    assert detect(text) == "en"


def test_the_classifier_is_asked_where_most_of_a_text_is_in_another_language():
    english = "The mayor of the town went to see a bridge and said that it would be rebuilt. " * 2
    german = "Der Bürgermeister ging am Donnerstag zur Brücke und sagte, dass der Fluss gestiegen sei. " * 12
    assert not language._has_english_words(english + german)
    assert detect(english + german) == "de"
