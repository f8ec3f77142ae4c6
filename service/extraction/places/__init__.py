"""Places: which names are places, which place each means, and how it is spoken of.

In: `doc.ents`, the dateline, boilerplate, `article.home`. Out: `doc._.places`.
`mentions` finds the names (`name` is the grammar of one, `rescue` finds what the recogniser missed, `containment` what
is said to be inside what), `resolve` chooses among the gazetteer's places, `context` reads what stands around a name.
"""

from __future__ import annotations

from collections.abc import Callable

from attrs import evolve
from spacy.language import Language
from spacy.tokens import Doc

from service.extraction.document import cut
from service.extraction.model import Place, PlaceAlternative, PlaceMention
from service.extraction.sport import is_sport
from service.gazetteer.folding import fold
from service.gazetteer.lookup import Candidate, Gazetteer
from service.settings import Settings

from .context import is_metonymic, is_team, relation
from .mentions import find
from .name import Name
from .resolve import Resolved, resolve
from .tables import DISPUTED_IDS, DISPUTED_NAMES, DISPUTED_UNITS

ALTERNATIVES = 3


@Language.factory("copydesk_places", assigns=["doc._.places"], default_config={"gazetteer": ""})
def create(nlp: Language, name: str, gazetteer: str) -> Callable[[Doc], Doc]:  # noqa: ARG001 - spaCy's signature
    opened = Gazetteer.open(gazetteer or Settings.from_environ().gazetteer)

    def places(doc: Doc) -> Doc:
        found = resolve(find(doc, opened), doc, opened)
        of_sport = bool(found) and is_sport(doc)
        doc._.places = [as_place(doc, number, one, of_sport) for number, one in enumerate(found, 1)]
        return doc

    return places


def as_place(doc: Doc, number: int, found: Resolved, of_sport: bool) -> Place:
    """`found` as the contract has it; `of_sport` where the article is a report of sport."""
    best = found.best
    can_act = best is not None and (best.kind in ("country", "facility") or best.feature == "PPLC")
    names = [fitted(name, best) for name in found.names]
    return Place(
        id=f"place-{number}",
        name=max((name.full_name for name in names), key=lambda text: (not text.isupper(), len(text))),
        kind=best.kind if best else names[0].kind,
        country=best.country if best else None,
        admin1=best.admin1_name if best else None,
        lat=best.lat if best else None,
        lon=best.lon if best else None,
        geonames_id=best.geonames_id if best else None,
        resolved=best is not None,
        disputed=best is not None and is_disputed(best),
        confidence=found.confidence,
        mentions=tuple(as_mention(doc, name, can_act, of_sport) for name in names),
        alternatives=tuple(as_alternative(other, chance) for other, chance in found.others[:ALTERNATIVES]),
    )


def fitted(name: Name, best: Candidate | None) -> Name:
    """The name without its unit where the place is no such unit: the town, for "the Houston region"."""
    if best is None or name.unit is None or best.kind in ("region", "area") or fold(best.name) == fold(name.full_name):
        return name
    return evolve(name, end=name.base_end, full_name=name.text)


def is_disputed(place: Candidate) -> bool:
    """True for a disputed territory and for what lies in it, as far as the gazetteer knows that."""
    if place.country in DISPUTED_UNITS or place.admin1 in DISPUTED_UNITS or place.geonames_id in DISPUTED_IDS:
        return True
    return place.kind in ("area", "region") and fold(place.name) in DISPUTED_NAMES


def as_mention(doc: Doc, name: Name, can_act: bool, of_sport: bool) -> PlaceMention:
    span = cut(doc, doc[name.start].idx, doc[name.end - 1].idx + len(doc[name.end - 1]))
    tokens = doc[name.start : name.end]
    return PlaceMention(
        span.start,
        span.end,
        span.text,
        kind="name",
        relation=relation(tokens),
        metonymic=(can_act and is_metonymic(tokens)) or is_team(tokens, of_sport),
    )


def as_alternative(other: Candidate, chance: float) -> PlaceAlternative:
    return PlaceAlternative(
        geonames_id=other.geonames_id,
        name=other.name,
        country=other.country,
        lat=other.lat,
        lon=other.lon,
        confidence=chance,
    )
