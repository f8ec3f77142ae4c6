"""Names of people that are names of places as well: Paris Hilton, Obama (a town in Japan)."""

from __future__ import annotations

from spacy.tokens import Doc

from service.extraction.document import attribute
from service.extraction.names.trim import is_title
from service.gazetteer.folding import fold
from service.gazetteer.lookup import Gazetteer

from .containment import is_in
from .name import Name
from .tables import DEMONYMS

LOCATIVE = frozenset({"in", "near", "outside", "inside", "across", "throughout", "around", "into"})


class People:
    """The names of the people of an article, as far as the recogniser knows them."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        people = [ent for ent in doc.ents if ent.label_ == "PERSON"]
        full = [ent for ent in people if len(ent) > 1]
        titled = [ent for ent in people if len(ent) == 1 and ent.start and is_title(doc[ent.start - 1].text)]
        self.words = {fold(token.text) for ent in (*full, *titled) for token in ent}
        self._first = {fold(ent[0].text) for ent in full}
        self._countries = {DEMONYMS[word] for word in attribute(doc, "ORTH") if word in DEMONYMS}

    def have(self, name: Name) -> bool:
        """True where somebody has the name as a first name, and nothing in it says that it is a place."""
        return name.unit is None and name.admin1 is None and fold(name.text) in self._first

    def is_place_too(self, name: Name, taken: list[Name | None], gazetteer: Gazetteer) -> bool:
        """True where a first name is a place's all the same: "in Georgia", "Paris, Texas", Georgia among Georgians."""
        before = self._doc[name.start - 1].lower_ if name.start else ""
        if before in LOCATIVE:
            return True
        if name.end + 1 < len(taken) and self._doc[name.end].text == ",":
            outer = taken[name.end + 1]
            if outer is not None and is_in(name.text, outer, gazetteer):
                return True
        found = gazetteer.candidates(name.text)
        return any(c.kind == "country" and c.country in self._countries for c in found)
