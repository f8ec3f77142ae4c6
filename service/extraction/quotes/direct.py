"""Direct quotations: which stretches between marks are speech, and who speaks.

In: quoted stretches, cues, the parse. Out: `[Found]`. A stretch that is in none of them is left to `indirect`: words
quoted inside a sentence make an indirect quotation a mixed one, and titles and scare quotes are nothing.

The grammar is that of the surface, for the parse of a sentence that a quotation cuts in two is a guess:
“…,” X said · “…,” said X · X said: “…” · X told Y, “…” · “…,” X said, “…” · “…,” X said. “…” · X: “…” · “…” — X
"""

from __future__ import annotations

import re
from bisect import bisect_left

from attrs import evolve
from spacy.tokens import Doc

from .confidence import Form
from .cues import Cue, noun_after, subject_of
from .found import Found, Stretch
from .lines import label_cue
from .looks import CONTINUES, DASHES, SEPARATORS, Looks
from .speakers import PERSONS
from .tree import Tree

REACH = 25  # tokens between a quotation and the cue behind it
REACH_BACK = 35
SPEAKING = ("speech", "writing")
FLAT = frozenset({"NOUN", "PROPN", "DET", "PRON", "ADP", "ADV", "ADJ", "NUM", "PART", "PUNCT"})
GAP = 60  # tokens between two halves of a quotation
BESIDE = ("relcl", "acl")  # clauses told in passing
FAR = 150  # tokens back to the last who spoke
STAYS = 2  # paragraphs through which a speaker goes on speaking
PRONOUNS = frozenset({"i", "we", "he", "she", "they"})

# Who speaks, as a transcript has it: "WALLACE: Let’s start".
_LABEL = re.compile(r"([A-Z][A-Z.'’ -]{1,40}):\s")


class Direct:
    def __init__(self, doc: Doc, tree: Tree, stretches: list[Stretch], cues: list[Cue]) -> None:
        self.tree = tree
        self.paragraphs = doc._.paragraphs
        self.people = doc._.at.people
        self.organizations = doc._.at.organizations
        self.dates = doc._.at.dates
        self.stretches = stretches
        self.quoted_at = [-1] * len(tree)  # which stretch a token stands in
        for n, stretch in enumerate(stretches):
            self.quoted_at[stretch.first : stretch.end] = [n] * (stretch.end - stretch.first)
        self.cues = [cue for cue in cues if self.quoted_at[cue.i] < 0]
        self.inner_cues = [cue for cue in cues if self.quoted_at[cue.i] >= 0]
        self.inner_order = [cue.i for cue in self.inner_cues]
        self.cue_at = {cue.i: cue for cue in self.cues if "direct" in cue.frames}
        self.cue_order = [cue.i for cue in self.cues]
        self.looks = Looks(tree, self.quoted_at, self.cue_at)
        self.used: set[int] = set()
        self.found: list[Found] = []

    def find(self) -> list[Found]:
        for n, stretch in enumerate(self.stretches):
            found = self._attributed(n, stretch)
            if found is not None:
                found.stretches.append(stretch)
        return self.found

    # ---------------------------------------------------------------- one stretch

    def _attributed(self, n: int, stretch: Stretch) -> Found | None:
        last = self.found[-1] if self.found else None
        behind = (stretch.end, stretch.end)
        if not stretch.quoted.closed and (found := self._unclosed(stretch)) is not None:
            return found
        if (label := self._label(stretch)) is not None:
            return self._new(stretch, None, label, "floating", behind)
        continues = last is not None and self._continues(last, stretch)
        woven = self.looks.is_woven(stretch) or (not continues and self.looks.is_listed(stretch))
        if not woven and (after := self._cue_after(n, stretch)) is not None:
            cue, sure = after
            self.used.add(cue.i)
            return self._new(
                stretch, cue, cue.subject, "behind" if sure else "loose", (stretch.end, self._sentence_end(cue.i))
            )
        if last is not None and continues and not woven:
            last.pieces.extend(stretch.quoted.pieces)
            return last
        if (before := self._cue_before(stretch)) is not None:
            cue, sure = before
            self.used.add(cue.i)
            return self._new(
                stretch, cue, cue.subject, "before" if sure else "loose", (self.tree.left(cue.i), stretch.first)
            )
        alone = not woven and self.looks.is_sentence(stretch)
        if (alone or self.looks.opens_paragraph(stretch)) and (signed := self._signed(stretch)) is not None:
            return self._new(stretch, None, signed, "floating", behind)
        if not alone:
            return None
        subject = self._last_speaker(stretch)
        return self._new(stretch, None, subject, "floating", behind)

    def _new(
        self, stretch: Stretch, cue: Cue | None, subject: int | None, form: Form, outside: tuple[int, int]
    ) -> Found:
        pieces = list(stretch.quoted.pieces)
        if (label := _LABEL.match(self.tree.text, *pieces[0])) is not None:
            pieces[0] = (label.end(), pieces[0][1])
        self.found.append(Found(pieces, cue, subject, form if stretch.quoted.closed else "unclosed", outside))
        return self.found[-1]

    def _label(self, stretch: Stretch) -> int | None:
        """Head of the name that a line of a transcript begins with."""
        start, end = stretch.quoted.pieces[0]
        found = _LABEL.match(self.tree.text, start, end)
        if found is None:
            return None
        return next(
            (i for i in range(stretch.first, min(stretch.end, stretch.first + 10)) if self._ends_at(i, found.end(1))),
            None,
        )

    def _ends_at(self, i: int, character: int) -> bool:
        return bool(self.tree.tokens[i].idx + len(self.tree.lower[i]) == character)

    def _unclosed(self, stretch: Stretch) -> Found | None:
        """“It never closes, said the man: the words up to the comma before the cue."""
        tree = self.tree
        first, end = (bisect_left(self.inner_order, i) for i in (stretch.first, stretch.end))
        for cue in self.inner_cues[first:end]:
            if cue.subject is None or not {"direct", "that"} <= cue.frames:
                continue
            comma = tree.before_space((tree.left(cue.subject) if cue.subject < cue.i else cue.i) - 1)
            if comma > stretch.first + 2 and tree.lower[comma] in {",", "?", "!"}:
                self.used.add(cue.i)
                found = self._new(stretch, cue, cue.subject, "unclosed", (comma, self._sentence_end(cue.i)))
                found.pieces = [(stretch.quoted.pieces[0][0], tree.tokens[comma].idx + 1)]
                return found
        return None

    # ---------------------------------------------------------------- the cue behind

    def _cue_after(self, n: int, stretch: Stretch) -> tuple[Cue, bool] | None:
        """“…,” X said. With it, whether the comma (or "?", "!") is there that an attribution wants."""
        tree = self.tree
        start = tree.after_space(stretch.end)
        if start >= len(tree) or not stretch.quoted.closed or tree.lower[start] in (":", ";"):
            return None
        comma = tree.lower[start] in SEPARATORS
        if not comma and tree.lower[tree.before_space(stretch.first - 1)] == ":":  # X said: “…!” Y shouted
            return None
        last_char = self.looks.ends_char(stretch)
        strong = comma or last_char in CONTINUES + "?!…"
        if comma:
            start = tree.after_space(start + 1)
        for i in range(start, min(start + REACH, len(tree))):
            if self.looks.stops(i) or tree.lower[i] in (";", ":") or tree.is_break(i) or self.quoted_at[i] > n:
                return None
            cue = self.cue_at.get(i)
            if cue is None:
                if strong and last_char in ",?!" and (generic := self._generic(i, start)) is not None:
                    return generic, False
                continue
            if i in self.used or (i > start and tree.dep[i] in BESIDE):
                continue
            if not comma and tree.lower[cue.end : cue.end + 1] == [":"]:  # “…!” Y shouted: “…”
                return None
            subject = self._subject_behind(cue, start)
            if subject is None and (i > start or not strong) and cue.kind != "according":
                return None
            if not strong and (i - start > 6 or tree.left(cue.i) < stretch.first or self._has_content(cue)):
                return None
            return evolve(cue, subject=subject), strong
        return None

    def _subject_behind(self, cue: Cue, start: int) -> int | None:
        """The subject of a cue, if it stands between a quotation and the cue, or right behind the cue."""
        subject = cue.subject
        if cue.kind == "according" and subject is not None:
            return subject
        if subject is not None and start <= subject <= cue.i + REACH and self.tree.left(subject) <= start + 2:
            return subject
        if subject is not None and cue.i < subject <= cue.i + REACH:
            return subject
        if cue.i == start and self.tree.dep[cue.i] in ("advcl", "acl", "conj"):  # “…,” adding that …
            return subject
        found = noun_after(self.tree, cue.i if cue.i == start else start - 1)
        return found if found is None or found < cue.i or cue.i == start else None

    def _generic(self, i: int, start: int) -> Cue | None:
        """A verb of no table in the place of a cue: “…,” he deadpanned."""
        tree = self.tree
        if tree.pos[i] != "VERB":
            return None
        subject = tree.child(i, "nsubj")
        if subject is None or not tree.left(subject) == start < i or i - start > 8 or tree.child(i, "dobj", "auxpass"):
            return None
        return Cue(
            i=i, first=i, end=i + 1, lemma=tree.lemma(i), kind="speech", frames=frozenset({"direct"}), subject=subject
        )

    def _has_content(self, cue: Cue) -> bool:
        """True where the cue's own words come behind it: “….” He said that …"""
        return any(c > cue.i and self.tree.dep[c] in ("ccomp", "xcomp") for c in self.tree.children[cue.i])

    # ---------------------------------------------------------------- the cue before

    def _cue_before(self, stretch: Stretch) -> tuple[Cue, bool] | None:
        """X said: “…”. With it, whether nothing stands between that could take the words away from the cue."""
        tree = self.tree
        start = tree.before_space(stretch.first - 1)
        if start < stretch.paragraph_start - 1 and tree.lower[start] != ":":
            return None
        if start < 0 or self.looks.is_final(start) or not self._may_follow(stretch, tree.lower[start]):
            return None
        separator = tree.lower[start] if tree.lower[start] in SEPARATORS else ""
        for i in range(start, max(-1, start - REACH_BACK), -1):
            if (i < start and (self.looks.stops(i) or tree.is_break(i))) or self.quoted_at[i] >= 0:
                break
            cue = self.cue_at.get(i)
            if cue is None:
                continue
            near = self._is_hearer(i, start - bool(separator))
            if i in self.used or not self._can_govern(cue, separator, start, near):
                return None
            if separator == "," and not self.looks.starts_capital(stretch) and self._is_parenthesis(cue):
                return None
            return cue, near
        if separator == ":" and self.looks.is_sentence(stretch):
            return self._colon(start)
        return None

    def _may_follow(self, stretch: Stretch, before: str) -> bool:
        """True where the looks of a stretch allow a cue before it."""
        capital, ends, words = self.looks.starts_capital(stretch), self.looks.ends(stretch), self.looks.words(stretch)
        if self.looks.goes_on(stretch):
            return False
        if before == ":":
            return words > 1 and (capital or ends)
        if before in SEPARATORS:
            return (capital and (ends or words > 3)) or (ends and words > 2)
        return capital and words > 2

    def _can_govern(self, cue: Cue, separator: str, start: int, near: bool) -> bool:
        tree = self.tree
        if cue.kind in ("thought", "plan") and cue.i < start - 1:
            return False
        if separator == ":":
            return True
        if not separator:
            return near and tree.lower[start] not in ("that", "because", "as", "of")
        if near:
            return tree.lower[tree.before_space(start - 1)] not in ("that", "because", "of")
        # In "told the court that, over the last months, “…”" a clause of the reporter's own has begun.
        return not any(
            tree.dep[c] in ("ccomp", "xcomp", "mark") and cue.i < tree.left(c) < start for c in tree.children[cue.i]
        ) and not any(tree.lower[i] in ("that", "because", "if") for i in range(cue.i + 1, start))

    def _is_parenthesis(self, cue: Cue) -> bool:
        """True where the quoted words end a sentence that has begun before the cue: "The plan, he said, “is dead”"."""
        tree = self.tree
        if cue.subject is None:
            return False
        first, (start, _) = min(tree.left(cue.subject), cue.i), tree.sentence[cue.i]
        if first - 1 <= start or tree.lower[first - 1] not in SEPARATORS or self.quoted_at[start] >= 0:
            return False
        return tree.pos[start] in ("DET", "NOUN", "PROPN", "PRON", "ADJ", "NUM") and self.dates[first - 2] is None

    def _is_hearer(self, cue: int, end: int) -> bool:
        """True where only who it was said to, or when, stands behind the cue: "told reporters", "said Monday"."""
        pos = self.tree.pos
        return end - cue <= 8 and all(pos[i] in FLAT for i in range(cue + 1, end + 1))

    def _colon(self, colon: int) -> tuple[Cue, bool] | None:
        """ "X: …" and "X put it this way: …" """
        tree = self.tree
        first = max(tree.sentence[colon][0], colon - REACH_BACK)
        before = tree.before_space(colon - 1)
        verb = next((i for i in range(before, first - 1, -1) if tree.pos[i] in ("VERB", "AUX")), None)
        subject = subject_of(tree, verb) if verb is not None else before
        if subject is None or self.quoted_at[subject] >= 0 or not self._may_speak(subject):
            return None
        return label_cue(subject, colon + 1), False

    def _may_speak(self, i: int) -> bool:
        """True for a person, an organization, a name, "he", "the witness"."""
        known = self.people[i] or self.organizations[i] or self.tree.pos[i] == "PROPN"
        return bool(known) or self.tree.lower[i] in PRONOUNS or self.tree.lemma(i) in PERSONS

    # ---------------------------------------------------------------- no cue

    def _continues(self, last: Found, stretch: Stretch) -> bool:
        """True for the second half of “…,” X said, “…” and for “…,” X said. “…”"""
        if last.cue is None or not last.stretches or last.stretches[-1].paragraph != stretch.paragraph:
            return False
        tree = self.tree
        cue, previous = last.cue, last.stretches[-1]
        if previous.end > cue.i:  # X said, “….” “…”
            return stretch.first - previous.end < 4 and all(
                tree.space[i] or tree.lower[i] in ("and", ",", "...", "…") for i in range(previous.end, stretch.first)
            )
        if stretch.first - cue.i > GAP or self.looks.goes_on(stretch):
            return False
        before = tree.before_space(stretch.first - 1)
        gap = range(cue.end, stretch.first)
        if any(i in self.cue_at and i not in self.used and tree.dep[i] not in BESIDE for i in gap):
            return False
        finals = [i for i in gap if self.looks.stops(i) or (i == before and self.looks.is_final(i))]
        if finals:
            return finals == [before] and self.looks.starts_capital(stretch)
        return tree.lower[before] in SEPARATORS and self.looks.words(stretch) > 1

    def _signed(self, stretch: Stretch) -> int | None:
        """Head of the name that signs: “…” — Commissioner X"""
        tree = self.tree
        dash = stretch.end
        while dash < len(tree) and dash - stretch.end < 2 and tree.space[dash]:
            dash += 1
        if tree.text[stretch.quoted.end : stretch.quoted.end + 1] in DASHES:  # ”— in one token
            dash = stretch.end - 1
        elif dash >= len(tree) or tree.lower[dash] not in DASHES:
            return None
        name: int | None = None
        for i in range(dash + 1, min(dash + 15, len(tree))):
            if tree.is_break(i):
                break
            if tree.pos[i] in ("VERB", "AUX"):
                return None
            if tree.pos[i] == "PROPN" and (name is None or name == i - 1):
                name = i
        return name

    def _last_speaker(self, stretch: Stretch) -> int | None:
        """Who goes on speaking: the subject of the sentence before, if a person; else who spoke last."""
        tree = self.tree
        before = tree.before_space(stretch.first - 1)
        if before >= stretch.paragraph_start and self.quoted_at[before] < 0:
            start, end = tree.sentence[before]
            root = next((i for i in range(max(start, before - GAP), end) if tree.dep[i] == "ROOT"), None)
            subject = tree.child(root, "nsubj") if root is not None else None
            known = subject is not None and (self.people[subject] or tree.lower[subject] in PRONOUNS)
            if subject is not None and known and self.quoted_at[subject] < 0:
                return subject
            if tree.lower[before] == ":":
                return None  # somebody's who was not understood
        last = self.found[-1] if self.found else None
        if last is not None and (last.subject is None or stretch.paragraph - last.stretches[-1].paragraph > STAYS):
            last = None
        since = self.paragraphs[max(0, stretch.paragraph - STAYS)][0]
        since = max(since, last.stretches[-1].end) if last is not None else since
        for k in range(bisect_left(self.cue_order, stretch.first) - 1, -1, -1):
            cue = self.cues[k]
            if cue.i < since or stretch.first - cue.i > FAR:
                break
            if cue.subject is not None and cue.kind in SPEAKING and cue.real:
                return cue.subject
        return last.subject if last is not None and not self._is_signed(last) else None

    def _is_signed(self, found: Found) -> bool:
        """True where the speaker stands behind the quotation without a cue: what follows is somebody else's."""
        return found.subject is not None and found.cue is None and found.subject >= found.stretches[-1].end

    def _sentence_end(self, i: int) -> int:
        return min(self.tree.sentence[i][1], i + 40)
