"""The noun phrase that tells a role: "Ukraine's former deputy commissioner for missing persons"."""

from __future__ import annotations

from attrs import evolve, frozen
from spacy.tokens import Doc, Token

from service.extraction.document import span
from service.extraction.lexicon import table, words
from service.extraction.model import Organization, Place, Role
from service.extraction.names.trim import PLACE_UNITS, PROPER, THINGS

ROLE_NOUNS = words("role_nouns")
OF_PLACES = frozenset(row["word"] for row in table("role_nouns") if row["kind"] in {"office", "clergy", "royal"})
ABBREVIATIONS = words("title_abbreviations")
HONORIFICS = words("honorifics")
DEMONYMS = words("demonyms")
COUNTRIES = {row["word"]: row["country"] for row in table("demonyms") if row["country"]}
_USES: dict[str, set[str]] = {}
for _row in table("role_words"):
    _USES.setdefault(_row["use"], set()).add(_row["word"])
MODIFIERS, FORMER, DROPPED, BODIES = _USES["modifier"], _USES["former"], _USES["dropped"], _USES["body"]
LEADS, APPOINTED, REMOVED, SERVES = _USES["leads"], _USES["appointed"], _USES["removed"], _USES["serves"]
LEADING, NOW, THEN, OF_PERSON = _USES["leading"], _USES["now"], _USES["then"], _USES["of_person"]
RANKS = frozenset(row["word"] for row in table("title_abbreviations") if row["rank"] == "yes").union(
    word.title() for word in _USES["rank"]
)
DETERMINERS, _PARTIES, _QUALITIES = _USES["determiner"], _USES["party"], _USES["quality"]
_NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ", "JJS", "JJR", "VBG", "VBN", "CD", "HYPH"})
_GROUPS = frozenset({"NORP", "ORG", "GPE", "LOC", "FAC"})
_POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
_HYPHENS = frozenset({"-", "–", "‑"})
_NO_TITLE = frozenset({"NNS", "VB", "VBP", "VBZ", "VBD"})
_TITLES_OF_LAND = frozenset({"duke", "duchess", "earl", "countess", "marquess", "viscount", "baron", "baroness"})
_IN_TITLES = frozenset({"State", "Staff"})  # Secretary of, Chief of
_SPAN = 14  # tokens that a role phrase may have up to its noun

People = dict[int, tuple[int, int]]


@frozen
class Found:
    """A role as tokens `[start, end)`. `said` is where its title was told, if not here ("counterpart")."""

    title: tuple[int, int]
    affiliation: tuple[int, int] | None = None
    former: bool = False
    said: tuple[int, int] | None = None

    def role(self, doc: Doc) -> Role:
        """As the contract has it; the affiliation is tied to the organization or the place that it names."""
        here = span(doc[slice(*self.title)])
        organization, place = self._objects(doc)
        return Role(
            here.start,
            here.end,
            here.text,
            title=doc[slice(*self.said)].text if self.said else here.text,
            affiliation=doc[slice(*self.affiliation)].text if self.affiliation else None,
            organization_id=organization.id if organization else None,
            place_id=place.id if place else None,
            former=self.former,
        )

    def _objects(self, doc: Doc) -> tuple[Organization | None, Place | None]:
        tokens = range(*self.affiliation) if self.affiliation else range(0)
        organization = next((o for i in tokens if (o := doc._.at.organizations[i]) is not None), None)
        if organization is not None:
            return organization, None
        place = next((p for i in tokens if (p := doc._.at.places[i]) is not None), None)
        if place is None:  # "Ukrainian" is no place, but says of which country
            countries = {COUNTRIES[doc[i].text] for i in tokens if doc[i].text in COUNTRIES}
            place = next((p for p in doc._.places if p.kind == "country" and p.country in countries), None)
        return None, place


@frozen
class Phrase:
    """A role and the token at which its phrase ends."""

    found: Found
    end: int


def shared(first: Found, second: Found) -> list[Found]:
    """Two roles of one house: "founder and chief executive of Alder Energy"."""
    if first.affiliation is None:
        first = evolve(first, affiliation=second.affiliation)
    elif second.affiliation is None:
        second = evolve(second, affiliation=first.affiliation)
    return [first, evolve(second, former=first.former or second.former)]


def sentence_of(doc: Doc, i: int) -> tuple[int, int]:
    """The sentence in which token `i` stands; each is sought once, however long it is."""
    found: list[tuple[int, int]] | None = doc.user_data.get("copydesk.sentences")
    if found is None:
        found = [(s.start, s.end) for s in doc.sents for _ in s]
        doc.user_data["copydesk.sentences"] = found
    return found[i]


def is_role_noun(token: Token) -> bool:
    """Whether a token can head a title."""
    if token.lower_ == "lady":
        return token.i > 0 and token.nbor(-1).lower_ == "first"
    return token.lower_ in ROLE_NOUNS or token.text in ROLE_NOUNS or token.text in ABBREVIATIONS


def read_role(doc: Doc, start: int, limit: int, people: People, *, closed: bool = False) -> Phrase | None:
    """The role phrase that begins at `start`; `closed`: it must end at `limit`."""
    limit = min(limit, len(doc))
    at = start
    affiliation: tuple[int, int] | None = None
    former = False
    if at < limit and doc[at].lower_ in DETERMINERS:
        at += 1
    possessor = _possessor(doc, at, limit)
    of_a_kind = possessor == at + 1 and at == start and possessor + 1 < limit and _tells_a_kind(doc, at)
    if possessor is not None and not of_a_kind:
        affiliation = (at, possessor)
        at = possessor + 1
    at, was = _skip(doc, at, limit)
    former |= was
    # "Ukrainian President", "World Bank economist": whose it is, in front.
    if affiliation is None and at < limit:
        group = _group(doc, at)
        if (
            group is not None
            and group[1] < limit
            and not (is_role_noun(doc[group[1] - 1]) and doc[at].text not in _PARTIES)
        ):
            joins = doc[at].text not in _PARTIES or doc[group[1]].text in _PARTIES
            further = _group(doc, group[1]) if joins else None  # "EADS North America", "Liberal Democrat"
            affiliation = (group[0], further[1]) if further is not None and further[1] < limit else group
            at, was = _skip(doc, affiliation[1], limit)
            former |= was
    title_start = at
    head = _head(doc, possessor + 1 if possessor is not None and of_a_kind else at, limit, people)
    if head is None:
        return None
    inner = next((g for i in range(title_start, head) if (g := _group(doc, i)) is not None), None)
    if affiliation is None and inner is not None and doc[inner[0]].ent_type_ == "ORG" and inner[1] <= head:
        affiliation = inner
    if affiliation is None and (end := _unknown_body(doc, title_start, head)):
        affiliation, title_start = (title_start, end), end
    if affiliation is None and head > title_start and doc[title_start].lower_ in BODIES:
        affiliation = (title_start, title_start + 1)
        title_start += 1
    end = head + 1
    if end + 1 < limit and doc[end].text in _HYPHENS and doc[end + 1].lower_ in ("elect", "designate"):
        end += 2
    before_name = closed and limit in people and doc[head].text[:1].isupper()
    title_end, affiliation, end = _complements(doc, end, limit, affiliation, people, in_title=before_name)
    if closed and end != limit:
        return None
    return Phrase(Found((title_start, title_end), affiliation, former), end)


def _tells_a_kind(doc: Doc, i: int) -> bool:
    """Whether a possessor is part of the title: "women's rights activist", "Sheriff's Deputy"."""
    is_title = doc[i].is_title and doc[i + 2].is_title
    return not doc[i].ent_type_ and (doc[i].tag_ == "NNS" or is_title)


def _unknown_body(doc: Doc, start: int, head: int) -> int | None:
    """Where an organization that the recogniser missed ends: "Boeing Commercial Airplanes CEO"."""
    if not (doc[head].is_lower or doc[head].is_upper):
        return None
    end = start
    while end < head and doc[end].tag_ in PROPER and doc[end].lower_ not in MODIFIERS | ROLE_NOUNS:
        end += 1
    return end if end - start > 1 and doc[end - 1].lower_ not in THINGS else None


def _possessor(doc: Doc, at: int, limit: int) -> int | None:
    """Index of the "'s" that ends a possessor beginning at `at`: "Ukraine's", "the bank's"."""
    for i in range(at, min(limit, at + 8)):
        token = doc[i]
        if token.tag_ == "POS" or (token.text in _POSSESSIVE and i > at):
            return i if i > at else None
        joins = token.text in ("of", "and", "&", "for") and doc[i - 1].text[:1].isupper()  # "Bank of America's"
        if token.tag_ not in _NOUN_TAGS and not joins and not token.ent_type_:
            return None
    return None


def _skip(doc: Doc, at: int, limit: int) -> tuple[int, bool]:
    """Past words that are no part of the title: "former", "then-", "longtime", "19-year-old", "Oscar-winning"."""
    former = False
    while at < limit:
        word = doc[at].lower_
        if word in FORMER and at + 1 < limit and not (word == "past" and not is_role_noun(doc[at + 1])):
            former = True
            at += 2 if doc[at + 1].text in _HYPHENS else 1
        elif word.startswith(("ex-", "then-")) and word[word.index("-") + 1 :] in ROLE_NOUNS:
            return at, True
        elif word in DROPPED:
            at += 1
        elif at + 2 < limit and doc[at + 1].text in _HYPHENS and (quality := _quality(doc, at, limit)):
            at = quality
        else:
            break
    return at, former


def _quality(doc: Doc, at: int, limit: int) -> int | None:
    """Where "Oscar-winning", "19-year-old" ends."""
    for i in range(at + 2, min(limit, at + 5), 2):
        if doc[i].lower_ in _QUALITIES:
            return i + 1
        if i + 1 >= limit or doc[i + 1].text not in _HYPHENS:
            return None
    return None


def _group(doc: Doc, at: int) -> tuple[int, int] | None:
    """The name of a people, a place or an organization that begins at `at`."""
    token = doc[at]
    end = at
    if token.ent_type_ in _GROUPS and token.ent_iob_ == "B":
        end += 1
        while end < len(doc) and doc[end].ent_iob_ == "I":
            end += 1
    if end > at and end + 1 < len(doc) and doc[end].is_lower and doc[end].lower_ in PLACE_UNITS:
        end += 1  # "Donetsk region" governor
    if token.text in DEMONYMS or (token.text in _PARTIES and end - at < 2):  # "Kenyan Health" Minister
        return at, at + 1
    return (at, end) if end > at else None


def _head(doc: Doc, at: int, limit: int, people: People) -> int | None:
    """The role noun that ends a run of nouns and of what stands before them."""
    head = None
    for i in range(at, min(limit, at + _SPAN)):
        token = doc[i]
        if i in people:
            break
        if is_role_noun(token) and token.tag_ not in _NO_TITLE:
            head = i
        elif not _goes_on(doc, i, at, head, limit):
            break
    if head is None:
        return None
    # A noun behind it is the head, and no role: "president's", "coach station".
    behind = head + 1
    if behind < limit and doc[behind].tag_ in ("NN", "NNS") and behind not in people and doc[behind].ent_type_ == "":
        return None
    return head


def _goes_on(doc: Doc, i: int, at: int, head: int | None, limit: int) -> bool:
    """Whether a token that is no role noun may stand within a title that began at `at`."""
    token = doc[i]
    if token.text == ".":
        return doc[i - 1].text + "." in ABBREVIATIONS
    if token.lower_ in ("and", "&"):
        return i > at and head != i - 1
    if token.text in _HYPHENS and head is not None:
        return i + 1 < limit and is_role_noun(doc[i + 1])
    return token.tag_ in _NOUN_TAGS


def _complements(
    doc: Doc, end: int, limit: int, affiliation: tuple[int, int] | None, people: People, *, in_title: bool
) -> tuple[int, tuple[int, int] | None, int]:
    """What stands behind the role noun: -> end of the title, affiliation, end of the phrase.

    `in_title`: a name follows, and "Superintendent of Schools" has its capitals because of that.
    """
    title_end = end
    while end + 1 < limit:
        word = doc[end].lower_
        if word not in ("of", "for", "at", "with", "on", "to", "in", "from"):
            break
        object_ = read_noun_phrase(doc, end + 1, limit, people)
        if object_ is None:
            break
        first, last = object_
        if doc._.at.dates[first] is not None:
            break
        bare = first == end + 1 and doc[first].is_lower and not doc[first].ent_type_
        named = any(doc[i].ent_type_ in _GROUPS for i in range(first, last))
        if title_end == end and (
            word in ("on", "to")
            or (word == "of" and doc[end - 1].lower_ in _TITLES_OF_LAND)
            or (word == "of" and last - first == 1 and doc[first].text in _IN_TITLES)
            or (word in ("of", "for") and (affiliation is not None or (bare and not named) or (in_title and not named)))
        ):
            title_end = last
        elif affiliation is None and word in ("of", "for", "at", "with"):
            affiliation = _named_part(doc, first, last)
        elif word in ("to", "on"):
            break
        end = last
    return title_end, affiliation, end


def _named_part(doc: Doc, first: int, last: int) -> tuple[int, int]:
    """ "the consultancy Northgate" is Northgate; "Herat province" is both words."""
    group = next((g for i in range(first + 1, last) if (g := _group(doc, i)) is not None), None)
    if (
        group is not None
        and group[1] == last
        and doc[group[0]].ent_type_ == "ORG"
        and all(doc[i].is_lower and doc[i].tag_ == "NN" for i in range(first, group[0]))
    ):
        return group
    return first, last


def read_noun_phrase(doc: Doc, at: int, limit: int, people: People) -> tuple[int, int] | None:
    """A noun phrase without its determiner: `[first, end)`."""
    limit = min(limit, at + _SPAN)
    if at < limit and doc[at].lower_ in DETERMINERS:
        at += 1
    start = at
    dates = doc._.at.dates
    while at < limit and at not in people and (at == start or dates[at] is None):
        token = doc[at]
        inside = token.ent_iob_ == "I" and token.ent_type_ in _GROUPS and at > start
        joins = (
            token.lower_ in ("of", "and", "&", "for")
            and at > start
            and at + 1 < limit
            and doc[at - 1].text[:1].isupper()
            and doc[at + 1].text[:1].isupper()
        )
        possessive = token.tag_ == "POS" and at + 1 < limit and doc[at + 1].tag_ in _NOUN_TAGS
        if not (inside or joins or possessive or token.tag_ in _NOUN_TAGS):
            break
        at += 1
    while at > start and (doc[at - 1].tag_ in ("VBG", "VBN", "HYPH", "JJ", "CD") and doc[at - 1].ent_type_ == ""):
        at -= 1
    return (start, at) if at > start else None
