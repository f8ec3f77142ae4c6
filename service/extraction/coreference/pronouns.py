"""He, she and nouns like "the president", in the order of the text: each tied to the one person whom it can be.

After Lappin and Leass (1994): every mention makes its person salient, a subject more than an object, and salience
halves with each sentence. Of those whom gender and syntax admit the most salient is meant, if nobody comes near; else
the pronoun stays untied.
"""

from __future__ import annotations

from attrs import define, field
from spacy.tokens import Doc, Span, Token

from .cluster import Cluster, Gender
from .gender import PERSON_NOUNS
from .nominals import Nominals
from .syntax import SUBJECT, subjects

GENDERS: dict[str, Gender] = {
    **dict.fromkeys(("he", "him", "his", "himself"), "m"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "f"),
}
_WEIGHTS = {"nsubj": 1.8, "nsubjpass": 1.8, "dobj": 1.2, "dative": 1.1, "pobj": 1.0, "poss": 0.9, "appos": 0.8}
_UNNAMED = 0.6  # what a mention weighs of whom the text gives no name
_AGAIN = 0.3  # what a further mention in one sentence weighs
_UNSURE = 0.6  # what a person weighs of whom nothing tells the gender
_DECAY = 0.5
_HORIZON = 0.02  # below it a person is out of mind
_CLEAR = 0.8  # the runner-up has at most this share of the winner's salience, where a pronoun means one of them
_CLEARER = 0.5  # and where a noun does
_BEHIND = 60  # tokens of a clause that are looked at
_IN_MIND = 30  # people who can be meant at a time
_NEAR = 10  # mentions of a person in a sentence that are looked at


@define
class _Mind:
    """Who is in the reader's mind, and where each was mentioned in this sentence; `names` are all names of the text."""

    quoted: list[bool]
    names: dict[int, Cluster]
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
        told = self.named_behind(pronoun)
        for key, value in self.salience.items():
            person, heads = self.people[key], self.here.get(key, [])
            if person.gender not in {"", gender} or not _may_corefer(pronoun, heads):
                continue
            if person in told:
                continue
            if self.quoted[pronoun.i] and any(not self.quoted[h.i] and h.dep_ in SUBJECT for h in heads):
                continue  # who speaks is not "he" in what is said
            ranked.append((value if person.gender else value * _UNSURE, key))
        return self._first(ranked, _CLEAR)

    def named_behind(self, pronoun: Token) -> list[Cluster]:
        """Whom the clause of a subject names: "He said Warhol was a legend" is not said by Warhol."""
        if pronoun.dep_ not in SUBJECT:
            return []
        verb = pronoun.head
        end = min(verb.right_edge.i + 1, pronoun.i + _BEHIND)
        return [self.names[i] for i in range(pronoun.i + 1, end) if i in self.names]

    def clearest(self, people: list[Cluster]) -> Cluster | None:
        """Who of several is most in mind, if nobody comes near."""
        return self._first([(self.salience[id(p)], id(p)) for p in people if id(p) in self.salience], _CLEARER)

    def _first(self, ranked: list[tuple[float, int]], clear: float) -> Cluster | None:
        ranked.sort(key=lambda r: -r[0])
        if not ranked or (len(ranked) > 1 and ranked[1][0] > clear * ranked[0][0]):
            return None
        return self.people[ranked[0][1]]


def tie_people(doc: Doc, people: list[Cluster], nominals: Nominals, quoted: list[bool]) -> None:
    """Adds nouns and pronouns to the mentions of `people`, who have only their names so far."""
    mentions = {doc[m[0] : m[1]].root.i: person for person in people for m in person.mentions}
    boilerplate = doc._.at.boilerplate
    mind = _Mind(quoted, dict(mentions))
    for sentence in doc.sents:
        mind.next_sentence()
        for token in sentence:
            if token.i in mentions:
                mind.mention(mentions[token.i], token)
                continue
            if boilerplate[token.i] is not None:
                continue
            gender = GENDERS.get(token.lower_)
            if gender is not None:
                meant = mind.meant(token, gender) or _ahead(token, gender, sentence, mentions)
                if meant is None:
                    continue
                meant.mentions.append((token.i, token.i + 1, "pronoun"))
                if not meant.gender_is_sure:
                    meant.gender, meant.gender_is_sure = gender, True
            elif (nominal := nominals.at(token)) is not None:
                meant = nominals.who(nominal, mind.clearest)
                if meant is None:  # somebody without a name, whom a pronoun may mean besides
                    gender = PERSON_NOUNS.get(token.lower_, "")
                    meant = Cluster(gender=gender, gender_is_sure=bool(gender))
                meant.mentions.append((nominal.start, token.i + 1, "nominal"))
            else:
                continue
            mentions[token.i] = meant
            mind.mention(meant, token)


def _ahead(pronoun: Token, gender: Gender, sentence: Span, mentions: dict[int, Cluster]) -> Cluster | None:
    """ "In her remarks, Waters thanked them": the subject to come, where the sentence begins with a preposition."""
    if pronoun.tag_ != "PRP$" or sentence[0].tag_ != "IN":
        return None
    subject = next((s for s in subjects(sentence.root) if s.i > pronoun.i), None)
    person = mentions.get(subject.i) if subject is not None else None
    return person if person is not None and person.gender in {"", gender} else None


def _may_corefer(pronoun: Token, mentions: list[Token]) -> bool:
    """Whether syntax admits it: "him" is not the subject of its own verb, "himself" is."""
    if pronoun.lower_ in {"himself", "herself"}:
        owners = subjects(pronoun.head)
        return not owners or any(m.i == owners[0].i for m in mentions)
    if pronoun.dep_ in {"dobj", "dative", "pobj"} and pronoun.tag_ == "PRP":
        verb = pronoun.head.head if pronoun.dep_ == "pobj" else pronoun.head
        return not any(m.i == s.i for m in mentions for s in subjects(verb))
    return True
