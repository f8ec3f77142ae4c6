"""Names: which stretches of the text name a person, an organization or a place.

In: the `doc.ents` of the recogniser, ours (`recogniser`) or spaCy's, parts of speech. Out: `doc.ents` with PERSON, ORG,
GPE, LOC, FAC and NORP alone, each with a score (`span._.score`).

The recogniser reads one sentence at a time and changes its mind from one to the next. An article doesn't: here the
document votes. The spans are trimmed first (`trim`), the grammar of titles and of organizations adds what it is sure of
(`grammar`), then each surface gets the one label that most speaks for, and its further occurrences are found (`vote`).
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as SpacySpan

from service.gazetteer.lookup import Gazetteer
from service.settings import Settings

from . import recogniser  # noqa: F401 - registers its component
from .dateline import in_dateline
from .grammar import organizations, titled_people
from .trim import trimmed
from .vote import vote

__all__ = ["Names", "create"]


class Names:
    """The component; `gazetteer` is the path of the gazetteer's file."""

    def __init__(self, gazetteer: str) -> None:
        self._gazetteer = Gazetteer.open(gazetteer)

    def __call__(self, doc: Doc) -> Doc:
        names = in_dateline(doc, trimmed(doc))
        names = organizations(doc, names)
        names = titled_people(doc, names)
        ents = []
        for name in vote(doc, names, self._is_place):
            ents.append(span := SpacySpan(doc, name.start, name.end, label=name.label))
            span._.score = name.weight
        doc.ents = ents
        return doc

    def _is_place(self, name: str) -> bool:
        return bool(self._gazetteer.candidates(name))


@Language.factory("copydesk_names", default_config={"gazetteer": ""}, assigns=["doc.ents"])
def create(nlp: Language, name: str, gazetteer: str) -> Names:  # noqa: ARG001 - spaCy's signature
    return Names(gazetteer or Settings.from_environ().gazetteer)
