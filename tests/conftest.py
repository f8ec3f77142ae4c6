"""What the tests share: one loaded model, and how to read a sentence."""

from __future__ import annotations

import os
from collections.abc import Callable

import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient
from spacy.tokens import Doc

from service import create_app
from service.extraction import Article, Extraction, Extractor
from service.settings import Settings

# A change is judged by the same examples for everyone; at home, each run looks for new ones.
hypothesis.settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    hypothesis.settings.load_profile("ci")


@pytest.fixture(scope="session")
def settings() -> Settings:
    return Settings()


@pytest.fixture(scope="session")
def extractor(settings: Settings) -> Extractor:
    return Extractor.load(settings)


@pytest.fixture(scope="session")
def extract(extractor: Extractor) -> Callable[..., Extraction]:
    """`extract("Some text.", published=date(2022, 9, 16))` -> Extraction"""

    def read(text: str, **known: object) -> Extraction:
        return extractor.extract(Article(text=text, **known))  # type: ignore[arg-type]

    return read


@pytest.fixture(scope="session")
def read_doc(extractor: Extractor) -> Callable[..., Doc]:
    """`read_doc("Some text.")` -> the Doc after all rooms, for a test of one room's attributes"""

    def read(text: str, **known: object) -> Doc:
        doc = extractor.nlp.make_doc(text)
        doc._.article = Article(text=text, **known)  # type: ignore[arg-type]
        return extractor.nlp(doc)

    return read


@pytest.fixture(scope="session")
def app(settings: Settings, extractor: Extractor) -> Flask:
    return create_app(settings, extractor)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
