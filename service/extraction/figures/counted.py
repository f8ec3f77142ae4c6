"""What a number counts: "440 graves", "dozens of people", "107 killed", "the number of cases rose to 20"."""

from __future__ import annotations

from attrs import evolve
from spacy.tokens import Token

from service.extraction.lexemes import Lexemes
from service.extraction.lexicon import table

from . import units
from .around import LONGEST_NOUN_PHRASE
from .expressions import single
from .measured import of_what
from .parse import lefts, rights
from .phrase import NOUNS, is_date
from .quantity import Quantity
from .sense import BEFORE_AMOUNT, LONGEST_ADVERBIAL, Anchor
from .units import UnitOf

_CASUALTIES = {
    side: frozenset(row["word"] for row in table("casualties") if row["side"] == side) for side in ("before", "behind")
}
_NOT_COUNTED = frozenset(
    {"mark", "barrier", "threshold", "one", "another", "other", "way", "thing", "us", "them", "you", "percent", "%"}
)
_LEFT_OUT = frozenset({"+", "plus", "few"})
_PEOPLES = frozenset(row["word"].lower() for row in table("demonyms"))
_OF_PEOPLE = frozenset({"toll", "population", "audience", "crowd", "workforce", "electorate"})
_COUNTABLE = frozenset(
    {"cases", "deaths", "births", "arrests", "infections", "subscribers", "users", "visitors", "members"}
)
_IRREGULAR = {
    "people": "person",
    "persons": "person",
    "lives": "life",
    "dead": "dead",
    "men": "man",
    "women": "woman",
    "children": "child",
}


def counted(lex: Lexemes, found: Quantity) -> tuple[Token, UnitOf] | None:
    """The noun that a bare number counts, and the unit that it makes: "440 graves", "dozens of people"."""
    if found.form == "fraction":
        return None
    number = lex.token(found.number_end - 1)
    of = lex.word(found.end) == "of"
    if of and not lex.is_hyphen(found.end):
        return _counted_by_of(lex, found)
    if lex.is_hyphen(found.end) and lex.word(found.end + 1) in {"odd", "plus"}:  # "4,000-odd donors"
        noun = lex.token(found.end + 2) if found.end + 2 < len(lex) else None
        return (noun, _count(singular(noun))) if noun is not None and noun.pos_ in NOUNS else None
    if lex.is_hyphen(found.end) and lex.raw(found.end + 1).isalpha():  # "six-cylinder"
        noun = lex.token(found.end + 1)
        if noun.pos_ in NOUNS or noun.pos_ in {"ADJ", "X"}:
            name = noun.text.lower() if noun.pos_ != "PROPN" or noun.text.islower() else noun.text
            return (noun, _count(name)) if lex.word(found.end + 1).isalpha() else None
        return None
    head = _counted_noun(number)
    if head is None or is_date(head):  # "rose to at least nine Monday"
        return _shared(lex, found)
    if head.tag_ == "NN" and lex.word(found.start - 1) == "the" and "," in lex.raw(found.number_start):
        return None  # "the 185,000 forecast", "the 10,000 mark"
    if head.lower_ in _NOT_COUNTED:
        return None
    between = [token for token in lex.doc[number.i + 1 : head.i] if not token.is_space]
    is_model = any(_is_model_number(token) for token in between) and all(token.pos_ != "ADP" for token in between)
    if is_model or _has_measure(lex, between, head):
        return head, _count(_name(between, head))
    if any(token.like_num or (token.is_punct and token.text not in {"-", "'", "’", ","}) for token in between):
        return _shared(lex, found)
    if len(between) == 1 and (unit := units.suffix(lex, lex.first_at(head.idx), found.high)) and unit.kind != "count":
        return head, unit  # "517 rushing yards"
    rate = units.with_rate(lex, evolve(_count(_name(between, head)), end=lex.first_at(head.idx) + 1))
    return head, rate


def _is_model_number(token: Token) -> bool:
    """The "737" of "five new 737 aircraft"."""
    return token.text.isdecimal() and len(token.text) == 3


def _shared(lex: Lexemes, found: Quantity) -> tuple[Token, UnitOf] | None:
    """The noun behind the second of two numbers: "500 and 1,000 songs"."""
    at = found.end + 1
    if lex.word(found.end) not in {"and", "or"} or not lex.is_digits(found.start) or not lex.is_digits(at):
        return None
    second = single(lex, at)
    if second is None or second.unit is not None or second.kind is not None or lex.word(second.end) in {"and", "or"}:
        return None
    return counted(lex, second)


def _has_measure(lex: Lexemes, between: list[Token], head: Token) -> bool:
    """ "five three-ton satellites", "two 500-pound bombs": a measure tells which of them are counted."""
    at = lex.first_at(between[0].idx) if between and between[0].like_num else -1
    measure = single(lex, at) if at >= 0 else None
    if measure is None or measure.unit is None or measure.unit.kind not in {"measure", "duration", "percent"}:
        return False
    return lex.token(measure.end - 1).i < head.i


def casualties(lex: Lexemes, found: Quantity) -> UnitOf | None:
    """ "107 killed", "wounding 238": people, where no noun says so."""
    at = found.start - 1
    while lex.word(at) in BEFORE_AMOUNT and found.start - at < LONGEST_ADVERBIAL:
        at -= 1
    people = lex.word(found.end) in _CASUALTIES["behind"] or lex.word(at) in _CASUALTIES["before"]
    return _count("person") if people and found.low > 0 and found.form != "fraction" else None


def numbered(lex: Lexemes, found: Quantity, where: Anchor) -> UnitOf | None:
    """What a bare number counts that is of a noun for numbers: "the number of cases rose to 20", "a crowd of 300"."""
    of = of_what(lex, found, where, is_count=False) if found.form != "fraction" else None
    noun = lex.doc[of[1] - 1] if of else None
    if noun is None:
        return None
    if noun.lower_ in _OF_PEOPLE:
        return _count("person")
    if noun.lower_ in _COUNTABLE and of == (noun.i, noun.i + 1) and noun.dep_ in {"nsubj", "nsubjpass"}:
        return _count(singular(noun))  # "cases rose to 2,340"
    prep = noun if noun.lower_ == "number" else noun.head.head if noun.dep_ == "pobj" else None
    if prep is None or prep.lower_ != "number":
        return None
    preposition = next((child for child in rights(prep) if child.lower_ == "of"), None)
    counted = next((child for child in rights(preposition) if child.dep_ == "pobj"), None) if preposition else None
    if counted is None or counted.tag_ not in {"NNS", "NNPS"}:
        return None
    return _count(_name([child for child in lefts(counted) if child.dep_ == "compound"], counted))


def _counted_noun(number: Token) -> Token | None:
    """The noun to the right that the number hangs on; where the parse fails, a noun in the plural right behind it."""
    head = number.head
    for _ in range(2):  # "3.9 million headsets": the digits hang on the magnitude
        if head.like_num and head.i > number.i:
            number, head = head, head.head
    near = number.i < head.i <= number.i + LONGEST_NOUN_PHRASE
    if number.dep_ in {"nummod", "compound", "amod", "quantmod", "nmod"} and near and head.pos_ in NOUNS:
        return head
    if number.i + 1 < len(number.doc) and number.dep_ != "pobj":
        following = number.nbor(1)
        if following.tag_ in {"NNS", "NNPS"} and not following.like_num:
            return following
    return None


def _counted_by_of(lex: Lexemes, found: Quantity) -> tuple[Token, UnitOf] | None:
    """ "dozens of people", "one of the proudest moments", "two of Johnson's deputies"."""
    at = found.end + 1
    if at >= len(lex):
        return None
    if unit := units.suffix(lex, at, found.high):
        return lex.token(unit.end - 1), unit
    start = lex.token(at)
    of = lex.token(found.end)
    head = next((child for child in rights(of) if child.dep_ == "pobj"), None)
    if head is None or head.pos_ not in NOUNS or head.i - start.i > LONGEST_NOUN_PHRASE or head.lower_ in _NOT_COUNTED:
        return None
    skipped = [
        token for token in lex.doc[start.i : head.i] if token.pos_ in {"ADJ", "NOUN", "PROPN"} and token.dep_ != "poss"
    ]
    return head, _count(_name(skipped, head))


def _name(between: list[Token], head: Token) -> str:
    """What is counted, in the singular: "grave", "public housing property", "American"."""
    words = []
    if between and between[0].lower_ == "or":  # "300 or more rooms"
        between = between[2:]
    for token in between:
        if token.pos_ == "ADJ" and token.tag_ in {"JJR", "JJS"}:
            if token.lower_ not in {"more", "most", "fewer", "less"}:
                words.append(token.lemma_.lower())
        elif token.lower_ in _LEFT_OUT or (token.pos_ == "VERB" and not _is_hyphened(token)):
            continue  # "300 recorded songs" are songs
        elif token.is_punct:
            words.append(token.text)
        elif token.pos_ not in {"DET", "ADV"} or token.lower_ not in {"the", "of", "more", "so"}:
            words.append(token.text if token.pos_ == "PROPN" or token.text.lower() in _PEOPLES else token.lower_)
    name = ""
    for word in (*words, singular(head)):
        joint = "" if not name or word in {"-", "'", "’", ",", "'s", "’s"} or name.endswith("-") else " "
        name += joint + word
    return name


def _is_hyphened(token: Token) -> bool:
    """The "known" of "well-known climbers", the "check" of "check-in staff"."""
    return "-" in {token.nbor(-1).text, token.nbor(1).text}


def singular(noun: Token) -> str:
    word = noun.lower_
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("children"):
        return word[:-3]
    if word.endswith("men") and noun.tag_ == "NNS":
        return word[:-2] + "an"
    if noun.pos_ == "PROPN":
        return noun.text[:-1] if noun.tag_ == "NNPS" and word.endswith("s") else noun.text
    return _without_s(word) if noun.tag_ == "NNS" else word


def _without_s(word: str) -> str:
    """By the rules of English spelling: the lemmatizer makes "graf" of "graves"."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("buses", "nuses", "puses", "ruses", "tuses")):  # "viruses", not "causes"
        return word[:-2]
    if len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes", "tzes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _count(name: str) -> UnitOf:
    return UnitOf(name=name, code=None, system="count", kind="count")
