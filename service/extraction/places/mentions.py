"""Which names in an article are places.

Names come from `doc.ents`; to those are added towns that the recogniser missed or took for something else, where the
words around them say that they are places: "Wamego, Kan.", "near Izium", "Lamar County Sheriff's Office".
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from attrs import define
from spacy.tokens import Doc, Span, Token

from service.extraction.lexicon import table, words
from service.extraction.model import PlaceKind
from service.gazetteer.folding import fold
from service.gazetteer.lookup import Candidate, Gazetteer

PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
OTHER_LABELS = frozenset({"ORG", "PERSON", "NORP"})

PLACE_WORDS = {row["word"]: row for row in table("place_words")}
PLURAL_UNITS = {row["word"] + "s": row for row in table("place_words") if row["kind"] == "region"}
PLURAL_UNITS |= {"counties": PLACE_WORDS["county"], "territories": PLACE_WORDS["territory"]}
STATES = {row["word"]: row for row in table("state_abbreviations")}
PART_WORDS = frozenset(row["word"] for row in table("directions") if row["part"])
PUBLIC_BODIES = words("public_bodies")
NOT_PLACES = words("not_places")
LIST_MARKS = frozenset({",", "and", "or", "&", ";"})
CUES = {
    where: {row["word"]: int(row["smallest"] or 0) for row in table("place_cues") if row["where"] == where}
    for where in ("before", "of", "behind", "head")
}
BEFORE, OF, BEHIND, HEADS = CUES["before"], CUES["of"], CUES["behind"], CUES["head"]
THINGS = words("place_names_of_things")
PARTIES = frozenset({"D", "R", "I"})
DASHES = frozenset({"-", "--", "—", "–", "_"})
COUNTRY_PREFIXES = frozenset({"U.S.", "US", "United States", "UK", "U.K."})
STREETS = frozenset({"Street", "St.", "Avenue", "Ave.", "Road", "Rd.", "Lane", "Drive", "Boulevard", "Highway", "Place"})
SURE_FEATURES = frozenset({"PCLI", "CONT"})
KIND_OF_LABEL: dict[str, PlaceKind] = {"GPE": "other", "LOC": "area", "FAC": "facility"}

LONGEST_EXTENSION = 3  # tokens
LONGEST = 10  # tokens; what is longer is no name of a place
SMALLEST_LISTED = 500  # people, of a town in a list of places
PERSON_FACTOR = 3  # so many times the people, where the recogniser took the name for a person's


@define
class Name:
    """A place's name in the text: tokens `[start, end)`."""

    start: int
    end: int
    text: str  # what to look up
    full_name: str  # with its unit: "Kharkiv region" even where "the Kharkiv and Donetsk regions" is written
    kind: PlaceKind  # what the words say that it is, for a place that the gazetteer does not have
    label: str = "GPE"  # as what the recogniser took it
    unit: dict[str, str] | None = None  # row of `place_words` that says what it must be
    admin1: str | None = None  # GeoNames code, where the name is an abbreviation of a state
    inside: Name | None = None  # the Texas of "Paris, Texas"


def find(doc: Doc, gazetteer: Gazetteer) -> list[Name]:
    """The names of places, in their order; none overlaps another."""
    boilerplate = doc._.at.boilerplate
    captions = ("caption", "dateline")
    taken: list[Name | None] = [None] * len(doc)

    def take(name: Name) -> None:
        if not any(taken[name.start : name.end]):
            taken[name.start : name.end] = [name] * (name.end - name.start)

    def is_story(start: int) -> bool:
        return boilerplate[start] is None or boilerplate[start].kind in captions

    others: list[Span] = []
    doubtful: list[Name] = []
    for ent in doc.ents:
        if not is_story(ent.start) or len(ent) > LONGEST:
            continue
        if ent.label_ in PLACE_LABELS:
            for name in names_in(ent, gazetteer):
                if name.label == "FAC" or is_known(name, gazetteer):
                    take(name)
                else:
                    doubtful.append(name)
        elif ent.label_ in OTHER_LABELS:
            others.append(ent)
    for state in abbreviations(doc):
        if is_story(state.start):
            take(state)
    for name in doubtful:
        span = doc[name.start : name.end]
        if not span.text.isupper() and has_place_context(span, taken):
            take(name)
    rescue = Rescue(doc, taken, gazetteer)
    for span in rescuable(doc, others, taken):
        if is_story(span.start) and (name := rescue.place(span)):
            take(name)
    names = [name for i, name in enumerate(taken) if name is not None and name.start == i]
    contain(doc, names, gazetteer)
    return names


def is_known(name: Name, gazetteer: Gazetteer) -> bool:
    """True where the gazetteer has the name, or a word in it says what it is."""
    return name.admin1 is not None or name.unit is not None or bool(gazetteer.candidates(name.text))


# ---------------------------------------------------------------- names that the recogniser found


def names_in(ent: Span, gazetteer: Gazetteer) -> Iterator[Name]:
    """The place or places that an entity names, each with its unit."""
    span = trimmed(ent)
    if span is None or fold(span.text) in NOT_PLACES:
        return
    if span.end < len(span.doc) and span.doc[span.end].lower_ in THINGS:
        return
    if is_state(span.text):
        row = STATES[span.text]
        yield Name(span.start, span.end, row["name"], span.text, "region", admin1=row["admin1"])
        return
    span = extended(span, gazetteer)
    if not gazetteer.candidates(span.text):
        pieces = list(split(span))
        if len(pieces) > 1:
            for piece in pieces:
                yield from names_in(piece, gazetteer)
            return
        span = without_direction(span, gazetteer)
        if ent.label_ == "FAC" and (place := place_of_body(span, gazetteer)):
            yield place
            return
    yield with_unit(span, ent.label_)


def is_state(text: str) -> bool:
    """True for a state in short that is no other name: "Ala.", "N.J.", "SC"."""
    return text in STATES and (text.endswith(".") or text.isupper())


def extended(span: Span, gazetteer: Gazetteer) -> Span:
    """With the capitalised words behind it, where the longer name is a place's own: "Mexico" + "City"."""
    doc = span.doc
    for end in range(min(span.end + LONGEST_EXTENSION, len(doc)), span.end, -1):
        if has_capital(doc[end - 1]) and not (end < len(doc) and has_capital(doc[end])):
            longer = doc[span.start : end]
            if not any(token.is_punct or token.is_space for token in longer) and is_own_name(longer.text, gazetteer):
                return longer
    return span


def without_direction(span: Span, gazetteer: Gazetteer) -> Span:
    """Without "North", "Metro" and the like, where only what follows is a place's name: "Northeast Georgia"."""
    start = span.start
    while start < span.end - 1 and span.doc[start].lower_ in PART_WORDS:
        start += 1
    rest = span.doc[start : span.end]
    return rest if start > span.start and gazetteer.candidates(rest.text) else span


def is_own_name(text: str, gazetteer: Gazetteer) -> bool:
    return any(candidate.weight == 2 for candidate in gazetteer.candidates(text))


def trimmed(span: Span) -> Span | None:
    """Without article, possessive and what is said before the name in small letters ("eastern Ukraine" -> "Ukraine")."""
    start, end = span.start, span.end
    doc = span.doc
    while start < end and not has_capital(doc[start]) and not doc[start].text[0].isdigit():
        start += 1
    while start < end - 1 and doc[start].lower_ in ("the", "downtown"):
        start += 1
    while end > start and (doc[end - 1].is_space or doc[end - 1].is_punct or doc[end - 1].tag_ == "POS"):
        end -= 1
    return doc[start:end] if start < end else None


def has_capital(token: Token) -> bool:
    return any(letter.isupper() for letter in token.text[:3])


def split(span: Span) -> Iterator[Span]:
    """The pieces between commas, "and" and slashes."""
    start = span.start
    for token in span:
        if token.lower_ in (",", "and", "or", "/", ";", "–", "-") or token.is_space:
            if token.i > start:
                yield span.doc[start : token.i]
            start = token.i + 1
    if start < span.end:
        yield span.doc[start : span.end]


def with_unit(span: Span, label: str) -> Name:
    """The name with the word behind it that says what it is: "Kharkiv region", "the Kharkiv and Donetsk regions"."""
    doc, end = span.doc, span.end
    following = doc[end].lower_ if end < len(doc) else ""
    own_word = PLACE_WORDS.get(span[-1].lower_) if len(span) > 1 else None
    kind = PlaceKind_of(own_word, label)
    if own_word is None and (row := PLACE_WORDS.get(following)) and row["kind"] == "region" and row["after"]:
        if not (following == "state" and doc[end].pos_ == "VERB") and not is_of_compound(doc[end]):
            full = doc[span.start : end + 1]
            return Name(span.start, end + 1, span.text, full.text, "region", label, row)
    if own_word is None and (plural := coordinated_unit(doc, end)):
        return Name(span.start, end, span.text, f"{span.text} {plural['word']}", "region", label, plural)
    if own_word is not None and own_word["kind"] == "region":
        return Name(span.start, end, span[:-1].text, span.text, kind, label, own_word)
    return Name(span.start, end, span.text, span.text, kind, label)


def PlaceKind_of(row: dict[str, str] | None, label: str) -> PlaceKind:  # noqa: N802
    if row is None:
        return KIND_OF_LABEL.get(label, "other")
    return row["kind"]  # type: ignore[return-value]


def is_of_compound(token: Token) -> bool:
    """True for the "district" of "Moscow district court": it belongs to the court."""
    loose = ("district", "division", "department", "republic", "territory", "commune", "area", "state")
    return token.lower_ in loose and token.dep_ == "compound" and token.head.i == token.i + 1


def coordinated_unit(doc: Doc, end: int) -> dict[str, str] | None:
    """The unit behind a list of names, "X, Y and Z regions", for a name in it that ends at `end`; linear, at most 12 on."""
    seen_and = False
    for token in doc[end : end + 12]:
        if token.lower_ in PLURAL_UNITS:
            return PLURAL_UNITS[token.lower_] if seen_and or token.i == end else None
        if token.lower_ == "and":
            seen_and = True
        elif token.text != "," and not (token.pos_ == "PROPN" and has_capital(token)):
            return None
    return None


# ---------------------------------------------------------------- names that it missed


def abbreviations(doc: Doc) -> Iterator[Name]:
    """States in short, behind a town and a comma or a party: "Wamego, Kan.", "Paris, TX", "D-N.Y."."""
    for token in doc[2:]:
        if token.text not in STATES and token.text + "." not in STATES:
            continue
        before, first = doc[token.i - 1].text, doc[token.i - 2]
        if not (before == "," and has_capital(first)) and not (before == "-" and first.text in PARTIES):
            continue
        end = token.i + 1
        row = STATES.get(token.text)
        if row is None and end < len(doc) and doc[end].text == "." and (row := STATES.get(token.text + ".")):
            end += 1
        if row is not None:
            yield Name(token.i, end, row["name"], doc[token.i : end].text, "region", admin1=row["admin1"])


def rescuable(doc: Doc, others: list[Span], taken: list[Name | None]) -> Iterator[Span]:
    """Names of which the recogniser says that they are something else, and proper nouns of which it says nothing."""
    yield from others
    start = None
    for token in doc:
        is_name = not token.ent_type_ and taken[token.i] is None and token.pos_ == "PROPN" and has_capital(token)
        if is_name and start is None:
            start = token.i
        elif not is_name and start is not None:
            if token.i - start <= LONGEST:
                yield doc[start : token.i]
            start = None


class Rescue:
    """What the words around a name say of it, against the recogniser."""

    def __init__(self, doc: Doc, taken: list[Name | None], gazetteer: Gazetteer) -> None:
        self._doc = doc
        self._taken = taken
        self._gazetteer = gazetteer
        self._known = {fold(name.text) for name in taken if name is not None}
        people = [ent for ent in doc.ents if ent.label_ == "PERSON" and len(ent) > 1]
        self._in_people = {fold(token.text) for ent in people for token in ent}

    def place(self, span: Span) -> Name | None:
        """The place that a span names after all, or a part of it does."""
        trim = trimmed(span)
        if trim is None:
            return None
        label = span.label_
        if label == "ORG" and len(trim) > 1 and (found := self._of_body(trim)):
            return found
        if label == "PERSON" and trim[-1].text in STREETS and len(trim) > 1:
            return Name(trim.start, trim.end, trim.text, trim.text, "facility", "FAC")
        key = fold(trim.text)
        if key in NOT_PLACES or len(key) < 3 or (label == "PERSON" and key in self._in_people):
            return None
        if self._is_before_state(trim) or self._is_place_by_name(trim, key, label) or self._is_cued(trim, label):
            return with_unit(trim, "GPE")
        return None

    def _of_body(self, span: Span) -> Name | None:
        """The place of a public body: "Lamar County" of "Lamar County Sheriff's Office", "Government of Alberta"."""
        if found := place_of_body(span, self._gazetteer):
            return found
        for i in range(span.start + 1, span.end - 1):
            if self._doc[i].lower_ == "of" and self._doc[i - 1].lower_ in HEADS:
                tail = trimmed(self._doc[i + 1 : span.end])
                if tail is not None and is_own_name(tail.text, self._gazetteer):
                    return with_unit(tail, "GPE")
        return None

    def _is_before_state(self, span: Span) -> bool:
        """ "X, Kan." where there is an X in Kansas."""
        if span.end + 1 >= len(self._doc) or self._doc[span.end].text != ",":
            return False
        state = self._taken[span.end + 1]
        return state is not None and is_in(span.text, state, self._gazetteer)

    def _is_place_by_name(self, span: Span, key: str, label: str) -> bool:
        """A country, or what is a place elsewhere in the article; a person may be called Jordan."""
        if label == "PERSON":
            return False
        if key in self._known:
            return True
        return any(c.weight == 2 and c.feature in SURE_FEATURES for c in self._gazetteer.candidates(span.text))

    def _is_cued(self, span: Span, label: str) -> bool:
        """ "in X", "the town of X", "an X resident", "X, Y and Kansas City", "X —" where a paragraph begins."""
        needed = self._people_needed(span)
        if needed is None:
            return False
        if needed == 0:
            return True
        if label == "PERSON":
            needed *= PERSON_FACTOR
        return any(
            c.weight == 2 and (c.population >= needed or c.feature in SURE_FEATURES) and c.kind != "facility"
            for c in self._gazetteer.candidates(span.text)
        )

    def _people_needed(self, span: Span) -> int | None:
        """How many people must live in X for the words around it to be enough; None where they say nothing."""
        doc, start, end = self._doc, span.start, span.end
        before = doc[start - 1].lower_ if start else ""
        behind = doc[end] if end < len(doc) else None
        if before == "the" and start > 1:
            before = doc[start - 2].lower_
        cues = []
        if behind is not None and behind.lower_ in BEHIND and not behind.is_title:
            cues.append(BEHIND[behind.lower_])
        if behind is not None and (unit := PLACE_WORDS.get(behind.lower_)) and behind.text in unit["word"]:
            if unit["kind"] == "region" and not is_of_compound(behind):
                cues.append(0)
        if before == "of" and start > 1 and doc[start - 2].lower_ in OF:
            cues.append(OF[doc[start - 2].lower_])
        is_last = behind is None or not (has_capital(behind) or behind.pos_ in ("NOUN", "PROPN"))
        if before in BEFORE and is_last:
            cues.append(BEFORE[before])
        if self._is_listed(span):
            cues.append(SMALLEST_LISTED)
        if self._is_dateline(span):
            cues.append(SMALLEST_LISTED)
        return min(cues) if cues else None

    def _is_listed(self, span: Span) -> bool:
        """True where it stands in a list beside a place."""
        doc, taken = self._doc, self._taken
        start, end = span.start, span.end
        if start > 1 and doc[start - 1].lower_ in LIST_MARKS and taken[start - 2] is not None:
            return True
        return end + 1 < len(doc) and doc[end].lower_ in LIST_MARKS and taken[end + 1] is not None

    def _is_dateline(self, span: Span) -> bool:
        """ "MANSFIELD --" where a sentence begins."""
        doc = self._doc
        if not span.text.isupper() or span.end >= len(doc) or not doc[span.start].is_sent_start:
            return False
        return doc[span.end].text in DASHES


def place_of_body(span: Span, gazetteer: Gazetteer) -> Name | None:
    """The place that a public body's name begins with."""
    for end in range(min(len(span) - 1, 4), 0, -1):
        if span[end].lower_ not in PUBLIC_BODIES and not (end <= 2 and span[:end].text in COUNTRY_PREFIXES):
            continue
        piece = span[:end]
        unit = PLACE_WORDS.get(piece[-1].lower_) if end > 1 else None
        if unit is not None and unit["kind"] != "region":
            continue
        if fold(piece.text) in NOT_PLACES:
            return None
        if is_own_name(piece.text, gazetteer):
            return bare(piece)
    return None


def bare(span: Span) -> Name:
    """The name as it is: what stands behind it belongs to something else."""
    own_word = PLACE_WORDS.get(span[-1].lower_) if len(span) > 1 else None
    if own_word is not None and own_word["kind"] == "region":
        return Name(span.start, span.end, span[:-1].text, span.text, "region", unit=own_word)
    return Name(span.start, span.end, span.text, span.text, "other")


def has_place_context(span: Span, taken: list[Name | None]) -> bool:
    """True where a place could well stand: behind a preposition, beside a comma and a place."""
    doc, start, end = span.doc, span.start, span.end
    before = doc[start - 1].lower_ if start else ""
    if before == "the" and start > 1:
        before = doc[start - 2].lower_
    if before in BEFORE or before in ("at", "on", "between", "off"):
        return True
    if start > 1 and before in LIST_MARKS and taken[start - 2] is not None:
        return True
    return end + 1 < len(doc) and doc[end].lower_ in LIST_MARKS and taken[end + 1] is not None


# ---------------------------------------------------------------- what is inside what


def is_in(town: str, outer: Name, gazetteer: Gazetteer) -> bool:
    """True where the gazetteer knows a town of that name inside a place of the other name."""
    return any(inside(c, outer, gazetteer) for c in gazetteer.candidates(town))


def inside(candidate: Candidate, outer: Name, gazetteer: Gazetteer) -> bool:
    if outer.admin1 is not None:
        return candidate.admin1 == outer.admin1
    for container in gazetteer.candidates(outer.text):
        if container.kind == "country" and candidate.country == container.country and candidate.kind != "country":
            return True
        if container.feature == "ADM1" and candidate.admin1 == container.admin1 and candidate.feature != "ADM1":
            return True
    return False


def contain(doc: Doc, names: list[Name], gazetteer: Gazetteer) -> None:
    """Note what is said to be inside what: "Paris, Texas", but not "Niger, Nigeria and Togo"."""
    for name, following in pairwise(names):
        gap = doc[name.end : following.start]
        if len(gap) != 1 or gap.text != "," or not is_in(name.text, following, gazetteer):
            continue
        if following.admin1 is None and in_list(doc, name, following) and same_level(name, following, gazetteer):
            continue
        name.inside = following


def in_list(doc: Doc, name: Name, following: Name) -> bool:
    """True where the two names may be members of a list."""
    before = doc[name.start - 1].lower_ if name.start else ""
    behind = doc[following.end].lower_ if following.end < len(doc) else ""
    return before in LIST_MARKS or behind in LIST_MARKS


def same_level(name: Name, other: Name, gazetteer: Gazetteer) -> bool:
    """True where both may be countries, or both may be states."""
    if fold(name.text) == fold(other.text):
        return False
    features = {c.feature for c in gazetteer.candidates(name.text) if c.weight == 2 and c.feature in ("PCLI", "ADM1")}
    return any(c.feature in features for c in gazetteer.candidates(other.text) if c.weight == 2)
