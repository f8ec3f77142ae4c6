"""The document votes: one surface, one label; a surname known as a person's stays one; what was missed is found.

Each occurrence speaks for its label with its weight; a person's full name speaks for its parts. A span that the grammar
is sure of keeps its label, and a place after "in" stays a place, but both speak.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from attrs import evolve
from spacy.tokens import Doc

from service.extraction.document import attribute

from .grammar import covered
from .trim import (
    DEMONYMS,
    FIRST_NAMES,
    KEPT,
    ORGANIZATION_NOUNS,
    ORGANIZATIONS,
    PARTICLES,
    PROPER,
    ROLE_NOUNS,
    SUFFIXES,
    THINGS,
    Name,
    is_capitalized,
    is_title,
    texts,
)

_PLACES = frozenset({"GPE", "LOC", "FAC"})
_LOCATIVE = frozenset(["in", "near", "outside", "inside", "across", "throughout", "around"])
_ARTICLES = frozenset({"a", "an", "the"})

NO_NAME = ""
_LABELS = (NO_NAME, "PERSON", "ORG", "GPE")  # of the network's kinds
EVIDENCE = 0.4  # what the words around a name count beside our network, which has read them, too
OWN = 0.5  # share of a name's own sentence in its score
SURE_OF_A_TEAM = 0.5  # probability with which a sentence keeps its place or organization against the document
BY_GRAMMAR = 0.5  # of a vote, for the label that the grammar gave
SURE_OF_A_NAME = 1.3  # votes with which a document finds names where the network saw none
UNSURE_OF_NONE = 0.4  # probability of some name that is enough without those votes
_LEAST = 0.02  # smaller shares are not counted

Votes = dict[str, dict[str, float]]


def key(doc: Doc, start: int, end: int) -> str:
    """How a surface is known: NAMES IN CAPITALS vote with the others."""
    return " ".join(attribute(doc, "LOWER")[start:end])


def vote(doc: Doc, names: list[Name], is_place: Callable[[str], bool]) -> list[Name]:
    """The names with the labels that the document gives them, in order, none inside another; the weight is their score.

    `is_place` tells whether there is a place of that name.
    """
    votes = _counted(doc, names, is_place)
    labels = {surface: _winner(ballot, NO_NAME) for surface, ballot in votes.items()}
    missed = [name for name in _missed(doc, names, labels) if _is_believed(doc, name, votes)]
    out = [_relabelled(doc, name, labels) for name in [*names, *missed]]
    kept = _apart([n for n in out if n is not None and n.label in KEPT])
    return [evolve(name, weight=_score(doc, name, votes)) for name in kept]


# ---------------------------------------------------------------- counting


def _counted(doc: Doc, names: list[Name], is_place: Callable[[str], bool]) -> Votes:
    votes: Votes = defaultdict(lambda: defaultdict(float))
    trust = 1.0 if doc._.kinds is None else EVIDENCE
    for name in names:
        surface = key(doc, name.start, name.end)
        if name.weight:
            for label, share in leaning(doc, name).items():
                votes[surface][label] += name.weight * share
        for label, weight in _evidence(doc, name, is_place).items():
            votes[surface][label] += trust * weight
    # A full name speaks for its parts, the surname more than the first name.
    parts: Votes = defaultdict(lambda: defaultdict(float))
    for surface, ballot in votes.items():
        part = surface.split(" ")
        if len(part) > 1 and _winner(ballot) == "PERSON":
            weight = ballot["PERSON"]
            while part[-1] in SUFFIXES and len(part) > 1:
                part.pop()
            for tail in _tails(part):
                parts[tail]["PERSON"] += weight
            parts[part[0]]["PERSON"] += 0.4 * weight
        elif len(part) > 1 and _winner(ballot) == "ORG":
            if _may_be_short(part[0]) and not is_place(part[0]):
                parts[part[0]]["ORG"] += 1.1  # "Ora", of "Ora Media"
            if _is_club(part[-1]):
                parts[part[-1]]["ORG"] += SURE_OF_A_NAME  # "United", of "Leeds United"
    for surface, ballot in parts.items():
        for label, weight in ballot.items():
            votes[surface][label] += weight
    return votes


def _is_believed(doc: Doc, name: Name, votes: Votes) -> bool:
    """Whether a further occurrence is the name, which the network passed over: the document is sure, or it was not."""
    if doc._.kinds is None:
        return True
    for_it = votes[key(doc, name.start, name.end)][name.label]
    return for_it >= SURE_OF_A_NAME or leaning(doc, name).get(NO_NAME, 0.0) < 1 - UNSURE_OF_NONE


def _kinds(doc: Doc) -> list[list[float]]:
    """`doc._.kinds` as lists, made once: a row of an array costs ten times as much."""
    found: list[list[float]] | None = doc.user_data.get("copydesk.kinds")
    if found is None:
        found = doc.user_data["copydesk.kinds"] = doc._.kinds.tolist()
    return found


def leaning(doc: Doc, name: Name) -> dict[str, float]:
    """How much of a vote a name gives to each label."""
    if name.sure or name.label == "NORP" or doc._.kinds is None:
        return {name.label: 1.0}
    rows = _kinds(doc)[name.start : name.end]
    shares = [sum(column) / len(rows) for column in zip(*rows, strict=True)]
    found = {label: share for label, share in zip(_LABELS, shares, strict=True) if share > _LEAST}
    if not name.read:  # the grammar made it longer, or another one
        found[name.label] = found.get(name.label, 0.0) + BY_GRAMMAR
    return found


def _may_be_short(word: str) -> bool:
    """Whether an organization may go by the first word of its name: "Ora", not "Russian", "Bank"."""
    return word not in ORGANIZATION_NOUNS and word.capitalize() not in DEMONYMS


def _is_club(word: str) -> bool:
    """Whether a club goes by the last word of its name: "United", not "Club"."""
    noun = ORGANIZATION_NOUNS.get(word)
    return noun is not None and noun["kind"] == "sport" and word not in {"club", "team"}


def _tails(parts: list[str]) -> list[str]:
    """Surnames that a full name may be cut down to: "vries", "de vries"."""
    at = len(parts) - 1
    while at > 2 and parts[at - 1] == "-":  # "Holtz-Eakin" is one word in three tokens
        at -= 2
    tails = [" ".join(parts[at:])]
    while at > 1 and parts[at - 1] in PARTICLES:
        at -= 1
        tails.append(" ".join(parts[at:]))
    return tails


def _evidence(doc: Doc, name: Name, is_place: Callable[[str], bool]) -> dict[str, float]:
    """What stands in and around a name, for or against its label."""
    tokens = doc[name.start : name.end]
    surface = tokens.text
    if surface in ORGANIZATIONS:
        return {"ORG": 2.0 if name.label != "PERSON" else 1.5}
    found: dict[str, float] = defaultdict(float)
    is_known_place = name.label in _PLACES and is_place(surface)
    if len(tokens) in (2, 3) and tokens[0].text in FIRST_NAMES and tokens[-1].lower_ not in ORGANIZATION_NOUNS:
        found["PERSON"] += 0.6 if is_known_place else 1.2
    if name.label == "PERSON" and is_place(surface) and _has_office_before(doc, name.start):
        found["GPE"] += 2.5
    if len(tokens) == 1 and surface in FIRST_NAMES and name.label == "PERSON":
        found["PERSON"] += 1.2
    if (
        name.label != "NORP"
        and not is_known_place
        and (_has_role_behind(doc, name.end) or _has_role_before(doc, name.start))
    ):
        found["PERSON"] += 1.5
    if name.end + 1 < len(doc) and doc[name.end].text == "," and doc[name.end + 1].lower_ == "who":
        found["PERSON"] += 1.0
    return found


def _has_role_behind(doc: Doc, end: int) -> bool:
    """ ", the lead investigator": a role noun that heads what stands between commas behind the name."""
    if end + 1 >= len(doc) or doc[end].text != ",":
        return False
    at = end + 1
    if doc[at].is_digit and at + 2 < len(doc) and doc[at + 1].text == ",":
        at += 2
    for i in range(at, min(at + 6, len(doc))):
        word = doc[i]
        if word.lower_ in ROLE_NOUNS and word.tag_ in ("NN", "NNP"):
            return True
        if (word.is_punct and word.text != "-") or word.pos_ in ("VERB", "AUX", "ADP"):
            return False
    return False


def _has_office_before(doc: Doc, start: int) -> bool:
    """ "The mayor of Mykolaiv"."""
    return start > 1 and doc[start - 1].lower_ == "of" and doc[start - 2].lower_ in ROLE_NOUNS


def _has_role_before(doc: Doc, start: int) -> bool:
    """ "prime minister Lendvai", "the coach, Serra": a role noun next before the name."""
    at = start - 1
    if at > 0 and doc[at].text == ",":
        at -= 1
    return at >= 0 and doc[at].lower_ in ROLE_NOUNS and doc[at].tag_ in ("NN", "NNP")


def _winner(ballot: dict[str, float], without: str | None = None) -> str:
    counted = ((share, label) for label, share in ballot.items() if label != without)
    return max(counted, default=(0.0, NO_NAME))[1]


# ---------------------------------------------------------------- after the count


def _relabelled(doc: Doc, name: Name, labels: dict[str, str]) -> Name | None:
    """The name under the label of its surface; a weak one that nobody speaks for is none."""
    label = labels.get(key(doc, name.start, name.end), "")
    if name.sure:
        return name
    if not label:
        return None
    if (
        name.label in _PLACES
        and label in ("PERSON", "ORG")
        and name.start > 0
        and doc[name.start - 1].lower_ in _LOCATIVE
    ):
        return name
    if name.label in ("GPE", "LOC", "FAC") and label in ("GPE", "LOC", "FAC"):
        return name
    if {name.label, label} == {"GPE", "ORG"} and leaning(doc, name).get(name.label, 0.0) > SURE_OF_A_TEAM:
        return name  # "England won" is a team, "in England" is not: that is for the sentence to say
    return evolve(name, label=label)


def _score(doc: Doc, name: Name, votes: Votes) -> float:
    """How sure a name is: what its own sentence says of it, and what the document does."""
    ballot = votes.get(key(doc, name.start, name.end), {})
    label = "GPE" if name.label in _PLACES else name.label
    whole = sum(ballot.values())
    document = ballot.get(label, 0.0) / whole if whole else 0.5
    if doc._.kinds is None or name.sure:
        own = 0.9 if name.sure else document
    else:
        own = min(1.0, leaning(doc, name).get(label, 0.0))
    return OWN * own + (1 - OWN) * document


def _missed(doc: Doc, names: list[Name], labels: dict[str, str]) -> list[Name]:
    """Further occurrences of the surfaces that are known, the longest first."""
    lengths: dict[str, set[int]] = defaultdict(set)  # first word -> how long the names are that begin with it
    for surface, label in labels.items():
        if label in KEPT:
            lengths[surface.partition(" ")[0]].add(surface.count(" ") + 1)
    at = covered(names)
    found: list[Name] = []
    after = 0
    for i, word in enumerate(texts(doc)):
        if i < after or word.lower() not in lengths:
            continue
        for length in sorted(lengths[word.lower()], reverse=True):
            label = labels.get(key(doc, i, i + length), "")
            if label in KEPT and _occurs(doc, i, min(i + length, len(doc)), at):
                found.append(Name(i, i + length, label, 0.9, read=True))
                after = i + length
                break
    return found


def _occurs(doc: Doc, i: int, end: int, at: dict[int, Name]) -> bool:
    """Whether the words are a name here, too: in capitals, free, and no part of a longer name."""
    if any(n in at for n in range(i, end)) or not (is_capitalized(doc[i].text) and is_capitalized(doc[end - 1].text)):
        return False
    if end - i > 1:
        return True
    token = doc[i]
    if token.tag_ not in PROPER or is_title(token.text) or token.lower_ in THINGS:
        return False
    # Inside a longer run of capitals it may be part of something else: "Warhol Prize".
    beside = [n for n in (i - 1, end) if 0 <= n < len(doc) and doc[n].tag_ in PROPER and n not in at]
    return not any(is_capitalized(doc[n].text) and not is_title(doc[n].text) for n in beside)


def _apart(names: list[Name]) -> list[Name]:
    """Of names that overlap the longer stays."""
    taken: set[int] = set()
    kept: list[Name] = []
    for name in sorted(names, key=lambda n: (n.start - n.end, n.start)):
        if not any(i in taken for i in range(name.start, name.end)):
            taken.update(range(name.start, name.end))
            kept.append(name)
    return sorted(kept, key=lambda n: n.start)
