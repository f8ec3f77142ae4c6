"""What a quantity is said of: "profit" of "profit rose 5%", "driving range" of "a driving range of 250 miles"."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from service.extraction.lexemes import Lexemes
from service.extraction.lexicon import words

from . import units
from .parse import lefts, rights
from .quantity import Quantity
from .sense import CLIMB, PARTICLES, Anchor

_LIGHT = frozenset(
    ["total", "average", "maximum", "minimum", "equivalent", "combined", "record"]
)  # say nothing of what is measured
_PUTTING = frozenset({"put", "place", "estimate", "value", "peg"})
_SPENDING = frozenset({"pay", "spend", "cost", "sell", "buy", "offer", "invest"})
_TELLING = frozenset({"say", "tell", "report", "add", "announce"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
NOUNS = frozenset({"NOUN", "PROPN"})
LONGEST_NOUN_PHRASE = 6  # tokens between a number and the noun that it counts


def of_what(lex: Lexemes, found: Quantity, where: Anchor, is_count: bool) -> tuple[int, int] | None:
    """Tokens `[start, end)` of what is measured: "profit", "driving range"; None where the parse doesn't say."""
    head = where.head
    behind = _behind_brackets(where)
    if behind is not None and behind.text in words("directions"):
        return None  # "48 kilometers north of the city": how far, not how much of something
    if is_count:
        of = next((child for child in rights(head) if child.dep_ == "prep" and child.lower_ == "of"), None)
        inner = (
            next((child for child in rights(of) if child.dep_ == "pobj" and child.pos_ in NOUNS), None) if of else None
        )
        if inner is not None:
            return _phrase(inner)
    else:
        if (after := _by_preposition(head, where, found.kind)) is not None:
            return _phrase(after)
        if (noun := _modified(where)) is not None:
            return noun
    if found.unit is not None and found.unit.name == units.TIME.name and where.last.i + 1 < len(lex.doc):
        multiplied = where.last.nbor(1)  # "6.5 times earnings"
        if multiplied.pos_ in NOUNS:
            return _phrase(multiplied.head if multiplied.dep_ == "compound" else multiplied, multiplied.i)
    return _before_mark(lex, found) or _from_above(head, where, is_count, found.kind)


def _before_mark(lex: Lexemes, found: Quantity) -> tuple[int, int] | None:
    """In lists without verbs: "Total cost: $72,370", "Unite Group, down 68p", "Exchange (16,369.03"."""
    at = found.start - 1
    mark = lex.raw(at)
    if lex.word(at) in PARTICLES and lex.raw(at - 1) == ",":
        at, mark = at - 1, ","
    elif mark not in {":", "("} or (mark == "(" and (found.unit is not None and lex.is_digits(at - 1))):
        return None
    if at < 1:
        return None
    before = lex.token(at - 1)
    if (
        before.pos_ not in NOUNS
        or units.suffix(lex, at - 1, 0) is not None
        or before.ent_type_ in {"DATE", "MONEY", "PERCENT"}
    ):
        return None
    return _phrase(before)


def _behind_brackets(where: Anchor) -> Token | None:
    """The token behind the quantity, and behind what restates it in brackets: "48 kilometers (30 mi) north"."""
    doc, at = where.last.doc, where.last.i + 1
    if at < len(doc) and doc[at].text == "(":
        closing = next((i for i in range(at, min(at + LONGEST_NOUN_PHRASE, len(doc))) if doc[i].text == ")"), None)
        at = at if closing is None else closing + 1
    return doc[at] if at < len(doc) else None


def _by_preposition(head: Token, where: Anchor, kind: str | None) -> Token | None:
    """ "60 per cent of its revenue", "48 kilometres of road"."""
    behind = _behind_brackets(where)
    for child in rights(head):
        near = child == behind
        measured = {"of", "off"} if kind != "money" else {"of", "in", "off"}
        if child.dep_ == "prep" and near and child.lower_ in measured:
            return next((word for word in rights(child) if word.dep_ == "pobj" and word.pos_ in NOUNS), None)
    return None


def _modified(where: Anchor) -> tuple[int, int] | None:
    """The noun before which the quantity stands: "a 0.6 per cent fee", "the 5.2 litre V10 engine"."""
    noun: Token | None = where.head
    for _ in range(3):
        if noun is None or noun.head == noun:
            return None
        if noun.dep_ not in {"nummod", "compound", "amod", "nmod", "quantmod", "npadvmod", "poss"}:
            return None
        noun = noun.head
        if noun.i > where.last.i and noun.pos_ in NOUNS:
            if noun.i - where.last.i > LONGEST_NOUN_PHRASE:
                return None
            return _phrase(noun, where.last.i + 1)
    return None


def _from_above(head: Token, where: Anchor, is_count: bool, kind: str | None) -> tuple[int, int] | None:
    """The noun or the subject of the verb above: "turnover fell 4.2 percent", "winds of at least 74 mph"."""
    node = head
    for _ in range(CLIMB):
        above = node.head
        if above == node:
            break
        if node.dep_ in {"appos", "conj"} and above.i < where.first.i and above.pos_ in {"NOUN", "NUM", "SYM", "PROPN"}:
            if node.dep_ == "appos" and above.pos_ == "PROPN":
                return _phrase(above)
            node = above
            continue
        of_noun = not is_count or (node.dep_ == "prep" and node.lower_ == "of")
        if above.pos_ in NOUNS and above.i < where.first.i and of_noun and kind != "duration":
            if above.lower_ in _LIGHT:
                node = above
                continue
            if node.dep_ in {"prep", "appos", "nummod", "acl", "npadvmod", "amod", "relcl", "nmod"} and not _is_measure(
                above
            ):
                return _phrase(above)
        if above.pos_ in {"VERB", "AUX"}:
            return _object(above, node, kind) or _subject(above, where)
        node = above
    return _subject(node, where) if node.pos_ in {"VERB", "AUX"} else None


def _object(verb: Token, node: Token, kind: str | None) -> tuple[int, int] | None:
    """What is changed by the amount ("boost the range by 35 miles"), what is paid for ("$12,000 for a new roof")."""
    if node.dep_ == "prep" and node.lower_ == "by":
        changed = next((child for child in rights(verb) if child.dep_ == "dobj" and child.pos_ in NOUNS), None)
        return _phrase(changed) if changed is not None else None
    if node.dep_ == "prep" and node.lower_ == "at" and verb.lemma_ in _PUTTING:  # "put the toll at 20"
        put = next((child for child in rights(verb) if child.dep_ == "dobj" and child.pos_ in NOUNS), None)
        return _phrase(put) if put is not None else None
    if kind == "money" and verb.lemma_ in _SPENDING and node.dep_ in {"dobj", "npadvmod"}:
        for side in (*rights(verb), *rights(node)):
            if side.dep_ == "prep" and side.lower_ in {"for", "on"}:
                bought = next((child for child in rights(side) if child.dep_ == "pobj" and child.pos_ in NOUNS), None)
                if bought is not None and bought.ent_type_ not in {"DATE", "TIME"}:
                    return _phrase(bought)
    return None


def _is_measure(token: Token) -> bool:
    return token.lower_ in {"percent", "%", "points", "cents", "dollars"} or token.like_num


def _subject(verb: Token, where: Anchor) -> tuple[int, int] | None:
    node = verb
    for _ in range(CLIMB):
        for child in lefts(node):
            if child.dep_ in _SUBJECTS:
                if where.first.i <= child.i <= where.last.i or child == where.head:
                    return None
                if child.i > where.last.i and node.lemma_ in _TELLING:  # "..., the minister said": it is not of him
                    return None
                return _resolved(child, node, where)
        if node.dep_ in {"relcl", "acl"} and node.head.pos_ in NOUNS:
            if node.tag_ != "VB":
                return _phrase(node.head)
            verb = node.head.head  # "announced plans to lay off 6,650": who announced
            if node.head.dep_ != "dobj" or verb.pos_ != "VERB":
                return None
            node = verb
            continue
        if node.dep_ not in {"conj", "xcomp", "advcl", "ccomp", "pcomp", "prep", "aux"} or node.head == node:
            return None
        if node.dep_ == "advcl" and node.i < where.first.i < node.head.i:
            return None  # an opening participle: "Speaking of the 440 graves, the mayor said"
        node = node.head
    return None


def _resolved(subject: Token, verb: Token, where: Anchor) -> tuple[int, int] | None:
    """A relative pronoun stands for the noun before it; "it" under "said" for who said it; others for nothing."""
    if subject.lower_ in {"which", "that", "who"} and verb.dep_ == "relcl":
        return _phrase(verb.head) if verb.head.pos_ in NOUNS else None
    if subject.pos_ == "PRON" and verb.dep_ == "ccomp" and subject.lower_ in {"it", "he", "she", "they"}:
        return _subject(verb.head, where)  # "The company said it has 1000 customers"
    if subject.pos_ not in NOUNS:
        return None
    return _phrase(subject, last=where.first.i)


def _phrase(noun: Token, first: int = 0, last: int | None = None) -> tuple[int, int] | None:
    """A noun with what belongs to its name: "VR headset sales", "the S&P 500"; without article, owner and clauses.

    It begins no earlier than the token `first` and ends before `last`.
    """
    start = noun.i
    for child in reversed(list(lefts(noun))):
        if child.dep_ in {"compound", "amod", "nmod"} and child.pos_ in {"NOUN", "PROPN", "ADJ", "VERB"}:
            edge = child.left_edge.i if child.dep_ != "amod" else child.i
            if edge < first or any(token.like_num for token in noun.doc[edge : child.i]):
                break
            start = edge
        elif child.dep_ == "punct" and child.text in {"-", "–"}:
            continue
        else:
            break
    end = noun.i + 1
    if (
        end < len(noun.doc)
        and end != last
        and noun.nbor(1).like_num
        and noun.nbor(1).head == noun
        and noun.pos_ == "PROPN"
    ):
        end += 1
    return _between(noun.doc, start, noun, end)


def _between(doc: Doc, start: int, noun: Token, end: int | None = None) -> tuple[int, int] | None:
    while start < noun.i and (doc[start].is_punct or doc[start].is_space or doc[start].pos_ in {"DET", "ADP", "PUNCT"}):
        start += 1
    return start, end or noun.i + 1
