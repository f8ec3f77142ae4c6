"""From the recogniser's spans to spans that are a name and nothing else: no title, article, "'s" or line break."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve, frozen
from spacy.tokens import Doc, Token

from service.extraction.document import attribute
from service.extraction.lexicon import table, words

from .network import ORG, PER

KEPT = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP"})
# A label that is no kind of name: the words may still be one, and the vote may say which.
WEAK = frozenset({"WORK_OF_ART", "PRODUCT", "EVENT", "LAW", "LANGUAGE", "DATE", "TIME", "CARDINAL"})

HONORIFICS = words("honorifics")
ABBREVIATIONS = words("title_abbreviations")
ROLE_NOUNS = words("role_nouns")
DEMONYMS = words("demonyms")
ORGANIZATIONS = words("organizations", "name")
ORGANIZATION_NOUNS = {row["noun"]: row for row in table("organization_nouns")}
TITLE_MODIFIERS = frozenset(row["word"] for row in table("role_words") if row["use"] in {"modifier", "former"})


def _words_for(use: str) -> frozenset[str]:
    return frozenset(row["word"] for row in table("name_words") if row["use"] == use)


PARTICLES, SUFFIXES, PLACE_UNITS = _words_for("particle"), _words_for("suffix"), _words_for("place_unit")
THINGS, NAMERS, MONTHS = _words_for("thing"), _words_for("namer"), _words_for("month")
NOT_FIRST, AMBIGUOUS, ANNOUNCERS = _words_for("not_first"), _words_for("ambiguous"), _words_for("announcer")
NO_NAMES = _words_for("no_name") | MONTHS
FIRST_NAMES = words("first_names", "name")
HOUSES = frozenset(noun for noun, row in ORGANIZATION_NOUNS.items() if row["kind"] == "other")  # museums, schools
SURE_OF_A_PERSON = 0.8  # probability
LEAST_OF_AN_OFFICE = 0.1  # probability of an organization
VESSELS, COMPANY_ENDINGS = _words_for("vessel"), _words_for("company_ending")
FACILITIES = HOUSES | {row["word"] for row in table("place_words") if row["kind"] == "facility"}

PROPER = frozenset({"NNP", "NNPS"})
_DETERMINERS, _EDGE = _words_for("determiner"), _words_for("edge")
# Where a span of a label is more than one name.
_CUTS = {"PERSON": frozenset({"and", ",", ";", "‘"}), "ORG": frozenset({"at", ":", ";"})}
DIRECTIONS = words("directions")
_MODIFIERS = frozenset({"amod", "compound", "nmod"})
_QUOTES = frozenset({'"', "'", "“", "”", "‘"})
_PARTIES = frozenset({"D", "R", "I"})  # "D-Ohio"
PORTFOLIOS = frozenset(row["word"] for row in table("role_words") if row["use"] == "portfolio")
_HOLDERS = frozenset({"minister", "ministers", "secretary", "secretaries"})


# What a label is worth in a headline.
_IN_HEADLINE = dict.fromkeys(KEPT | WEAK, 1.0) | {"ORG": 0.0, "PERSON": 0.6}


@frozen
class Name:
    """Tokens `[start, end)` and the label that speaks for them, with its weight; `sure` ones are not outvoted.

    `read` ones are the recogniser's own: they speak for each kind as much as the network thought of it.
    """

    start: int
    end: int
    label: str
    weight: float = 1.0
    sure: bool = False
    read: bool = False


def texts(doc: Doc) -> list[str]:
    """The words of a document, made once: indexing a `Doc` costs ten times as much."""
    return attribute(doc, "ORTH")


def is_capitalized(word: str) -> bool:
    """Whether a word could be part of a name: "Izium", "al-Amr", "O'Dowd", "eBay"."""
    return word[:1].isupper() or (len(word) > 3 and word[0].isalpha() and any(c.isupper() for c in word[1:]))


def is_title(word: str) -> bool:
    """Whether a word, as it stands before a name, is a title or part of one."""
    return word in HONORIFICS or word in ABBREVIATIONS or word.lower() in ROLE_NOUNS or word.lower() in TITLE_MODIFIERS


def trimmed(doc: Doc) -> list[Name]:
    """The recogniser's spans, each trimmed; a weak label keeps weight 0."""
    names: list[Name] = []
    headlines = headline_tokens(doc)
    for entity in doc.ents:
        label = entity.label_
        if label not in KEPT and label not in WEAK:
            continue
        for piece in _pieces(doc, entity.start, entity.end, label):
            start, end = _trim(doc, *piece, label)
            if doc._.kinds is not None and label != "PERSON" and end - start > 1:
                start = _behind_hyphens(doc, start)
            if start < end and _is_name(doc, start, end, label):
                if _is_a_people(doc, start, end, label):
                    names.append(Name(start, end, "NORP"))
                    continue
                weight = _weight(doc, start, end, label)
                if label == "GPE" and end - start > 1 and doc[end - 1].lower_ in FACILITIES and doc._.kinds is not None:
                    label = "FAC"  # our network knows places, not their kinds
                if start in headlines and doc._.kinds is None:  # the network knows capitals
                    weight *= _IN_HEADLINE[label]
                names.append(Name(start, end, label, weight, read=True))
    if doc._.kinds is None:
        return names
    names = _joined(doc, names)
    return sorted([*names, *_peoples(doc, names), *_offices(doc, names)], key=lambda n: n.start)


def _behind_hyphens(doc: Doc, start: int) -> int:
    """ "Sea-Air-Space Museum", whose beginning our network leaves out."""
    while (
        start > 1
        and doc[start - 1].text == "-"
        and not doc[start - 1].whitespace_
        and not doc[start - 2].whitespace_
        and is_capitalized(doc[start - 2].text)
    ):
        start -= 2
    return start


def _joined(doc: Doc, names: list[Name]) -> list[Name]:
    """ "Pacific Gas & Electric Co.", which our network reads as two."""
    out: list[Name] = []
    for name in names:
        last = out[-1] if out else None
        if (
            last is not None
            and last.label == name.label == "ORG"
            and last.end + 1 == name.start
            and doc[last.end].text == "&"
        ):
            out[-1] = evolve(last, end=name.end)
        else:
            out.append(name)
    return out


def _offices(doc: Doc, names: list[Name]) -> list[Name]:
    """Organizations of one word in the table, which our network half sees: "Treasury Secretary"."""
    taken = {i for name in names for i in range(name.start, name.end)}
    return [
        Name(i, i + 1, "ORG", read=True)
        for i, word in enumerate(texts(doc))
        if word in ORGANIZATIONS and i not in taken and doc._.kinds[i, ORG] > LEAST_OF_AN_OFFICE
    ]


def _peoples(doc: Doc, names: list[Name]) -> list[Name]:
    """ "Russian", "Kenyans", "South Sudanese": our network leaves them to the table."""
    taken = {i for name in names for i in range(name.start, name.end)}
    words = texts(doc)
    found: list[Name] = []
    for i, word in enumerate(words):
        if word[:1].isupper() and _is_people(word) and i not in taken:
            is_longer = i > 0 and i - 1 not in taken and f"{words[i - 1]} {word}" in DEMONYMS
            found.append(Name(i - is_longer, i + 1, "NORP"))
    return found


def _is_a_people(doc: Doc, start: int, end: int, label: str) -> bool:
    """Whether what was read as a name is a people: "Kenyans", "the South Sudanese army". The Alps are a place."""
    last = doc[end - 1]
    if label == "GPE":
        modifies = last.dep_ in _MODIFIERS and last.head.i >= end
        return last.text in DEMONYMS and (modifies or last.tag_ not in PROPER)
    return label in {"PERSON", "ORG"} and end - start == 1 and _is_people(last.text)


def _is_people(word: str) -> bool:
    return word in DEMONYMS or word.removesuffix("s") in DEMONYMS


def headline_tokens(doc: Doc) -> set[int]:
    """Tokens of sentences Whose Words All Have Capitals: there a capital tells nothing."""
    found: set[int] = set()
    for sentence in doc.sents:
        told = [t for t in sentence if t.is_alpha]
        if (len(told) > 3 or (len(told) > 2 and all(t.is_upper for t in told))) and all(
            is_capitalized(t.text) or (t.is_stop and len(t) < 6) for t in told
        ):
            found.update(range(sentence.start, sentence.end))
    return found


def _weight(doc: Doc, start: int, end: int, label: str) -> float:
    """A name of no kind, and a person of one word that is no proper noun, count only if the document knows them."""
    unsure = label == "PERSON" and end - start == 1 and doc[start].tag_ not in PROPER
    return 0.0 if label in WEAK or unsure else 1.0


def _pieces(doc: Doc, start: int, end: int, label: str) -> Iterator[tuple[int, int]]:
    """A span cut at line breaks, and where one name is joined to another: "X and Y" of people, "X at Y"."""
    at = start
    quotes = [token.i for token in doc[start:end] if token.text in _QUOTES and token.tag_ != "POS"]
    unclosed = quotes[-1] if label == "PERSON" and len(quotes) % 2 else None
    for i in range(start, end):
        token = doc[i]
        joins = token.lower_ in _CUTS.get(label, ()) or i == unclosed
        if joins or (token.is_space and "\n" in token.text):
            yield at, i
            at = i + 1
    yield at, end


def _trim(doc: Doc, start: int, end: int, label: str) -> tuple[int, int]:
    while start < end and (doc[start].lower_ in _EDGE or doc[start].is_space):
        start += 1
    while end > start and (_closes(doc[end - 1]) or doc[end - 1].is_space):
        end -= 1
    if end - start > 3 and doc[end - 1].is_digit and doc[end - 2].text in {"-", "–"} and doc[end - 3].is_digit:
        end -= 3  # "Wales 2-0"
    if label == "PERSON":
        while end - start > 1 and _is_stripped(doc, start, end):
            start += 1
        is_other = doc[start].is_sent_start and doc[start].tag_ not in PROPER | {"NN", "JJ"}
        if end - start > 1 and is_other and not _is_read_as_person(doc, start):
            start += 1  # "Later Donald Marsh left", but "Dries Mertens", of which the tagger makes a verb
        while start < end and not is_capitalized(doc[start].text) and doc[start].lower_ not in PARTICLES:
            start += 1
        while end > start and not is_capitalized(doc[end - 1].text):
            end -= 1
    elif label == "ORG":  # "Museum of Flight CEO"
        while end - start > 1 and is_title(doc[end - 1].text) and doc[end - 1].lower_ not in ORGANIZATION_NOUNS:
            end -= 1
        if end < len(doc) and doc[end].lower_ in _HOLDERS:  # "Kenyan Transport" Secretary
            while end > start and doc[end - 1].lower_ in PORTFOLIOS:
                end -= 1
        elif end - start == 1 and doc[start].text == "State" and start > 1 and doc[start - 2].lower_ in _HOLDERS:
            end = start  # Secretary of "State"
    return start, end


def _is_read_as_person(doc: Doc, i: int) -> bool:
    return doc._.kinds is not None and bool(doc._.kinds[i, PER] > SURE_OF_A_PERSON)


def _is_stripped(doc: Doc, start: int, end: int) -> bool:
    """Whether the first word is a title of the rest: "Doctor Jones", but "Doctor Who", "Dean Kamen"."""
    word = doc[start].text
    is_first_name = word in FIRST_NAMES and end - start == 2 and word.lower() in ROLE_NOUNS
    return is_title(word) and not doc[start + 1].is_stop and not is_first_name


def _closes(token: Token) -> bool:
    return token.lower_ in _EDGE or _is_clock(token.text)


def _is_clock(word: str) -> bool:
    """A running time: "0:42"."""
    left, colon, right = word.partition(":")
    return bool(colon) and left.isdigit() and right.isdigit()


def _is_code(word: str) -> bool:
    """ "STS-133", "F-16": a thing with a number."""
    return "-" in word and word[-1].isdigit() and any(c.isupper() for c in word) and word not in ORGANIZATIONS


def _is_name(doc: Doc, start: int, end: int, label: str) -> bool:
    tokens = doc[start:end]
    if not any(is_capitalized(t.text) for t in tokens):
        return False
    if label in WEAK:
        return len(tokens) <= 3 and all(
            is_capitalized(t.text) and t.tag_ in PROPER and t.lower_ not in MONTHS for t in tokens
        )
    if any(t.text[-1] in "$€£¥%" or (label == "PERSON" and t.is_digit) for t in tokens):
        return False
    is_sea = label == "GPE" and doc._.kinds is not None  # "the Atlantic", which for our network is no magazine
    if len(tokens) == 1 and ((tokens[0].lower_ in NO_NAMES and not is_sea) or _is_code(tokens[0].text)):
        return False
    is_noun = len(tokens) == 1 and tokens[0].lower_ in ORGANIZATION_NOUNS and tokens[0].text not in ORGANIZATIONS
    if label == "ORG" and is_noun and start and doc[start - 1].lower_ in _DETERMINERS:  # "the Ministry"
        return False
    if label == "ORG" and is_noun and tokens[0].is_sent_start and doc._.kinds is not None:  # "University exhibits ..."
        return False
    if tokens[0].text in _PARTIES and len(tokens) > 1 and tokens[1].text == "-":
        return False
    if tokens[0].text[1:2] == "-" and tokens[0].text[:1] in _PARTIES:
        return False
    if label in {"PERSON", "ORG"} and (tokens[-1].lower_ in THINGS or any(t.lower_ in NAMERS for t in tokens[:-1])):
        return False
    if label == "GPE" and doc._.kinds is not None and not _is_place(doc, start, end):
        return False
    return label != "PERSON" or _is_person(doc, start, end)


def _is_place(doc: Doc, start: int, end: int) -> bool:
    """What our network takes for a place and the words tell is none: "the Space Shuttle Atlantis", "Highway" alone."""
    if any(token.lower_ in VESSELS for token in doc[max(0, start - 1) : end]):
        return False
    if any(token.lower_ in VESSELS and token.is_title for token in doc[end : end + 1]):  # "Space" of the Space Shuttle
        return False
    if end - start > 1:
        return True
    word = doc[start].lower_
    return word not in FACILITIES and word not in ORGANIZATION_NOUNS and not _is_half_a_people(doc, start)


def _is_half_a_people(doc: Doc, i: int) -> bool:
    """The direction of "West and Central African countries", "South African"."""
    if doc[i].lower_ not in DIRECTIONS:
        return False
    at = i + 1
    if at + 1 < len(doc) and doc[at].lower_ == "and" and doc[at + 1].lower_ in DIRECTIONS:
        at += 2
    return at < len(doc) and doc[at].text in DEMONYMS


def _is_person(doc: Doc, start: int, end: int) -> bool:
    """What the recogniser takes for a person and the words around it don't: "the funeral Mass", "Oscar-winning"."""
    before = doc[start - 1] if start else None
    if before is not None and before.lower_ in NAMERS:
        return False
    if end - start > 1:
        return True
    token = doc[start]
    if is_title(token.text) or token.lower_ in ORGANIZATION_NOUNS:
        return False
    if end + 1 < len(doc) and doc[end].text == "-" and doc[end + 1].tag_ in {"VBG", "VBN"} and not doc[end].whitespace_:
        return False
    if before is None or is_title(before.text):
        return True
    return not (before.lower_ in _DETERMINERS - {"his", "her"} or (before.is_lower and before.dep_ == "compound"))
