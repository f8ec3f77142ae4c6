"""From typed sentences to the weights that ship: `python -m training.events.types --out FOLDER`.

Reads the `*.jsonl` beside this file; prints how it does on texts that were held out, type by type. Neither the network
of names nor the classifier that is measured has learned from these; the classifier that ships has.
"""

from __future__ import annotations

import argparse
import hashlib
import pathlib

import numpy as np
import torch
from attrs import frozen
from numpy.typing import NDArray

from service.extraction import Extractor
from service.extraction.event_types import OTHER
from service.extraction.events.classifier import LABELS
from service.extraction.events.types import CLAIMED
from service.settings import Settings

from . import fit
from .features import Row, lexicon_rows, rows, sentences
from .folds import is_held_out

HERE = pathlib.Path(__file__).parent
NO_TYPE = LABELS.index(OTHER)


@frozen(eq=False)
class Table:
    """All rows, a column each."""

    features: NDArray[np.float16]
    labels: NDArray[np.int64]
    weights: NDArray[np.float32]
    lexicon: NDArray[np.int64]

    @classmethod
    def of(cls, given: list[Row]) -> Table:
        return cls(
            np.stack([r.features for r in given]),
            np.array([LABELS.index(r.label) for r in given]),
            np.array([r.weight for r in given], np.float32),
            np.array([LABELS.index(r.lexicon) for r in given]),
        )


def report(
    what: str,
    guess: NDArray[np.int64],
    sure: NDArray[np.float32],
    labels: NDArray[np.int64],
    claimed_at: float = CLAIMED,
) -> None:
    claimed = (guess != NO_TYPE) & (sure >= claimed_at)
    right = claimed & (guess == labels)
    typed = labels != NO_TYPE
    precision, recall = right.sum() / max(1, claimed.sum()), right.sum() / typed.sum()
    f1, n = 2 * right.sum() / (claimed.sum() + typed.sum()), typed.sum()
    print(f"{what:38} P {100 * precision:5.1f}  R {100 * recall:5.1f}  F1 {100 * f1:5.1f}  of {n}", flush=True)


def by_type(guess: NDArray[np.int64], sure: NDArray[np.float32], labels: NDArray[np.int64]) -> None:
    claimed = np.where(sure >= CLAIMED, guess, NO_TYPE)
    for n, name in enumerate(LABELS[:-1]):
        right = ((claimed == n) & (labels == n)).sum()
        precision, recall = right / max(1, (claimed == n).sum()), right / max(1, (labels == n).sum())
        print(f"  {name:28} P {100 * precision:5.1f}  R {100 * recall:5.1f}  of {(labels == n).sum()}")


def calibration_error(guess: NDArray[np.int64], sure: NDArray[np.float32], labels: NDArray[np.int64]) -> float:
    """The mean distance between what claims say and how many are right, by tenths."""
    claimed = (guess != NO_TYPE) & (sure >= CLAIMED)
    says, right = sure[claimed], (guess == labels)[claimed]
    tenths = (10 * says).astype(int)
    apart = sum(abs(says[tenths == t].sum() - right[tenths == t].sum()) for t in range(11))
    return float(apart) / len(says)


def measure(given: list[Row], table: Table) -> float:
    """Prints what comes of the texts that were held out, read alone; returns by what the logits are best divided."""
    unseen = np.array([is_held_out(r.sentence) for r in given])
    alone = np.flatnonzero(unseen & np.array([r.alone for r in given]))
    net = fit.fit(table.features[~unseen], table.labels[~unseen], table.weights[~unseen])
    logits, labels = fit.logits(net, table.features[alone]), table.labels[alone]
    divisor = fit.temperature(logits, labels, table.weights[alone])
    p = torch.softmax(logits / divisor, 1).numpy()
    guess, sure = p.argmax(1), p.max(1)
    print("divisor", divisor)
    report("lexicon alone", table.lexicon[alone], np.ones(len(alone), np.float32), labels)
    for at in (CLAIMED, 0.5):
        report(f"unseen texts, claimed at {at}", guess, sure, labels, at)
    print(f"{'':38} calibration error {calibration_error(guess, sure, labels):.3f}")
    by_type(guess, sure, labels)
    return divisor


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--divisor", type=float, help="measure nothing, and divide the logits by this")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    extractor = Extractor.load(Settings.from_environ())
    given = [*rows(extractor, sentences(HERE)), *lexicon_rows(extractor.nlp.vocab)]
    table = Table.of(given)
    divisor = arguments.divisor or measure(given, table)
    net = fit.fit(table.features, table.labels, table.weights)
    path = arguments.out / "types.npz"
    fit.write(net, divisor, path)
    print(path.name, path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest())


if __name__ == "__main__":
    main()
