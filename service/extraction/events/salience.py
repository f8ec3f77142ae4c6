"""How much of the story an event is, 0 to 1: where it is told, how often, of whom, and whether the title tells it."""

from __future__ import annotations

import math

from spacy.tokens import Doc, Token

from service.extraction.document import attribute, token_starts
from service.extraction.event_types import OTHER
from service.extraction.model import Article, EventStatus, Participant

from .triggers import Trigger, child
from .words import verbs

# Weights of what makes an event salient, chosen by hand; the sum is pressed into 0 to 1.
BIAS = -4.0
POSITION = 3.0  # falls with each sentence
FALL = 0.5
MENTIONS = 0.35  # for each doubling
KNOWN_TYPE = 0.3
NAMED = 0.35  # for each named participant, up to three
ARGUMENTS = 0.3
LINKED = 0.3  # for its time, and for its place
ROOT = 2.4  # the sentence's own verb
TITLE = 1.6
NOT_SO = -0.4  # denied or only possible
NOUN = -1.4
STATE = -1.0  # "want", "become": how things stand
HELPING = -1.0  # "is expected to visit": the visit is what matters


class Salience:
    def __init__(self, doc: Doc) -> None:
        article: Article = doc._.article
        self._title = {w.strip(".,:;!?\"'").lower() for w in (article.title or "").split()}
        self.sentence_of: list[int] = []
        number = -1
        told = False
        boilerplate = doc._.at.boilerplate
        dateline = doc._.dateline  # counts as no sentence
        dated = range(dateline.start, dateline.end) if dateline is not None else range(0)
        begins = (doc.to_array("SENT_START") == 1).tolist() if len(doc) else []
        for word, start, is_first, marked in zip(
            attribute(doc, "ORTH"), token_starts(doc), begins, boilerplate, strict=True
        ):
            if is_first or number < 0:
                number += told or number < 0
                told = False
            told = told or (word[0].isalnum() and not marked and start not in dated)
            self.sentence_of.append(number)

    def of(
        self,
        triggers: list[Trigger],
        event_type: str,
        status: EventStatus,
        participants: tuple[Participant, ...],
        linked: int,
    ) -> float:
        score = BIAS + max(self._prominence(t) for t in triggers) + MENTIONS * min(2.0, math.log2(len(triggers)))
        score += KNOWN_TYPE * (event_type != OTHER)
        named = {p.person_id or p.organization_id or p.place_id for p in participants} - {None}
        score += NAMED * min(3, len(named)) + ARGUMENTS * min(2, len(participants))
        score += LINKED * linked
        words = {t.head.lemma_.lower() for t in triggers} | {t.head.lower_ for t in triggers}
        score += TITLE * bool(self._title & words)
        score += NOT_SO * (status in {"denied", "possible"}) + NOUN * all(t.is_noun for t in triggers)
        return round(1 / (1 + math.exp(-score)), 3)

    def _prominence(self, trigger: Trigger) -> float:
        """Of one telling: how early, and whether it is what its sentence says."""
        governor = trigger.governor
        is_main = governor.dep_ == "ROOT" or is_said(governor)
        score = POSITION / (1 + FALL * self.sentence_of[trigger.head.i])
        if trigger.is_noun:
            return score + ROOT * is_main
        if trigger.key in verbs("state"):
            score += STATE
        if trigger.key in verbs("plan") | verbs("possible") | verbs("intention") and child(trigger.head, "xcomp"):
            score += HELPING
        elif governor.dep_ == "xcomp" and governor.head.lemma_.lower() in verbs("plan") | verbs("possible"):
            is_main = is_main or governor.head.dep_ == "ROOT" or is_said(governor.head)
        return score + ROOT * is_main


def is_said(verb: Token) -> bool:
    """True for the verb of what somebody says: the root of the sentence but for "said"."""
    return verb.dep_ == "ccomp" and verb.head.dep_ == "ROOT"
