"""Whether a quantity is a rise or a fall: "rose 5%", "down 68p", "a drop of 1,200 cars", "15% lower"."""

from __future__ import annotations

from spacy.tokens import Token

from service.extraction.lexemes import Lexemes
from service.extraction.lexicon import table
from service.extraction.model import Change

from .parse import rights
from .quantity import Quantity
from .sense import BEFORE_AMOUNT, LONGEST_ADVERBIAL, Anchor

_WORDS: dict[str, dict[str, Change]] = {"verb": {}, "cause": {}, "particle": {}, "noun": {}, "behind": {}, "market": {}}
for _row in table("changes"):
    _WORDS[_row["kind"]][_row["word"]] = _row["change"]  # type: ignore[assignment]

PARTICLES = _WORDS["particle"]
NOUNS = _WORDS["noun"]

_OFFSETS = frozenset({"after", "before", "off", "away", "later", "earlier", "ago", "into"}) | frozenset(
    row["word"] for row in table("directions")
)
# Verbs whose object does not rise or fall by the amount: "sank two ships", "dropped two bombs".
_MOVES_ITSELF = frozenset(
    ["drop", "sink", "rally", "advance", "slip", "plunge", "climb", "leap", "jump", "crash", "contract"]
)
_SPANS = frozenset({"range", "vary", "run", "span", "extend", "stretch"})
_NO_CHANGE = frozenset({"age", "rank", "score"})
_LONGEST_COMPOUND = 4  # tokens between "7%" and "increase": "a 7% share price increase"
_UP_THE_PARSE = 3


def change(lex: Lexemes, found: Quantity, where: Anchor) -> Change | None:
    """Up or down; None for what something rose *to*, fell *from*, or stands *at*."""
    if found.kind in _NO_CHANGE or (found.kind == "ratio" and found.unit is not None):  # "grew sixfold"
        return None
    before = lex.word(found.start - 1)
    if before == "from" and found.is_range:
        above = lex.token(found.start - 1).head
        way = _verb(lex, found.start - 2) or _direction(above, "verb") or _direction(above, "cause")
        fell = found.descends and lex.token(found.start - 2).lemma_.lower() not in _SPANS
        return way or ("down" if fell else None)  # "grew from 1.1 million to 1.4 million", "from 5% to 4%"
    if before in {"to", "from", "at"}:
        return None
    at = found.start - 1
    while found.start - at <= LONGEST_ADVERBIAL and lex.word(at) in BEFORE_AMOUNT:
        at -= 1
    is_off = lex.word(at) == "off" and found.kind not in {"percent", "money"}  # "87 off 112 balls"
    if (particle := PARTICLES.get(lex.word(at))) and lex.word(at + 1) not in {"to", "than"} and not is_off:
        verb_before = lex.token(at - 1) if at and _is_thing(found) else None
        is_particle = lex.token(at).dep_ == "prt" or (
            verb_before is not None and verb_before.tag_[:1] == "V" and verb_before.lemma_ not in {"be", "go"}
        )
        if not _is_thing(found) and lex.word(at - 1) in _WORDS["market"]:  # "settled up $1.02"
            is_particle = False
        return None if is_particle else particle  # "gave up 517 yards", "shot down 31 of 35 drones"
    if _is_offset(lex, found):
        return None
    if (verb := _verb(lex, at)) is not None:
        return None if _is_thing(found) and lex.token(at).lemma_.lower() in _MOVES_ITSELF else verb
    if found.kind == "duration":
        return None
    if lex.word(at) == "of":
        return _noun(lex.token(at - 1)) if at else None  # "a drop of 1,200 cars"
    return _behind(lex, found, where) or _by_verb(found, where)


def moved_by(verb: Token) -> Change | None:
    """ "edged up its estimate by 0.3 points": the particle of a verb that moves its object."""
    particle = next((child for child in rights(verb) if child.dep_ == "prt"), None)
    return PARTICLES.get(particle.lower_) if particle is not None else None


def moved(lex: Lexemes, at: int) -> Token | None:
    """The verb or particle of change that ends right before a lexeme, whatever says how exact the amount is."""
    first = at
    at -= 1
    while first - at <= LONGEST_ADVERBIAL and lex.word(at) in BEFORE_AMOUNT:
        at -= 1
    if at < 0:
        return None
    return lex.token(at) if lex.word(at) in PARTICLES or _verb(lex, at) is not None else None


def _is_offset(lex: Lexemes, found: Quantity) -> bool:
    """Where or when something rose or fell: "crashed six minutes after takeoff", "sank 12 miles off the coast"."""
    length = found.unit is not None and found.unit.si == "m"
    return (found.kind == "duration" or length) and lex.word(found.end) in _OFFSETS


def _is_thing(found: Quantity) -> bool:
    """What a verb has for its object: "sank two ships"; nothing that is measured."""
    unit = found.unit
    if found.form == "fraction" or found.kind not in {"count", "ratio", None}:
        return False
    return unit is None or (unit.code is None and not _is_points(found))


def _is_points(found: Quantity) -> bool:
    return found.unit is not None and found.unit.name.startswith("point")


def _verb(lex: Lexemes, at: int) -> Change | None:
    token = lex.token(at) if at >= 0 else None
    if token is None or not (token.tag_[:1] == "V" or token.lower_ in _WORDS["verb"]):
        return None
    return _direction(token, "verb")


def _direction(token: Token, kind: str) -> Change | None:
    """Of a word of the table; by its form, too, where the tagger takes a verb for something else."""
    return _WORDS[kind].get(token.lemma_.lower()) or _WORDS[kind].get(token.lower_)


def _noun(token: Token) -> Change | None:
    return _direction(token, "noun") if token.pos_ == "NOUN" else None


def _behind(lex: Lexemes, found: Quantity, where: Anchor) -> Change | None:
    """ "a 4.2 percent drop", "15% lower", "40% more than"."""
    word = lex.word(found.end)
    if found.unit is not None and found.unit.name == "time":  # "100 times more"
        return None
    if (word in {"higher", "lower"} or lex.word(found.end + 1) == "than") and (way := _WORDS["behind"].get(word)):
        return way
    noun = where.head
    for _ in range(_UP_THE_PARSE):
        noun = noun.head
        if where.last.i < noun.i <= where.last.i + _LONGEST_COMPOUND and (way := _noun(noun)):
            return way
    return None


def _by_verb(found: Quantity, where: Anchor) -> Change | None:
    """The figure hangs on a verb of change, itself or by "by"; the second of two joined ones as the first."""
    head = where.head
    for _ in range(2):
        if head.dep_ in {"appos", "conj"} and head.head.i < where.first.i and head.head.pos_ in {"NOUN", "NUM"}:
            head = head.head
    if head.dep_ == "pobj":
        if head.head.lower_ != "by":
            return None
        verb = head.head.head
        return _direction(verb, "verb") or _direction(verb, "cause") or moved_by(verb)
    verb = head.head
    is_amount = found.kind in {"percent", "money", "measure"} or _is_points(found)
    if is_amount and verb.pos_ == "VERB" and head.dep_ in {"dobj", "npadvmod", "prep", "advmod", "attr", "oprd", "obj"}:
        return _direction(verb, "verb")
    return None
