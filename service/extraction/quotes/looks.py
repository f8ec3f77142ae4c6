"""The look of a quoted stretch: does it begin and end like a sentence, or is it a word of the reporter's sentence?

In: stretches and cues. Out: yes or no.
"""

from __future__ import annotations

from collections.abc import Container

from .found import Stretch
from .tree import Tree

FINAL = frozenset(".!?…") | {"...", "....", "?!", "!!"}
DASHES = frozenset({"—", "–", "--", "-", "―"})
SEPARATORS = DASHES | {",", ":", ";"}
CONTINUES = ",—–-―"  # what a quotation ends on when its sentence goes on
ENDS = CONTINUES + ".!?…"
HEADING = 8  # words: a line in single marks that is no longer is a heading


class Looks:
    def __init__(self, tree: Tree, quoted_at: list[int], cues: Container[int]) -> None:
        """`quoted_at[i]` is -1 where a token stands in no stretch; `cues` are tokens of words of saying."""
        self.tree = tree
        self.quoted_at = quoted_at
        self.cues = cues

    def is_sentence(self, stretch: Stretch) -> bool:
        """True for a stretch that stands alone: it begins like a sentence, where one may begin, and ends like one."""
        if not self.starts_capital(stretch) or self.words(stretch) < 3 or self.goes_on(stretch):
            return False
        before = self.tree.before_space(stretch.first - 1)
        opens_paragraph = before < stretch.paragraph_start
        if not stretch.quoted.closed:
            return opens_paragraph
        if stretch.quoted.family == "'" and opens_paragraph and self.words(stretch) <= HEADING:
            return False
        begins = opens_paragraph or self.tree.lower[before] in FINAL | {":"} or self.quoted_at[before] >= 0
        return begins and self.ends(stretch)

    def stops(self, i: int) -> bool:
        """True for the full stop that ends a sentence; that of "Col. Reed" may be a token, too, and ends none."""
        return self.tree.lower[i] in FINAL and self.tree.pos[i] != "PROPN"

    def is_final(self, i: int) -> bool:
        """True for what ends the sentence before a mark: a full stop, or one that the last word holds ("on X.")."""
        return self.tree.lower[i] in FINAL or (len(self.tree.lower[i]) > 1 and self.tree.lower[i].endswith("."))

    def is_woven(self, stretch: Stretch) -> bool:
        """True for words quoted inside a sentence, right behind another word of it: called it a “fair deal”."""
        tree = self.tree
        before = tree.before_space(stretch.first - 1)
        if before < stretch.paragraph_start or self.quoted_at[before] >= 0 or before in self.cues:
            return False
        if self.is_final(before) and self.starts_capital(stretch):
            return False
        return tree.pos[before] not in ("PUNCT", "SPACE", "SYM") and tree.lower[before] not in SEPARATORS | FINAL

    def is_listed(self, stretch: Stretch) -> bool:
        """True for small letters behind a comma that no cue stands before: "by this time, “her skin was weeping”"."""
        tree = self.tree
        comma = tree.before_space(stretch.first - 1)
        if comma < stretch.paragraph_start or tree.lower[comma] != "," or self.starts_capital(stretch):
            return False
        return not any(i in self.cues for i in range(max(0, comma - 4), comma))

    def opens_paragraph(self, stretch: Stretch) -> bool:
        """True for a sentence of some words with which a paragraph begins, whether or not a full stop ends it."""
        return stretch.first == stretch.paragraph_start and self.starts_capital(stretch) and self.words(stretch) >= 3

    def goes_on(self, stretch: Stretch) -> bool:
        """True where the sentence goes on in the reporter's words: “It is a tax increase” for the rich."""
        tree = self.tree
        after = tree.after_space(stretch.end)
        if not stretch.quoted.closed or after >= len(tree) or self.ends_char(stretch) in ENDS:
            return False
        return tree.tokens[after].is_lower and tree.has_word(after) and after not in self.cues

    def words(self, stretch: Stretch) -> int:
        """How many words a stretch has; a dozen is many."""
        return sum(self.tree.has_word(i) for i in range(stretch.first, min(stretch.end, stretch.first + 16)))

    def starts_capital(self, stretch: Stretch) -> bool:
        start, end = stretch.quoted.pieces[0]
        head = self.tree.text[start : min(end, start + 6)].lstrip("[(…. ‘'“\"")
        return bool(head) and (head[0].isupper() or head[0].isdigit() or head[0] in "$€£")

    def ends_char(self, stretch: Stretch) -> str:
        """The last character, marks within the marks left out."""
        start, end = stretch.quoted.pieces[-1]
        return (self.tree.text[max(start, end - 4) : end].rstrip("'’”\"") or " ")[-1]

    def ends(self, stretch: Stretch) -> bool:
        """True where a mark ends the words, inside the quotation mark or right behind it."""
        after = stretch.end
        return (
            self.ends_char(stretch) in ENDS
            or after >= len(self.tree)
            or self.tree.lower[after] in FINAL
            or self.tree.is_break(after)
        )
