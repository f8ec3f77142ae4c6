"""Where each room stands on the documents of `data/`: `python -m tests.accuracy.measure [--write]`."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from attrs import define, field

from service.extraction import Article, Extraction, Extractor
from service.extraction.coreference.pronouns import GENDERS
from service.settings import Settings

HERE = Path(__file__).parent
FLOORS = HERE / "floors.json"
Range = tuple[int, int]


class Item(NamedTuple):
    """One thing that should be found: the characters to hit, and what else must be right about it."""

    span: Range
    right: Callable[[Any], bool] = lambda _: True


@define
class Score:
    """Hits against what should be found (`gold`) and what was (`found`); `missed` has the ids of the rest of the gold."""

    gold: int = 0
    found: int = 0
    hits: int = 0
    missed: dict[str, str] = field(
        factory=dict
    )  # "<document>:<start>-<end>" -> the sentence, the lost words in brackets
    invented: dict[str, str] = field(factory=dict)

    @property
    def recall(self) -> float:
        return round(100 * self.hits / self.gold, 1) if self.gold else 100.0

    @property
    def precision(self) -> float:
        return round(100 * self.hits / self.found, 1) if self.found else 0.0

    def add(self, document: dict[str, Any], gold: Iterable[Item], found: Iterable[tuple[Range, Any]]) -> None:
        """Match one to one, in the order of the text, what shares a character and is right."""
        left = sorted(found, key=lambda f: f[0])
        text = document["text"]
        for item in sorted(gold, key=lambda item: item.span):
            self.gold += 1
            hit = next((f for f in left if touch(f[0], item.span) and item.right(f[1])), None)
            if hit:
                left.remove(hit)
                self.hits += 1
                self.found += 1
            else:
                self.missed["{}:{}-{}".format(document["id"], *item.span)] = bracketed(text, item.span)
        self.found += len(left)
        self.invented |= {"{}:{}-{}".format(document["id"], *span): bracketed(text, span) for span, _ in left}


def touch(a: Range, b: Range) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def half(a: Range, b: Range) -> bool:
    """Two stretches share at least half of what they cover together."""
    return 2 * (min(a[1], b[1]) - max(a[0], b[0])) >= max(a[1], b[1]) - min(a[0], b[0])


def bracketed(text: str, span: Range) -> str:
    left = max(text.rfind("\n", 0, span[0]), text.rfind(". ", 0, span[0])) + 1
    right = min((i for i in (text.find("\n", span[1]), text.find(". ", span[1])) if i >= 0), default=len(text))
    return f"{text[left : span[0]]}[{text[span[0] : span[1]]}]{text[span[1] : right]}".strip()


def read(name: str) -> Iterator[dict[str, Any]]:
    for line in (HERE / "data" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def spans(things: Iterable[Any]) -> list[tuple[Range, Any]]:
    return [((t.start, t.end), t) for t in things]


def names(objects: Iterable[Any]) -> list[tuple[Range, Any]]:
    return spans(m for o in objects for m in o.mentions if m.kind == "name")


def measure(extractor: Extractor) -> dict[str, Score]:
    """Room -> score."""
    scores: dict[str, Score] = {}

    def score(room: str) -> Score:
        return scores.setdefault(room, Score())

    for document in read("gum"):
        of_gum(document, extractor.extract(Article(text=document["text"])), score)
    for document in read("meantime"):
        published = dt.date.fromisoformat(document["published"])
        of_meantime(document, extractor.extract(Article(text=document["text"], published=published)), score)
    return scores


def of_gum(document: dict[str, Any], got: Extraction, score: Callable[[str], Score]) -> None:
    neutral = [tuple(n) for n in document["neutral"]]

    def judged(found: list[tuple[Range, Any]]) -> list[tuple[Range, Any]]:
        return [f for f in found if not any(touch(f[0], n) for n in neutral)]  # type: ignore[arg-type]

    heads = [p for p in document["people"] if p["kind"] == "name"]
    score("people").add(document, (Item(tuple(p["head"])) for p in heads), names(got.people))
    for section in ("organizations", "places"):
        gold = [Item(tuple(n["span"])) for n in document[section]]
        score(section).add(document, gold, judged(names(getattr(got, section))))

    # A pronoun is right where its object has a name that the gold has in the same cluster.
    by_cluster: dict[str, list[Range]] = {}
    for p in heads:
        by_cluster.setdefault(p["cluster"], []).append(tuple(p["head"]))

    def same(cluster: str) -> Callable[[Any], bool]:
        return lambda person: any(
            touch((m.start, m.end), head) for m in person.mentions if m.kind == "name" for head in by_cluster[cluster]
        )

    pronouns = [p for p in document["people"] if p["kind"] == "pronoun" and p["cluster"] in by_cluster]
    third = [(m, p) for p in got.people for m in p.mentions if m.text.lower() in GENDERS]  # GUM's set has no "I"
    found = [((m.start, m.end), p) for m, p in third]
    score("pronouns").add(document, (Item(tuple(p["head"]), same(p["cluster"])) for p in pronouns), found)

    pieces = [((c.start, c.end), (q, c)) for q in got.quotes for c in q.content]

    def quoted(quote: dict[str, Any]) -> Item:
        def right(piece: Any) -> bool:
            found, content = piece
            speaker = quote["speaker"]
            said_by = found.speaker and speaker and touch((found.speaker.start, found.speaker.end), tuple(speaker))
            return half((content.start, content.end), tuple(quote["span"])) and (bool(said_by) or not speaker)

        return Item(tuple(quote["span"]), right)

    score("quotes").add(document, map(quoted, document["quotes"]), pieces)


def of_meantime(document: dict[str, Any], got: Extraction, score: Callable[[str], Score]) -> None:
    judged = [tuple(s) for s in document["eval_spans"]]

    def inside(found: list[tuple[Range, Any]]) -> list[tuple[Range, Any]]:
        return [f for f in found if any(s <= f[0][0] and f[0][1] <= e for s, e in judged)]

    score("figures").add(document, (Item(tuple(f["span"])) for f in document["figures"]), inside(spans(got.figures)))
    # MEANTIME has saying as an event; here it is a quote, and its trigger the cue.
    mentions = [((m.start, m.end), (e, n)) for e in got.events for n, m in enumerate(e.mentions)]
    cues = [((q.cue.start, q.cue.end), (None, 0)) for q in got.quotes if q.cue]
    gold = [Item(tuple(e["span"])) for e in document["events"]]
    score("events").add(document, gold, inside(list(dict(cues + mentions).items())))

    def at(part: str, span: Range) -> Callable[[Any], bool]:
        def right(found: Any) -> bool:
            event, _ = found
            value = event and getattr(event, part)
            return bool(value) and touch((value.start, value.end), span)

        return right

    timed = [Item(tuple(e["span"]), at("time", tuple(e["time"]))) for e in document["events"] if e["time"]]
    score("event times").add(document, timed, inside([m for m in mentions if m[1][0].time]))
    dates = {tuple(e["time"]) for e in document["events"] if e["time"]}
    score("dates").add(document, map(Item, dates), [d for d in spans(got.dates) if any(touch(d[0], g) for g in dates)])


def main() -> None:
    scores = measure(Extractor.load(Settings()))
    for room, score in scores.items():
        print(f"{room:14} recall {score.recall:5.1f}  precision {score.precision:5.1f}  of {score.gold}")
    if "--write" in sys.argv:
        floors = {
            room: {
                "recall": s.recall,
                "precision": s.precision,
                "missed": sorted(s.missed),
                "invented": sorted(s.invented),
            }
            for room, s in scores.items()
        }
        FLOORS.write_text(json.dumps(floors, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
