"""He and she: each third-person pronoun tied to the one person it can be, after Lappin and Leass (1994).

Every mention makes its person salient, a subject more than an object, and salience halves with each sentence.
Of those whom gender and syntax admit the most salient is meant, if nobody comes near; else the pronoun stays untied.
"""

from __future__ import annotations

from itertools import islice

from attrs import define, field
from spacy.tokens import Doc, Span, Token

from .cluster import Cluster, Gender

GENDERS: dict[str, Gender] = {
    **dict.fromkeys(("he", "him", "his", "himself"), "m"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "f"),
}
_SUBJECT = frozenset({"nsubj", "nsubjpass", "csubj"})
_WEIGHTS = {"nsubj": 1.8, "nsubjpass": 1.8, "dobj": 1.2, "dative": 1.1, "pobj": 1.0, "poss": 0.9, "appos": 0.8}
_UNNAMED = 0.6  # what a mention weighs of whom the text gives no name
_AGAIN = 0.3  # what a further mention in one sentence weighs
_UNSURE = 0.6  # what a person weighs of whom nothing tells the gender
_DECAY = 0.5
_HORIZON = 0.02  # below it a person is out of mind
_CLEAR = 0.8  # the runner-up has at most this share of the winner's salience
_IN_MIND = 30  # people who can be meant at a time
_NEAR = 10  # mentions of a person, and children of a verb, that are looked at


@define
class _Mind:
    """Who is in the reader's mind, and where each was mentioned in this sentence."""

    quoted: list[bool]
    people: dict[int, Cluster] = field(factory=dict)
    salience: dict[int, float] = field(factory=dict)
    here: dict[int, list[Token]] = field(factory=dict)

    def next_sentence(self) -> None:
        self.salience = {k: v * _DECAY for k, v in self.salience.items() if v * _DECAY > _HORIZON}
        self.here = {}

    def mention(self, person: Cluster, head: Token) -> None:
        key = id(person)
        weight = _WEIGHTS.get(head.dep_, 1.0) * (1.0 if person.name else _UNNAMED)
        self.people[key] = person
        self.salience[key] = self.salience.get(key, 0.0) + (weight * _AGAIN if key in self.here else weight)
        heads = self.here.setdefault(key, [])
        heads.append(head)
        del heads[:-_NEAR]
        if len(self.salience) > 2 * _IN_MIND:
            for out in sorted(self.salience, key=lambda k: -self.salience[k])[_IN_MIND:]:
                del self.salience[out]

    def meant(self, pronoun: Token, gender: Gender) -> Cluster | None:
        """Whom a pronoun means, if that is clear."""
        ranked: list[tuple[float, int]] = []
        for key, value in self.salience.items():
            person, heads = self.people[key], self.here.get(key, [])
            if person.gender not in {"", gender} or not _may_corefer(pronoun, heads):
                continue
            if self.quoted[pronoun.i] and any(not self.quoted[h.i] and h.dep_ in _SUBJECT for h in heads):
                continue  # who speaks is not "he" in what is said
            ranked.append((value if person.gender else value * _UNSURE, key))
        ranked.sort(key=lambda r: -r[0])
        if not ranked or (len(ranked) > 1 and ranked[1][0] > _CLEAR * ranked[0][0]):
            return None
        return self.people[ranked[0][1]]


def resolve(doc: Doc, people: list[Cluster], anonymous: list[Cluster]) -> None:
    """Adds the pronouns to the mentions of `people`; `anonymous` are those whom one may mean besides."""
    mentions = {doc[m[0] : m[1]].root.i: person for person in (*anonymous, *people) for m in person.mentions}
    boilerplate = doc._.at.boilerplate
    mind = _Mind(_quoted(doc))
    for sentence in doc.sents:
        mind.next_sentence()
        for token in sentence:
            if token.i in mentions:
                mind.mention(mentions[token.i], token)
                continue
            gender = GENDERS.get(token.lower_)
            if gender is None or boilerplate[token.i] is not None:
                continue
            meant = mind.meant(token, gender) or _ahead(token, gender, sentence, mentions)
            if meant is None:
                continue
            if meant.name:
                meant.mentions.append((token.i, token.i + 1, "pronoun"))
            if not meant.gender_is_sure:
                meant.gender, meant.gender_is_sure = gender, True
            mind.mention(meant, token)


def _ahead(pronoun: Token, gender: Gender, sentence: Span, mentions: dict[int, Cluster]) -> Cluster | None:
    """ "In her remarks, Waters thanked them": the subject to come, where the sentence begins with a preposition."""
    if pronoun.tag_ != "PRP$" or sentence[0].tag_ != "IN":
        return None
    subject = next((s for s in _subjects(sentence.root) if s.i > pronoun.i), None)
    person = mentions.get(subject.i) if subject is not None else None
    return person if person is not None and person.gender in {"", gender} else None


def _may_corefer(pronoun: Token, mentions: list[Token]) -> bool:
    """Whether syntax admits it: "him" is not the subject of its own verb, "himself" is."""
    if pronoun.lower_ in {"himself", "herself"}:
        subjects = _subjects(pronoun.head)
        return not subjects or any(m.i == subjects[0].i for m in mentions)
    if pronoun.dep_ in {"dobj", "dative", "pobj"} and pronoun.tag_ == "PRP":
        verb = pronoun.head.head if pronoun.dep_ == "pobj" else pronoun.head
        return not any(m.i == s.i for m in mentions for s in _subjects(verb))
    return True


def _subjects(verb: Token) -> list[Token]:
    return [child for child in islice(verb.lefts, _NEAR) if child.dep_ in _SUBJECT]


def _quoted(doc: Doc) -> list[bool]:
    """Which tokens stand in quotation marks, paragraph by paragraph."""
    inside = [False] * len(doc)
    for start, end in doc._.paragraphs or [(0, len(doc))]:
        is_open = False
        for token in doc[start:end]:
            if token.text == "“":
                is_open = True
            elif token.text == "”":
                is_open = False
            elif token.text in {'"', "``", "''"}:
                is_open = not is_open
            else:
                inside[token.i] = is_open
    return inside
