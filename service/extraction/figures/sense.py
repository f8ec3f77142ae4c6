"""What a quantity is said of: what it counts, how exact it is, whether it is a rise or a fall, what is measured."""

from __future__ import annotations

from attrs import evolve, frozen
from spacy.tokens import Doc, Token

from service.extraction.lexemes import Lexemes
from service.extraction.lexicon import table
from service.extraction.lexicon import words as word_list
from service.extraction.model import Change, Qualifier

from . import units
from .expressions import Quantity
from .parse import lefts, rights
from .units import UnitOf

_Phrase = tuple[tuple[str, ...], Qualifier]
_BEFORE: dict[str, list[_Phrase]] = {}  # by the last word, to be matched backwards
_AFTER: dict[str, list[_Phrase]] = {}
for _row in table("qualifiers"):
    _words = tuple(_row["phrase"].replace("-", " - ").split())
    _side = _BEFORE if _row["side"] == "before" else _AFTER
    _side.setdefault(_words[-1 if _row["side"] == "before" else 0], []).append((_words, _row["qualifier"]))  # type: ignore[arg-type]
for _found in (*_BEFORE.values(), *_AFTER.values()):
    _found.sort(key=lambda phrase: -len(phrase[0]))

_CHANGES: dict[str, dict[str, Change]] = {"verb": {}, "particle": {}}
for _row in table("changes"):
    _CHANGES[_row["kind"]][_row["word"]] = _row["change"]  # type: ignore[assignment]

_BETWEEN = frozenset({"a", "an", "another", "just", "only", "from", "between", "anywhere", "somewhere"})
_BEFORE_AMOUNT = frozenset(
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
    ]
)
_LONGEST_ADVERBIAL = 5  # lexemes between "rose" and its amount
_LIGHT = frozenset(
    ["total", "average", "maximum", "minimum", "equivalent", "combined", "record"]
)  # say nothing of what is measured
_PUTTING = frozenset({"put", "place", "estimate", "value", "peg"})
_SPENDING = frozenset({"pay", "spend", "cost", "sell", "buy", "offer", "invest"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_LONGEST_NOUN_PHRASE = 6  # tokens between a number and the noun that it counts
_CASUALTIES = {
    side: frozenset(row["word"] for row in table("casualties") if row["side"] == side) for side in ("before", "behind")
}
_TELLING = frozenset({"say", "tell", "report", "add", "announce"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_CLIMB = 8
_NOT_COUNTED = frozenset({"one", "another", "other", "way", "thing", "us", "them", "you", "percent", "%"})
_IRREGULAR = {
    "people": "person",
    "persons": "person",
    "lives": "life",
    "dead": "dead",
    "men": "man",
    "women": "woman",
    "children": "child",
}


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
    for token in (last, *(lex.doc[i] for i in reversed(inside))):
        if token.head.i not in inside and not token.is_punct:
            return Anchor(first, last, token)
    return Anchor(first, last, last)


# ------------------------------------------------------------ what is counted


def counted(lex: Lexemes, found: Quantity) -> tuple[Token, UnitOf] | None:
    """The noun that a bare number counts, and the unit that it makes: "440 graves", "dozens of people"."""
    if found.form == "fraction":
        return None
    number = lex.token(found.number_end - 1)
    of = lex.word(found.end) == "of"
    if of and not lex.is_hyphen(found.end):
        return _counted_by_of(lex, found)
    if lex.is_hyphen(found.end) and lex.raw(found.end + 1).isalpha():  # "six-cylinder"
        noun = lex.token(found.end + 1)
        if noun.pos_ in _NOUNS or noun.pos_ in {"ADJ", "X"}:
            name = noun.text.lower() if noun.pos_ != "PROPN" or noun.text.islower() else noun.text
            return (noun, _count(name)) if lex.word(found.end + 1).isalpha() else None
        return None
    head = _counted_noun(number)
    if head is None or head.lower_ in _NOT_COUNTED:
        return None
    between = [token for token in lex.doc[number.i + 1 : head.i] if not token.is_space]
    if any(token.like_num or (token.is_punct and token.text not in {"-", "'", "’", ","}) for token in between):
        return None
    if len(between) == 1 and (unit := units.suffix(lex, lex.first_at(head.idx), found.high)) and unit.kind != "count":
        return head, unit  # "517 rushing yards"
    rate = units.with_rate(lex, evolve(_count(_name(between, head)), end=lex.first_at(head.idx) + 1))
    return head, rate


def casualties(lex: Lexemes, found: Quantity) -> UnitOf | None:
    """ "107 killed", "wounding 238": people, where no noun says so."""
    at = found.start - 1
    while lex.word(at) in _BEFORE_AMOUNT and found.start - at < _LONGEST_ADVERBIAL:
        at -= 1
    people = lex.word(found.end) in _CASUALTIES["behind"] or lex.word(at) in _CASUALTIES["before"]
    return _count("person") if people and found.low > 0 and found.form != "fraction" else None


def numbered(lex: Lexemes, found: Quantity, where: Anchor) -> UnitOf | None:
    """What a bare number counts that a noun for numbers is said to be: "the number of cases rose to 20", "the toll"."""
    of = of_what(lex, found, where, is_count=False) if found.form != "fraction" else None
    noun = lex.doc[of[1] - 1] if of else None
    if noun is None:
        return None
    if noun.lower_ == "toll":
        return _count("person")
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
    near = number.i < head.i <= number.i + _LONGEST_NOUN_PHRASE
    if number.dep_ in {"nummod", "compound", "amod", "quantmod", "nmod"} and near and head.pos_ in _NOUNS:
        return head
    if number.i + 1 < len(number.doc):
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
    if (
        head is None
        or head.pos_ not in _NOUNS
        or head.i - start.i > _LONGEST_NOUN_PHRASE
        or head.lower_ in _NOT_COUNTED
    ):
        return None
    skipped = [
        token for token in lex.doc[start.i : head.i] if token.pos_ in {"ADJ", "NOUN", "PROPN"} and token.dep_ != "poss"
    ]
    return head, _count(_name(skipped, head))


def _name(between: list[Token], head: Token) -> str:
    """What is counted, in the singular: "grave", "public housing property", "American"."""
    words = []
    for token in between:
        if token.pos_ == "ADJ" and token.tag_ in {"JJR", "JJS"}:
            if token.lower_ not in {"more", "most", "fewer", "less"}:
                words.append(token.lemma_.lower())
        elif token.pos_ == "VERB":
            continue  # "300 recorded songs" are songs
        elif token.is_punct:
            words.append(token.text)
        elif token.pos_ not in {"DET", "ADV"} or token.lower_ not in {"the", "of", "more", "so"}:
            words.append(token.text if token.pos_ == "PROPN" else token.lower_)
    name = ""
    for word in (*words, singular(head)):
        joint = "" if not name or word in {"-", "'", "’", ",", "'s", "’s"} or name.endswith("-") else " "
        name += joint + word
    return name


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
    if len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _count(name: str) -> UnitOf:
    return UnitOf(name=name, code=None, system="count", kind="count")


# ------------------------------------------------------------ how exact


def qualifier(lex: Lexemes, found: Quantity) -> Qualifier:
    """ "about", "more than", "up to" right before the number, "or more", "or so" right behind it."""
    at = found.start - 1
    for _ in range(2):
        if phrase := _behind(lex, at):
            return phrase
        if lex.word(at) not in _BETWEEN:
            break
        at -= 1
    if lex.word(found.start - 2) == "sub" and lex.is_hyphen(found.start - 1):
        return "less_than"
    for words, how in _AFTER.get(lex.word(found.end), ()):
        if all(lex.word(found.end + k) == word for k, word in enumerate(words)) and lex.same_line(found.end):
            if (words[0] == "+" and not lex.glued(found.end)) or (
                words == ("plus",) and lex.raw(found.end + 1).isalpha()
            ):
                continue
            return how
    return "exact"


def _behind(lex: Lexemes, at: int) -> Qualifier | None:
    """The qualifier whose last word is at a lexeme."""
    for words, how in _BEFORE.get(lex.word(at), ()):
        first = at - len(words) + 1
        if all(lex.word(first + k) == word for k, word in enumerate(words)):
            if lex.is_hyphen(at + 1):
                return None
            return how
    return None


# ------------------------------------------------------------ up or down


def change(lex: Lexemes, found: Quantity, where: Anchor) -> Change | None:
    """ "rose 5%", "fell by 4.2 percent", "up 58.06 points"; not where it rose *to*."""
    if lex.word(found.start - 1) in {"to", "from", "at"} or found.kind in {"ratio", "age", "rank", "score"}:
        return None
    at = found.start - 1
    while found.start - at <= _LONGEST_ADVERBIAL and lex.word(at) in _BEFORE_AMOUNT:
        at -= 1
    if (particle := _CHANGES["particle"].get(lex.word(at))) and lex.word(at + 1) not in {"to", "than"}:
        return None if lex.token(at).dep_ == "prt" else particle  # "gave up 517 yards"
    token = lex.token(at) if at >= 0 else None
    if token is not None and token.tag_[:1] == "V" and token.lemma_ in _CHANGES["verb"]:
        return _CHANGES["verb"][token.lemma_]
    return _by_verb(found, where)


def _by_verb(found: Quantity, where: Anchor) -> Change | None:
    """The figure hangs on a verb of change, itself or by "by"; the second of two joined ones as the first."""
    head = where.head
    for _ in range(2):
        if head.dep_ in {"appos", "conj"} and head.head.i < where.first.i and head.head.pos_ in {"NOUN", "NUM"}:
            head = head.head
    if head.dep_ == "pobj":
        if head.head.lower_ != "by":
            return None
        head = head.head
    verb = head.head
    if verb.pos_ != "VERB" or verb.lemma_ not in _CHANGES["verb"]:
        return None
    if head.dep_ not in {"dobj", "npadvmod", "prep", "advmod", "attr", "oprd", "obj"}:
        return None
    wanted = found.kind in {"percent", "money", "measure"} or (
        found.unit is not None and found.unit.name.startswith("point")
    )
    return _CHANGES["verb"][verb.lemma_] if wanted else None


# ------------------------------------------------------------ of what


def of_what(lex: Lexemes, found: Quantity, where: Anchor, is_count: bool) -> tuple[int, int] | None:
    """Tokens `[start, end)` of what is measured: "profit", "driving range"; None where the parse doesn't say."""
    head = where.head
    behind = _behind_brackets(where)
    if behind is not None and behind.text in word_list("directions"):
        return None  # "48 kilometers north of the city": how far, not how much of something
    if is_count:
        of = next((child for child in rights(head) if child.dep_ == "prep" and child.lower_ == "of"), None)
        inner = (
            next((child for child in rights(of) if child.dep_ == "pobj" and child.pos_ in _NOUNS), None) if of else None
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
        if multiplied.pos_ in _NOUNS:
            return _phrase(multiplied.head if multiplied.dep_ == "compound" else multiplied, multiplied.i)
    return _before_mark(lex, found) or _from_above(head, where, is_count, found.kind)


def _before_mark(lex: Lexemes, found: Quantity) -> tuple[int, int] | None:
    """In lists without verbs: "Total cost: $72,370", "Unite Group, down 68p", "Exchange (16,369.03"."""
    at = found.start - 1
    mark = lex.raw(at)
    if lex.word(at) in _CHANGES["particle"] and lex.raw(at - 1) == ",":
        at, mark = at - 1, ","
    elif mark not in {":", "("} or (mark == "(" and (found.unit is not None and lex.is_digits(at - 1))):
        return None
    if at < 1:
        return None
    before = lex.token(at - 1)
    if (
        before.pos_ not in _NOUNS
        or units.suffix(lex, at - 1, 0) is not None
        or before.ent_type_ in {"DATE", "MONEY", "PERCENT"}
    ):
        return None
    return _phrase(before)


def _behind_brackets(where: Anchor) -> Token | None:
    """The token behind the quantity, and behind what restates it in brackets: "48 kilometers (30 mi) north"."""
    doc, at = where.last.doc, where.last.i + 1
    if at < len(doc) and doc[at].text == "(":
        closing = next((i for i in range(at, min(at + _LONGEST_NOUN_PHRASE, len(doc))) if doc[i].text == ")"), None)
        at = at if closing is None else closing + 1
    return doc[at] if at < len(doc) else None


def _by_preposition(head: Token, where: Anchor, kind: str | None) -> Token | None:
    """ "60 per cent of its revenue", "48 kilometres of road"."""
    behind = _behind_brackets(where)
    for child in rights(head):
        near = child == behind
        measured = {"of", "off"} if kind != "money" else {"of", "in", "off"}
        if child.dep_ == "prep" and near and child.lower_ in measured:
            return next((word for word in rights(child) if word.dep_ == "pobj" and word.pos_ in _NOUNS), None)
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
        if noun.i > where.last.i and noun.pos_ in _NOUNS:
            if noun.i - where.last.i > _LONGEST_NOUN_PHRASE:
                return None
            return _phrase(noun, where.last.i + 1)
    return None


def _from_above(head: Token, where: Anchor, is_count: bool, kind: str | None) -> tuple[int, int] | None:
    """The noun or the subject of the verb above: "turnover fell 4.2 percent", "winds of at least 74 mph"."""
    node = head
    for _ in range(_CLIMB):
        above = node.head
        if above == node:
            break
        if node.dep_ in {"appos", "conj"} and above.i < where.first.i and above.pos_ in {"NOUN", "NUM", "SYM", "PROPN"}:
            if node.dep_ == "appos" and above.pos_ == "PROPN":
                return _phrase(above)
            node = above
            continue
        of_noun = not is_count or (node.dep_ == "prep" and node.lower_ == "of")
        if above.pos_ in _NOUNS and above.i < where.first.i and of_noun and kind != "duration":
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
        changed = next((child for child in rights(verb) if child.dep_ == "dobj" and child.pos_ in _NOUNS), None)
        return _phrase(changed) if changed is not None else None
    if node.dep_ == "prep" and node.lower_ == "at" and verb.lemma_ in _PUTTING:  # "put the toll at 20"
        put = next((child for child in rights(verb) if child.dep_ == "dobj" and child.pos_ in _NOUNS), None)
        return _phrase(put) if put is not None else None
    if kind == "money" and verb.lemma_ in _SPENDING and node.dep_ in {"dobj", "npadvmod"}:
        for side in (*rights(verb), *rights(node)):
            if side.dep_ == "prep" and side.lower_ in {"for", "on"}:
                bought = next((child for child in rights(side) if child.dep_ == "pobj" and child.pos_ in _NOUNS), None)
                if bought is not None and bought.ent_type_ not in {"DATE", "TIME"}:
                    return _phrase(bought)
    return None


def _is_measure(token: Token) -> bool:
    return token.lower_ in {"percent", "%", "points", "cents", "dollars"} or token.like_num


def _subject(verb: Token, where: Anchor) -> tuple[int, int] | None:
    node = verb
    for _ in range(_CLIMB):
        for child in lefts(node):
            if child.dep_ in _SUBJECTS:
                if where.first.i <= child.i <= where.last.i or child == where.head:
                    return None
                if child.i > where.last.i and node.lemma_ in _TELLING:  # "..., the minister said": it is not of him
                    return None
                return _resolved(child, node, where)
        if node.dep_ in {"relcl", "acl"} and node.head.pos_ in _NOUNS:
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
        return _phrase(verb.head) if verb.head.pos_ in _NOUNS else None
    if subject.pos_ == "PRON" and verb.dep_ == "ccomp" and subject.lower_ in {"it", "he", "she", "they"}:
        return _subject(verb.head, where)  # "The company said it has 1000 customers"
    if subject.pos_ not in _NOUNS:
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


# ------------------------------------------------------------ the clause


def clause(token: Token) -> int:
    """The verb under which a token stands, by its index: what hangs on one verb is said together."""
    node = token
    for _ in range(_CLIMB):
        if node.pos_ in {"VERB", "AUX"} or node.head == node:
            return node.i
        node = node.head
    return node.i
