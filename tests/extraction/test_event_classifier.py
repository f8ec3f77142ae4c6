"""The classifier of event types: a trigger in its sentence in, how likely each type is out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from spacy.tokens import Doc
from spacy.vocab import Vocab

from service.extraction import Article, Extraction, Extractor
from service.extraction.errors import ModelError
from service.extraction.event_types import OTHER, event_types
from service.extraction.events.classifier import AT_ONCE, LABELS, Classifier, can_read
from service.extraction.events.participants import arguments_of
from service.extraction.events.triggers import find_triggers
from service.extraction.events.types import CLAIMED, Lexicon, Typer
from service.extraction.pipeline import ROOMS

Extract = Callable[..., Extraction]
Read = Callable[[str], Doc]


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier.load()


@pytest.fixture(scope="module")
def read(extractor: Extractor) -> Read:
    """A text as it comes to the room of events."""

    def read(text: str) -> Doc:
        doc = extractor.nlp.make_doc(text)
        doc._.article = Article(text=text)
        doc = extractor.nlp(doc, disable=list(ROOMS))
        for room in ROOMS[:-1]:
            doc = extractor.nlp.get_pipe(room)(doc)
        return doc

    return read


def probabilities(classifier: Classifier, doc: Doc) -> NDArray[np.float32]:
    triggers = find_triggers(doc)
    arguments = [arguments_of(t) for t in triggers]
    lexicon = Lexicon(doc)
    return classifier.probabilities(
        doc, triggers, arguments, [lexicon.type_of(t, of)[0] for t, of in zip(triggers, arguments, strict=True)]
    )


def type_at(extract: Extract, sentence: str, word: str) -> str:
    return next(e.type for e in extract(sentence).events for m in e.mentions if m.text.startswith(word))


def test_its_labels_are_the_types_and_other() -> None:
    assert (*event_types(), OTHER) == LABELS


def test_probabilities_of_a_trigger_sum_to_one(classifier: Classifier, read: Read) -> None:
    found = probabilities(classifier, read("Rebels seized the town of Bria and killed two guards."))
    assert found.shape == (2, len(LABELS))
    assert np.allclose(found.sum(axis=1), 1, atol=1e-5)


def test_a_word_whose_type_its_sentence_tells(extract: Extract) -> None:
    assert type_at(extract, "Shares in the bank fell 4 percent in early trading.", "fell") == "economy.market"
    assert type_at(extract, "The town fell to the rebels after a week of shelling.", "fell") == "conflict.territory"
    assert type_at(extract, "The company fired 200 workers at its plant in Ohio.", "fired") == "business.jobs"
    assert type_at(extract, "Militants fired mortars at the barracks.", "fired") == "conflict.attack"


def test_a_type_is_claimed_only_where_it_is_sure_enough(extract: Extract) -> None:
    assert type_at(extract, "They want to know how it works.", "want") == OTHER
    for event in extract("Gunmen abducted three engineers near Kano on Monday.").events:
        assert event.type == OTHER or event.confidence >= CLAIMED * 0.8


def test_without_the_network_it_reads_vectors_and_the_lexicon(classifier: Classifier, read: Read) -> None:
    doc = read("Police arrested two men in Leeds.")
    doc._.hidden = None
    triggers = find_triggers(doc)
    (typed,) = Typer(doc, classifier).types_of(triggers, [arguments_of(t) for t in triggers])
    assert (typed.type, typed.surety > CLAIMED) == ("justice.arrest", True)


def test_without_vectors_the_lexicon_decides_alone(classifier: Classifier, read: Read) -> None:
    assert can_read(read("Police arrested two men."))
    assert not can_read(Doc(Vocab(), words=["Police", "arrested", "two", "men"]))
    doc = read("Police arrested two men in Leeds.")
    triggers = find_triggers(doc)
    (typed,) = Typer(doc, None).types_of(triggers, [arguments_of(t) for t in triggers])
    assert typed.type == Lexicon(doc).type_of(triggers[0], typed.arguments)[0] == "justice.arrest"


def test_many_triggers_are_read_as_few(classifier: Classifier, read: Read) -> None:
    sentence = "Police arrested two men in Leeds. "
    doc = read(sentence * (AT_ONCE + 20))
    doc._.hidden = None  # the network reads neighbours, too
    few = read(sentence)
    few._.hidden = None
    found = probabilities(classifier, doc)
    assert len(found) == AT_ONCE + 20
    assert np.allclose(found, probabilities(classifier, few), atol=1e-5)


def test_no_trigger_no_type(classifier: Classifier, read: Read) -> None:
    doc = read("The government.")
    assert Typer(doc, classifier).types_of([], []) == []


def test_weights_that_are_not_ours_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="not there"):
        Classifier.load(tmp_path / "types.npz")
    (tmp_path / "types.npz").write_bytes(b"something else")
    with pytest.raises(ModelError, match="not the file"):
        Classifier.load(tmp_path / "types.npz")
