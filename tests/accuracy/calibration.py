"""Whether the confidence of people and organizations means what it says: `python -m tests.accuracy.calibration [FILE …]`.

Of all objects at 0.8, four in five should be right. Prints, for people and organizations, how many there are at each
tenth of confidence, what it says and how many are right, and the expected calibration error: the mean distance between
the two, over all objects. A FILE has articles with the mentions of entities as in GUM, a line each:
`{"text", "mentions": [{"type", "kind", "cluster", "head": [start, end], "span": [start, end]}]}`; without one the
sentences of `roles*.jsonl`, the texts of `coreference.jsonl` and the articles of `data/gum.jsonl` are read.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from service.extraction import Article, Extractor
from service.extraction.model import Organization, Person
from service.settings import Settings

HERE = Path(__file__).parent
Judged = tuple[float, bool]
Gold = tuple[int, int, str]  # characters of a name, and whose it is

APPOSED = 3  # words that may stand between a role and the name that it belongs to: "the author Truman Capote"


def own() -> Iterator[dict[str, Any]]:
    """What is in the repository: all people; organizations only where all are marked."""
    for path in sorted(HERE.glob("roles*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            document = json.loads(line)
            names = [(p["start"], p["end"], p["name"]) for p in document["people"]]
            yield {"text": document["text"], "people": names}
    for line in (HERE / "coreference.jsonl").read_text("utf-8").splitlines():
        document = json.loads(line)
        marked = [(m["start"], m["end"], m["entities"][0]) for m in document["mentions"] if m["kind"] == "name"]
        yield {
            "text": document["text"],
            "people": [m for m in marked if m[2].startswith("person")],
            "organizations": [m for m in marked if m[2].startswith("organization")],
        }
    for line in (HERE / "data" / "gum.jsonl").read_text("utf-8").splitlines():
        document = json.loads(line)
        yield {
            "text": document["text"],
            "people": [(*p["head"], p["cluster"]) for p in document["people"] if p["kind"] == "name"],
            "organizations": [(*o["span"], "organization") for o in document["organizations"]],
        }


def of_file(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text("utf-8").splitlines():
        document = json.loads(line)
        text: str = document["text"]
        found: dict[str, Any] = {"text": text, "people": [], "organizations": []}
        for m in document["mentions"]:
            section = {"person": "people", "organization": "organizations"}.get(m["type"])
            if section is None or m["kind"] == "pronoun":
                continue
            (start, end), (_, last) = m["head"], m["span"]
            between = text[end:last].split()
            if m["kind"] == "name":
                found[section].append((start, end, m["cluster"]))
            elif between and not {"of", "to", "for", "in"} & set(between[:APPOSED]):  # the head is the role
                found[section].append((last - len(between[-1]), last, m["cluster"]))
        yield found


def judged(objects: Iterable[Person | Organization], gold: list[Gold]) -> Iterator[Judged]:
    """An object is right where most of its names are names of one person, or of one organization."""
    for found in objects:
        names = [(m.start, m.end) for m in found.mentions if m.kind == "name"]
        if not names:
            continue
        whose = Counter(
            next((cluster for start, end, cluster in gold if first < end and start < last), None)
            for first, last in names
        )
        best, hits = whose.most_common(1)[0]
        yield found.confidence, best is not None and 2 * hits > len(names)


def error(judgements: list[Judged]) -> float:
    """The expected calibration error, by tenths."""
    tenths: dict[int, list[Judged]] = defaultdict(list)
    for confidence, right in judgements:
        tenths[int(10 * confidence)].append((confidence, right))
    apart = (abs(sum(c for c, _ in tenth) - sum(r for _, r in tenth)) for tenth in tenths.values())
    return sum(apart) / len(judgements)


def measure(extractor: Extractor, documents: Iterable[dict[str, Any]]) -> dict[str, list[Judged]]:
    told: dict[str, list[Judged]] = {"people": [], "organizations": []}
    for document in documents:
        found = extractor.extract(Article(text=document["text"], include=frozenset(told)))
        for section in told.keys() & document.keys():
            told[section].extend(judged(getattr(found, section), document[section]))
    return told


def main() -> None:
    extractor = Extractor.load(Settings())
    documents = [d for path in sys.argv[1:] for d in of_file(Path(path))] if sys.argv[1:] else list(own())
    for section, judgements in measure(extractor, documents).items():
        tenths: dict[int, list[Judged]] = defaultdict(list)
        for confidence, right in judgements:
            tenths[int(10 * confidence)].append((confidence, right))
        for _, tenth in sorted(tenths.items()):
            says, right = sum(c for c, _ in tenth) / len(tenth), sum(r for _, r in tenth) / len(tenth)
            print(f"{section:14} {len(tenth):4}  says {says:.2f}  right {right:.2f}")
        print(f"{section:14} {len(judgements):4}  expected calibration error {error(judgements):.3f}")


if __name__ == "__main__":
    main()
