"""Indirect and mixed quotations: what stands in the grammar of a cue.

In: cues, the parse, quoted stretches, and which of them are direct quotations. Out: `[Found]`.

X said (that) … · …, X said · …, X said, … · according to X, … · X's claim that … · X vowed to … · X called him a liar
"""

from __future__ import annotations

from spacy.tokens import Doc

from .confidence import Form
from .cues import NOUNS, RELATIVE, Cue
from .found import Found, Stretch
from .speakers import PERSONS
from .tree import Tree

SPAN = 150  # tokens: the longest piece
EDGE = frozenset({",", ".", ";", ":", "—", "–", "-", "--", "?", "!", "and", "but", "―"})
COMMAS = frozenset({",", "—", "–", "--", "-", "―"})
ABOUT = frozenset({"speak", "talk"})
SURE = frozenset({"say", "tell", "add"})  # what is said with these is nearly always said
FINITE = ("VBD", "VBZ", "VBP", "MD")
# With these, "as X said" tells what was said; with others, rather when: "as X testified".
AS_SAID = frozenset({"say", "note", "explain", "write", "report", "point", "observe", "warn", "predict", "claim"})
HINTS = frozenset({"suggest", "indicate", "imply", "signal", "reveal", "underscore", "confirm"})  # things do this, too


class Indirect:
    def __init__(self, doc: Doc, tree: Tree, stretches: list[Stretch], cues: list[Cue], direct: list[Found]) -> None:
        self.tree = tree
        self.people = doc._.at.people
        self.organizations = doc._.at.organizations
        self.speech = [False] * len(tree)  # tokens of direct quotations
        for found in direct:
            for stretch in found.stretches:
                self.speech[stretch.first : stretch.end] = [True] * (stretch.end - stretch.first)
        self.stretch_at: list[Stretch | None] = [None] * len(tree)
        for stretch in stretches:
            self.stretch_at[stretch.first : stretch.end] = [stretch] * (stretch.end - stretch.first)
        self.cues = [cue for cue in cues if self.stretch_at[cue.i] is None]
        self.used = frozenset(found.cue.i for found in direct if found.cue is not None)

    def find(self) -> list[Found]:
        found = []
        for cue in self.cues:
            if cue.i in self.used or not cue.real or not self._reports(cue):
                continue
            pieces, form = self._content(cue)
            pieces = [trimmed for piece in pieces if (trimmed := self._trimmed(*piece)) is not None]
            if pieces:
                characters = [self._characters(*piece) for piece in pieces]
                found.append(Found(characters, cue, cue.subject, form, self._outside(cue, pieces)))
        return found

    def _reports(self, cue: Cue) -> bool:
        """Speech and writing report; a study shows; belief and plan do not."""
        tree = self.tree
        noun = NOUNS.get(tree.lemma(cue.subject)) if cue.subject is not None else None
        if cue.kind == "evidence":
            return noun in ("study", "document") or (noun == "finder" and cue.lemma == "find")
        if cue.lemma == "ask" and self._asks_for_nothing(cue):
            return False
        if cue.lemma in HINTS and not self._speaks(cue):
            return False
        if cue.subject is None and not cue.passive and cue.kind not in ("according", "noun"):
            return False
        if cue.lemma in ABOUT and tree.dep[cue.i] in (
            "advcl",
            "acl",
        ):  # "Speaking of the graves, X said": the topic only
            return False
        return cue.kind in ("speech", "writing", "according", "noun")

    def _asks_for_nothing(self, cue: Cue) -> bool:
        """True for "asked if he would, he said …", which is nobody's question, and for "asked not to be named"."""
        if cue.passive:
            return cue.subject is None
        return self.tree.lower[cue.end : cue.end + 3] in (["not", "to", "be"], ["to", "remain", "anonymous"])

    def _speaks(self, cue: Cue) -> bool:
        """False for a thing that "suggests" something: one that is no person, no organization, no document."""
        i = cue.subject
        if i is None or self.people[i] or self.organizations[i]:
            return True
        return self.tree.tokens[i].tag_ != "NN" or self.tree.lemma(i) in PERSONS or self.tree.lemma(i) in NOUNS

    def _content(self, cue: Cue) -> tuple[list[tuple[int, int]], Form]:
        """The pieces of what was said, in tokens, and the form that they have."""
        tree = self.tree
        if cue.kind == "according":
            if self.tree.head[cue.i] in self.used:  # "According to his notes, he said: “…”": the words have a speaker
                return [], "beside"
            return self._beside(cue, tree.left(cue.i), max(tree.end(cue.i), cue.end)), "beside"
        if cue.kind == "noun":
            clause = next((c for c in tree.children[cue.i] if c > cue.i and self._has_that(c)), None)
            return ([(tree.left(clause), tree.end(clause))] if clause is not None else []), "noun"
        clause = self._complement(cue)
        ends_what_began = (
            clause is not None and self._opens_with_mark(tree.left(clause) - 1) and self._is_parenthesis(cue)
        )
        if clause is not None and not ends_what_began and not self._is_second_half(cue, clause):
            return [self._clause(cue, clause)], "said" if cue.lemma in SURE else "reported"
        if "that" in cue.frames and self._is_parenthesis(cue):
            return self._beside(cue, self._start_of_cue(cue), self._end_of_cue(cue)), "beside"
        if cue.passive and cue.subject is None:
            return [], "phrase"
        phrase = self._that_behind(cue) or self._phrase(cue) or self._quoted_behind(cue)
        return ([phrase] if phrase is not None else []), "phrase"

    # ---------------------------------------------------------------- to the right

    def _complement(self, cue: Cue) -> int | None:
        """Head of the clause that the cue governs, on its right."""
        tree = self.tree
        wanted = {"ccomp"} if cue.frames & {"that", "recipient"} else set()
        if "inf" in cue.frames and not (cue.passive and cue.subject is None):
            wanted.add("xcomp")
        clause = next((c for c in tree.children[cue.i] if c > cue.i and tree.dep[c] in wanted), None)
        if clause is None and "that" in cue.frames:
            clause = self._complement_of_phrase(cue)
        if clause is not None and any(
            tree.lower[i] in ("so", "such") for i in range(cue.end, min(clause, cue.end + 3))
        ):
            return None  # tells so many lies that …
        return clause

    def _complement_of_phrase(self, cue: Cue) -> int | None:
        """The clause that the parse hangs on the noun before it: "claimed without evidence that …"."""
        tree = self.tree
        nouns = [tree.child(c, "pobj") for c in tree.children[cue.i] if c > cue.i and tree.dep[c] == "prep"]
        clauses = (c for noun in nouns if noun is not None for c in tree.children[noun] if c > noun)
        return next((c for c in clauses if self._has_that(c)), None)

    def _is_second_half(self, cue: Cue, clause: int) -> bool:
        """True for "was unsafe" in "The bridge, they said on Monday, was unsafe": it has no subject of its own."""
        tree = self.tree
        before = self._start_of_cue(cue) - 1
        return (
            tree.dep[clause] == "ccomp"
            and any(tree.tokens[i].tag_ in FINITE for i in (clause, *tree.children[clause]) if i <= clause)
            and tree.child(clause, "nsubj", "nsubjpass", "csubj", "expl", "mark") is None
            and before > tree.sentence[cue.i][0]
            and self._is_comma(before)
        )

    def _clause(self, cue: Cue, clause: int) -> tuple[int, int]:
        """From the clause's first word to its last; with the object that is to do it, "urged supporters to vote"."""
        tree = self.tree
        first, end = tree.left(clause), tree.end(clause)
        if "inf" in cue.frames and tree.dep[clause] == "xcomp":
            first = min(
                [first, *(tree.left(c) for c in tree.children[cue.i] if cue.i < c < clause and tree.dep[c] == "dobj")]
            )
        return first, end

    def _has_that(self, clause: int) -> bool:
        tree = self.tree
        return tree.dep[clause] in ("acl", "ccomp") and any(
            tree.dep[c] == "mark" and tree.lower[c] == "that" for c in tree.children[clause]
        )

    def _phrase(self, cue: Cue) -> tuple[int, int] | None:
        """The object, or what a preposition governs: "condemned the attack", "called for calm", "called him a liar"."""
        tree = self.tree
        if tree.tokens[cue.i].tag_ == "VB" and any(tree.lower[c] == "to" for c in tree.children[cue.i] if c < cue.i):
            return None  # "refuses to reject it": nothing was said yet
        children = [c for c in tree.children[cue.i] if c > cue.i]
        objects = [c for c in children if tree.dep[c] in ("dobj", "oprd", "ccomp")]
        if "small" in cue.frames and any(tree.dep[c] in ("oprd", "ccomp") for c in objects):
            first, end = min(tree.left(c) for c in objects), max(tree.end(c) for c in objects)
            bare = all(tree.dep[c] == "oprd" for c in objects)
            if bare and not any(self.stretch_at[i] for i in range(first, min(end, first + 5))):
                return None  # "what he called tribalism", "a group called X"
            if all(tree.pos[c] == "PROPN" for c in objects if tree.dep[c] == "oprd"):
                return None  # a name: "called herself Rose"
            return first, end
        if objects and (quoted := self._quoted_name(cue, objects[0])) is not None:
            return tree.left(objects[0]), quoted.end
        inside = [c for c in tree.children[objects[0]] if c > objects[0]] if objects else []  # as the parse may have it
        for child in [*children, *(c for c in inside if tree.lower[c] in ("of", "as"))]:
            word = tree.lower[child]
            if tree.dep[child] != "prep" or tree.child(child, "pobj", "pcomp", "amod") is None:
                continue
            if word == "as" and cue.frames & {"as", "np"}:
                named = [c for c in objects if c < child]
                return (tree.left(named[0]), tree.end(child)) if named else None
            if word in cue.frames and (word != "to" or child == cue.end):
                first, end = child + 1, self._extended(tree.end(child), children)
                if word == "on" and (child > cue.end or end == tree.end(child)):
                    return None  # "called her on Friday"
                return first, end
        if "np" in cue.frames and objects and tree.dep[objects[0]] == "dobj" and tree.child(cue.i, "dative") is None:
            return tree.left(objects[0]), self._extended(tree.end(objects[0]), children)
        return None

    def _quoted_name(self, cue: Cue, thing: int) -> Stretch | None:
        """What stands between marks behind a thing that is called so: branded it “a joke”, dismissed it as “a joke”."""
        tree = self.tree
        for i in range(thing + 1, min(tree.end(cue.i), thing + 20)):
            if (stretch := self.stretch_at[i]) is not None:
                named = "small" in cue.frames and i == thing + 1
                return stretch if named or ("as" in cue.frames and tree.lower[i - 1] == "as") else None
        return None

    def _extended(self, end: int, children: list[int]) -> int:
        """As far as the clauses that go with an object: "criticized him for leaving", "called on them to stay"."""
        tree = self.tree
        for child in children:
            goes_with = tree.dep[child] in ("xcomp", "advcl") or (
                tree.dep[child] == "prep" and tree.lower[child] in ("for", "as")
            )
            if goes_with and tree.left(child) == end:
                end = tree.end(child)
        return end

    def _that_behind(self, cue: Cue) -> tuple[int, int] | None:
        """The rest of the sentence behind a "that" which begins a clause whose verb the parse did not see."""
        tree = self.tree
        if cue.passive or "that" not in cue.frames or cue.end >= len(tree) or tree.lower[cue.end] != "that":
            return None
        return (cue.end + 1, tree.sentence[cue.i][1]) if tree.tokens[cue.end].tag_ == "IN" else None

    def _quoted_behind(self, cue: Cue) -> tuple[int, int] | None:
        """Words between marks right behind the cue: chanted “What curfew?”, described as “an act of war”."""
        start = cue.end
        if start < len(self.tree) and self.tree.lower[start] in ("as", "of", "for", "about"):
            start += 1
        stretch = self.stretch_at[start] if start < len(self.tree) else None
        return (stretch.first, stretch.end) if stretch is not None and stretch.first == start else None

    # ---------------------------------------------------------------- on both sides

    def _is_comma(self, i: int) -> bool:
        """True for a comma or a dash; the hyphen of "a 40-page report" is neither."""
        tree = self.tree
        return tree.lower[i] in COMMAS and (tree.lower[i] != "-" or bool(tree.tokens[i].whitespace_))

    def _start_of_cue(self, cue: Cue) -> int:
        """Where "X said" begins."""
        if self._is_as_said(cue):
            return self.tree.left(cue.i)
        return self.tree.left(cue.subject) if cue.subject is not None and cue.subject < cue.i else cue.first

    def _end_of_cue(self, cue: Cue) -> int:
        """Where the words about the saying end: at the next comma, or with the sentence."""
        tree = self.tree
        _, end = tree.sentence[cue.i]
        last = cue.end
        if cue.subject is not None and cue.i < cue.subject < cue.i + 30:
            last = max(last, tree.end(cue.subject))
        return next((i for i in range(last, min(end, last + 40)) if self._is_comma(i)), end)

    def _is_parenthesis(self, cue: Cue) -> bool:
        """True for the cue of "…, X said", "…, said X" and "…, X said, …": a comma and a clause stand before it."""
        tree = self.tree
        if self._is_as_said(cue):
            return True
        if cue.passive or tree.dep[cue.i] in ("xcomp", "pcomp", "acl", "advcl", "relcl", "conj"):
            return False
        first = self._start_of_cue(cue)
        start, _ = tree.sentence[cue.i]
        before = first - 1
        woven = self.stretch_at[before] if before >= 0 else None
        if woven is not None and not self.speech[before]:  # a “fair deal,” she said
            start = min(start, tree.sentence[woven.first][0])
            return tree.text[woven.quoted.pieces[-1][1] - 1] == "," and self._has_clause(start, first)
        if before <= start or not self._is_comma(before):
            return False
        clause = self._complement(cue)
        if self._goes_on(cue, self._end_of_cue(cue)) or (clause is not None and self._is_second_half(cue, clause)):
            return True
        if self.stretch_at[before - 1] is not None and not self.speech[before - 1]:  # a “fair deal”, she said
            return self._has_clause(start, first)
        return self._has_clause(start, first) and (
            tree.dep[cue.i] == "parataxis" or any(tree.dep[c] == "ccomp" and c < first for c in tree.children[cue.i])
        )

    def _is_as_said(self, cue: Cue) -> bool:
        """True for "As X noted, …" and "…, as X noted"."""
        tree = self.tree
        first = tree.left(cue.i)
        if tree.dep[cue.i] != "advcl" or tree.lower[first] != "as" or cue.lemma not in AS_SAID or cue.subject is None:
            return False
        start, end = tree.sentence[cue.i]
        behind = min(self._end_of_cue(cue), end - 1)
        apart = (first == start or self._is_comma(first - 1)) and (self._is_comma(behind) or tree.lower[behind] == ".")
        return apart and not any(tree.dep[c] in ("dobj", "ccomp") for c in tree.children[cue.i])

    def _has_clause(self, start: int, end: int) -> bool:
        """True where a main verb with its subject stands in `[start, end)`."""
        tree = self.tree
        return any(
            tree.pos[i] in ("VERB", "AUX")
            and tree.dep[i] not in ("advcl", "relcl", "acl")
            and tree.child(i, "nsubj", "nsubjpass", "expl", "csubj") is not None
            for i in range(max(start, end - SPAN), end)
        )

    def _beside(self, cue: Cue, first: int, end: int) -> list[tuple[int, int]]:
        """What stands before and behind a parenthesis `[first, end)` in its sentence."""
        tree = self.tree
        start, stop = tree.sentence[cue.i]
        before = first - 1 if first and self._is_comma(first - 1) else first
        opening = self.stretch_at[before - 1] if before else None
        if opening is not None and before == first and tree.text[opening.quoted.pieces[-1][1] - 1] != ",":
            opening = None  # it ends the sentence before
        if opening is not None and opening.first < start and not self.speech[opening.first]:
            start = tree.sentence[opening.first][0]  # the sentence in which the quoted ones begin
        start, stop = max(start, first - SPAN), min(stop, end + SPAN)
        start = next((i + 1 for i in range(first - 1, start - 1, -1) if self.speech[i] or tree.lower[i] == ";"), start)
        stop = next((i for i in range(end, stop) if self.speech[i] or tree.lower[i] == ";"), stop)
        pieces = []
        comma = tree.before_space(first - 1)
        if comma > start and tree.lower[comma - 1] in RELATIVE:  # the park, which, he said, is full
            start = comma - 1
        if first - start > 1:
            pieces.append((start, first))
        goes_on = not pieces or self._goes_on(cue, end) or self._complement(cue) is not None
        if stop - end > 2 and (goes_on or self._opens_with_mark(end + 1)):
            pieces.append((end, stop))
        return pieces

    def _opens_with_mark(self, i: int) -> bool:
        """True where quoted words begin: "The plan is dead, he said, “as a dodo”"."""
        stretch = self.stretch_at[i]
        return stretch is not None and stretch.first == i and not self.speech[i]

    def _goes_on(self, cue: Cue, end: int) -> bool:
        """True where a sentence goes on behind the parenthesis: "The plan, he said, would fail"."""
        head = cue.i
        for _ in range(6):
            if head >= end:
                return True
            if self.tree.head[head] == head:
                return False
            head = self.tree.head[head]
        return False

    # ---------------------------------------------------------------- in the end

    def _trimmed(self, first: int, end: int) -> tuple[int, int] | None:
        """The piece without direct speech, with the whole of what is quoted in it, without "that", commas and spaces at
        its edges; None if no word is left."""
        tree = self.tree
        end = min(end, first + SPAN)
        end = next((i for i in range(first, end) if self.speech[i]), end)
        while first < end and (
            tree.space[first]
            or tree.lower[first] in EDGE
            or (tree.lower[first] == "that" and tree.dep[first] == "mark")
        ):
            first += 1
        while end > first and (tree.space[end - 1] or tree.lower[end - 1] in EDGE):
            end -= 1
        if not any(tree.has_word(i) for i in range(first, end)):
            return None
        opening = self.stretch_at[first]
        if opening is not None and not self.speech[first] and first - opening.first < 4:
            first = opening.first
        end = self._to_mark(end)
        if end < len(tree) and tree.lower[end] == ")" and "(" in tree.lower[first:end]:
            end += 1
        return first, end

    def _to_mark(self, end: int) -> int:
        """As far as the closing mark of what is quoted last: the parse may end a clause inside it, or right before."""
        tree = self.tree
        for _ in range(3):
            last = self.stretch_at[end - 1]
            if last is not None and not self.speech[end - 1]:
                end = max(end, last.end)
            following = tree.after_space(end)
            if following < len(tree) and tree.lower[following] in ("and", "but", "or"):
                following = tree.after_space(following + 1)
            more = self.stretch_at[following] if following < len(tree) else None
            if more is None or more.first != following or self.speech[following]:
                break
            end = more.end
        return end

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
