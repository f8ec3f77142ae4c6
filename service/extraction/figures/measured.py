"""What a quantity is said of: "profit" of "profit rose 5%", "driving range" of "a driving range of 250 miles".

Of a measure it is what is measured. Of a count, whose unit names what is counted, it is what has or does that many
("company" of "the company has 1,000 customers"); things that nobody has are of nothing ("440 graves were found").
"""

from __future__ import annotations

from spacy.tokens import Token

from service.extraction.lexemes import Lexemes
from service.extraction.numerals import NUMBER_WORDS

from . import units
from .around import (
    aged,
    before_mark,
    before_verb,
    behind_compound,
    behind_rate,
    beside,
    by_preposition,
    changed,
    compared,
    extended,
    is_distance,
    is_verb_behind_age,
    limited,
    listed,
    modified,
    named_before,
    objects,
    part_of,
    polled,
    rate_behind_brackets,
    worth,
)
from .change import NOUNS as CHANGE_NOUNS
from .change import moved_by
from .parse import lefts, rights
from .phrase import NOUNS, OF_RATES, Tokens, is_date, phrase
from .quantity import Quantity
from .sense import CLIMB, Anchor, clause
from .subject import SUBJECTS, is_measure, run_of_names, subject
from .verbs import GOVERNED, USES

# Nouns that say nothing of what is measured: "a total of $5", "to a close of 1,463 points".
_LIGHT = frozenset(
    [
        "total",
        "average",
        "maximum",
        "minimum",
        "equivalent",
        "combined",
        "record",
        "close",
        "high",
        "low",
        "peak",
        "top",
        "front",
        "region",
        "neighborhood",
        "neighbourhood",
    ]
)
_OBJECTS = frozenset({"dobj", "pobj", "conj"})
_OF_NOUN = frozenset({"prep", "appos", "nummod", "acl", "npadvmod", "amod", "relcl", "nmod", "dep"})
# How a count hangs on the verb that its holder is the subject of: "rose to 40 cases", "begins with 1,100 homes".
_OF_SUBJECT = frozenset({"to", "with", "by"})
_LIMITS = frozenset({"below", "above", "under", "over", "within"})
_BY_AGE = frozenset({"by", "at", "before", "until", "from", "after"})
_SESSIONS = frozenset({"session", "trading", "trade", "day", "week", "month", "quarter", "year", "season"})


def of_what(lex: Lexemes, found: Quantity, where: Anchor, is_count: bool) -> Tokens | None:
    """Tokens `[start, end)` of what is measured: "profit", "driving range"; None where the parse doesn't say."""
    found_of = _of_what(lex, found, where, is_count)
    if found_of is None or is_count:
        return found_of
    noun = lex.doc[found_of[1] - 1]
    named = any(child.dep_ == "compound" and not is_measure(child) for child in lefts(noun))  # "a share price rise"
    is_bare = noun.lemma_.lower() in CHANGE_NOUNS and not named
    return (_of_change(noun, where) if is_bare else None) or found_of


def _of_change(noun: Token, where: Anchor) -> Tokens | None:
    """What rose or fell, where a noun for it stands alone: "it saw a 7% fall", "it had 2m visitors, a fall of 12%"."""
    for _ in range(CLIMB):
        if noun.dep_ != "appos" or noun.head.pos_ not in NOUNS or is_date(noun.head):
            break
        noun = noun.head
        if noun.lemma_.lower() not in CHANGE_NOUNS:
            return None if is_measure(noun) else phrase(noun)
    if noun.dep_ == "dobj" and noun.head.lemma_.lower() in USES["show"]:
        return subject(noun.head, where)
    start = noun.left_edge.i
    is_added = noun.dep_ in {"appos", "npadvmod"} and start > 0 and noun.doc[start - 1].text == ","
    verb = noun.doc[clause(noun)]
    return subject(verb, where) if is_added and verb.pos_ == "VERB" else None  # "Wages rose, an increase of 5%"


def _of_what(lex: Lexemes, found: Quantity, where: Anchor, is_count: bool) -> Tokens | None:
    if found.kind == "score" or is_distance(found, where):
        return None
    if is_count:
        return (
            part_of(where.head)
            or modified(where)
            or behind_compound(where.head)
            or before_mark(lex, found, "(")
            or _owner(where.head)
            or _holder(where)
        )
    is_apposed = lex.raw(found.start - 1) in {",", "("} or lex.word(found.start - 1) in {"under", "over"}
    if found.kind == "age" and (persons := aged(lex, found)):
        return persons
    if found.kind == "age" and is_apposed and (named := named_before(lex, found)):
        return named
    is_alone = where.head.dep_ in SUBJECTS | _OBJECTS or is_verb_behind_age(where)
    if found.kind == "age" and where.head.lower_ in {"old", "olds"} and is_alone:
        return None  # "a 65-year-old would": no more is told
    rate = where.last if found.unit is not None and found.unit.per else rate_behind_brackets(where)
    if rate is not None and (behind := behind_rate(rate)) is not None:
        return behind
    whole = None if _is_of_base(lex, found) else by_preposition(where, found.kind)
    if whole is not None:
        return phrase(whole)
    if (noun := modified(where) or behind_compound(where.last)) is not None:
        return noun
    if found.unit is not None and found.unit.name == units.TIME.name and where.last.i + 1 < len(lex.doc):
        multiplied = where.last.nbor(1)  # "6.5 times earnings"
        if multiplied.pos_ in NOUNS:
            return phrase(multiplied.head if multiplied.dep_ == "compound" else multiplied, multiplied.i)
    if found.kind == "measure" and where.head.dep_ in SUBJECTS and (named := _named(where)) is not None:
        return named
    marks = "(" if where.head.dep_ in SUBJECTS else ":("
    return (
        before_mark(lex, found, marks)
        or listed(lex, found)
        or extended(lex, found, where)
        or worth(lex, found)
        or compared(lex, found)
        or beside(lex, found)
        or limited(lex, found)
        or polled(lex, found)
        or _from_above(where, found.kind)
        or before_verb(lex, found)
    )


def _is_of_base(lex: Lexemes, found: Quantity) -> bool:
    """ "a fee of $15 per tonne of gravel": what follows tells the base of the rate, unless that is a time."""
    per = found.unit.per if found.unit is not None else None
    return per is not None and lex.word(per[1] - 1) not in OF_RATES


# ------------------------------------------------------------ up the parse


def _from_above(where: Anchor, kind: str | None) -> Tokens | None:
    """The noun or the subject of the verb above: "turnover fell 4.2 percent", "winds of at least 74 mph"."""
    node = where.head
    for _ in range(CLIMB):
        above = node.head
        if above == node:
            break
        before = above.i < where.first.i
        if node.dep_ in {"appos", "conj"} and before and above.pos_ in {"NOUN", "NUM", "SYM", "PROPN"}:
            if node.dep_ == "appos" and not is_date(above) and above.pos_ == "PROPN":
                return phrase(above)
            if node.dep_ == "conj" and above.pos_ in NOUNS and _holds_amount(above, where):
                return phrase(above)
            node = above
            continue
        is_thing = above.pos_ in NOUNS and not above.like_num and not _is_infinitive(above)
        if is_thing and before and (kind != "duration" or node.lower_ in {"of", "for"}):
            if above.lower_ in _LIGHT or is_date(above) or _is_no_holder(above, node, kind):
                node = above
                continue
            is_times = node.lower_ == units.TIME.name + "s" and node.dep_ == "npadvmod"
            if node.dep_ in _OF_NOUN and not is_times and not is_measure(above):
                return changed(above) or phrase(above)
        if _is_clause(above):
            return _from_clause(above, node, where, kind)
        node = above
    return subject(node, where) if _is_clause(node) else None


def _from_clause(verb: Token, node: Token, where: Anchor, kind: str | None) -> Tokens | None:
    """What a verb tells its amount of; `node` is the amount, or the preposition before it."""
    if (stated := _stated(verb)) is not None:
        return phrase(stated)
    if verb.tag_ == "VBG" and verb.dep_ == "xcomp" and node.lower_ in _LIMITS:  # "keep warming below 2C"
        return phrase(verb)
    is_sold = verb.lemma_.lower() in USES["pay"] and node.lower_ == "for"
    if is_sold and any(child.dep_ == "dobj" and child.pos_ == "PRON" for child in rights(verb)):
        return None  # "sold it for $5"
    fined = _fined(verb, node) if kind == "money" else None
    if fined is not None:
        return phrase(fined) if fined.pos_ in NOUNS else None
    return _object(verb, node, kind) or subject(verb, where)


def _is_no_holder(noun: Token, node: Token, kind: str | None) -> bool:
    """The "cancer" of "developing cancer by age 80", the "fund" of "selling it to a fund for $5"."""
    if kind == "age":
        return noun.lower_ in {"age", "ages"} or node.lower_ in _BY_AGE
    return kind == "money" and node.lower_ == "for" and noun.dep_ == "pobj" and noun.head.lower_ == "to"


def _holds_amount(noun: Token, where: Anchor) -> bool:
    """ "a penalty of $5 for one bank and $7 for the other": both are of the penalty."""
    of = next((child for child in rights(noun) if child.dep_ == "prep" and child.lower_ == "of"), None)
    return of is not None and any(child.like_num and child.i < where.first.i for child in rights(of))


def _stated(participle: Token) -> Token | None:
    """ "a lamp starting at $85": the noun right before a participle that tells its amount."""
    if participle.tag_ not in {"VBG", "VBN"} or participle.i == 0 or participle.lower_ not in USES["state"]:
        return None
    noun = participle.nbor(-1)
    return noun if noun.pos_ in NOUNS and not is_date(noun) and not participle.is_sent_start else None


def _fined(verb: Token, node: Token) -> Token | None:
    """Who has to pay or is paid: "fined Apple $5", "sued the city for $5", "awarded her $5 in damages"."""
    if verb.lemma_.lower() not in USES["fine"] and verb.lower_ not in USES["fine"]:
        return None
    sides = (child for child in rights(verb) if child.i < node.i and child.dep_ in {"dative", "dobj", "iobj", "nsubj"})
    return next(sides, None)


def _owner(counted: Token) -> Tokens | None:
    """ "two of Johnson's deputies", "Boeing's 140,000 workers"."""
    owner = next((child for child in lefts(counted) if child.dep_ == "poss" and child.pos_ in NOUNS), None)
    return phrase(owner) if owner is not None else None


def _holder(where: Anchor) -> Tokens | None:
    """Who has or does what is counted: "the company has 1,000 customers", "a team with eight changes"."""
    node = where.head
    for _ in range(CLIMB):
        above = node.head
        if above == node or node.dep_ in SUBJECTS:
            return None
        if node.lower_ == "of" and above.like_num:  # "have 35m of its devices"
            node = above
            continue
        if node.lower_ == "according":
            return None
        is_mean = above.lower_ == "average" and any(child.lower_ == "the" for child in lefts(above))
        is_noun = node.dep_ == "prep" and above.pos_ in NOUNS and above.i < where.first.i
        if is_noun and (is_mean or above.lower_ not in _LIGHT):
            if "part" in NUMBER_WORDS.get(above.lower_, ()):  # "two-thirds of the 1,200 people"
                return None
            return phrase(above) if node.lower_ in {"with", "of"} else None
        if _is_clause(above):
            if above.lemma_.lower() in USES["find"] and node.dep_ in {"dobj", "prep"}:
                return None
            is_governed = node.dep_ == "prep" and node.lower_ in GOVERNED.get(above.lemma_.lower(), ())
            if node.dep_ in {"dobj", "attr", "npadvmod", "xcomp", "conj"} or node.lower_ in _OF_SUBJECT or is_governed:
                return subject(above, where)
            return None
        node = above
    return None


def _is_clause(token: Token) -> bool:
    """A verb, or what the tagger takes for something else although it has a subject: "Labour's lead shrank"."""
    if token.pos_ in {"VERB", "AUX"} or _is_infinitive(token):
        return True
    return token.pos_ not in NOUNS and any(child.dep_ in SUBJECTS for child in lefts(token))


def _is_infinitive(token: Token) -> bool:
    """ "to trade", which the tagger takes for a noun at times."""
    return token.pos_ == "NOUN" and token.i > 0 and token.nbor(-1).tag_ == "TO"


def _object(verb: Token, node: Token, kind: str | None) -> Tokens | None:
    """What the verb does its amount to: "boost the range by 35 miles", "sold the flat for $5", "paid $5 for a roof"."""
    lemma = verb.lemma_.lower()
    if node.dep_ == "prep":
        word = node.lower_
        if word == "at" and node.i and kind in {"percent", "money"}:
            noun = node.nbor(-1)  # "outpacing inflation at 6.8%", "bought shares at $5"
            if noun.dep_ == "dobj" and noun.head == verb and noun.lower_ not in _SESSIONS:
                return phrase(noun) if noun.pos_ in NOUNS else None
        is_limit = word in _LIMITS and lemma in USES["cause"] and kind != "duration"
        if (
            (word == "by" and kind != "age")
            or is_limit
            or (word == "at" and lemma in USES["put"])
            or (word in {"to", "from", "at"} and (lemma in USES["cause"] or moved_by(verb) is not None))
            or (word == "for" and kind == "money" and lemma in USES["pay"])
        ):
            what = next((child for child in rights(verb) if child.dep_ == "dobj" and child.pos_ in NOUNS), None)
            return phrase(what) if what is not None and not is_date(what) else None
        return None
    if node.dep_ not in {"dobj", "npadvmod"}:
        return None
    sought = {"for", "on"} if kind == "money" and lemma in USES["pay"] else set()
    if lemma in USES["add"]:
        sought |= {"to", "from", "off"}
    for side in (*rights(verb), *rights(node)) if sought else ():
        if side.dep_ == "prep" and side.lower_ in sought:
            bought = next(objects(side), None)
            if bought is not None and bought.ent_type_ not in {"DATE", "TIME"}:
                return phrase(bought)
    return None


def _named(where: Anchor) -> Tokens | None:
    """ "Vista Pad 11 inch is worth $900": the name that the measure closes."""
    before = where.first.nbor(-1) if where.first.i else None
    if before is None or before.pos_ not in NOUNS or before.head.i not in {where.head.i, where.last.i}:
        return None
    return run_of_names(before)
