"""Indirect and mixed quotations: what stands in the grammar of a cue.

In: the cues that no direct quotation took, the parse, the stretches that are speech of their own. Out: `[Found]`.

X said (that) … · …, X said · …, X said, … · according to X, … · X's claim that … · X vowed to … · X called him a liar
"""

from __future__ import annotations

from spacy.tokens import Doc

from .cues import NOUNS, Cue
from .found import Found
from .tree import Tree

SPAN = 150  # tokens: the longest piece
EDGE = frozenset({",", ".", ";", ":", "—", "–", "-", "--", "?", "!", "(", ")", "and", "but"})
COMMAS = frozenset({",", "—", "–", "--", "-"})


class Indirect:
    def __init__(self, doc: Doc, tree: Tree, cues: list[Cue], speech: list[bool], used: frozenset[int]) -> None:
        """`speech[i]` is true where a token belongs to a direct quotation; `used` are the cues of those."""
        self.doc = doc
        self.tree = tree
        self.cues = [cue for cue in cues if not speech[cue.i]]
        self.speech = speech
        self.used = used

    def find(self) -> list[Found]:
        found = []
        for cue in self.cues:
            if not cue.real or not self._reports(cue):
                continue
            pieces, confidence = self._content(cue)
            pieces = [trimmed for piece in pieces if (trimmed := self._trimmed(*piece)) is not None]
            if not pieces or (cue.i in self.used and not self._before_speech(pieces, cue)):
                continue
            end = max(cue.end, pieces[-1][1])
            found.append(
                Found(
                    pieces=[self._characters(*piece) for piece in pieces],
                    cue=cue,
                    subject=cue.subject,
                    confidence=confidence,
                    outside=self._outside(cue, pieces),
                    end=end,
                )
            )
        return found

    def _reports(self, cue: Cue) -> bool:
        """Speech and writing report; a study shows; belief and plan do not."""
        if cue.kind == "evidence":
            return cue.subject is not None and NOUNS.get(self.tree.tokens[cue.subject].lemma_.lower()) in (
                "study",
                "document",
            )
        return cue.kind in ("speech", "writing", "according", "noun")

    def _content(self, cue: Cue) -> tuple[list[tuple[int, int]], float]:
        if cue.kind == "according":
            return self._beside(cue, self.tree.left(cue.i), max(self.tree.end(cue.i), cue.end)), 0.85
        if cue.kind == "noun":
            clause = next((c for c in self.tree.children[cue.i] if c > cue.i and self._has_that(c)), None)
            return ([self._clause(clause)] if clause is not None else []), 0.7
        clause = self._complement(cue)
        if clause is not None:
            return [self._clause(clause)], 0.85 if cue.lemma in ("say", "tell") else 0.8
        if "that" in cue.frames and self._is_parenthesis(cue):
            first = self.tree.left(cue.subject) if cue.subject is not None and cue.subject < cue.i else cue.first
            return self._beside(cue, first, self._end_of_cue(cue)), 0.85
        phrase = self._phrase(cue)
        return ([phrase] if phrase is not None else []), 0.65

    # ---------------------------------------------------------------- to the right

    def _complement(self, cue: Cue) -> int | None:
        """Head of the clause that the cue governs, on its right."""
        tree = self.tree
        if "that" in cue.frames or "recipient" in cue.frames:
            for child in tree.children[cue.i]:
                if child > cue.i and tree.dep[child] == "ccomp":
                    return child
        if "inf" in cue.frames or "ing" in cue.frames:
            for child in tree.children[cue.i]:
                if child > cue.i and tree.dep[child] in ("xcomp", "ccomp"):
                    return child
        return None

    def _has_that(self, clause: int) -> bool:
        return self.tree.dep[clause] in ("acl", "ccomp", "relcl") and any(
            self.tree.dep[c] == "mark" and self.tree.lower[c] == "that" for c in self.tree.children[clause]
        )

    def _clause(self, head: int) -> tuple[int, int]:
        return self.tree.left(head), self.tree.end(head)

    def _phrase(self, cue: Cue) -> tuple[int, int] | None:
        """The object, or what a preposition governs: "condemned the attack", "called for calm", "called him a liar"."""
        tree = self.tree
        children = [c for c in tree.children[cue.i] if c > cue.i]
        if "small" in cue.frames:
            objects = [c for c in children if tree.dep[c] in ("dobj", "oprd", "ccomp")]
            if any(tree.dep[c] in ("oprd", "ccomp") for c in objects):
                return min(tree.left(c) for c in objects), max(tree.end(c) for c in objects)
        for child in children:
            if (
                tree.dep[child] == "prep"
                and tree.lower[child] in cue.frames
                and tree.child(child, "pobj", "pcomp") is not None
            ):
                if tree.lower[child] == "as":
                    objects = [c for c in children if tree.dep[c] == "dobj" and c < child]
                    return (min([child, *(tree.left(c) for c in objects)]), tree.end(child)) if objects else None
                return child + 1, tree.end(child)
        if "np" in cue.frames:
            for child in children:
                if tree.dep[child] == "dobj":
                    return tree.left(child), tree.end(child)
        return None

    # ---------------------------------------------------------------- on both sides

    def _is_parenthesis(self, cue: Cue) -> bool:
        """True for the cue of "…, X said", "…, said X" and "…, X said, …": a comma stands before it and its subject."""
        tree = self.tree
        if cue.passive or tree.dep[cue.i] in ("xcomp", "pcomp", "acl", "advcl", "relcl", "conj"):
            return False
        first = tree.left(cue.subject) if cue.subject is not None and cue.subject < cue.i else cue.first
        before = first - 1
        sentence, _ = tree.sentence[cue.i]
        if before <= sentence or tree.lower[before] not in COMMAS:
            return False
        return any(tree.dep[c] == "ccomp" and c < cue.i for c in tree.children[cue.i]) or tree.dep[cue.i] in (
            "parataxis",
            "ROOT",
            "ccomp",
        )

    def _end_of_cue(self, cue: Cue) -> int:
        """Where the words about the saying end: at the next comma, or with the sentence."""
        tree = self.tree
        _, end = tree.sentence[cue.i]
        last = cue.end
        if cue.subject is not None and cue.subject > cue.i:
            last = max(last, tree.end(cue.subject))
        for i in range(last, min(end, last + 40)):
            if tree.lower[i] in COMMAS:
                return i
        return end

    def _beside(self, cue: Cue, first: int, end: int) -> list[tuple[int, int]]:
        """What stands before and behind a parenthesis `[first, end)` in its sentence."""
        start, stop = self.tree.sentence[cue.i]
        start, stop = max(start, first - SPAN), min(stop, end + SPAN)
        for i in range(first - 1, start - 1, -1):
            if self.speech[i] or self.tree.lower[i] == ";":
                start = i + 1
                break
        for i in range(end, stop):
            if self.speech[i] or self.tree.lower[i] == ";":
                stop = i
                break
        pieces = []
        if first - start > 1:
            pieces.append((start, first))
        if stop - end > 2 and (not pieces or self._goes_on(cue, start, end)):
            pieces.append((end, stop))
        return pieces

    def _goes_on(self, cue: Cue, start: int, end: int) -> bool:
        """True where a sentence goes on behind the parenthesis: "The plan, he said, would fail"."""
        head = cue.i
        for _ in range(6):
            if head >= end:
                return True
            if self.tree.head[head] == head:
                return False
            head = self.tree.head[head]
        return head >= end

    # ---------------------------------------------------------------- in the end

    def _before_speech(self, pieces: list[tuple[int, int]], cue: Cue) -> bool:
        return False

    def _trimmed(self, first: int, end: int) -> tuple[int, int] | None:
        """The piece without speech of its own, without "that", commas and spaces at its edges; None if no word is left."""
        tree = self.tree
        end = min(end, first + SPAN)
        for i in range(first, end):
            if self.speech[i]:
                end = i
                break
        while first < end and (
            tree.lower[first] in EDGE
            or tree.tokens[first].is_space
            or (tree.lower[first] == "that" and tree.dep[first] == "mark")
        ):
            first += 1
        while end > first and (tree.lower[end - 1] in EDGE or tree.tokens[end - 1].is_space):
            end -= 1
        if not any(tree.tokens[i].is_alpha or tree.tokens[i].like_num for i in range(first, end)):
            return None
        return first, end

    def _outside(self, cue: Cue, pieces: list[tuple[int, int]]) -> tuple[int, int]:
        """The tokens around the cue that are no content."""
        start, stop = self.tree.sentence[cue.i]
        for first, end in pieces:
            if first >= cue.end:
                stop = min(stop, first)
            else:
                start = max(start, end)
        return max(start, cue.first - 40), min(stop, cue.end + 40)

    def _characters(self, first: int, end: int) -> tuple[int, int]:
        last = self.tree.tokens[end - 1]
        return self.tree.tokens[first].idx, last.idx + len(last)
