"""From a trained network to the files that ship: int8 ONNX, with the pieces of words beside it.

Weights of the matrices are 8 bit (7 bits of them used, so that processors without VNNI don't saturate), and so are the
word embeddings; activations are quantised as they come.
"""

from __future__ import annotations

import argparse
import hashlib
import pathlib
import shutil
import tempfile

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from .fit import HEADS
from .heads import with_hidden
from .network import Network, pretrained

OPSET = 17


class Named(nn.Module):
    """The network with a tuple for its heads, as ONNX wants it."""

    def __init__(self, net: Network, heads: list[str]) -> None:
        super().__init__()
        self.net, self.names = net, heads

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor) -> tuple[Tensor, ...]:
        out = self.net(ids, shapes, mask)
        return tuple(out[name] for name in self.names)


def export(args: argparse.Namespace) -> None:
    """Write `names.onnx` and `vocab.txt` into `args.out`, and print their SHA-256."""
    saved = torch.load(args.student)
    net = pretrained(args.model, saved["layers"], HEADS).eval()
    net.load_state_dict(saved["state"])
    heads = ["names", "events"]  # types are read from `hidden`
    with tempfile.TemporaryDirectory() as folder:
        whole, ready = pathlib.Path(folder, "whole.onnx"), pathlib.Path(folder, "ready.onnx")
        ids = torch.randint(1000, 2000, (2, 16))
        length = {0: "batch", 1: "length"}
        torch.onnx.export(
            Named(net, heads),
            (ids, torch.ones_like(ids), torch.ones_like(ids)),
            str(whole),
            input_names=["ids", "shapes", "mask"],
            output_names=heads,
            dynamic_axes=dict.fromkeys(["ids", "shapes", "mask", *heads], length),
            opset_version=OPSET,
            dynamo=False,
        )
        quant_pre_process(str(whole), str(ready), skip_symbolic_shape=True)
        args.out.mkdir(parents=True, exist_ok=True)
        out = args.out / "names.onnx"
        quantize_dynamic(
            str(ready),
            str(out),
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
            op_types_to_quantize=["MatMul", "Gather"],
            extra_options={"MatMulConstBOnly": True},
        )
    model = with_hidden(onnx.load(str(out)))
    model.metadata_props.clear()
    model.producer_name, model.producer_version = "copydesk", ""
    onnx.save(model, str(out))
    shutil.copyfile(args.model / "vocab.txt", args.out / "vocab.txt")
    for path in (out, args.out / "vocab.txt"):
        print(path.name, path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest())
