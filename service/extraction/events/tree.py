"""The triggers of a document by the tokens that stand for them, and how a phrase finds the one that it hangs on."""

from __future__ import annotations

from attrs import field, frozen
from spacy.tokens import Doc, Token

from service.extraction.document import token_range

from .triggers import Trigger, child, cue_tokens
from .words import verbs

CLIMB = 14  # steps up the tree


@frozen(eq=False)
class Tree:
    """The triggers of a document by the tokens that stand for them."""

    doc: Doc
    triggers: list[Trigger]
    at: dict[int, int] = field(init=False)  # token -> index in `triggers`
    cues: frozenset[int] = field(init=False)

    def __attrs_post_init__(self) -> None:
        at: dict[int, int] = {}
        for n, trigger in enumerate(self.triggers):
            at.setdefault(trigger.governor.i, n)
        for n, trigger in enumerate(self.triggers):
            at[trigger.head.i] = n
        object.__setattr__(self, "at", at)
        object.__setattr__(self, "cues", cue_tokens(self.doc))

    def above(self, token: Token) -> tuple[int | None, Token | None]:
        """The trigger that a phrase hangs on, or the saying verb that it hangs on instead."""
        for _ in range(CLIMB):
            if token.i in self.at:
                return self.at[token.i], None
            if token.i in self.cues or (token.pos_ in {"VERB", "AUX"} and token.lemma_.lower() in verbs("say")):
                return None, token
            if token.head.i == token.i or token.dep_ in {"relcl", "acl", "advcl"}:
                return None, None  # of a clause that tells no event: "who has been in power since 2013"
            token = token.head
        return None, None

    def clause_root(self, cue: Token) -> int | None:
        """The first trigger of what a saying verb says."""
        said = child(cue, "ccomp")
        if said is None and cue.dep_ in {"parataxis", "ccomp", "advcl"}:
            said = cue.head
        if said is None:
            return None
        return self.at.get(said.i)


def root_of(doc: Doc, start: int, end: int) -> Token | None:
    first, last = token_range(doc, start, end)
    return doc[first:last].root if last > first else None
