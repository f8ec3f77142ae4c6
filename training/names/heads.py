"""Give the shipped network one more output: `hidden`, what its last layer knows of each piece (384 numbers).

In: `names.onnx` as `export` wrote it. Out: the same file with the output, and its SHA-256. No weight changes: names and
probabilities stay the same to the bit. Run once; `export` does it for a network that is trained anew.

    pip install onnx==1.23.2
    python -m training.names.heads service/extraction/names/weights/names.onnx
"""

from __future__ import annotations

import hashlib
import pathlib
import sys

import onnx
from onnx import TensorProto, helper


def with_hidden(model: onnx.ModelProto) -> onnx.ModelProto:
    """Name the output of the last LayerNormalization `hidden` and give it back. Raises ValueError where it has one."""
    if any(output.name == "hidden" for output in model.graph.output):
        raise ValueError("the network has this output already")
    last = [node for node in model.graph.node if node.op_type == "LayerNormalization"][-1].output[0]
    model.graph.node.append(helper.make_node("Identity", [last], ["hidden"], name="hidden"))
    size = next(i.dims[0] for i in model.graph.initializer if i.name.endswith("outer_norm.bias"))
    model.graph.output.append(helper.make_tensor_value_info("hidden", TensorProto.FLOAT, ["batch", "length", size]))
    return model


def main() -> None:
    path = pathlib.Path(sys.argv[1])
    onnx.save(with_hidden(onnx.load(str(path))), str(path))
    print(path.name, path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest())


if __name__ == "__main__":
    main()
