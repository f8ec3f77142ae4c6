"""What stands right around a quantity and is what it measures: "60 per cent of revenue", "a 0.6 per cent fee"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from service.extraction.lexemes import Lexemes
from service.extraction.lexicon import table

from . import units
from .change import NOUNS as CHANGE_NOUNS
from .change import PARTICLES
from .millions import DIMENSIONS
from .parse import rights
from .phrase import NOUNS, OF_RATES, Tokens, is_date, phrase
from .quantity import Quantity
from .sense import BEFORE_AMOUNT, Anchor

_MODIFIERS = frozenset({"nummod", "compound", "amod", "nmod", "quantmod", "npadvmod", "poss", "dep"})
_METRE = "m"  # what a distance is measured in, in SI base units
LONGEST_NOUN_PHRASE = 6  # tokens between a number and the noun that it counts
_LIMIT = 2  # lexemes: a noun, "over"
_LIMITS = frozenset({"over", "above", "under", "below", "exceeding"})
_PARTIES = frozenset({"party", "coalition", "opposition", "alliance", "bloc"})
_MEANS = frozenset(
    [
        "aid",
        "bail",
        "capital",
        "cash",
        "compensation",
        "debt",
        "equity",
        "funding",
        "income",
        "interest",
        "investment",
        "profit",
        "relief",
        "rent",
        "restitution",
        "revenue",
        "support",
        "tax",
    ]
)
_COMPARISON = 3  # lexemes: a noun, "higher", "than"
_LONGEST_LIST = 200  # lexemes between a colon and what is listed behind it
_LONGEST_TITLE = 8  # tokens before that colon
_FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
_DIRECTIONS = frozenset(row["word"] for row in table("directions"))


def is_distance(found: Quantity, where: Anchor) -> bool:
    """ "48 kilometers (30 mi) north of the city", "within five miles of it": how far, not how much of something."""
    behind = _behind_brackets(where)
    is_length = found.unit is not None and (found.unit.si == _METRE or found.kind == "duration")
    if not is_length or behind is None:
        return False
    is_from = found.kind == "measure" and behind.lower_ == "from"
    is_within = behind.lower_ == "of" and found.start > 0 and where.first.nbor(-1).lower_ == "within"
    return is_from or is_within or behind.lower_ in _DIRECTIONS


def extended(lex: Lexemes, found: Quantity, where: Anchor) -> Tokens | None:
    """ "in muddy water, only 30 feet (9 metres) deep": the noun before the comma."""
    behind, at = _behind_brackets(where), found.start - 1
    while found.start - at < LONGEST_NOUN_PHRASE and lex.word(at) in BEFORE_AMOUNT | {"only"}:
        at -= 1
    if behind is None or behind.lower_ not in DIMENSIONS or lex.raw(at) != "," or at < 1:
        return None
    noun = lex.token(at - 1)
    return phrase(noun) if noun.pos_ in NOUNS and not is_date(noun) else None


def part_of(counted: Token) -> Tokens | None:
    """ "five new seasons of Sesame Street"."""
    of = next((child for child in rights(counted) if child.dep_ == "prep" and child.lower_ == "of"), None)
    whole = next(objects(of), None) if of is not None else None
    if whole is None or whole.doc._.at.dates[whole.i] is not None:  # "sells two million of them a year"
        return None
    return phrase(whole)


def objects(preposition: Token) -> Iterator[Token]:
    return (child for child in rights(preposition) if child.dep_ == "pobj" and child.pos_ in NOUNS)


def behind_rate(last: Token) -> Tokens | None:
    """ "a $3 billion a year industry": the rate, whose end is `last`, stands where an adjective would."""
    noun = last.nbor(1) if last.i + 1 < len(last.doc) else None
    if noun is None or noun.pos_ not in NOUNS or is_date(noun) or noun.is_sent_start:
        return None
    while noun.dep_ in {"compound", "amod", "nmod"} and noun.i < noun.head.i <= last.i + LONGEST_NOUN_PHRASE:
        noun = noun.head
    return phrase(noun, last.i + 1) if noun.pos_ in NOUNS else None


def rate_behind_brackets(where: Anchor) -> Token | None:
    """The "year" of "a $3 billion (£2.4 billion) a year industry", of either amount."""
    article = _behind_brackets(where)
    if article is not None and article.text == ")" and article.i + 1 < len(article.doc):
        article = article.nbor(1)
    if article is None or article.nbor(-1).text != ")" or article.lower_ not in {"a", "an"}:
        return None
    time = article.nbor(1) if article.i + 1 < len(article.doc) else article
    return time if time.lower_ in OF_RATES else None


def named_before(lex: Lexemes, found: Quantity) -> Tokens | None:
    """ "Maddon, 66,", "Jane Doe (34)"."""
    name = lex.token(found.start - 2) if found.start > 1 else None
    return phrase(name) if name is not None and name.pos_ in NOUNS else None


def aged(lex: Lexemes, found: Quantity) -> Tokens | None:
    """ "girls aged six to 15", "the climbers, aged 25"."""
    if found.start < _LIMIT or lex.word(found.start - 1) != "aged":
        return None
    noun = lex.token(found.start - _LIMIT - (lex.raw(found.start - _LIMIT) == ","))
    return phrase(noun) if noun.pos_ in NOUNS else None


def before_mark(lex: Lexemes, found: Quantity, marks: str) -> Tokens | None:
    """In lists without verbs: "Total cost: $72,370", "Unite Group, down 68p", "Exchange (16,369.03"."""
    at = found.start - 1
    mark = lex.raw(at)
    if lex.word(at) in PARTICLES and lex.raw(at - 1) == ",":
        at -= 1
    elif not mark or mark not in marks or (mark == "(" and (found.unit is not None and lex.is_digits(at - 1))):
        return None
    if at < 1:
        return None
    before = lex.token(at - 1)
    is_place = lex.word(found.start - 1) in PARTICLES and before.dep_ == "pobj" and before.head.lower_ != "of"
    if (
        is_place  # "910 at the closing bell, up 1.9%"
        or before.pos_ not in NOUNS
        or units.suffix(lex, at - 1, 0) is not None
        or before.ent_type_ in {"DATE", "MONEY", "PERCENT"}
    ):
        return None
    return phrase(before)


def listed(lex: Lexemes, found: Quantity) -> Tokens | None:
    """ "Prizes: first place, $500, second place, $300", "Homes: 9 Oak Street, worth $5": what the list is of."""
    at = found.start - 1 - (lex.word(found.start - 1) == "worth")
    if found.kind not in {"money", "measure"} or lex.raw(at) not in {",", "("}:
        return None
    colon = next((k for k in range(at, max(at - _LONGEST_LIST, 0), -1) if lex.raw(k) == ":"), None)
    if colon is None:
        return None
    end = lex.token(colon).i
    first = next((i for i in range(end - 1, max(end - 1 - _LONGEST_TITLE, -1), -1) if lex.doc[i].is_sent_start), end)
    title = lex.doc[first:end]
    behind = lex.doc[end : lex.token(found.end - 1).i + 2]
    if any(token.tag_ in _FINITE for token in (*title, *behind)):
        return None
    noun = next((token for token in title if token.pos_ in NOUNS and token.dep_ not in {"compound", "poss"}), None)
    return phrase(noun) if noun is not None and noun.tag_ == "NNS" else None


def beside(lex: Lexemes, found: Quantity) -> Tokens | None:
    """ "gained 1.9% and the other 0.7%": the noun right before an amount, where the verb of another is left out."""
    noun = lex.token(found.start - 1) if found.start and lex.same_line(found.start) else None
    if noun is None or noun.pos_ not in NOUNS or found.kind not in {"percent", "money", "measure"}:
        return None
    joint = noun.left_edge.i - 1
    if joint < 1 or noun.doc[joint].lower_ not in {"and", "while", ","} or lex.glued(found.start):
        return None
    amount = noun.doc[joint - 1]
    is_amount = amount.text == "%" or amount.like_num or units.is_unit(amount.lower_)
    return phrase(noun) if is_amount else None


def worth(lex: Lexemes, found: Quantity) -> Tokens | None:
    """ "cocaine worth an estimated $90 million"."""
    at = found.start - 1
    while found.start - at <= LONGEST_NOUN_PHRASE and lex.word(at) in BEFORE_AMOUNT | {"estimated", "up", "to"}:
        at -= 1
    noun = lex.token(at - 1) if at > 0 and lex.word(at) == "worth" else None
    return phrase(noun) if noun is not None and noun.pos_ in NOUNS else None


def compared(lex: Lexemes, found: Quantity) -> Tokens | None:
    """ "winds stronger than 74 mph"."""
    if lex.word(found.start - 1) != "than" or found.start < _COMPARISON:
        return None
    noun, comparative = lex.token(found.start - 3), lex.token(found.start - 2)
    if comparative.tag_ != "JJR" or comparative.lower_ in {"more", "less", "fewer"} or noun.i != comparative.i - 1:
        return None
    return phrase(noun) if noun.pos_ in NOUNS else None


def limited(lex: Lexemes, found: Quantity) -> Tokens | None:
    """ "fines over $5", "towers above 100 metres", "fines from $5 to $10": the noun before the limit."""
    limit = lex.word(found.start - 1)
    is_up_to = limit == "to" and lex.word(found.start - 2) == "up"
    is_limit = limit in _LIMITS or is_up_to or (limit == "from" and found.is_range)
    if found.kind not in {"money", "measure"} or not is_limit or found.start < _LIMIT + is_up_to:
        return None
    noun = lex.token(found.start - _LIMIT - is_up_to)
    is_free = noun.dep_ != "pobj" or noun.head.lower_ in {"of", "with"}  # not "in trading above $100"
    return phrase(noun) if noun.pos_ == "NOUN" and is_free and not units.is_unit(noun.lower_) else None


def polled(lex: Lexemes, found: Quantity) -> Tokens | None:
    """ "put Labour on 44% and the Conservatives on 26%"."""
    if found.kind != "percent" or lex.word(found.start - 1) != "on" or found.start < _LIMIT:
        return None
    party = lex.token(found.start - _LIMIT)
    return phrase(party) if party.pos_ == "PROPN" or party.lower_ in _PARTIES else None


def before_verb(lex: Lexemes, found: Quantity) -> Tokens | None:
    """Where the parse knows no subject, the noun before the verb: "in europe germanys dax fell 0.4 per cent"."""
    at = found.start - 1
    while at > 0 and lex.word(at) in BEFORE_AMOUNT:
        at -= 1
    if at < 1 or found.start - at > LONGEST_NOUN_PHRASE:
        return None
    verb, noun = lex.token(at), lex.token(at - 1)
    return phrase(noun) if verb.tag_ in {"VBD", "VBZ", "VBP"} and noun.pos_ in NOUNS else None


def _behind_brackets(where: Anchor) -> Token | None:
    """The token behind the quantity, and behind what restates it in brackets: "48 kilometers (30 mi) north"."""
    doc, at = where.last.doc, where.last.i + 1
    if at < len(doc) and doc[at].text == "(":
        closing = next((i for i in range(at, min(at + LONGEST_NOUN_PHRASE, len(doc))) if doc[i].text == ")"), None)
        at = at if closing is None else closing + 1
    return doc[at] if at < len(doc) else None


def by_preposition(where: Anchor, kind: str | None) -> Token | None:
    """ "60 per cent of its revenue", "48 kilometres of road", "$5 billion in gains"."""
    behind = _behind_brackets(where)
    if behind is not None and behind.lower_ == "worth" and behind.i + 1 < len(behind.doc):
        behind = behind.nbor(1)  # "30 years worth of recordings"
    measured = {"of", "off"} if kind != "money" else {"of", "in", "off"}
    if behind is None or behind.lower_ not in measured:
        return None
    if behind.i + 1 < len(behind.doc) and behind.nbor(1).lower_ in {"those", "them"}:
        return None  # "23% of those polled trust him"
    inside = range(where.first.i, where.last.i + 1)
    measures = (token for token in objects(behind) if not is_date(token))
    is_off = behind.lower_ == "off" and where.head.head == behind  # "shaving 10 seconds off the lap time"
    if behind.head.i in inside or is_off or behind.lower_ == "of":
        return next((token for token in measures if behind.lower_ != "in" or token.pos_ == "NOUN"), None)
    if behind.lower_ == "in":  # "awarded her $5 in damages": the parse has it under the verb
        return next((token for token in measures if token.lower_ in _MEANS or _is_plural_thing(token)), None)
    return None


def _is_plural_thing(token: Token) -> bool:
    """ "damages"; not the "months" of "rose to $5 in the six months"."""
    return token.tag_ == "NNS" and token.doc._.at.dates[token.i] is None and not units.is_unit(token.lower_)


def modified(where: Anchor) -> Tokens | None:
    """The noun before which the quantity stands: "a 0.6 per cent fee", "the 5.2 litre V10 engine"."""
    noun: Token | None = where.head
    for _ in range(3):
        if noun is None or noun.head == noun or noun.dep_ not in _MODIFIERS:
            return None
        noun = noun.head
        if noun.i > where.last.i and noun.pos_ in NOUNS:
            if noun.i - where.last.i > LONGEST_NOUN_PHRASE:
                return None
            return changed(noun) or phrase(noun, max(where.last.i, where.head.i) + 1)
    return None


def is_verb_behind_age(where: Anchor) -> bool:
    """ "The 48-year-old worries that ...", which the tagger takes for worries of that age; "a 48-year-old would"."""
    at = where.last.i + 1
    if at + 1 >= len(where.last.doc):
        return False
    verb = where.last.nbor(1)
    if verb.pos_ == "AUX" or verb.tag_ == "POS":
        return True  # "the 77-year-old's death"
    return verb.tag_ == "NNS" and verb.dep_ == "ROOT" and verb.nbor(1).pos_ in {"SCONJ", "ADP", "PRON"}


def behind_compound(counted: Token) -> Tokens | None:
    """The noun behind "six-cylinder", whatever the parser makes of the hyphen: "engine options"."""
    if counted.i + 1 >= len(counted.doc) or not (counted.i and counted.nbor(-1).text in {"-", "–"}):
        return None
    noun = counted.nbor(1)
    for _ in range(3):
        if noun.dep_ == "compound" and noun.head.i > noun.i:
            noun = noun.head
    return phrase(noun, counted.i + 1) if noun.pos_ in NOUNS else None


def changed(noun: Token) -> Tokens | None:
    """What a rise or a fall is one of: "rents" of "a 4.5 percent rise in rents"."""
    if noun.lemma_.lower() not in CHANGE_NOUNS:
        return None
    within = next((child for child in rights(noun) if child.dep_ == "prep" and child.lower_ == "in"), None)
    what = next(objects(within), None) if within is not None else None
    return phrase(what) if what is not None and not is_date(what) else None
