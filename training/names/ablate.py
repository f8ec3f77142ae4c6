"""What each part of the recipe is worth: small trainings of one epoch each, all alike but for one thing.

    python -m training.names.ablate --data DATA --model MINILM --work WORK --texts texts.jsonl [variant ...]

In: as `python -m training.names`; texts as `measure.py` reads them. Out: for each variant `WORK/<variant>.jsonl`, names
to be scored, and `WORK/<variant>-no-vote.jsonl`. What is there already is not made again.

Each network begins as MiniLM's own first layers and learns for one epoch on one thread: a fraction of the whole recipe,
so that differences count here, not levels. "silver" has `layers-6` for its teacher.
"""

from __future__ import annotations

import argparse
import pathlib
import subprocess
import sys

from .sources import GOLD

VARIANTS: dict[str, list[str]] = {
    "base": [],
    **{f"without-{source}": ["--gold", *(g for g in GOLD if g != source)] for source in GOLD},
    "layers-3": ["--layers", "3"],
    "layers-6": ["--layers", "6"],
    "silver": [],
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--texts", required=True)
    parser.add_argument("variants", nargs="*", default=list(VARIANTS))
    args = parser.parse_args()
    for variant in args.variants:
        network, weights = args.work / f"{variant}.pt", args.work / variant
        names = ["training.names", "--data", args.data, "--model", args.model]
        if not network.exists():
            step = ["teacher", "--layers", "4"]
            if variant == "silver":
                step = ["student", "--layers", "4", "--teachers", str(args.work / "layers-6.pt")]
            run(*names, *step, *VARIANTS[variant], "--epochs", "1", "--threads", "1", "--out", str(network))
        if not weights.exists():
            run(*names, "export", "--student", str(network), "--out", str(weights))
        for name, more in ((variant, []), (f"{variant}-no-vote", ["--no-vote"])):
            out = args.work / f"{name}.jsonl"
            if not out.exists():
                run("training.names.measure", args.texts, str(out), "--weights", str(weights), *more)


def run(*command: str) -> None:
    print(*command, flush=True)
    subprocess.run([sys.executable, "-m", *command], check=True)


if __name__ == "__main__":
    main()
