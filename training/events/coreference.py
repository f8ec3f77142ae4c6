"""Train the weights that tell which triggers tell one happening.

In: a folder with `events.meantime.jsonl` (MEANTIME, CC BY 4.0) and `events.ecbplus.jsonl` (ECB+, annotation CC BY 3.0),
each line `{"text", "published", "events": [{"trigger": [start, end], "cluster"}], "eval_spans", "topic"}`.
Out: `event_coreference.tsv`.

    python training/events/coreference.py DATA --out service/extraction/lexicon

The mentions are those that the service finds; the pairs those that it compares. Deterministic.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import pathlib
import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import numpy as np
from attrs import frozen
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from spacy.tokens import Doc

from service.extraction import Article, Extractor
from service.extraction.document import token_range
from service.extraction.events import building
from service.extraction.events.coreference import Mention, Weights, happenings, pairs_of
from service.settings import Settings

CORPORA = ("meantime", "ecbplus")
FOLDS = 8
DAY = re.compile(r"\d{4}-\d\d-\d\d")

HEADER = """\
# How much what two triggers have in common speaks for one happening, where their words are of one family ("arrested",
# "the arrest") and where they are not; "word" times the cosine of their words, "between" times the logarithm of 1 and
# the mentions of their family between them.
# Weights of two logistic regressions trained on MEANTIME (CC BY 4.0) and ECB+ (annotation CC BY 3.0), see
# training/events.
"""


@frozen(eq=False)
class Text:
    """An article's mentions, and for each the cluster of the gold trigger that it shares a word with, or None."""

    corpus: str
    topic: str
    mentions: list[Mention]
    clusters: list[str | None]


def texts_of(corpus: str, path: pathlib.Path, extractor: Extractor) -> Iterator[Text]:
    mentions: list[Mention] = []
    mention_of = building.Builder.mention_of

    def noted(self: building.Builder, told: building.Told) -> Mention:
        mentions.append(mention_of(self, told))
        return mentions[-1]

    building.Builder.mention_of = noted  # type: ignore[method-assign]
    for line in path.open(encoding="utf-8"):
        article = json.loads(line)
        mentions.clear()
        day = article.get("published") or ""
        published = dt.date.fromisoformat(day[:10]) if DAY.match(day) else None
        extractor.extract(Article(text=article["text"], published=published))
        doc = extractor.nlp.tokenizer(article["text"])
        spans = article.get("eval_spans") or [[0, len(article["text"])]]
        kept = [m for m in mentions if any(a <= doc[m.token].idx < b for a, b in spans)]
        topic = str(article.get("topic") or article["id"])
        yield Text(corpus, corpus + topic, kept, clusters_of(kept, doc, article["events"]))
    building.Builder.mention_of = mention_of  # type: ignore[method-assign]


def clusters_of(mentions: list[Mention], doc: Doc, events: list[dict[str, Any]]) -> list[str | None]:
    """Each gold trigger is one mention's: the first that stands in it."""
    found: dict[int, str] = {}
    tokens = {mention.token for mention in mentions}
    for n, event in enumerate(events):
        inside = (i for i in range(*token_range(doc, *event["trigger"])) if i in tokens and i not in found)
        if (first := next(inside, None)) is not None:
            found[first] = event.get("cluster") or f"alone {n}"
    return [found.get(mention.token) for mention in mentions]


def examples_of(text: Text) -> Iterator[tuple[bool, dict[str, float], bool]]:
    """What is learned from: each two that are compared, whether of one family, their features, whether they are one."""
    clusters = text.clusters
    for later, earlier, family, features in pairs_of(text.mentions):
        for pair, (n, m) in enumerate(zip(later.tolist(), earlier.tolist(), strict=True)):
            if clusters[n] is not None and clusters[m] is not None:
                found = {name: float(column[pair]) for name, column in features.items()}
                yield bool(family[pair]), found, clusters[n] == clusters[m]


def fit(texts: list[Text]) -> Weights:
    pairs = [pair for text in texts for pair in examples_of(text)]
    family, others = (weights_of([pair[1:] for pair in pairs if pair[0] is of]) for of in (True, False))
    return {name: (family.get(name, 0.0), others.get(name, 0.0)) for name in sorted(family | others)}


def weights_of(pairs: list[tuple[dict[str, float], bool]]) -> dict[str, float]:
    names = DictVectorizer()
    matrix = names.fit_transform([features for features, _ in pairs])
    model = LogisticRegression(max_iter=4000).fit(matrix, np.array([same for _, same in pairs]))
    return {"bias": float(model.intercept_[0])} | dict(
        zip(names.get_feature_names_out(), map(float, model.coef_[0]), strict=True)
    )


def cross_validate(texts: list[Text]) -> None:
    """Prints precision, recall and F1 of links, each text by weights that have not seen its topic."""
    counts: Counter[tuple[str, str]] = Counter()
    for train, test in GroupKFold(FOLDS).split(texts, groups=[text.topic for text in texts]):
        weights = fit([texts[i] for i in train])
        for text in (texts[i] for i in test):
            group_of = {m: n for n, group in enumerate(happenings(text.mentions, weights)) for m in group}
            known = [m for m, cluster in enumerate(text.clusters) if cluster is not None]
            for a, b in combinations(known, 2):
                same, guessed = text.clusters[a] == text.clusters[b], group_of[a] == group_of[b]
                counts.update({(text.corpus, "gold"): same, (text.corpus, "found"): guessed})
                counts[text.corpus, "right"] += same and guessed
    for corpus in CORPORA:
        gold, found, right = (counts[corpus, of] for of in ("gold", "found", "right"))
        print(f"{corpus}: P {right / found:.3f} R {right / gold:.3f} F1 {2 * right / (found + gold):.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    arguments = parser.parse_args()
    extractor = Extractor.load(Settings())
    texts = [
        text for corpus in CORPORA for text in texts_of(corpus, arguments.data / f"events.{corpus}.jsonl", extractor)
    ]
    cross_validate(texts)
    weights = fit(texts)
    lines = "".join(f"{name}\t{family:.2f}\t{others:.2f}\n" for name, (family, others) in weights.items())
    (arguments.out / "event_coreference.tsv").write_text(f"{HEADER}feature\tfamily\tothers\n{lines}", encoding="utf-8")


if __name__ == "__main__":
    main()
