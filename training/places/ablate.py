"""What each sign of `lexicon/place_weights.tsv` is worth, and whether the confidence of places means what it says.

In: a folder with `places.<set>.jsonl`, each line `{"id", "text", "places": [{"span": [start, end], "lat", "lon",
"geonames_id", "neutral"}]}`. Out: on standard output, a row a sign, with the F1 of places found and put within 161 km
when the sign's weight is 0; then a row a tenth of confidence. Nothing is fitted and nothing is written.

    python training/places/ablate.py DATA

Deterministic; the articles are parsed once, then only the room of places is run again.
"""

from __future__ import annotations

import argparse
import json
import pathlib
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from attrs import frozen
from spacy.tokens import Doc

from service.extraction import Article, Extractor
from service.extraction.model import Place
from service.extraction.pipeline import ROOMS
from service.extraction.places.tables import WEIGHTS
from service.extraction.places.votes import kilometres
from service.settings import Settings

NEAR = 161.0  # km: a hundred miles, as toponym resolution is measured
Gold = dict[str, Any]


@frozen
class Read:
    """An article as it came to the room of places."""

    doc: Doc
    gold: list[Gold]


def read(extractor: Extractor, path: pathlib.Path) -> Iterator[Read]:
    rooms = ROOMS[: ROOMS.index("copydesk_places")]
    for line in path.open(encoding="utf-8"):
        given = json.loads(line)
        doc = extractor.nlp.make_doc(given["text"])
        doc._.article = Article(text=given["text"])
        doc = extractor.nlp(doc, disable=list(ROOMS))
        for room in rooms:
            doc = extractor.nlp.get_pipe(room)(doc)
        yield Read(doc, given["places"])


def finds(places: list[Place], gold: list[Gold]) -> Iterator[tuple[Place, Gold | None]]:
    """Each mention with what was annotated there, if anything was; each annotation is used once."""
    left = sorted(gold, key=lambda place: place["span"][0])
    for start, end, place in sorted((m.start, m.end, number) for number, p in enumerate(places) for m in p.mentions):
        at = next((i for i, one in enumerate(left) if one["span"][0] < end and start < one["span"][1]), None)
        yield places[place], left.pop(at) if at is not None else None


def is_right(place: Place, gold: Gold) -> bool:
    if place.lat is None or place.lon is None or gold["lat"] is None:
        return False
    if gold["geonames_id"] is not None and gold["geonames_id"] == place.geonames_id:
        return True
    return kilometres(gold["lat"], gold["lon"], place.lat, place.lon) <= NEAR


def f1(room: Any, articles: list[Read]) -> float:
    """Of places found and put where they are; annotations without coordinates, and neutral ones, count on no side."""
    right = found = wanted = 0
    for article in articles:
        wanted += sum(one["lat"] is not None and not one.get("neutral") for one in article.gold)
        for place, gold in finds(room(article.doc)._.places, article.gold):
            if gold is None:
                found += 1
            elif gold["lat"] is not None and not gold.get("neutral"):
                found += 1
                right += is_right(place, gold)
    return 200.0 * right / (found + wanted)


def reliability(room: Any, articles: list[Read]) -> tuple[float, dict[int, list[float]]]:
    """The expected calibration error, and tenth of confidence -> [places, sum of confidence, how many are right]."""
    tenths: dict[int, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for article in articles:
        for place, gold in finds(room(article.doc)._.places, article.gold):
            if not place.resolved or (gold is not None and (gold["lat"] is None or gold.get("neutral"))):
                continue
            tenth = tenths[min(9, int(10 * place.confidence))]
            tenth[0] += 1
            tenth[1] += place.confidence
            tenth[2] += gold is not None and is_right(place, gold)
    count = sum(tenth[0] for tenth in tenths.values())
    return sum(abs(tenth[1] - tenth[2]) for tenth in tenths.values()) / count, dict(sorted(tenths.items()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=pathlib.Path)
    extractor = Extractor.load(Settings.from_environ())
    room = extractor.nlp.get_pipe("copydesk_places")
    sets = {
        path.name.split(".")[1]: list(read(extractor, path))
        for path in sorted(parser.parse_args().data.glob("places.*.jsonl"))
    }
    whole = {name: f1(room, articles) for name, articles in sets.items()}
    print("| without | " + " | ".join(sets) + " |\n|---|" + "---|" * len(sets))
    print("| (nothing) | " + " | ".join(f"{whole[name]:.1f}" for name in sets) + " |")
    for sign, weight in sorted(WEIGHTS.items()):
        WEIGHTS[sign] = 0.0
        print(
            f"| {sign} | " + " | ".join(f"{f1(room, sets[name]) - whole[name]:+.1f}" for name in sets) + " |",
            flush=True,
        )
        WEIGHTS[sign] = weight
    print("\n| set | error | tenth of confidence: places, confidence, right |\n|---|---|---|")
    for name, articles in sets.items():
        error, tenths = reliability(room, articles)
        cells = (f".{tenth}: {n:.0f}, {sure / n:.2f}, {right / n:.2f}" for tenth, (n, sure, right) in tenths.items())
        print(f"| {name} | {error:.3f} | " + "; ".join(cells) + " |")


if __name__ == "__main__":
    main()
