"""Quotes: who said what, in which words.

In: the parse, paragraphs, boilerplate, dates, people, organizations. Out: `doc._.quotes`.

`marks` pairs the quotation marks, `cues` finds the words of saying, `direct` and `indirect` bring the two together, and
`speakers` tells who speaks. Here the pieces become quotes.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from service.extraction.document import context, cut, span, token_range
from service.extraction.model import Date, Quote, QuoteType, Span

from .confidence import confidence
from .cues import find_cues, whom_it_quotes
from .direct import Direct
from .found import Found, Stretch
from .indirect import Indirect
from .lines import find_lines
from .marks import pair
from .speakers import Speakers, outlet
from .tree import Tree

MARKS = frozenset('“”"')
SPEAKING = frozenset({"speak", "talk"})
WHOLE = (("“", "”"), ('"', '"'), ("‘", "’"), ("'", "'"))


@Language.component("copydesk_quotes", assigns=["doc._.quotes"])
def quotes(doc: Doc) -> Doc:
    doc._.quotes = find_quotes(doc)
    return doc


def find_quotes(doc: Doc) -> list[Quote]:
    tree = Tree(doc)
    stretches = quoted_stretches(doc, tree)
    cues = find_cues(doc, tree)
    direct = Direct(doc, tree, stretches, cues)
    found = direct.find()
    found += Indirect(doc, tree, stretches, cues, found).find()
    quoted = [n >= 0 for n in direct.quoted_at]
    speakers = Speakers(doc, tree)
    found += find_lines(doc, tree, speakers, quoted)
    found.sort(key=lambda quotation: (min(quotation.pieces), max(quotation.pieces)))
    return [make(tree, speakers, quotation, f"quote-{n}", quoted) for n, quotation in enumerate(found, 1)]


def quoted_stretches(doc: Doc, tree: Tree) -> list[Stretch]:
    """What stands between quotation marks in the story, with the tokens it takes up."""
    bounds: list[tuple[int, int]] = []  # of paragraphs, in characters, without white space around them
    firsts: list[int] = []
    for start, end in doc._.paragraphs:
        first = start
        while first < end - 1 and tree.space[first]:
            first += 1
        bounds.append((doc[first].idx, doc[end - 1].idx + len(doc[end - 1])))
        firsts.append(first)
    boilerplate = doc._.at.boilerplate
    paragraph = 0
    found = []
    for quoted in pair(tree.text, bounds):
        while paragraph + 1 < len(bounds) and bounds[paragraph + 1][0] <= quoted.start:
            paragraph += 1
        first, end = token_range(doc, quoted.start, quoted.end)
        if first < end and boilerplate[first] is None:
            found.append(Stretch(quoted, first, end, paragraph, firsts[paragraph]))
    return found


def make(tree: Tree, speakers: Speakers, found: Found, id_: str, quoted: list[bool]) -> Quote:
    """The quote as the contract has it. `quoted[i]` is true where a token stands between quotation marks."""
    doc = tree.doc
    content = tuple(piece(doc, tree.text, start, end) for start, end in sorted(found.pieces))
    who = speakers(found.subject) if found.subject is not None else None
    cue = date_id = via_id = None
    bounds = [content[0].start, content[-1].end]
    if found.cue is not None:
        cue = span(doc[found.cue.first : found.cue.end])
        bounds += [cue.start, cue.end]
        outside = [i for i in range(*found.outside) if not quoted[i]]
        date_id = date_of(doc, tree, found.cue.i, outside)
        speaking = quoting(tree, found.subject) or speaking_of(tree, found.cue.i)
        via_id = outlet(doc, [i for i in outside if i >= found.cue.end or i in speaking])
        if who is not None and via_id == who.organization_id:
            via_id = None
    return Quote(
        id=id_,
        type="direct" if found.stretches or found.form == "transcript" else type_of(doc, tree, content, quoted),
        content=content,
        text=" ".join(part.text for part in content),
        speaker=who,
        cue=cue,
        via_id=via_id,
        date_id=date_id,
        context=context(doc, min(bounds), max(bounds)),
        confidence=confidence(found.form, who),
    )


def date_of(doc: Doc, tree: Tree, cue: int, outside: list[int]) -> str | None:
    """The id of the date of the saying, which hangs on the cue and on no other verb: "said in a post on Friday"."""
    dates: list[Date | None] = doc._.at.dates
    for i in outside:
        date = dates[i]
        if date is None:
            continue
        head = i
        for _ in range(5):
            if tree.head[head] == cue:
                return date.id
            head = tree.head[head]
            if tree.lemma(head) in SPEAKING and tree.head[head] == cue:
                return date.id
            if tree.pos[head] in ("VERB", "AUX"):
                break
    return None


def speaking_of(tree: Tree, cue: int) -> range:
    """The tokens of "Speaking to Sky News, X said"."""
    verb = next((c for c in tree.children[cue] if tree.dep[c] == "advcl" and tree.lemma(c) in SPEAKING), None)
    return range(tree.left(verb), tree.end(verb)) if verb is not None else range(0)


def quoting(tree: Tree, speaker: int | None) -> range:
    """The tokens of "Sky News" in "Sky News quoted the mayor as saying"."""
    if speaker is None or whom_it_quotes(tree, tree.head[speaker]) != speaker:
        return range(0)
    paper = tree.child(tree.head[speaker], "nsubj")
    return range(tree.left(paper), tree.end(paper)) if paper is not None else range(0)


def piece(doc: Doc, text: str, start: int, end: int) -> Span:
    """A piece of content without the comma that the reporter put in, and without marks around the whole of it."""
    while end > start + 1 and text[end - 1] == ",":
        end -= 1
    if (
        end - start > 2
        and (text[start], text[end - 1]) in WHOLE
        and not any(c in MARKS for c in text[start + 1 : end - 1])
    ):
        start, end = start + 1, end - 1
    return cut(doc, start, end)


def type_of(doc: Doc, tree: Tree, content: tuple[Span, ...], quoted: list[bool]) -> QuoteType:
    """By how many of the words stand in quotation marks: all, some, none."""
    inside = words = 0
    for part in content:
        for i in range(*token_range(doc, part.start, part.end)):
            if tree.has_word(i):
                words += 1
                inside += quoted[i]
    return "direct" if inside == words else "mixed" if inside else "indirect"
