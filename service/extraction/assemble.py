"""The last step: what the rooms left on the document becomes one `Extraction`, with only what was asked for.

Links that run against the order of the rooms are made here (a quote's events, the dateline's place); a link to what was
not asked for becomes null, and what is below the wanted confidence goes, unless something that stays refers to it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from typing import Any

import attrs
from spacy.tokens import Doc

from .main_event import main_event
from .model import SECTIONS, Article, ArticleReport, Dateline, Event, Extraction, Meta, Quote


def assemble(doc: Doc, meta: Meta) -> Extraction:
    article: Article = doc._.article
    sections: dict[str, tuple[Any, ...]] = {
        name: tuple(getattr(doc._, name)) if name in article.include else () for name in SECTIONS
    }
    sections["quotes"] = tuple(with_events(quote, sections["events"]) for quote in sections["quotes"])
    main = main_event(doc) if sections["events"] else None
    if article.min_confidence or article.min_salience:
        keep = kept(sections, article, {main.event_id} if main else set())
        sections = {name: tuple(o for o in objects if o.id in keep) for name, objects in sections.items()}
    report = report_of(doc, main)
    there = {o.id for objects in sections.values() for o in objects}
    if there != {o.id for name in SECTIONS for o in getattr(doc._, name)}:
        sections = {name: tuple(without_dangling(o, there) for o in objects) for name, objects in sections.items()}
        report = without_dangling(report, there)
    return Extraction(article=report, meta=meta, **sections)


def with_events(quote: Quote, events: tuple[Event, ...]) -> Quote:
    ids = tuple(event.id for event in events if event.quote_id == quote.id)
    return attrs.evolve(quote, event_ids=ids) if ids else quote


def kept(sections: dict[str, tuple[Any, ...]], article: Article, keep: set[str]) -> set[str]:
    """Ids of the objects that are good enough, and of all that those refer to, however far."""
    by_id = {o.id: o for objects in sections.values() for o in objects}
    found = set(keep)
    for o in by_id.values():
        salient = not isinstance(o, Event) or o.salience >= article.min_salience
        if o.confidence >= article.min_confidence and salient:
            found.add(o.id)
    todo = list(found)
    while todo:
        for reference in references(by_id[todo.pop()]):
            if reference in by_id and reference not in found:
                found.add(reference)
                todo.append(reference)
    return found


def references(thing: Any) -> Iterator[str]:
    """Ids of the objects that an object, or a part of it, points to."""
    for field in attrs.fields(type(thing)):
        value = getattr(thing, field.name)
        if field.name.endswith("_id") and isinstance(value, str):
            yield value
        elif field.name.endswith("_ids"):
            yield from value
        elif attrs.has(type(value)):
            yield from references(value)
        elif isinstance(value, tuple):
            for part in value:
                if attrs.has(type(part)):
                    yield from references(part)


def without_dangling(thing: Any, there: set[str]) -> Any:
    """The same object with null where it points to one that is not `there`."""
    changes: dict[str, Any] = {}
    for field in attrs.fields(type(thing)):
        value = getattr(thing, field.name)
        if field.name.endswith("_id") and isinstance(value, str):
            changes[field.name] = value if value in there else None
        elif field.name.endswith("_ids"):
            changes[field.name] = tuple(v for v in value if v in there)
        elif attrs.has(type(value)):
            changes[field.name] = without_dangling(value, there)
        elif isinstance(value, tuple):
            changes[field.name] = tuple(without_dangling(v, there) if attrs.has(type(v)) else v for v in value)
    return attrs.evolve(thing, **changes)


def report_of(doc: Doc, main: Any) -> ArticleReport:
    article: Article = doc._.article
    published: dt.date | None = doc._.published
    return ArticleReport(
        id=article.id,
        title=article.title,
        url=article.url,
        source=article.source,
        published=published.isoformat() if published else None,
        published_from=doc._.published_from,
        language=article.language,
        characters=len(article.text),
        words=sum(1 for token in doc if not (token.is_space or token.is_punct)),
        sentences=sum(1 for _ in doc.sents),
        sha256=hashlib.sha256(article.text.encode()).hexdigest(),
        dateline=placed(doc._.dateline, doc),
        boilerplate=tuple(doc._.boilerplate),
        main_event=main,
    )


def placed(dateline: Dateline | None, doc: Doc) -> Dateline | None:
    """The dateline with the place that it names first."""
    if dateline is None:
        return None
    for place in doc._.places:
        if any(dateline.start <= m.start and m.end <= dateline.end for m in place.mentions):
            return attrs.evolve(dateline, place_id=place.id)
    return dateline
