"""How a quantity stands in its sentence: which of its tokens stands for it, how exact it is, under which verb."""

from __future__ import annotations

from attrs import frozen
from spacy.tokens import Token

from service.extraction.lexemes import Lexemes
from service.extraction.lexicon import table
from service.extraction.model import Qualifier
from service.extraction.numerals import STARTERS

from .quantity import Quantity

_Phrase = tuple[tuple[str, ...], Qualifier]
_BEFORE: dict[str, list[_Phrase]] = {}  # by the last word, to be matched backwards
_AFTER: dict[str, list[_Phrase]] = {}
for _row in table("qualifiers"):
    _words = tuple(_row["phrase"].replace("-", " - ").split())
    _side = _BEFORE if _row["side"] == "before" else _AFTER
    _side.setdefault(_words[-1 if _row["side"] == "before" else 0], []).append((_words, _row["qualifier"]))  # type: ignore[arg-type]
for _found in (*_BEFORE.values(), *_AFTER.values()):
    _found.sort(key=lambda phrase: -len(phrase[0]))

_BETWEEN = frozenset({"a", "an", "another", "just", "only", "from", "between", "anywhere", "somewhere"})
BEFORE_AMOUNT = frozenset(
    [
        "about",
        "by",
        "nearly",
        "almost",
        "just",
        "around",
        "roughly",
        "some",
        "a",
        "an",
        "another",
        "over",
        "than",
        "more",
        "less",
        "least",
        "at",
        "approximately",
        "slightly",
        "sharply",
        "further",
        "as",
        "much",
    ]
)
_LAST = frozenset(["take", "last", "spend", "wait", "be", "serve", "run", "require", "need", "live", "work", "old"])
_TELLING = frozenset({"VERB", "NOUN"})
_GOES_UP = frozenset(["tick", "edge", "inch", "creep", "go", "move", "come", "climb", "jump", "push", "nudge", "drift"])
LONGEST_ADVERBIAL = 5  # lexemes between "rose" and its amount
CLIMB = 8  # steps up the parse; what is farther is not said of it


@frozen
class Anchor:
    """The tokens of a quantity in the parse: `head` stands for the whole ("percent", "graves", "440")."""

    first: Token
    last: Token
    head: Token


def anchor(lex: Lexemes, found: Quantity, counted: Token | None) -> Anchor:
    first, last = lex.token(found.start), lex.token(found.end - 1)
    if counted is not None:
        return Anchor(first, last, counted)
    inside = range(first.i, last.i + 1)
    outside = [
        token
        for token in (last, *(lex.doc[i] for i in reversed(inside)))
        if token.head.i not in inside and not token.is_punct
    ]
    amount = next((token for token in outside if token.pos_ != "ADP"), None)  # not the "to" of "40 mph to 55 mph"
    return Anchor(first, last, amount or next(iter(outside), last))


# ------------------------------------------------------------ how exact


def qualifier(lex: Lexemes, found: Quantity) -> Qualifier:
    """ "about", "more than", "up to" right before the number, "or more", "or so" right behind it."""
    at = found.start - 1
    for _ in range(2):
        if phrase := _behind(lex, at):
            how, first = phrase
            if found.kind == "duration" and lex.word(at) == "over" and _is_during(lex.token(at)):
                return "exact"
            if lex.word(at) == "about" and lex.token(at).dep_ == "prep" and lex.token(at).head.pos_ in _TELLING:
                return "exact"  # "warned us about two scams"
            of_first_end = found.is_range and lex.word(first - 1) in {"from", "between"}
            return "exact" if of_first_end and how not in {"about", "exact"} else how  # "from up to 252 to 287 miles"
        if lex.word(at) not in _BETWEEN:
            break
        at -= 1
    if lex.word(found.start - 2) == "sub" and lex.is_hyphen(found.start - 1):
        return "less_than"
    for words, how in _AFTER.get(lex.word(found.end), ()):
        if all(lex.word(found.end + k) == word for k, word in enumerate(words)) and lex.same_line(found.end):
            if words[0] == "at" and (
                lex.is_digits(found.end + len(words)) or lex.word(found.end + len(words)) in STARTERS
            ):
                continue  # "rose 5% at least three times"
            if (words[0] == "+" and not lex.glued(found.end)) or (
                words == ("plus",) and lex.raw(found.end + 1).isalpha()
            ):
                continue
            return how
    return "exact"


def _behind(lex: Lexemes, at: int) -> tuple[Qualifier, int] | None:
    """The qualifier whose last word is at a lexeme, and its first."""
    for words, how in _BEFORE.get(lex.word(at), ()):
        first = at - len(words) + 1
        if all(lex.word(first + k) == word for k, word in enumerate(words)):
            return None if lex.is_hyphen(at + 1) or _is_particle(lex, words, first) else (how, first)
    return None


def _is_during(over: Token) -> bool:
    """ "will cut 300 jobs over three years" tells in what time; "took over two years" how long."""
    before = over.nbor(-1) if over.i else over
    verb = over.doc[clause(over)]
    return before.pos_ in {"VERB", "NOUN", "PROPN"} and verb.lemma_.lower() not in _LAST


def _is_particle(lex: Lexemes, words: tuple[str, ...], first: int) -> bool:
    """The "up" of "ticked up to 4%" is the verb's, as the "over" of "handed over millions"."""
    if words == ("over",):
        return lex.token(first).dep_ == "prt"
    verb = lex.token(first - 1) if words == ("up", "to") and first else None
    return verb is not None and verb.tag_[:1] == "V" and verb.lemma_ in _GOES_UP


# ------------------------------------------------------------ the clause


def clause(token: Token) -> int:
    """The verb under which a token stands, by its index: what hangs on one verb is said together."""
    node = token
    for _ in range(CLIMB):
        if node.pos_ in {"VERB", "AUX"} or node.head == node:
            return node.i
        node = node.head
    return node.i
