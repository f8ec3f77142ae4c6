"""He and she: each third-person pronoun tied to the one person it can be, after Lappin and Leass (1994).

Every mention makes its person salient, a subject more than an object, and salience halves with each sentence. Of those whom
gender and syntax admit the most salient is meant, if nobody comes near; else the pronoun stays untied.
"""

from __future__ import annotations

from itertools import islice

from spacy.tokens import Doc, Token

from .cluster import Cluster, Gender

GENDERS: dict[str, Gender] = {
    **dict.fromkeys(("he", "him", "his", "himself"), "m"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "f"),
}
_SUBJECT = frozenset({"nsubj", "nsubjpass", "csubj"})
_WEIGHTS = {"nsubj": 1.8, "nsubjpass": 1.8, "dobj": 1.2, "dative": 1.1, "pobj": 1.0, "poss": 0.9, "appos": 0.8}
_DECAY = 0.5
_HORIZON = 0.02  # below it a person is out of mind
_CLEAR = 0.8  # the runner-up has at most this share of the winner's salience
_IN_MIND = 30  # people who can be meant at a time
_HEADS = 10  # mentions of a person that are looked at in a sentence
_OPENING, _CLOSING = frozenset("“"), frozenset("”")


def resolve(doc: Doc, people: list[Cluster], anonymous: list[Cluster]) -> None:
    """Adds the pronouns to the mentions of `people`."""
    quoted = _quoted(doc)
    starts = {m[0]: (c, m) for c in (*anonymous, *people) for m in c.mentions}
    salience: dict[int, float] = {}
    minds: dict[int, Cluster] = {}
    for sentence in doc.sents:
        salience = {k: v * _DECAY for k, v in salience.items() if v * _DECAY > _HORIZON}
        here: dict[int, list[Token]] = {}
        for token in sentence:
            if token.i in starts:
                cluster, (start, end, _) = starts[token.i]
                head = doc[start:end].root
                _mention(cluster, head, salience, minds, here)
                continue
            gender = GENDERS.get(token.lower_)
            if gender is None or doc._.at.boilerplate[token.i] is not None:
                continue
            chosen = _choose(token, gender, salience, minds, here, quoted)
            if chosen is None:
                continue
            if chosen.name:
                chosen.mentions.append((token.i, token.i + 1, "pronoun"))
            if not chosen.gender_is_sure:
                chosen.gender, chosen.gender_is_sure = gender, True
            _mention(chosen, token, salience, minds, here)


def _mention(
    cluster: Cluster, head: Token, salience: dict[int, float], minds: dict[int, Cluster], here: dict[int, list[Token]]
) -> None:
    key = id(cluster)
    minds[key] = cluster
    weight = _WEIGHTS.get(head.dep_, 1.0)
    if not cluster.name:
        weight *= 0.6
    first = key not in here
    salience[key] = salience.get(key, 0.0) + (weight if first else 0.3 * weight)
    heads = here.setdefault(key, [])
    heads.append(head)
    del heads[:-_HEADS]
    if len(salience) > 2 * _IN_MIND:
        for out in sorted(salience, key=lambda k: -salience[k])[_IN_MIND:]:
            del salience[out]


def _choose(
    token: Token,
    gender: Gender,
    salience: dict[int, float],
    minds: dict[int, Cluster],
    here: dict[int, list[Token]],
    quoted: list[bool],
) -> Cluster | None:
    ranked: list[tuple[float, int]] = []
    for key, value in salience.items():
        cluster = minds[key]
        if cluster.gender and cluster.gender != gender:
            continue
        if not _may_corefer(token, here.get(key, [])):
            continue
        if quoted[token.i] and any(not quoted[m.i] and m.dep_ in _SUBJECT for m in here.get(key, [])):
            continue  # who speaks is not "he" in what is said
        score = value * (1.0 if cluster.gender else 0.6)
        ranked.append((score, key))
    ranked.sort(key=lambda r: -r[0])
    if not ranked or (len(ranked) > 1 and ranked[1][0] > _CLEAR * ranked[0][0]):
        return None
    return minds[ranked[0][1]]


def _may_corefer(token: Token, mentions: list[Token]) -> bool:
    """Whether syntax admits it: "him" is not the subject of its own verb, "himself" is."""
    subject = next(iter(_subjects(token.head)), None)
    if token.lower_ in ("himself", "herself"):
        return subject is None or any(m.i == subject.i for m in mentions)
    if token.dep_ in ("dobj", "dative", "pobj") and token.tag_ == "PRP":
        verb = token.head.head if token.dep_ == "pobj" else token.head
        return not any(m.i == s.i for m in mentions for s in _subjects(verb))
    return True


def _subjects(verb: Token) -> list[Token]:
    return [child for child in islice(verb.lefts, _HEADS) if child.dep_ in _SUBJECT]


def _quoted(doc: Doc) -> list[bool]:
    """Which tokens stand in quotation marks, paragraph by paragraph."""
    inside = [False] * len(doc)
    bounds = doc._.paragraphs or [(0, len(doc))]
    for start, end in bounds:
        is_open = False
        for i in range(start, end):
            word = doc[i].text
            if word in _OPENING:
                is_open = True
            elif word in _CLOSING:
                is_open = False
            elif word in ('"', "``", "''"):
                is_open = not is_open
            else:
                inside[i] = is_open
    return inside
