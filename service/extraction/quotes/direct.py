"""Direct quotations: which stretches between marks are speech, and who speaks.

In: quoted stretches, cues, the parse. Out: `[Found]`, and by that which stretches are left: words quoted inside a sentence,
which make an indirect quotation a mixed one, and titles and scare quotes, which are nothing.

The grammar is that of the surface, for the parse of a sentence that a quotation cuts in two is a guess:
“…,” X said · “…,” said X · X said: “…” · X told Y, “…” · “…,” X said, “…” · “…,” X said. “…” · X: “…” · “…” — X
"""

from __future__ import annotations

from bisect import bisect_left

from attrs import evolve
from spacy.tokens import Doc

from .cues import Cue, noun_after, subject_of
from .found import Found, Stretch
from .tree import Tree

REACH = 25  # tokens between a quotation and its cue
FINAL = frozenset(".!?…") | {"...", "?!", "!!"}
SEPARATORS = frozenset({",", ":", "—", "–", "--", "-", ";"})
DASHES = frozenset({"—", "–", "--", "-", "―"})
CONTINUES = ",—–-―"  # what a quotation ends on when its sentence goes on
SPEAKING = ("speech", "writing")


class Direct:
    def __init__(self, doc: Doc, tree: Tree, stretches: list[Stretch], cues: list[Cue]) -> None:
        self.doc = doc
        self.tree = tree
        self.stretches = stretches
        self.quoted_at = [-1] * len(doc)  # which stretch a token stands in
        for n, stretch in enumerate(stretches):
            for i in range(stretch.first, stretch.end):
                self.quoted_at[i] = n
        self.cues = [cue for cue in cues if self.quoted_at[cue.i] < 0]
        self.cue_at = {cue.i: cue for cue in self.cues if "direct" in cue.frames}
        self.cue_order = [cue.i for cue in self.cues]
        self.used: set[int] = set()
        self.found: list[Found] = []

    def find(self) -> list[Found]:
        for n, stretch in enumerate(self.stretches):
            found = self._attributed(n, stretch)
            if found is not None:
                found.stretches.append(stretch)
                found.end = max(found.end, stretch.end)
        return self.found

    # ---------------------------------------------------------------- one stretch

    def _attributed(self, n: int, stretch: Stretch) -> Found | None:
        quoted = stretch.quoted
        last = self.found[-1] if self.found else None
        if (after := self._cue_after(n, stretch)) is not None:
            cue, sure = after
            joins = last is not None and last.cue is not None and last.cue.i == cue.i
            if joins and last is not None:
                last.pieces.extend(quoted.pieces)
                return last
            if self._continues(last, stretch) and last is not None and last.cue is None:
                pass
            self.used.add(cue.i)
            return self._new(
                stretch, cue, cue.subject, 0.95 if sure else 0.85, (stretch.end, self._sentence_end(cue.i))
            )
        if last is not None and self._continues(last, stretch):
            last.pieces.extend(quoted.pieces)
            return last
        if (before := self._cue_before(n, stretch)) is not None:
            cue, sure = before
            self.used.add(cue.i)
            return self._new(stretch, cue, cue.subject, 0.93 if sure else 0.8, (self.tree.left(cue.i), stretch.first))
        if not self._is_sentence(stretch):
            return None
        if (subject := self._signed(stretch)) is not None:
            return self._new(stretch, None, subject, 0.8, (stretch.end, stretch.end))
        subject = self._last_speaker(stretch)
        return self._new(stretch, None, subject, 0.75 if subject is not None else 0.5, (stretch.end, stretch.end))

    def _new(
        self, stretch: Stretch, cue: Cue | None, subject: int | None, confidence: float, outside: tuple[int, int]
    ) -> Found:
        found = Found(
            pieces=list(stretch.quoted.pieces),
            cue=cue,
            subject=subject,
            confidence=confidence if stretch.quoted.closed else confidence - 0.3,
            outside=outside,
            direct=True,
            end=max(stretch.end, cue.end) if cue is not None else stretch.end,
        )
        self.found.append(found)
        return found

    # ---------------------------------------------------------------- the cue behind, the cue before

    def _cue_after(self, n: int, stretch: Stretch) -> tuple[Cue, bool] | None:
        tree = self.tree
        last_char = self.doc.text[stretch.quoted.pieces[-1][1] - 1]
        start = self._skip_space(stretch.end)
        if start >= len(tree.tokens) or not stretch.quoted.closed:
            return None
        comma = tree.lower[start] in SEPARATORS
        if comma and tree.lower[start] in (":", ";"):
            return None
        strong = comma or last_char in CONTINUES + "?!…" or tree.lower[start - 1] == ","
        start = self._skip_space(start + 1) if comma else start
        for i in range(start, min(start + REACH, len(tree.tokens))):
            if tree.lower[i] in FINAL or tree.lower[i] in (";", ":") or self._is_break(i) or self.quoted_at[i] > n:
                return None
            cue = self.cue_at.get(i)
            if cue is None and tree.pos[i] in ("VERB", "AUX"):
                subject = tree.child(i, "nsubj")
                if tree.pos[i] == "VERB" and strong and subject is not None and tree.left(subject) == start < i:
                    if last_char == ",":
                        return self._generic(i, subject), False
                continue
            if cue is None or (i > start and tree.dep[i] in ("relcl", "acl")) or i in self.used:
                continue
            subject = cue.subject
            if subject is None or not start <= subject <= i + REACH:
                subject = noun_after(tree, i) if i == start else noun_after(tree, start - 1)
            if not strong and i - start > 6:
                return None
            if not strong and cue.kind != "according" and self._has_content(cue):
                return None
            if subject is None and i > start:
                return None
            return evolve(cue, subject=subject), strong
        return None

    def _generic(self, i: int, subject: int) -> Cue:
        """A verb of no table in the place of a cue: “…,” he deadpanned."""
        lemma = self.tree.tokens[i].lemma_.lower()
        return Cue(i=i, first=i, end=i + 1, lemma=lemma, kind="speech", frames=frozenset({"direct"}), subject=subject)

    def _cue_before(self, n: int, stretch: Stretch) -> tuple[Cue, bool] | None:
        tree = self.tree
        start = self._skip_space_back(stretch.first - 1)
        if start < 0:
            return None
        separator = tree.lower[start]
        separated = separator in SEPARATORS
        if not separated and not self._starts_capital(stretch):
            return None
        if separated and not (
            self._starts_capital(stretch) or (self._ends_sentence(stretch) and self._words(stretch) > 2)
        ):
            return None
        if separator == "," and not self._ends_sentence(stretch) and self._words(stretch) < 4:
            return None
        paragraph = self.doc._.paragraphs[stretch.paragraph][0]
        for i in range(start, max(paragraph - 1, start - REACH - 10), -1):
            if i < start and (tree.lower[i] in FINAL or self._is_break(i)) or self.quoted_at[i] >= 0:
                break
            cue = self.cue_at.get(i)
            if cue is None:
                continue
            if i in self.used:
                return None
            near = start - i <= 3
            if not separated and not (i == start or self._is_hearer(i, start)):
                return None
            if not separated and self._words(stretch) < 3:
                return None
            if separator != ":" and not near and cue.kind not in SPEAKING and cue.kind != "according":
                return None
            if cue.kind in ("thought", "plan") and i < start - 1:
                return None
            subject = (
                cue.subject if cue.subject is not None else noun_after(tree, i) if cue.kind == "according" else None
            )
            return evolve(cue, subject=subject), separator == ":" or near
        if separator == ":" and self._is_sentence(stretch):
            return self._colon(start)
        return None

    def _colon(self, colon: int) -> tuple[Cue, bool] | None:
        """ "X: …" and "X put it this way: …" """
        tree = self.tree
        first, _ = tree.sentence[colon]
        before = colon - 1
        while before > first and tree.tokens[before].is_space:
            before -= 1
        verb = next(
            (i for i in range(before, max(first, before - REACH) - 1, -1) if tree.pos[i] in ("VERB", "AUX")), None
        )
        subject = (
            subject_of(tree, verb) if verb is not None else before if tree.pos[before] in ("PROPN", "NOUN") else None
        )
        if subject is None or self.quoted_at[subject] >= 0:
            return None
        cue = Cue(
            i=colon, first=colon, end=colon + 1, lemma=":", kind="speech", frames=frozenset({"direct"}), subject=subject
        )
        return cue, False

    def _is_hearer(self, cue: int, end: int) -> bool:
        """True where nothing but who it was said to, or when, stands behind the cue: "told reporters", "said Monday"."""
        if end - cue > 8:
            return False
        return all(
            self.tree.pos[i] in ("NOUN", "PROPN", "DET", "PRON", "ADP", "ADV", "ADJ", "NUM", "PART")
            for i in range(cue + 1, end + 1)
        )

    def _has_content(self, cue: Cue) -> bool:
        """True where the cue's own words come behind it: “….” He said that …"""
        child = self.tree.child(cue.i, "ccomp", "xcomp", "dobj")
        return (
            any(c > cue.i and self.tree.dep[c] in ("ccomp", "xcomp") for c in self.tree.children[cue.i])
            and child is not None
        )

    # ---------------------------------------------------------------- no cue

    def _continues(self, last: Found | None, stretch: Stretch) -> bool:
        """True for the second half of “…,” X said, “…” and for “…,” X said. “…”"""
        if last is None or not last.stretches or last.stretches[-1].paragraph != stretch.paragraph or last.cue is None:
            return False
        cue, previous = last.cue, last.stretches[-1]
        if not previous.end <= cue.i < stretch.first:
            if previous.end > cue.i:  # X said, “….” “…”
                gap = self._gap(previous.end, stretch.first)
                return all(self.tree.lower[i] in {"and", ",", "...", "…"} for i in gap)
            return False
        if stretch.first - cue.i > 60:
            return False
        before = self._skip_space_back(stretch.first - 1)
        finals = [i for i in self._gap(cue.i, stretch.first) if self.tree.lower[i] in FINAL]
        other = [i for i in self._gap(cue.i + 1, stretch.first) if i in self.cue_at and i not in self.used]
        if finals:
            return finals[-1] == before and len(finals) == 1 and not other and self._starts_capital(stretch)
        return self.tree.lower[before] in SEPARATORS and not other and self._words(stretch) > 1

    def _gap(self, start: int, end: int) -> list[int]:
        return [i for i in range(start, min(end, start + 80)) if not self.tree.tokens[i].is_space]

    def _is_sentence(self, stretch: Stretch) -> bool:
        """True for a stretch that stands alone: it begins like a sentence, where one may begin, and ends like one."""
        if not self._starts_capital(stretch) or self._words(stretch) < 3:
            return False
        before = self._skip_space_back(stretch.first - 1)
        paragraph = self.doc._.paragraphs[stretch.paragraph][0]
        begins = (
            before < paragraph
            or self.tree.lower[before] in FINAL
            or self.tree.lower[before] == ":"
            or self.quoted_at[before] >= 0
        )
        if not begins:
            return False
        if not stretch.quoted.closed:
            return before < paragraph
        return self._ends_sentence(stretch) or self._at_end(stretch)

    def _signed(self, stretch: Stretch) -> int | None:
        """Who signs: “…” — Commissioner X"""
        tree = self.tree
        i = stretch.end
        while i < len(tree.tokens) and tree.tokens[i].is_space:
            i += 1
        if i >= len(tree.tokens) or tree.lower[i] not in DASHES or i - stretch.end > 2:
            return None
        end = i + 1
        while end < len(tree.tokens) and not self._is_break(end) and end - i < 15:
            if tree.pos[end] in ("VERB", "AUX"):
                return None
            end += 1
        names = [k for k in range(i + 1, end) if tree.pos[k] == "PROPN"]
        if not names:
            return None
        at = names[0]
        while at + 1 in names:
            at += 1
        return at

    def _last_speaker(self, stretch: Stretch) -> int | None:
        """Who goes on speaking: the subject of the sentence before, if a person; else who spoke last."""
        tree = self.tree
        at = self.doc._.at
        paragraphs = self.doc._.paragraphs
        first = paragraphs[stretch.paragraph][0]
        before = self._skip_space_back(stretch.first - 1)
        if before >= first and self.quoted_at[before] < 0:
            start, end = tree.sentence[before]
            root = next((i for i in range(max(start, before - 60), end) if tree.dep[i] == "ROOT"), None)
            subject = tree.child(root, "nsubj") if root is not None else None
            if subject is not None and (at.people[subject] or tree.lower[subject] in ("he", "she", "they")):
                return subject
        k = bisect_left(self.cue_order, stretch.first) - 1
        earliest = paragraphs[max(0, stretch.paragraph - 2)][0]
        cued: int | None = None
        while k >= 0 and self.cue_order[k] >= earliest and stretch.first - self.cue_order[k] < 300:
            cue = self.cues[k]
            if cue.subject is not None and cue.kind in SPEAKING and cue.real:
                cued = k
                break
            k -= 1
        last = self.found[-1] if self.found else None
        if (
            last is not None
            and last.subject is not None
            and last.stretches
            and stretch.paragraph - last.stretches[-1].paragraph <= 2
        ):
            if cued is None or last.end >= self.cue_order[cued]:
                return last.subject
        return self.cues[cued].subject if cued is not None else None

    # ---------------------------------------------------------------- the look of a stretch

    def _words(self, stretch: Stretch) -> int:
        return sum(
            1
            for i in range(stretch.first, min(stretch.end, stretch.first + 12))
            if not (self.tree.tokens[i].is_punct or self.tree.tokens[i].is_space)
        )

    def _starts_capital(self, stretch: Stretch) -> bool:
        start, end = stretch.quoted.pieces[0]
        head = self.doc.text[start : min(end, start + 6)].lstrip("[(…. ‘'“\"")
        return bool(head) and (head[0].isupper() or head[0].isdigit() or head[0] in "$€£")

    def _ends_sentence(self, stretch: Stretch) -> bool:
        return self.doc.text[stretch.quoted.pieces[-1][1] - 1] in ".,!?…—–-"

    def _at_end(self, stretch: Stretch) -> bool:
        """True where the sentence ends right behind the closing mark."""
        i = stretch.end
        return i >= len(self.tree.tokens) or self.tree.lower[i] in FINAL or self._is_break(i)

    def _is_break(self, i: int) -> bool:
        return self.tree.tokens[i].is_space and "\n" in self.tree.lower[i]

    def _skip_space(self, i: int) -> int:
        while i < len(self.tree.tokens) and self.tree.tokens[i].is_space and not self._is_break(i):
            i += 1
        return i

    def _skip_space_back(self, i: int) -> int:
        while i >= 0 and self.tree.tokens[i].is_space:
            i -= 1
        return i

    def _sentence_end(self, i: int) -> int:
        return min(self.tree.sentence[i][1], i + 40)
