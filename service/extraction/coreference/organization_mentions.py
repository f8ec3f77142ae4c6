"""What an organization is called besides its name: "the company", "the union", "it", "its".

Read in the order of the text. A noun means the one organization of its kind that the reader has in mind. "It" may be
any thing, so it is tied only where a subject hands it on: "The ministry said it would", "The bank cut its costs".
"""

from __future__ import annotations

from typing import get_args

from attrs import define, field, frozen
from spacy.tokens import Doc, Token

from service.extraction.lexicon import table, words
from service.extraction.model import OrganizationKind

from .cluster import Cluster
from .organizations import COUNTRIES, countries_of
from .syntax import SUBJECT, narrowed, subject_of

_KIND: dict[str, OrganizationKind] = {kind: kind for kind in get_args(OrganizationKind)}
_KINDS = {row["noun"]: [_KIND[kind] for kind in row["kinds"].split()] for row in table("organization_nominals")}
_IN_NAMES = {
    row["noun"]: frozenset([row["noun"], *filter(None, row["named"].split(", "))])
    for row in table("organization_nominals")
}
_BARE = frozenset(row["noun"] for row in table("organization_nominals") if row["bare"] == "yes")
_TELLING = words("organization_nouns", "noun").union(*_IN_NAMES.values())
# What no thing does: say, plan, accuse; a document may show.
_AGENTS_DO = words("metonymic_verbs").union(row["lemma"] for row in table("cues") if row["class"] != "evidence")
_SEEMING = frozenset({"seem", "appear", "happen", "turn", "rain", "snow", "emerge"})  # whose "it" is nothing
_MANY = frozenset({"police"})  # "the police said they"
_IT, _THEY = frozenset({"it", "its", "itself"}), frozenset({"they", "their", "them"})
# "The foreign ministry" is sought by its name; what is told of a company by an adjective may be anything.
_MODIFIERS = {True: frozenset({"compound"}), False: frozenset({"compound", "amod"})}
_NEAR = 2  # sentences back within which an organization is in mind
_CLIMB = 8  # heads from "its" up to its verb


@frozen
class _Phrase:
    """A noun for an organization, its first token, and what stands before it."""

    start: int
    noun: str
    country: str | None
    modifier: str | None


@define
class _Mind:
    """Which organizations were told of so far, and in which sentence last; `countries` of those where it is known."""

    countries: dict[int, str]
    seen: dict[int, int] = field(factory=dict)
    known: list[Cluster] = field(factory=list)
    sentence: int = 0

    def mention(self, organization: Cluster) -> None:
        if id(organization) not in self.seen:
            self.known.append(organization)
        self.seen[id(organization)] = self.sentence

    def _near(self, organization: Cluster) -> bool:
        return self.sentence - self.seen[id(organization)] <= _NEAR

    def called(self, phrase: _Phrase) -> Cluster | None:
        """The one that a noun can mean, by its name, else by its kind; nobody where two can be meant."""
        noun, country, modifier = phrase.noun, phrase.country, phrase.modifier
        known = [o for o in self.known if country in {None, self.countries.get(id(o), country)}]
        by_name = [o for o in known if _tells(o, noun)]
        if modifier:  # "the health ministry" by its name, "the oil company" while it is in mind
            by_name = [o for o in by_name if modifier in _words(o)]
            known = [o for o in known if self._near(o)]
        kinds = _KINDS[noun]
        of_kind = [] if by_name else [o for o in known if o.kind in kinds]
        if (
            noun in _BARE and not by_name
        ):  # one of which the name tells nothing may be of this kind, as long as it is in mind
            of_kind += [o for o in known if o.kind == "other" and self._near(o) and _TELLING.isdisjoint(_words(o))]
        found = self._one(by_name or of_kind)
        if found is not None and found.kind in {"other", "ngo"} and noun in _BARE:
            found.kind = kinds[0]
        return found

    def _one(self, organizations: list[Cluster]) -> Cluster | None:
        near = [o for o in organizations if self._near(o)]
        if len(near) == 1:
            return near[0]
        return organizations[0] if len(organizations) == 1 else None


def tie_organizations(doc: Doc, organizations: list[Cluster], quoted: list[bool]) -> None:
    """Adds nouns and pronouns to the mentions of `organizations`, which have only their names so far."""
    if not organizations:
        return
    at = {doc[start:end].root.i: o for o in organizations for start, end, _ in o.mentions}
    boilerplate = doc._.at.boilerplate
    mind = _Mind(countries_of(doc, organizations))
    topic: Token | None = None  # subject of the sentence before
    for mind.sentence, sentence in enumerate(doc.sents):
        for token in sentence:
            found = at.get(token.i)
            if found is None and mind.known and boilerplate[token.i] is None:
                word = token.lower_
                if word in _KINDS and (phrase := _phrase(token)) is not None:
                    found = mind.called(phrase)
                    if found is not None:
                        found.mentions.append((phrase.start, token.i + 1, "nominal"))
                elif word in _IT or word in _THEY:
                    giver = _giver(token, topic)
                    if giver is not None and quoted[giver.i] == quoted[token.i]:
                        found = at.get(giver.i)
                    if found is not None and (word in _IT or _is_many(found)):
                        found.mentions.append((token.i, token.i + 1, "pronoun"))
                    else:
                        found = None
                if found is not None:
                    at[token.i] = found
            if found is not None:
                mind.mention(found)
        topic = subject_of(sentence.root)


def _words(organization: Cluster) -> set[str]:
    return {word.strip(".,") for word in organization.name.lower().split()}


def _is_many(organization: Cluster) -> bool:
    return organization.kind == "sport" or not _MANY.isdisjoint(_words(organization))


def _tells(organization: Cluster, noun: str) -> bool:
    """Whether a name says what a noun says: "Tarn Bank" is a lender, the "Bank of Kenya" a central bank."""
    name = organization.name.lower()
    return not _IN_NAMES[noun].isdisjoint(_words(organization)) or any(
        " " in part and part in name for part in _IN_NAMES[noun]
    )


def _phrase(noun: Token) -> _Phrase | None:
    """ "the company", "the Swedish company", "the Leeds-based company", "the oil company"; None where more is said."""
    doc, start = noun.doc, noun.i
    if noun.ent_type_ or noun.dep_ == "compound" or not (noun.tag_ in {"NN", "NNP"} or noun.lower_ in _MANY):
        return None
    if narrowed(noun) or any(child.dep_ == "prep" for child in noun.rights):
        return None
    word, country, modifier = noun.lower_, None, None
    before = doc[start - 1] if start else noun
    if f"{before.lower_} {word}" in _KINDS:  # "central bank"
        word, start = f"{before.lower_} {word}", start - 1
    elif before.head.i == noun.i and before.is_lower and before.dep_ in _MODIFIERS[bool(_KINDS[word])]:
        modifier, start = before.lower_, start - 1
    before = doc[start - 1] if start else noun
    if before.text in COUNTRIES:
        country, start = COUNTRIES[before.text], start - 1
    elif start > 3 and before.lower_ == "based" and doc[start - 2].text == "-":
        start -= 3
    if start < 1 or doc[start - 1].lower_ not in {"the", "this"}:
        return None
    return _Phrase(start - 1, word, country, modifier)


def _giver(pronoun: Token, topic: Token | None) -> Token | None:
    """The subject that hands a pronoun on, if there is one."""
    if pronoun.tag_ == "PRP$":
        return _owner(pronoun, topic)
    verb = pronoun.head
    if pronoun.dep_ not in SUBJECT:
        return subject_of(verb) if pronoun.lower_ == "itself" and pronoun.dep_ in {"dobj", "pobj"} else None
    if _is_empty(verb):
        return None
    while verb.dep_ == "conj" and subject_of(verb) is pronoun and verb.head.i < verb.i:
        verb = verb.head
    if verb.dep_ == "ccomp":  # "The ministry said it would"
        giver = subject_of(verb.head)
        return giver if giver is not None and giver.i < pronoun.i else None
    if verb.lemma_.lower() not in _AGENTS_DO or pronoun.dep_ == "nsubjpass":
        return None
    if verb.dep_ == "advcl":  # "The bank plans to close as it fears"
        above = verb.head
        while above.dep_ == "xcomp" and subject_of(above) is None:
            above = above.head
        return subject_of(above)
    said = next((child for child in verb.lefts if child.dep_ in {"ccomp", "parataxis"}), None)
    return (subject_of(said) if said is not None else None) or topic  # "The bank will close, it said." "It said"


def _is_empty(verb: Token) -> bool:
    """Whether "it" before this verb is nothing: "it is clear that", "it was announced that", "it seems"."""
    lemma = verb.lemma_.lower()
    clauses = {child.dep_ for child in verb.rights}
    return lemma in _SEEMING or (
        not clauses.isdisjoint({"ccomp", "xcomp", "advcl", "csubj"})
        and (lemma == "be" or any(child.dep_ == "auxpass" for child in verb.lefts))
    )


def _owner(pronoun: Token, topic: Token | None) -> Token | None:
    """Whose "its" is: the subject's of its clause; where it stands in that subject, of the clause around."""
    node, in_subject = pronoun.head, False
    for _ in range(_CLIMB):
        if node.pos_ in {"VERB", "AUX"} or node.head is node:
            break
        if node.dep_ == "conj":  # "the virus and its effects"
            return None
        in_subject |= node.dep_ in SUBJECT
        node = node.head
    if not in_subject:
        for _ in range(3):  # "plans to cut its costs": the subject's of the verb above
            giver = subject_of(node)
            if giver is not None or node.dep_ not in {"xcomp", "conj", "advcl", "prep", "pcomp"}:
                break
            node = node.head
        if giver is not None and giver.tag_ in {"WDT", "WP"} and node.dep_ == "relcl":
            giver = node.head  # "the bank, which cut its costs"
        return giver if giver is not None and giver.i < pronoun.i else None
    if node.dep_ == "ccomp":
        return subject_of(node.head)
    said = next((child for child in node.lefts if child.dep_ in {"ccomp", "parataxis"}), None)
    if said is not None:  # "The bank will close, its chairman said"
        return subject_of(said)
    if node.dep_ in {"advcl", "conj"} and not any(child.dep_ == "dobj" for child in node.head.rights):
        return subject_of(node.head)
    return topic if pronoun.is_sent_start else None
