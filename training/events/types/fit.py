"""The classifier: one hidden layer over the rows, fitted, calibrated, and written as the service reads it."""

from __future__ import annotations

import pathlib

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from service.extraction.events.classifier import ANSWER, FEATURES, LABELS, OF_WORDS, POS

INNER = 128
EPOCHS = 15
BATCH = 64
RATE = 1.5e-3
SEED = 0
WITHOUT_NETWORK = 0.2  # share of rows that are shown without the hidden numbers: the service runs without it, too
VECTORS, ANSWERS = 4.0, 2.0  # scale of the vectors and of the lexicon's answer, so that all count about the same
SMOOTHING = 0.05


def scale() -> Tensor:
    by = torch.ones(FEATURES)
    by[OF_WORDS:POS], by[ANSWER:] = VECTORS, ANSWERS
    return by


def fit(
    features: NDArray[np.float16], labels: NDArray[np.int64], weights: NDArray[np.float32], seed: int = SEED
) -> nn.Sequential:
    """Deterministic for one number of threads."""
    torch.manual_seed(seed)
    x, y, w = torch.tensor(features), torch.tensor(labels), torch.tensor(weights)
    by, n = scale(), len(y)
    net = nn.Sequential(
        nn.Dropout(0.2), nn.Linear(x.shape[1], INNER), nn.ReLU(), nn.Dropout(0.4), nn.Linear(INNER, len(LABELS))
    )
    optimizer = torch.optim.AdamW(net.parameters(), RATE, weight_decay=0.05)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=EPOCHS * (n // BATCH) + 1)
    for _ in range(EPOCHS):
        for rows in torch.randperm(n)[: n // BATCH * BATCH].view(-1, BATCH):
            batch = x[rows].float() * by
            batch[torch.rand(len(rows)) < WITHOUT_NETWORK, :OF_WORDS] = 0
            loss = nn.functional.cross_entropy(net(batch), y[rows], reduction="none", label_smoothing=SMOOTHING)
            optimizer.zero_grad()
            (loss * w[rows]).mean().backward()
            optimizer.step()
            schedule.step()
    return net.eval()


def logits(net: nn.Sequential, features: NDArray[np.float16]) -> Tensor:
    with torch.no_grad():
        return torch.cat([net(torch.tensor(some).float() * scale()) for some in np.array_split(features, 50)])


def temperature(given: Tensor, labels: NDArray[np.int64], weights: NDArray[np.float32]) -> float:
    """By which the logits of rows that were not seen are best divided."""
    y, w = torch.tensor(labels), torch.tensor(weights)
    candidates = [0.4 + 0.02 * n for n in range(60)]
    losses = [float((nn.functional.cross_entropy(given / t, y, reduction="none") * w).mean()) for t in candidates]
    return candidates[int(np.argmin(losses))]


def write(net: nn.Sequential, divisor: float, path: pathlib.Path) -> None:
    inner, outer = net[1], net[4]
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez(
        path,
        w1=(inner.weight.detach() * scale()).T.contiguous().numpy().astype(np.float16),
        b1=inner.bias.detach().numpy().astype(np.float16),
        w2=(outer.weight.detach() / divisor).T.contiguous().numpy().astype(np.float16),
        b2=(outer.bias.detach() / divisor).numpy().astype(np.float16),
    )
