"""The subject of a verb, where the parse doesn't say it outright, too: "it" under "said", "ordered the firm to pay"."""

from __future__ import annotations

from spacy.tokens import Token

from . import units
from .around import LONGEST_NOUN_PHRASE, objects
from .parse import lefts, rights
from .phrase import NOUNS, Tokens, is_date, phrase
from .sense import CLIMB, Anchor
from .verbs import USES

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
# Subjects that stand for what follows them with "of": "some of the deals", "half of the men".
_PORTIONS = frozenset(
    ["some", "many", "most", "all", "both", "each", "few", "several", "half", "third", "quarter", "majority", "none"]
)
_PRONOUN_TAGS = frozenset({"PRP", "WP", "WDT", "DT", "EX", "PRP$"})
_UNDER_VERBS = frozenset({"conj", "xcomp", "advcl", "ccomp", "pcomp", "prep", "aux", "acomp", "oprd", "attr"})
_PLACED = frozenset({"in", "at", "on"})


def subject(verb: Token, where: Anchor) -> Tokens | None:
    """Tokens `[start, end)` of the subject of a verb, or of the verb that it hangs on; None where nothing is named."""
    node: Token | None = verb
    for _ in range(CLIMB):
        if node is None:
            return None
        for child in _nearest_first(node):
            if child.dep_ == "expl":  # "there are 3,000 fighters"
                return None
            if child.dep_ in SUBJECTS:
                is_inside = where.first.i <= child.i <= where.last.i or child == where.head
                is_teller = child.i > where.last.i and node.lemma_ in USES["tell"]  # "..., the minister said"
                return None if is_inside or is_teller else _resolved(child, node, where)
        if (noun := _noun_of(node)) is not None:
            return phrase(noun)
        if node.dep_ == "conj" and (old := _aged_before(node)) is not None:
            return old
        if (made := _made(node)) is not None:
            return phrase(made) if made.pos_ in NOUNS else None
        node = _above(node, where)
    return None


def _noun_of(verb: Token) -> Token | None:
    """The noun that a clause describes, which stands for its subject: "a fund holding $5"."""
    noun = verb.head
    if noun.pos_ not in NOUNS or noun.lower_ == "order":
        return None
    if verb.dep_ in {"relcl", "acl"}:
        return None if _is_purpose(verb) or _is_there(verb) else _behind_time(noun)
    return noun if verb.dep_ == "amod" and noun.i < verb.i else None


def _is_purpose(verb: Token) -> bool:
    """ "announced plans to lay off 6,650": who announced them lays them off."""
    return verb.tag_ == "VB" and verb.head.dep_ == "dobj"


def _is_there(verb: Token) -> bool:
    """ "spent 90 days at sea rounding the island": a noun that is no more than where something is done."""
    noun = verb.head
    is_bare = noun.tag_ in {"NN", "NNP"} and not any(lefts(noun))
    return verb.tag_ == "VBG" and noun.dep_ == "pobj" and noun.head.lower_ in _PLACED and is_bare


def _made(verb: Token) -> Token | None:
    """The "firm" of "ordered the firm to pay $5"."""
    if verb.dep_ != "xcomp" or verb.head.lemma_.lower() not in USES["make"]:
        return None
    return next((child for child in rights(verb.head) if child.dep_ == "dobj" and child.i < verb.i), None)


def _above(node: Token, where: Anchor) -> Token | None:
    """The verb, or what stands for one, whose subject is the node's, too."""
    if node.dep_ in {"relcl", "acl"} and node.head.pos_ in NOUNS and node.head.lower_ != "order":
        above = node.head.head if _is_purpose(node) else node.head.head.head
        return above if above.pos_ == "VERB" or above.pos_ in NOUNS else None
    if node.dep_ not in _UNDER_VERBS or node.head == node:
        return None
    if node.dep_ == "advcl" and node.i < where.first.i < node.head.i:
        return None  # an opening participle: "Speaking of the 440 graves, the mayor said"
    return node.head


def _behind_time(noun: Token) -> Token:
    """The "floods" of "floods of the past 20 years that have ruined ...": no length of time does anything."""
    is_time = noun.doc._.at.dates[noun.i] is not None and noun.dep_ == "pobj"
    return noun.head.head if is_time and noun.head.head.pos_ in NOUNS else noun


def _nearest_first(verb: Token) -> list[Token]:
    """What stands before a verb; of two subjects that a comma parts the nearer first: "A lawyer, Smith paid $5"."""
    before = list(lefts(verb))
    commas = [k for k, child in enumerate(before) if child.text == ","]
    return [*before[commas[-1] :], *before[: commas[-1]]] if commas else before


def _resolved(child: Token, verb: Token, where: Anchor) -> Tokens | None:
    """A relative pronoun stands for the noun before it; "it" under "said" for who said it; others for nothing."""
    if child.lower_ in {"which", "that", "who"} and verb.dep_ == "relcl":
        noun = _behind_time(verb.head)
        nearest = next((side for side in reversed(list(rights(noun))) if side.i < child.i), noun)
        if nearest.dep_ == "appos" and nearest.pos_ in NOUNS:  # "their daughter Maria, who was 10"
            noun = nearest
        return phrase(noun) if noun.pos_ in NOUNS else None
    told = verb.dep_ == "ccomp" and verb.head.lemma_.lower() in USES["tell"]
    if told and child.lower_ in {"it", "he", "she", "they"}:
        return subject(verb.head, where)  # "The company said it has 1000 customers"
    if child.lower_ in _PORTIONS or units.is_unit(child.lower_):  # "A litre of milk costs 98p"
        of = next((side for side in rights(child) if side.lower_ == "of"), None)
        whole = next(objects(of), None) if of is not None else None
        if whole is not None or child.lower_ in _PORTIONS:
            return phrase(whole, last=where.first.i) if whole is not None else None
    if child.lower_ == "old" and (old := _aged(child)):
        return old
    if is_measure(child) and not child.like_num:  # "MacBook Pro 16 inch is"
        first = next((side for side in lefts(child) if side.like_num), None)
        before = first.nbor(-1) if first is not None and first.i else None
        return run_of_names(before) if before is not None and before.pos_ in NOUNS else None
    is_pronoun = child.tag_ in _PRONOUN_TAGS and not child.text[-1].isdecimal()  # the tagger knows no "TA-125"
    if is_pronoun or child.like_num or child.lower_ == "old" or is_date(child):
        return None
    return phrase(child, last=where.first.i)


def run_of_names(last: Token) -> Tokens:
    start = last.i
    while start and last.i - start < LONGEST_NOUN_PHRASE and last.doc[start - 1].pos_ == last.pos_ == "PROPN":
        start -= 1
    return start, last.i + 1


def _aged(old: Token) -> Tokens | None:
    """ "A 60-year-old might withdraw 2.7%": who is told by nothing but the age."""
    start = old.left_edge.i if old.i - old.left_edge.i <= LONGEST_NOUN_PHRASE else old.i
    number = next((i for i in range(start, old.i) if old.doc[i].like_num), None)
    return None if number is None else (number, old.i + 1)


def _aged_before(verb: Token) -> Tokens | None:
    """ "and a 50-year-old would save 4%", which the parser does not take for the subject."""
    first = next((child for child in lefts(verb) if child.dep_ == "aux"), verb)
    old = first.nbor(-1) if first.i else first
    return _aged(old) if old.lower_ == "old" else None


def is_measure(token: Token) -> bool:
    """A number or its unit: "cubic metres" of "3 million cubic metres of water, 40% more"."""
    if token.lower_ in {"percent", "%", "points", "cents", "dollars"} or token.like_num:
        return True
    return any(child.like_num for child in lefts(token)) and units.is_unit(token.lower_)
