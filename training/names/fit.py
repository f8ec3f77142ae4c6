"""Training and reading: the same loop for teachers and students."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator

import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy, log_softmax

from .batches import Batch, Mentions, Pieces, batches
from .network import Network
from .sources import Document

HEADS = {"names": 4, "events": 1, "types": 78}
EVENTS_SHARE, TYPES_SHARE = 0.4, 1.0  # what the other heads' losses count beside that of names


def loss_of(out: dict[str, Tensor], batch: Batch) -> Tensor:
    """Cross-entropy over the words with a target, and of triggers over the words that were looked at."""
    known = batch.targets.sum(-1) > 0
    loss = -(batch.targets[known] * log_softmax(out["names"][known].float(), -1)).sum(-1).mean()
    if "events" in out and bool((seen := batch.triggers >= 0).any()):
        logits = out["events"].squeeze(-1)[seen].float()
        loss = loss + EVENTS_SHARE * binary_cross_entropy_with_logits(logits, batch.triggers[seen].float())
    if "types" in out and bool((typed := batch.types >= 0).any()):
        logits = out["types"][typed].float()
        loss = loss + TYPES_SHARE * cross_entropy(logits, batch.types[typed], label_smoothing=0.05)
    return loss


def fit(
    net: Network,
    documents: list[Document],
    pieces: Pieces,
    mentions: Mentions,
    *,
    epochs: int,
    rate: float,
    seed: int,
    size: int = 1024,
    swap: float = 0.15,
    recase: float = 0.1,
    soft_share: float = 0.0,
    after: Callable[[int], None] = lambda _: None,
) -> None:
    """AdamW, 10% warm-up, linear decay; heads and shapes learn five times as fast; word embeddings stay as they are."""
    torch.manual_seed(seed)
    net.words.weight.requires_grad_(False)
    fast = [p for n, p in net.named_parameters() if n.startswith(("heads.", "shapes."))]
    slow = [p for n, p in net.named_parameters() if not n.startswith(("heads.", "shapes.", "words."))]
    optimizer = torch.optim.AdamW([{"params": slow, "lr": rate}, {"params": fast, "lr": 5 * rate}], weight_decay=0.01)

    def epoch(n: int) -> Iterator[Batch]:
        changes = {"swap": swap, "recase": recase, "soft_share": soft_share}
        return batches(documents, pieces, mentions, size=size, seed=1000 * seed + n, **changes)

    steps = epochs * sum(1 for _ in epoch(0))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda n: min((n + 1) / (0.1 * steps), max(0.0, (steps - n) / (0.9 * steps)))
    )
    began, total, done = time.monotonic(), math.nan, 0
    for n in range(epochs):
        net.train()
        for batch in epoch(n):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                out = net(batch.ids, batch.shapes, batch.mask)
            loss = loss_of(out, batch)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            done += 1
            now = loss.item()
            total = now if math.isnan(total) else 0.98 * total + 0.02 * now
            if done % 100 == 0:
                print(f"  epoch {n} step {done}/{steps} loss {total:.4f} {time.monotonic() - began:.0f}s", flush=True)
        net.eval()
        after(n)


def probabilities(nets: list[Network], documents: list[Document], pieces: Pieces) -> dict[int, Tensor]:
    """id of each sentence -> words x kinds: the mean of the networks' probabilities."""
    out: dict[int, Tensor] = {}
    with torch.no_grad():
        for batch in batches(documents, pieces, None, size=4096):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                each = [net(batch.ids, batch.shapes, batch.mask)["names"].float().softmax(-1) for net in nets]
            mean = sum(each[1:], each[0]) / len(each)
            for row, sentences in enumerate(batch.first):
                for sentence, starts in sentences:
                    out[id(sentence)] = mean[row, starts].clone()
    return out
