"""The network: the first layers of MiniLM-L6 (uncased BERT), the shape of each word as token type, named heads on top.

In: piece ids, types and mask, each batch x length. Out: for each head, logits, batch x length x labels; only the first
piece of each word is read.
"""

from __future__ import annotations

import json
import pathlib

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn.functional import gelu, scaled_dot_product_attention

SHAPES = 5  # none, lower, Title, CAPITALS, mIxed: see service/extraction/names/network.py


class Layer(nn.Module):
    def __init__(self, size: int, inner: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value = (nn.Linear(size, size) for _ in range(3))
        self.attended = nn.Linear(size, size)
        self.attended_norm = nn.LayerNorm(size, eps=1e-12)
        self.inner = nn.Linear(size, inner)
        self.outer = nn.Linear(inner, size)
        self.outer_norm = nn.LayerNorm(size, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.rate = dropout

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        batch, length, size = x.shape
        q, k, v = (
            layer(x).view(batch, length, self.heads, size // self.heads).transpose(1, 2)
            for layer in (self.query, self.key, self.value)
        )
        rate = self.rate if self.training else 0.0
        a = scaled_dot_product_attention(q, k, v, attn_mask=bias.to(q.dtype), dropout_p=rate)
        a = a.transpose(1, 2).reshape(batch, length, size)
        x = self.attended_norm(x + self.dropout(self.attended(a)))
        return self.outer_norm(x + self.dropout(self.outer(gelu(self.inner(x)))))


class Network(nn.Module):
    """`heads` maps the name of each head to the number of its labels."""

    def __init__(self, config: dict[str, int], layers: int, heads: dict[str, int], dropout: float = 0.1) -> None:
        super().__init__()
        size = config["hidden_size"]
        self.words = nn.Embedding(config["vocab_size"], size)
        self.positions = nn.Embedding(config["max_position_embeddings"], size)
        self.shapes = nn.Embedding(SHAPES, size)
        self.norm = nn.LayerNorm(size, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(
            Layer(size, config["intermediate_size"], config["num_attention_heads"], dropout) for _ in range(layers)
        )
        self.heads = nn.ModuleDict({name: nn.Linear(size, labels) for name, labels in heads.items()})

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor) -> dict[str, Tensor]:
        at = torch.arange(ids.shape[1], device=ids.device)
        x = self.dropout(self.norm(self.words(ids) + self.positions(at)[None] + self.shapes(shapes)))
        bias = (1.0 - mask.to(x.dtype))[:, None, None, :] * -10000.0
        for layer in self.layers:
            x = layer(x, bias)
        return {name: head(x) for name, head in self.heads.items()}


def pretrained(folder: pathlib.Path, layers: int, heads: dict[str, int], dropout: float = 0.1) -> Network:
    """A network whose first layers are MiniLM's own; the heads and the shapes begin near zero."""
    config = json.loads((folder / "config.json").read_text())
    net = Network(config, layers, heads, dropout)
    given = {k.removeprefix("bert."): v for k, v in load_file(folder / "model.safetensors").items()}
    own: dict[str, Tensor] = {
        "words.weight": given["embeddings.word_embeddings.weight"],
        "positions.weight": given["embeddings.position_embeddings.weight"],
        "shapes.weight": given["embeddings.token_type_embeddings.weight"][:1].repeat(SHAPES, 1)
        + 0.01 * torch.randn(SHAPES, config["hidden_size"]),
        "norm.weight": given["embeddings.LayerNorm.weight"],
        "norm.bias": given["embeddings.LayerNorm.bias"],
    }
    parts = {
        "query": "attention.self.query",
        "key": "attention.self.key",
        "value": "attention.self.value",
        "attended": "attention.output.dense",
        "attended_norm": "attention.output.LayerNorm",
        "inner": "intermediate.dense",
        "outer": "output.dense",
        "outer_norm": "output.LayerNorm",
    }
    for n in range(layers):
        for mine, theirs in parts.items():
            for kind in ("weight", "bias"):
                own[f"layers.{n}.{mine}.{kind}"] = given[f"encoder.layer.{n}.{theirs}.{kind}"]
    missing = net.load_state_dict(own, strict=False)
    assert all(k.startswith("heads.") for k in missing.missing_keys), missing
    assert not missing.unexpected_keys, missing
    return net
