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
from service.extraction.model import Event

from .building import Builder, Told
from .classifier import Classifier
from .coreference import happenings
from .figures import figures
from .participants import arguments_of
from .places import places
from .sources import source_of
from .status import status_of
from .times import times
from .tree import Tree
from .triggers import Trigger, find_triggers
from .types import Typed, Typer
from .words import cue_words


class Events:
    """The component. Its weights are loaded once, before the fork; threads may share it."""

    def __init__(self) -> None:
        self._classifier = Classifier.load()

    def __call__(self, doc: Doc) -> Doc:
        found = find_triggers(doc)
        read = Typer(doc, self._classifier).types_of(found, [arguments_of(trigger) for trigger in found])
        kept = [one for one in read if one.type != OTHER or not tells_nothing(one.trigger)]
        doc._.events = events(doc, kept)
        return doc


def tells_nothing(trigger: Trigger) -> bool:
    """Unless its type is known: what mostly reports, and "the issue", "the goal", "a chance"."""
    return trigger.if_typed or (trigger.is_noun and trigger.key in cue_words("matter"))


@Language.factory("copydesk_events", assigns=["doc._.events"])
def create(nlp: Language, name: str) -> Events:  # noqa: ARG001 - spaCy's signature
    return Events()


def events(doc: Doc, read: list[Typed]) -> list[Event]:
    """From typed triggers to the contract's events."""
    triggers, arguments, types = [t.trigger for t in read], [t.arguments for t in read], [t.type for t in read]
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
                surety=read[n].surety,
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
    return [builder.event_of(f"event-{n}", [told[i] for i in group]) for n, group in enumerate(groups, 1)]
