"""Read texts with the recogniser and the document's vote, and write the names down to be scored.

    python -m training.names.measure texts.jsonl names.jsonl [--names spacy] [--no-vote] [--weights FOLDER]

In: lines `{"set", "id", "text"}`. Out: lines `{"set", "id", "names": [[start, end, kind]], "scores": [...]}`; a kind is
PER, ORG or LOC.
"""

from __future__ import annotations

import argparse
import json
import pathlib
from hashlib import sha256

import attrs

from service.extraction import Article, Extractor, pipeline
from service.extraction.names import network
from service.settings import Settings

KIND = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}
ROOMS = ("copydesk_boilerplate", "copydesk_recogniser", "copydesk_names")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--names", choices=["copydesk", "spacy"], default="copydesk")
    parser.add_argument("--no-vote", action="store_true")
    parser.add_argument("--weights", type=pathlib.Path, help="weights other than those that ship")
    args = parser.parse_args()
    nlp = Extractor.load(attrs.evolve(Settings(), names=args.names)).nlp
    if args.weights:
        network.FILES.update({name: sha256((args.weights / name).read_bytes()).hexdigest() for name in network.FILES})
        nlp.replace_pipe("copydesk_recogniser", "copydesk_recogniser", config={"folder": str(args.weights)})
    rooms = [room for room in (ROOMS[:2] if args.no_vote else ROOMS) if room in nlp.pipe_names]
    others = [name for name in nlp.pipe_names if name in pipeline.ROOMS]
    with args.out.open("w", encoding="utf-8") as out:
        for line in args.texts.read_text(encoding="utf-8").strip().split("\n"):
            row = json.loads(line)
            doc = nlp(row["text"], disable=others)
            doc._.article = Article(text=row["text"])
            for room in rooms:
                doc = nlp.get_pipe(room)(doc)
            ents = [entity for entity in doc.ents if entity.label_ in KIND]
            found = {
                "set": row["set"],
                "id": row["id"],
                "names": [[e.start_char, e.end_char, KIND[e.label_]] for e in ents],
                "scores": [round(e._.score, 4) for e in ents],
            }
            out.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
