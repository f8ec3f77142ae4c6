"""The rooms in a pipeline of somebody else: found by their names, alone or together."""

from __future__ import annotations

import subprocess
import sys
import warnings
from importlib.metadata import entry_points
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from service.extraction.pipeline import ROOMS
from service.settings import Settings

TEXT = "“We will rebuild,” Mayor Lena Okoye said on Monday in Paris, Texas.\n\nAccording to the police, 40 people left."


@pytest.fixture
def nlp() -> Language:
    """spaCy's own pipeline, as anyone loads it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return spacy.load(Settings().model)


def test_each_room_has_an_entry_point_to_its_factory() -> None:
    found = {point.name: point.load() for point in entry_points(group="spacy_factories")}
    for room in ("copydesk_layout", *ROOMS):
        assert callable(found[room])
        assert Language.get_factory_meta(room).factory == room


def test_quotes_alone(nlp: Language) -> None:
    nlp.add_pipe("copydesk_quotes")
    direct, indirect = nlp(TEXT)._.quotes
    assert (direct.type, direct.text, direct.speaker.text) == ("direct", "We will rebuild", "Mayor Lena Okoye")
    assert (indirect.type, indirect.text, indirect.speaker.text) == ("indirect", "40 people left", "the police")
    assert TEXT[direct.content[0].start : direct.content[0].end] == direct.text


@pytest.mark.parametrize("room", ROOMS)
def test_each_room_alone(nlp: Language, room: str) -> None:
    nlp.add_pipe(room)
    assert nlp(TEXT).text == TEXT


def test_figures_and_dates_alone(nlp: Language) -> None:
    nlp.add_pipe("copydesk_dates")
    nlp.add_pipe("copydesk_figures")
    doc = nlp(TEXT)
    assert [date.text for date in doc._.dates] == ["Monday"]
    assert [(figure.value, figure.unit.name) for figure in doc._.figures] == [(40, "person")]


def test_all_of_them(nlp: Language) -> None:
    nlp.add_pipe("copydesk_layout", first=True)
    for room in ROOMS:
        nlp.add_pipe(room)
    direct, _ = nlp(TEXT)._.quotes
    assert (direct.speaker.name, direct.speaker.person_id) == ("Lena Okoye", "person-1")


def test_a_pipeline_that_was_saved(nlp: Language, tmp_path: Path) -> None:
    """It is loaded where nothing of ours was imported: spaCy finds the room by its entry point."""
    nlp.add_pipe("copydesk_quotes")
    nlp.to_disk(tmp_path / "pipeline")
    script = (
        "import spacy, sys; nlp = spacy.load(sys.argv[1]); print([quote.text for quote in nlp(sys.argv[2])._.quotes])"
    )
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script, str(tmp_path / "pipeline"), TEXT],
        check=True,
        capture_output=True,
        text=True,
    )
    assert ran.stdout == "['We will rebuild', '40 people left']\n"
