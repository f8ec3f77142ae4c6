"""What a quantity is said of: "profit" of "profit rose 5%", "driving range" of "a driving range of 250 miles".

Of a measure it is what is measured. Of a count, whose unit names what is counted, it is what has or does that many
("company" of "the company has 1,000 customers"); things that nobody has are of nothing ("440 graves were found").
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from service.extraction.lexemes import Lexemes
from service.extraction.lexicon import table
from service.extraction.numerals import NUMBER_WORDS

from . import units
from .change import NOUNS as CHANGE_NOUNS
from .change import PARTICLES
from .parse import lefts, rights
from .phrase import NOUNS, Tokens, is_date, phrase
from .quantity import Quantity
from .sense import BEFORE_AMOUNT, CLIMB, Anchor

_USES: dict[str, frozenset[str]] = {
    use: frozenset(row["lemma"] for row in table("measure_verbs") if row["use"] == use)
    for use in ("find", "put", "pay", "add", "tell", "cause")
}
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
    ]
)
# Subjects that stand for what follows them with "of": "some of the deals", "half of the men".
_PORTIONS = frozenset(
    ["some", "many", "most", "all", "both", "each", "few", "several", "half", "third", "quarter", "majority", "none"]
)
_PRONOUN_TAGS = frozenset({"PRP", "WP", "WDT", "DT", "EX", "PRP$"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_OBJECTS = frozenset({"dobj", "pobj", "conj"})
_UNDER_VERBS = frozenset({"conj", "xcomp", "advcl", "ccomp", "pcomp", "prep", "aux", "acomp", "oprd", "attr"})
_OF_NOUN = frozenset({"prep", "appos", "nummod", "acl", "npadvmod", "amod", "relcl", "nmod", "dep"})
_MODIFIERS = frozenset({"nummod", "compound", "amod", "nmod", "quantmod", "npadvmod", "poss", "dep"})
# How a count hangs on the verb that its holder is the subject of: "rose to 40 cases", "begins with 1,100 homes".
_OF_SUBJECT = frozenset({"to", "with", "by"})
_METRE = "m"  # what a distance is measured in, in SI base units
LONGEST_NOUN_PHRASE = 6  # tokens between a number and the noun that it counts
_COMPARISON = 3  # lexemes: a noun, "higher", "than"


def of_what(lex: Lexemes, found: Quantity, where: Anchor, is_count: bool) -> Tokens | None:
    """Tokens `[start, end)` of what is measured: "profit", "driving range"; None where the parse doesn't say."""
    if found.kind == "score" or _is_distance(found, where):
        return None
    if is_count:
        return (
            _part_of(where.head)
            or _modified(where)
            or _behind_compound(where.head)
            or _before_mark(lex, found, "(")
            or _owner(where.head)
            or _holder(where)
        )
    beside = lex.raw(found.start - 1) in {",", "("} or lex.word(found.start - 1) in {"under", "over"}
    if found.kind == "age" and beside and (named := _named_before(lex, found)):
        return named
    if found.kind == "age" and where.head.lower_ in {"old", "olds"} and where.head.dep_ in _SUBJECTS | _OBJECTS:
        return None  # "a 65-year-old would": no more is told
    if found.unit is not None and found.unit.per and (behind := _behind_rate(where)) is not None:
        return behind
    if (whole := _by_preposition(where, found.kind)) is not None:
        return phrase(whole)
    if (noun := _modified(where) or _behind_compound(where.last)) is not None:
        return noun
    if found.unit is not None and found.unit.name == units.TIME.name and where.last.i + 1 < len(lex.doc):
        multiplied = where.last.nbor(1)  # "6.5 times earnings"
        if multiplied.pos_ in NOUNS:
            return phrase(multiplied.head if multiplied.dep_ == "compound" else multiplied, multiplied.i)
    marks = "(" if where.head.dep_ in _SUBJECTS else ":("
    return (
        _before_mark(lex, found, marks)
        or _worth(lex, found)
        or _compared(lex, found)
        or _from_above(where, found.kind)
        or _before_verb(lex, found)
    )


# ------------------------------------------------------------ around the quantity


def _is_distance(found: Quantity, where: Anchor) -> bool:
    """ "48 kilometers (30 mi) north of the city": how far, not how much of something."""
    behind = _behind_brackets(where)
    is_length = found.unit is not None and (found.unit.si == _METRE or found.kind == "duration")
    return is_length and behind is not None and behind.lower_ in _DIRECTIONS


_DIRECTIONS = frozenset(row["word"] for row in table("directions"))


def _part_of(counted: Token) -> Tokens | None:
    """ "five new seasons of Sesame Street"."""
    of = next((child for child in rights(counted) if child.dep_ == "prep" and child.lower_ == "of"), None)
    whole = next(_objects(of), None) if of is not None else None
    return phrase(whole) if whole is not None else None


def _objects(preposition: Token) -> Iterator[Token]:
    return (child for child in rights(preposition) if child.dep_ == "pobj" and child.pos_ in NOUNS)


def _behind_rate(where: Anchor) -> Tokens | None:
    """ "a $3 billion a year industry": the rate stands where an adjective would."""
    noun = where.last.nbor(1) if where.last.i + 1 < len(where.last.doc) else None
    if noun is None or noun.pos_ not in NOUNS or is_date(noun) or noun.is_sent_start:
        return None
    while noun.dep_ in {"compound", "amod", "nmod"} and noun.i < noun.head.i <= where.last.i + LONGEST_NOUN_PHRASE:
        noun = noun.head
    return phrase(noun, where.last.i + 1) if noun.pos_ in NOUNS else None


def _named_before(lex: Lexemes, found: Quantity) -> Tokens | None:
    """ "Maddon, 66,", "Jane Doe (34)"."""
    name = lex.token(found.start - 2) if found.start > 1 else None
    return phrase(name) if name is not None and name.pos_ in NOUNS else None


def _before_mark(lex: Lexemes, found: Quantity, marks: str) -> Tokens | None:
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
    if (
        before.pos_ not in NOUNS
        or units.suffix(lex, at - 1, 0) is not None
        or before.ent_type_ in {"DATE", "MONEY", "PERCENT"}
    ):
        return None
    return phrase(before)


def _worth(lex: Lexemes, found: Quantity) -> Tokens | None:
    """ "cocaine worth an estimated $90 million"."""
    at = found.start - 1
    while found.start - at <= LONGEST_NOUN_PHRASE and lex.word(at) in BEFORE_AMOUNT | {"estimated", "up", "to"}:
        at -= 1
    noun = lex.token(at - 1) if at > 0 and lex.word(at) == "worth" else None
    return phrase(noun) if noun is not None and noun.pos_ in NOUNS else None


def _compared(lex: Lexemes, found: Quantity) -> Tokens | None:
    """ "winds stronger than 74 mph"."""
    if lex.word(found.start - 1) != "than" or found.start < _COMPARISON:
        return None
    noun, comparative = lex.token(found.start - 3), lex.token(found.start - 2)
    if comparative.tag_ != "JJR" or comparative.lower_ in {"more", "less", "fewer"} or noun.i != comparative.i - 1:
        return None
    return phrase(noun) if noun.pos_ in NOUNS else None


def _before_verb(lex: Lexemes, found: Quantity) -> Tokens | None:
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


def _by_preposition(where: Anchor, kind: str | None) -> Token | None:
    """ "60 per cent of its revenue", "48 kilometres of road", "$5 billion in gains"."""
    behind = _behind_brackets(where)
    measured = {"of", "off"} if kind != "money" else {"of", "in", "off"}
    if behind is None or behind.lower_ not in measured:
        return None
    inside = range(where.first.i, where.last.i + 1)
    if behind.head.i in inside or behind.lower_ == "of":
        objects = (token for token in _objects(behind) if not is_date(token))
        return next((token for token in objects if behind.lower_ != "in" or token.pos_ == "NOUN"), None)
    return None


def _modified(where: Anchor) -> Tokens | None:
    """The noun before which the quantity stands: "a 0.6 per cent fee", "the 5.2 litre V10 engine"."""
    noun: Token | None = where.head
    for _ in range(3):
        if noun is None or noun.head == noun or noun.dep_ not in _MODIFIERS:
            return None
        noun = noun.head
        if noun.i > where.last.i and noun.pos_ in NOUNS:
            if noun.i - where.last.i > LONGEST_NOUN_PHRASE:
                return None
            return _changed(noun) or phrase(noun, max(where.last.i, where.head.i) + 1)
    return None


def _behind_compound(counted: Token) -> Tokens | None:
    """The noun behind "six-cylinder", whatever the parser makes of the hyphen: "engine options"."""
    if counted.i + 1 >= len(counted.doc) or not (counted.i and counted.nbor(-1).text in {"-", "–"}):
        return None
    noun = counted.nbor(1)
    for _ in range(3):
        if noun.dep_ == "compound" and noun.head.i > noun.i:
            noun = noun.head
    return phrase(noun, counted.i + 1) if noun.pos_ in NOUNS else None


def _changed(noun: Token) -> Tokens | None:
    """What a rise or a fall is one of: "rents" of "a 4.5 percent rise in rents"."""
    if noun.lemma_.lower() not in CHANGE_NOUNS:
        return None
    within = next((child for child in rights(noun) if child.dep_ == "prep" and child.lower_ == "in"), None)
    changed = next(_objects(within), None) if within is not None else None
    return phrase(changed) if changed is not None and not is_date(changed) else None


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
            if node.dep_ == "appos" and above.pos_ == "PROPN" and not is_date(above):
                return phrase(above)
            node = above
            continue
        if above.pos_ in NOUNS and before and (kind != "duration" or node.lower_ in {"of", "for"}):
            if above.lower_ in _LIGHT or is_date(above):
                node = above
                continue
            is_times = node.lower_ == units.TIME.name + "s" and node.dep_ == "npadvmod"
            if node.dep_ in _OF_NOUN and not is_times and not _is_measure(above):
                return _changed(above) or phrase(above)
        if _is_clause(above):
            return _object(above, node, kind) or _subject(above, where)
        node = above
    return _subject(node, where) if _is_clause(node) else None


def _owner(counted: Token) -> Tokens | None:
    """ "two of Johnson's deputies", "Boeing's 140,000 workers"."""
    owner = next((child for child in lefts(counted) if child.dep_ == "poss" and child.pos_ in NOUNS), None)
    return phrase(owner) if owner is not None else None


def _holder(where: Anchor) -> Tokens | None:
    """Who has or does what is counted: "the company has 1,000 customers", "a team with eight changes"."""
    node = where.head
    for _ in range(CLIMB):
        above = node.head
        if above == node or node.dep_ in _SUBJECTS:
            return None
        if node.lower_ == "of" and above.like_num:  # "have 35m of its devices"
            node = above
            continue
        if node.dep_ == "prep" and above.pos_ in NOUNS and above.i < where.first.i and above.lower_ not in _LIGHT:
            if "part" in NUMBER_WORDS.get(above.lower_, ()):  # "two-thirds of the 1,200 people"
                return None
            return phrase(above) if node.lower_ in {"with", "of"} else None
        if _is_clause(above):
            if above.lemma_.lower() in _USES["find"] and node.dep_ in {"dobj", "prep"}:
                return None
            if node.dep_ in {"dobj", "attr", "npadvmod", "xcomp", "conj"} or node.lower_ in _OF_SUBJECT:
                return _subject(above, where)
            return None
        node = above
    return None


def _is_clause(token: Token) -> bool:
    """A verb, or what the tagger takes for something else although it has a subject: "Labour's lead shrank"."""
    if token.pos_ in {"VERB", "AUX"}:
        return True
    return token.pos_ not in NOUNS and any(child.dep_ in _SUBJECTS for child in lefts(token))


def _object(verb: Token, node: Token, kind: str | None) -> Tokens | None:
    """What the verb does its amount to: "boost the range by 35 miles", "sold the flat for $5", "paid $5 for a roof"."""
    lemma = verb.lemma_.lower()
    if node.dep_ == "prep":
        word = node.lower_
        if (
            word == "by"
            or (word == "at" and lemma in _USES["put"])
            or (word in {"to", "from", "at"} and lemma in _USES["cause"])
            or (word == "for" and kind == "money" and lemma in _USES["pay"])
        ):
            changed = next((child for child in rights(verb) if child.dep_ == "dobj" and child.pos_ in NOUNS), None)
            return phrase(changed) if changed is not None and not is_date(changed) else None
        return None
    if node.dep_ not in {"dobj", "npadvmod"}:
        return None
    sought = {"for", "on"} if kind == "money" and lemma in _USES["pay"] else set()
    if lemma in _USES["add"]:
        sought |= {"to", "from", "off"}
    for side in (*rights(verb), *rights(node)) if sought else ():
        if side.dep_ == "prep" and side.lower_ in sought:
            bought = next(_objects(side), None)
            if bought is not None and bought.ent_type_ not in {"DATE", "TIME"}:
                return phrase(bought)
    return None


def _subject(verb: Token, where: Anchor) -> Tokens | None:
    node = verb
    for _ in range(CLIMB):
        for child in lefts(node):
            if child.dep_ in _SUBJECTS:
                if where.first.i <= child.i <= where.last.i or child == where.head:
                    return None
                if child.i > where.last.i and node.lemma_ in _USES["tell"]:  # "..., the minister said"
                    return None
                return _resolved(child, node, where)
        if node.dep_ in {"relcl", "acl"} and node.head.pos_ in NOUNS and node.head.lower_ != "order":
            of_noun = node.tag_ != "VB" or node.head.dep_ != "dobj"
            if of_noun:
                return phrase(node.head)
            node = node.head.head  # "announced plans to lay off 6,650": who announced
            if node.pos_ != "VERB":
                return None
            continue
        if node.dep_ not in _UNDER_VERBS or node.head == node:
            return None
        if node.dep_ == "advcl" and node.i < where.first.i < node.head.i:
            return None  # an opening participle: "Speaking of the 440 graves, the mayor said"
        node = node.head
    return None


def _resolved(subject: Token, verb: Token, where: Anchor) -> Tokens | None:
    """A relative pronoun stands for the noun before it; "it" under "said" for who said it; others for nothing."""
    if subject.lower_ in {"which", "that", "who"} and verb.dep_ == "relcl":
        noun = verb.head
        nearest = next((child for child in reversed(list(rights(noun))) if child.i < subject.i), noun)
        if nearest.dep_ == "appos" and nearest.pos_ in NOUNS:  # "their daughter Maria, who was 10"
            noun = nearest
        return phrase(noun) if noun.pos_ in NOUNS else None
    if subject.lower_ in {"it", "he", "she", "they"} and verb.dep_ == "ccomp":
        return _subject(verb.head, where)  # "The company said it has 1000 customers"
    if subject.lower_ in _PORTIONS:
        of = next((child for child in rights(subject) if child.lower_ == "of"), None)
        whole = next(_objects(of), None) if of is not None else None
        return phrase(whole, last=where.first.i) if whole is not None else None
    if subject.lower_ == "old" and (aged := _aged(subject)):
        return aged
    if _is_measure(subject) and not subject.like_num:  # "MacBook Pro 16 inch is"
        first = next((child for child in lefts(subject) if child.like_num), None)
        before = first.nbor(-1) if first is not None and first.i else None
        return _run_of_names(before) if before is not None and before.pos_ in NOUNS else None
    is_pronoun = subject.tag_ in _PRONOUN_TAGS and not subject.text[-1].isdecimal()  # the tagger knows no "TA-125"
    if is_pronoun or subject.like_num or subject.lower_ == "old" or is_date(subject):
        return None
    return phrase(subject, last=where.first.i)


def _run_of_names(last: Token) -> Tokens:
    start = last.i
    while start and last.i - start < LONGEST_NOUN_PHRASE and last.doc[start - 1].pos_ == last.pos_ == "PROPN":
        start -= 1
    return start, last.i + 1


def _aged(old: Token) -> Tokens | None:
    """ "A 60-year-old might withdraw 2.7%": who is told by nothing but the age."""
    start = old.left_edge.i if old.i - old.left_edge.i <= LONGEST_NOUN_PHRASE else old.i
    number = next((i for i in range(start, old.i) if old.doc[i].like_num), None)
    return None if number is None else (number, old.i + 1)


def _is_measure(token: Token) -> bool:
    """A number or its unit: "cubic metres" of "3 million cubic metres of water, 40% more"."""
    if token.lower_ in {"percent", "%", "points", "cents", "dollars"} or token.like_num:
        return True
    return any(child.like_num for child in lefts(token)) and units.is_unit(token.lower_)
