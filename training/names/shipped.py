"""The network that ships, as one that can go on learning: `names.onnx` with its 8-bit weights made numbers again."""

from __future__ import annotations

import pathlib

import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from .network import Network, pretrained


def shipped(path: pathlib.Path, folder: pathlib.Path, heads: dict[str, int]) -> Network:
    """Heads that the file has not begin anew; the words' vectors are MiniLM's own."""
    graph = onnx.load(str(path)).graph
    stored = {i.name: torch.tensor(numpy_helper.to_array(i)) for i in graph.initializer}
    own: dict[str, Tensor] = {
        k.removeprefix("net."): v for k, v in stored.items() if k.startswith("net.") and v.ndim == 1
    }
    for name in ("positions", "shapes"):
        given = stored[f"net.{name}.weight_quantized"].float() - stored[f"net.{name}.weight_zero_point"].float()
        own[f"{name}.weight"] = given * stored[f"net.{name}.weight_scale"]
    for node in graph.node:
        if node.op_type != "MatMulInteger":
            continue
        module = node.name.removeprefix("/net/").removesuffix("/MatMul_quant").replace("/", ".")
        module = f"heads.{module}" if module in heads else module
        values = stored[node.input[1]].float() - stored[node.input[3]].float()
        scale = stored[node.input[1].replace("_quantized", "_scale")]
        own[f"{module}.weight"] = (values * scale).T.contiguous()
    layers = 1 + max(int(name.split(".")[1]) for name in own if name.startswith("layers."))
    net = pretrained(folder, layers, heads)
    kept = {name: value for name, value in own.items() if name in net.state_dict()}
    new = net.load_state_dict(kept, strict=False).missing_keys
    begun = {name for name in heads if f"heads.{name}.weight" in new}
    assert set(new) == {"words.weight"} | {f"heads.{n}.{part}" for n in begun for part in ("weight", "bias")}, new
    return net
