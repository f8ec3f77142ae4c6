"""Quotes: who said what, in which words.

In: the parse, paragraphs, boilerplate, dates, people, organizations. Out: `doc._.quotes`.

`marks` pairs the quotation marks, `cues` finds the words of saying, `direct` and `indirect` bring the two together, and
`speakers` tells who speaks. Here the pieces become quotes.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from ..document import context, cut, span, token_range
from ..model import Quote, QuoteType, Span
from .cues import find_cues
from .direct import Direct
from .found import Found, Stretch
from .indirect import Indirect
from .marks import Quoted, pair
from .speakers import outlet, speaker
from .tree import Tree


@Language.component("copydesk_quotes", assigns=["doc._.quotes"])
def quotes(doc: Doc) -> Doc:
    doc._.quotes = find_quotes(doc)
    return doc


def find_quotes(doc: Doc) -> list[Quote]:
    tree = Tree(doc)
    stretches = quoted_stretches(doc)
    cues = find_cues(doc, tree)
    direct = Direct(doc, tree, stretches, cues)
    found = direct.find()
    speech = [False] * len(doc)
    for quotation in found:
        for stretch in quotation.stretches:
            speech[stretch.first : stretch.end] = [True] * (stretch.end - stretch.first)
    quoted_words = [False] * len(doc)
    for stretch in stretches:
        quoted_words[stretch.first : stretch.end] = [True] * (stretch.end - stretch.first)
    outer = [cue for cue in cues if not quoted_words[cue.i]]
    found += Indirect(doc, tree, outer, speech, frozenset(direct.used)).find()
    found.sort(key=lambda quotation: (quotation.pieces[0], quotation.pieces[-1]))
    return [
        quote
        for n, quotation in enumerate(found, 1)
        if (quote := make(doc, tree, quotation, f"quote-{n}", quoted_words)) is not None
    ]


def quoted_stretches(doc: Doc) -> list[Stretch]:
    """What stands between quotation marks in the story, with the tokens it takes up."""
    text = doc.text
    bounds: list[tuple[int, int]] = []
    for first, end in doc._.paragraphs:
        while first < end - 1 and doc[first].is_space:
            first += 1
        bounds.append((doc[first].idx, doc[end - 1].idx + len(doc[end - 1])))
    boilerplate = doc._.at.boilerplate
    paragraph = 0
    found = []
    for quoted in pair(text, bounds):
        while paragraph + 1 < len(bounds) and bounds[paragraph + 1][0] <= quoted.start:
            paragraph += 1
        first, end = token_range(doc, quoted.start, quoted.end)
        if first < end and boilerplate[first] is None:
            found.append(Stretch(quoted, first, end, paragraph))
    return found


def make(doc: Doc, tree: Tree, found: Found, id_: str, quoted_words: list[bool]) -> Quote:
    text = doc.text
    content = tuple(piece(doc, start, end) for start, end in sorted(found.pieces))
    first, end = found.outside
    cue = span(doc[found.cue.first : found.cue.end]) if found.cue is not None else None
    date_id = via_id = None
    if found.cue is not None:
        dates = doc._.at.dates
        date_id = next((dates[i].id for i in range(first, end) if dates[i] is not None), None)
        via_id = outlet(doc, found.cue.end, end)
    who = speaker(doc, tree, found.subject) if found.subject is not None else None
    if who is not None and via_id is not None and who.organization_id == via_id:
        via_id = None
    bounds = [content[0].start, content[-1].end]
    if cue is not None:
        bounds += [cue.start, cue.end]
    return Quote(
        id=id_,
        type="direct" if found.direct else type_of(doc, content, quoted_words),
        content=content,
        text=" ".join(part.text for part in content),
        speaker=who,
        cue=cue,
        via_id=via_id,
        date_id=date_id,
        context=context(doc, min(bounds), max(bounds)),
        confidence=round(found.confidence, 2),
    )


def piece(doc: Doc, start: int, end: int) -> Span:
    """A piece of content without the comma that the reporter put in, and without marks around the whole of it."""
    text = doc.text
    while end > start + 1 and text[end - 1] in ",":
        end -= 1
    if (
        end - start > 2
        and text[start] in '“"'
        and text[end - 1] in '”"'
        and not any(c in '“”"' for c in text[start + 1 : end - 1])
    ):
        start, end = start + 1, end - 1
    return cut(doc, start, end)


def type_of(doc: Doc, content: tuple[Span, ...], quoted_words: list[bool]) -> QuoteType:
    """By the share of the words that stand in quotation marks."""
    inside = words = 0
    for part in content:
        for i in range(*token_range(doc, part.start, part.end)):
            if not (doc[i].is_punct or doc[i].is_space):
                words += 1
                inside += quoted_words[i]
    return "direct" if inside == words else "mixed" if inside else "indirect"
