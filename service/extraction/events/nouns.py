"""Which nouns tell an event: "the arrest of three men" does, "the government" does not.

A logistic regression over the noun itself and what stands around it. Its weights are tables (`event_nouns.tsv`,
`event_noun_context.tsv`), trained by `training/events`.
"""

from __future__ import annotations

from functools import cache

from spacy.tokens import Token

from .words import noun_weights

PREPOSITIONS = frozenset(
    {"of", "by", "between", "against", "on", "with", "to", "from", "for", "in", "at", "over", "into"}
)
DETERMINERS = frozenset({"the", "a", "an", "this", "that", "no", "any", "another", "these", "those"})
ENDINGS = (
    "tion sion ment ing al ance ence ure age er or ist ity ness ship ian ee ism th sis y ary logy".split()  # noqa: SIM905
)


def noun_features(noun: Token) -> list[str]:
    """What stands around a noun: its place in the sentence, its determiner, its modifiers, and their words."""
    features = [f"dep={noun.dep_}", f"tag={noun.tag_}"]
    determiner = "none"
    for child in noun.children:
        dep = child.dep_
        if dep == "det":
            determiner = child.lower_ if child.lower_ in DETERMINERS else "other"
        elif dep == "poss":
            determiner = "poss"
        elif dep == "prep":
            if child.lower_ in PREPOSITIONS:
                features.append(f"has_prep={child.lower_}")
        elif dep in {"amod", "nummod", "compound", "acl", "relcl"}:
            features.append(f"child={dep}")
    features.append(f"det={determiner}")
    head = noun.head
    if noun.dep_ == "pobj":
        features.append(f"prep={head.lower_}")
        if head.lower_ == "of":
            features.append(f"ofhead={head.head.lemma_.lower()}")
    elif noun.dep_ in {"dobj", "nsubj", "nsubjpass", "compound"}:
        features.append(f"{noun.dep_}={head.lemma_.lower()}")
    elif noun.dep_ == "conj":
        features.append(f"conjdep={head.dep_}")
    return features


def lemma_features(lemma: str) -> list[str]:
    return [f"suf={ending}" for ending in ENDINGS if lemma.endswith(ending) and len(lemma) > len(ending) + 2]


@cache
def lemma_weight(lemma: str) -> float:
    lemmas, context = noun_weights()
    return lemmas.get(lemma, lemmas["*"]) + sum(context.get(feature, 0.0) for feature in lemma_features(lemma))


def event_score(noun: Token) -> float:
    """How much speaks for an event; above 0 it is one."""
    _, context = noun_weights()
    total = context["(bias)"] + lemma_weight(noun.lemma_.lower())
    return total + sum(context.get(feature, 0.0) for feature in noun_features(noun))
