"""The rooms in their order, and the way of an article through them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import TypeAlias

from spacy.language import Language
from spacy.tokens import Doc

from service.gazetteer.lookup import Gazetteer
from service.settings import Settings
from service.version import __version__

from . import boilerplate, coreference, dates, document, events, figures, layout, names, places, quotes  # noqa: F401
from .assemble import assemble
from .errors import ExtractionError, InvalidText, UnsupportedLanguage
from .language import detect
from .limits import in_time
from .model import Article, Extraction, GazetteerInfo, Meta, NamedVersion, Section
from .parse import load_model

CONTRACT = "1"

PIECE = 4000  # tokens that are parsed at a time: all of any usual article (some 3,500 words)

# Each room reads what the rooms above it found.
ROOMS = (
    "copydesk_boilerplate",
    "copydesk_dates",
    "copydesk_recogniser",
    "copydesk_names",
    "copydesk_places",
    "copydesk_people",
    "copydesk_figures",
    "copydesk_quotes",
    "copydesk_first_person",
    "copydesk_events",
)

# People need the quotes: "I" is a mention of who speaks.
_QUOTES = (
    "copydesk_dates",
    "copydesk_recogniser",
    "copydesk_names",
    "copydesk_places",
    "copydesk_people",
    "copydesk_quotes",
    "copydesk_first_person",
)

# What has to be found before a section can be; a link to a section that was not asked for is null.
NEEDS: dict[Section, tuple[str, ...]] = {
    "dates": ("copydesk_dates",),
    "figures": ("copydesk_dates", "copydesk_recogniser", "copydesk_names", "copydesk_figures"),
    "places": ("copydesk_dates", "copydesk_recogniser", "copydesk_names", "copydesk_places"),
    "people": _QUOTES,
    "organizations": _QUOTES,
    "quotes": _QUOTES,
    "events": ROOMS,
}

# Rooms that look names up: their factories take the gazetteer's path.
GAZETTEER_READERS = ("copydesk_names", "copydesk_places")

Parse: TypeAlias = Doc  # of an article: what the rooms share

_SURROGATE = re.compile("[\ud800-\udfff]")


class Extractor:
    """Reads articles. One a process, loaded before the fork; not changed by reading, so threads may share it."""

    def __init__(self, nlp: Language, gazetteer: Gazetteer, service_version: str) -> None:
        self.nlp = nlp
        self.meta = Meta(
            contract=CONTRACT,
            service=service_version,
            model=NamedVersion(name=f"{nlp.meta['lang']}_{nlp.meta['name']}", version=nlp.meta["version"]),
            gazetteer=GazetteerInfo(name=gazetteer.name, version=gazetteer.version, places=gazetteer.places),
        )

    @classmethod
    def load(cls, settings: Settings) -> Extractor:
        """Load model and gazetteer. Raises ModelError where one of them is missing."""
        gazetteer = Gazetteer.open(settings.gazetteer)
        nlp = load_model(settings.model, ner=settings.names == "spacy")
        nlp.max_length = max(nlp.max_length, settings.max_characters)
        for room in ROOMS:
            if room == "copydesk_recogniser" and settings.names == "spacy":
                continue
            nlp.add_pipe(room, config={"gazetteer": settings.gazetteer} if room in GAZETTEER_READERS else {})
        return cls(nlp, gazetteer, __version__)

    def extract(self, article: Article, parse: Parse | None = None) -> Extraction:
        """Read one article. Raises ExtractionError for a text that can't be read, is not English, or takes too long.

        `parse` is what `parse_ahead` made of its text, and can be used once.
        """
        if parse is None:
            check(article)
            parse = self._parse(self._make_doc(article))
        parse._.article = article
        return self._walk(parse)

    def parse_ahead(self, articles: Sequence[Article]) -> list[Parse | None]:
        """Parse several articles at once, which costs less. None for one that has to be read alone: it is long, or no
        English text, as `extract` will say."""
        docs: dict[int, Doc] = {}
        for n, article in enumerate(articles):
            with suppress(ExtractionError):
                check(article)
                if len(doc := self._make_doc(article)) <= PIECE:
                    docs[n] = doc
        parsed = dict(zip(docs, self.nlp.pipe(docs.values(), disable=list(ROOMS)), strict=True))
        return [parsed.get(n) for n in range(len(articles))]

    def extract_many(self, articles: Iterable[Article], batch_size: int = 8) -> Iterator[Extraction | ExtractionError]:
        """Read articles in their order. One that fails yields its error in its place, and the rest go on."""
        articles = iter(articles)
        while batch := list(islice(articles, batch_size)):
            for article, parse in zip(batch, self.parse_ahead(batch), strict=True):
                try:
                    yield self.extract(article, parse)
                except ExtractionError as error:
                    yield error

    def _make_doc(self, article: Article) -> Doc:
        doc = self.nlp.make_doc(article.text)
        doc._.article = article
        return doc

    def _parse(self, doc: Doc) -> Doc:
        """spaCy's own components, on a long text piece by piece: memory stays bounded, and the deadline is kept."""
        # `disable`, not `select_pipes`: threads share the pipeline.
        if len(doc) <= PIECE:
            return self.nlp(doc, disable=list(ROOMS))
        article: Article = doc._.article
        doc = layout.layout(doc)
        pieces = []
        for first, end in pieces_of(doc):
            in_time(article, "the parse")
            pieces.append(self.nlp(doc[first:end].as_doc(), disable=list(ROOMS)))
        whole = Doc.from_docs(pieces, ensure_whitespace=False, exclude=["user_data"])  # type: ignore[call-arg]
        assert whole is not None  # noqa: S101 - there are pieces
        whole._.article, whole._.paragraphs = article, doc._.paragraphs
        return whole

    def _walk(self, doc: Doc) -> Extraction:
        """From room to room: those that the sections asked for need."""
        article: Article = doc._.article
        wanted = {"copydesk_boilerplate"}.union(*(NEEDS[section] for section in article.include))
        for room in ROOMS:
            if room in wanted and room in self.nlp.pipe_names:
                in_time(article, room)
                doc = self.nlp.get_pipe(room)(doc)
        return assemble(doc, self.meta)


def pieces_of(doc: Doc) -> Iterator[tuple[int, int]]:
    """Ranges of at most PIECE tokens that cover a document; each ends with a paragraph where one ends in time."""
    start = end = 0
    for first, _ in [*doc._.paragraphs, (len(doc), len(doc))]:
        if first - start > PIECE and end > start:
            yield start, end
            start = end
        while first - start > PIECE:
            yield start, start + PIECE
            start += PIECE
        end = first
    if start < len(doc):
        yield start, len(doc)


def check(article: Article) -> None:
    """Raises InvalidText or UnsupportedLanguage for an article that can't be read."""
    if found := _SURROGATE.search(article.text):
        raise InvalidText(f"A lone surrogate (U+{ord(found.group()):04X}) at {found.start()}: not Unicode text.")
    if not article.text.strip():
        raise InvalidText("There is nothing but white space in the text.")
    if article.language != "en":
        raise UnsupportedLanguage(article.language)
    detected = detect(article.text)
    if detected not in (None, "en"):
        raise UnsupportedLanguage(detected)
