"""What is measured in this process: bare spaCy and the Extractor, on the same articles, turn by turn."""

from __future__ import annotations

import time
import warnings
from collections import defaultdict
from collections.abc import Callable

import spacy

from service.extraction import SECTIONS, Article, Extractor
from service.extraction.parse import multiply_by_openblas
from service.extraction.pipeline import ROOMS
from service.settings import Settings

from .articles import articles, words

Seconds = dict[str, float]

PARSE = "parse"  # spaCy's own components and what stands for them
LENGTHS = (100, 300, 1_000, 3_000, 10_000, 30_000)  # words
AT_LEAST = 6_000  # words that are read for each length


def cpu(read: Callable[[], object]) -> float:
    """Seconds of processor time that a call takes in this process."""
    began = time.process_time()
    read()
    return time.process_time() - began


class Readers:
    def __init__(self, extractor: Extractor) -> None:
        self.extractor = extractor
        warnings.filterwarnings("ignore", message=r"\[W095\]")  # trained under 3.7, runs under 3.8
        self.bare = spacy.load(Settings.from_environ().model)
        self.bare.max_length = extractor.nlp.max_length
        self.openblas = spacy.load(Settings.from_environ().model)
        multiply_by_openblas(self.openblas)

    def single(self, texts: list[str], *sections: str) -> None:
        for text in texts:
            self.extractor.extract(Article(text=text, include=frozenset(sections or SECTIONS)))  # type: ignore[arg-type]

    def turn(self, texts: list[str]) -> Seconds:
        """Each way of reading once."""
        return {
            "spaCy `nlp`": cpu(lambda: [self.bare(text) for text in texts]),
            "spaCy `nlp.pipe`": cpu(lambda: list(self.bare.pipe(texts))),
            "spaCy `nlp`, its matrices by OpenBLAS as ours": cpu(lambda: [self.openblas(text) for text in texts]),
            "`Extractor.extract`": cpu(lambda: self.single(texts)),
            "`Extractor.extract`, figures alone": cpu(lambda: self.single(texts, "figures")),
            "`Extractor.extract_many`": cpu(
                lambda: list(self.extractor.extract_many(Article(text=text) for text in texts))
            ),
        }

    def rooms(self, texts: list[str]) -> Seconds:
        """What each room takes, and the parse that they share."""
        nlp = self.extractor.nlp
        taken: Seconds = defaultdict(float)
        for text in texts:
            began = time.process_time()
            doc = nlp.make_doc(text)
            doc._.article = Article(text=text)
            taken[PARSE] += time.process_time() - began
            for name, component in nlp.pipeline:
                began = time.process_time()
                doc = component(doc)
                taken[name.removeprefix("copydesk_") if name in ROOMS else PARSE] += time.process_time() - began
        return dict(taken)

    def curve(self) -> dict[int, tuple[float, float]]:
        """Length -> milliseconds per 500 words, of bare spaCy and of the Extractor."""
        found = {}
        for length in LENGTHS:
            texts = articles(max(1, AT_LEAST // length), length, seed=length)
            share = 1000 * 500 / sum(map(words, texts))
            self.single(texts)  # both once, unmeasured: neither pays for words that the other has met
            spacy_ = cpu(lambda texts=texts: [self.bare(text) for text in texts])  # type: ignore[misc]
            ours = cpu(lambda texts=texts: self.single(texts))  # type: ignore[misc]
            found[length] = (spacy_ * share, ours * share)
        return found
