"""Runs without white space that spaCy's own tokenizer takes minutes for."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.extraction.tokenizer import LONGEST_RUN


@pytest.mark.parametrize(
    "run", [")" * 200_000, '"' * 200_000, "a" * 200_000, "http://" * 28_000, "1," * 100_000, "’s" * 100_000]
)
def test_a_run_of_any_kind_is_read_and_nothing_is_lost(extractor, run):
    began = time.monotonic()
    assert extractor.nlp.make_doc(f"He said {run} twice.").text == f"He said {run} twice."
    assert time.monotonic() - began < 30  # not a benchmark: spaCy alone needs more than an hour for the first of these


def test_news_is_tokenized_as_spacy_does(extractor):
    text = "The U.S. president's “plan” (see www.example.org/a) isn't new, Dr. Roe said."
    assert [t.text for t in extractor.nlp.tokenizer(text)] == [t.text for t in extractor.nlp.tokenizer._tokenizer(text)]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60), st.integers(0, 2))
def test_the_text_is_never_changed(extractor, text, times):
    text = (text + " ") * times + ")" * LONGEST_RUN + text
    assert extractor.nlp.make_doc(text).text == text


def test_a_dateline_without_a_blank_behind_it(read_doc):
    doc = read_doc("(CNN)Rescuers reached the village on Monday.")
    assert [token.text for token in doc][:4] == ["(", "CNN", ")", "Rescuers"]
