"""The data that the weights learn from, as documents of sentences of words with a kind each.

In: a folder with the files named in `READERS` (licences: `README.md`). Out: `Sentence`s. A kind is
PER, ORG or LOC, or O for no name; silver sentences have none until a teacher gives them some.
"""

from __future__ import annotations

import json
import pathlib
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256

import spacy
from attrs import define, field

from service.extraction.names.network import KINDS

from . import gum

Rows = list[tuple[str, str]]


@define(eq=False)
class Sentence:
    """`kinds`, `triggers` and `types` hold a label a word, or None where the source has no such labels.

    A type is the number of a kind of event, or -1 where nobody said one.
    """

    words: list[str]
    kinds: list[int] | None
    triggers: list[bool] | None = None
    types: list[int] | None = None
    source: str = ""
    held_out: bool = False
    soft: object = field(default=None, repr=False)  # a teacher's probabilities, words x kinds
    unknown: frozenset[int] = frozenset()  # words whose gold is not believed


Document = list[Sentence]


def read(folder: pathlib.Path, names: tuple[str, ...]) -> list[Document]:
    """The documents of the sources named, in their order."""
    out: list[Document] = []
    for name in names:
        for document in READERS[name](folder):
            for sentence in document:
                sentence.source = name
            out.append([s for s in document if s.words])
    return [d for d in out if d]


def doubt_places(documents: list[Document]) -> int:
    """Names of well-known places without a label, "the 2000 United States election", are not believed to be no names.

    Sources differ in whether a place inside the name of a thing is one. A place is well known where three or more,
    and a third of those that bear its name in the data, are places. Returns how many words are doubted.
    """
    places, others = Counter[str](), Counter[str]()
    place = KINDS.index("LOC")
    for sentence in (s for d in documents for s in d if s.kinds):
        for word, kind in zip(sentence.words, sentence.kinds or [], strict=True):
            (places if kind == place else others)[word] += word[:1].isupper() and kind in (place, 0)
    known = {word for word, n in places.items() if n >= 3 and 2 * n > others[word]}
    doubted = 0
    for sentence in (s for d in documents for s in d if s.kinds):
        kinds = sentence.kinds or []
        sentence.unknown = frozenset(n for n, word in enumerate(sentence.words) if kinds[n] == 0 and word in known)
        doubted += len(sentence.unknown)
    return doubted


def fingerprint(folder: pathlib.Path, names: tuple[str, ...]) -> dict[str, str]:
    """SHA-256 of each file that was read, for the card."""
    files = {file for name in names for file in FILES[name]}
    paths = sorted(p for file in files for p in folder.glob(file))
    return {str(p.relative_to(folder)): sha256(p.read_bytes()).hexdigest()[:16] for p in paths}


def _numbers(rows: Rows) -> Sentence:
    return Sentence([w for w, _ in rows], [KINDS.index(k) if k in KINDS else 0 for _, k in rows])


def _blocks(path: pathlib.Path) -> Iterator[list[str]]:
    block: list[str] = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.strip():
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _conll(path: pathlib.Path, together: int) -> Iterator[Document]:
    """Two columns, word and tag, a blank line between sentences; `together` sentences are read as one text."""
    document: Document = []
    for block in _blocks(path):
        document.append(_numbers([(line.split()[0], line.split()[-1].rpartition("-")[2]) for line in block]))
        if len(document) == together:
            yield document
            document = []
    if document:
        yield document


def _wikigold(folder: pathlib.Path) -> Iterator[Document]:
    return _conll(folder / "wikigold.conll", 8)


def _crossner(folder: pathlib.Path) -> Iterator[Document]:
    return _conll(folder / "crossner.conll", 1)


def _btc(folder: pathlib.Path) -> Iterator[Document]:
    return _conll(folder / "btc.conll", 1)


def _ewt(folder: pathlib.Path) -> Iterator[Document]:
    for path in sorted(folder.glob("uner-ewt-*.iob2")):
        document: Document = []
        for block in _blocks(path):
            if block[0].startswith("# newdoc") and document:
                yield document
                document = []
            cells = [line.split("\t") for line in block if not line.startswith("#")]
            document.append(_numbers([(c[1], c[2].rpartition("-")[2]) for c in cells]))
        yield document


def _gum(folder: pathlib.Path) -> Iterator[Document]:
    """All but the news, which is kept for measuring."""
    for path in sorted((folder / "gum").glob("*.conllu")):
        if "_news_" not in path.name:
            yield [_numbers(rows) for rows in gum.read(path)]


def _voa(folder: pathlib.Path) -> Iterator[Document]:
    lines = (folder / "voa.txt").read_text(encoding="utf-8").split("\n")
    for at in range(0, len(lines), 6):
        yield [Sentence(line.split(), None) for line in lines[at : at + 6] if line.strip()]


def _meantime(folder: pathlib.Path) -> Iterator[Document]:
    return _articles(folder / "events.meantime.jsonl")


def _ecbplus(folder: pathlib.Path) -> Iterator[Document]:
    return _articles(folder / "events.ecbplus.jsonl", every=2)  # it tells each of its 43 stories some twenty times


def _articles(path: pathlib.Path, every: int = 1) -> Iterator[Document]:
    """Articles of which some sentences have event triggers; a line is a sentence. A fifth is held out for measuring."""
    nlp = spacy.blank("en")
    for n, line in enumerate(path.read_text(encoding="utf-8").strip().split("\n")[::every]):
        article = json.loads(line)
        triggers = [tuple(e["trigger"]) for e in article["events"]]
        document, at = [], 0
        for text in article["text"].split("\n"):
            start, at = at, at + len(text) + 1
            tokens = [t for t in nlp.make_doc(text) if not t.is_space]
            read = any(a <= start and start + len(text.rstrip()) <= b for a, b in article["eval_spans"])
            marks = [any(a < start + t.idx + len(t) and start + t.idx < b for a, b in triggers) for t in tokens]
            document.append(Sentence([t.text for t in tokens], None, marks if read else None, held_out=n % 5 == 4))
        yield document


READERS = {
    "wikigold": _wikigold,
    "ewt": _ewt,
    "gum": _gum,
    "crossner": _crossner,
    "btc": _btc,
    "voa": _voa,
    "meantime": _meantime,
    "ecbplus": _ecbplus,
}
FILES = {
    "wikigold": ("wikigold.conll",),
    "ewt": ("uner-ewt-*.iob2",),
    "gum": ("gum/*.conllu",),
    "crossner": ("crossner.conll",),
    "btc": ("btc.conll",),
    "voa": ("voa.txt",),
    "meantime": ("events.meantime.jsonl",),
    "ecbplus": ("events.ecbplus.jsonl",),
}
GOLD = ("wikigold", "ewt", "gum", "crossner", "btc")
SILVER = ("voa", "meantime", "ecbplus")
