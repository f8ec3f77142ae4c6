"""What happened: triggers, their types, who took part, when, where, who says so; each happening once.

In: the parse, and what all other rooms found. Out: `doc._.events`.
`triggers` finds the words, `participants` who, `types` what kind, `status` whether it came about; `times`, `places`,
`sources`, `figures` tie what earlier rooms found to the trigger it hangs on (`tree`); `coreference` says which triggers
tell one happening, `salience` how much of the story it is.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from service.extraction.event_types import OTHER

from .building import Builder, Told
from .coreference import happenings
from .figures import figures
from .participants import arguments_of
from .places import places
from .sources import source_of
from .status import status_of
from .times import times
from .tree import Tree
from .triggers import find_triggers
from .types import Typer


@Language.component("copydesk_events", assigns=["doc._.events"])
def events(doc: Doc) -> Doc:
    typer = Typer(doc)
    triggers, arguments, types, sure = [], [], [], []
    for trigger in find_triggers(doc):
        of = arguments_of(trigger)
        kind, surety = typer.type_of(trigger, of)
        if kind != OTHER or not trigger.if_typed:
            triggers.append(trigger)
            arguments.append(of)
            types.append(kind)
            sure.append(surety)
    tree = Tree(doc, triggers)
    when, where = times(tree), places(tree, arguments, types)
    counted = figures(tree, arguments)
    told = []
    for n, trigger in enumerate(triggers):
        source, quote_id = source_of(doc, trigger)
        told.append(
            Told(
                trigger=trigger,
                type=types[n],
                surety=sure[n],
                status=status_of(trigger),
                arguments=arguments[n],
                time=when.get(n),
                place=where.get(n),
                figure_ids=counted.get(n, []),
                source=source,
                quote_id=quote_id,
            )
        )
    builder = Builder(doc, triggers)
    groups = happenings([builder.mention_of(one) for one in told])
    doc._.events = [builder.event_of(f"event-{n}", [told[i] for i in group]) for n, group in enumerate(groups, 1)]
    return doc
