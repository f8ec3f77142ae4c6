"""What happened: triggers, their types, who took part, when, where, who says so; each happening once.

In: the parse, and what all other rooms found. Out: `doc._.events`.
`triggers` finds the words, `participants` who, `types` what kind, `status` whether it came about, `links` time, place,
source and figures, `coreference` which triggers tell one happening, `salience` how much of the story it is.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from . import links
from .building import Builder, Told
from .coreference import happenings
from .participants import arguments_of
from .status import status_of
from .triggers import find_triggers
from .types import Typer


@Language.component("copydesk_events", assigns=["doc._.events"])
def events(doc: Doc) -> Doc:
    triggers = find_triggers(doc)
    arguments = [arguments_of(trigger) for trigger in triggers]
    typer = Typer(doc)
    types = [typer.type_of(trigger, of) for trigger, of in zip(triggers, arguments, strict=True)]
    tree = links.Tree(doc, triggers)
    times, places = links.times(tree), links.places(tree, arguments, types)
    figures = links.figures(tree, arguments)
    told = []
    for n, trigger in enumerate(triggers):
        source, quote_id = links.source_of(doc, trigger)
        told.append(
            Told(
                trigger=trigger,
                type=types[n],
                status=status_of(trigger),
                arguments=arguments[n],
                time=times.get(n),
                place=places.get(n),
                figure_ids=figures.get(n, []),
                source=source,
                quote_id=quote_id,
            )
        )
    builder = Builder(doc, triggers)
    groups = happenings([builder.mention_of(one) for one in told])
    doc._.events = [builder.event_of(f"event-{n}", [told[i] for i in group]) for n, group in enumerate(groups, 1)]
    return doc
