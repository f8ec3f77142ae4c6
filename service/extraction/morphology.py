"""Parts of speech, morphology and lemmas: the model's own rules, asked once for each kind of word.

In: tokens with their tags and dependencies. Out: what the model's `attribute_ruler` and `lemmatizer` would leave on
them (`pos_`, `morph`, `lemma_`), to the letter, at a tenth of the cost.

The rules know some words by name ("something", "'ve", "gon"); all others are alike to them. So what they say of a word,
its tag and its dependency is kept, and so is the lemma of a word, its part of speech and its morphology. Rules for two
words ("gon" + "na") are rare: where one fits, the rules read the words around it as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, cast

import numpy as np
from spacy.attrs import DEP, LEMMA, MORPH, ORTH, POS, TAG
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler, Lemmatizer
from spacy.tokens import Doc

REPLACED = ("attribute_ruler", "lemmatizer")
PLAIN = "xyzzy"  # stands for all words that no rule names
KEPT = 32_768  # words, and lemmas, that are kept

_READ = frozenset(["LOWER", "IS_SPACE", "TAG", "DEP"])  # what the rules of English models look at
_GIVEN = [TAG, DEP, POS, MORPH, LEMMA]

Pattern = list[dict[str, Any]]  # a test for each word
Given = tuple[int, int, int, int, int]


class Morphology:
    """The component. What it keeps follows from the two rule books alone, so threads may share it."""

    def __init__(self, ruler: AttributeRuler, lemmatizer: Lemmatizer) -> None:
        self._vocab, self._ruler, self._lemmatizer = ruler.vocab, ruler, lemmatizer
        lemmatizer.cache = _Forgetful()
        index = lemmatizer.lookups.get_table("lemma_index")
        for pos, words in [*index.items()]:
            index[pos] = frozenset(words)  # a list, of which each word that has no lemma yet would be looked for
        patterns = patterns_of(ruler)
        self._is_named = _names(patterns)
        several = [pattern for pattern in patterns if len(pattern) > 1]
        self._longest = max(map(len, patterns), default=1)
        self._several, self._begin_several = Matcher(self._vocab), Matcher(self._vocab)
        if several:
            self._several.add("several", several)
            self._begin_several.add("begin", [pattern[:1] for pattern in several])
        # Asked thousands of times an article: nothing with a bound is quicker than `lru_cache`.
        self._word: Callable[[int], int] = lru_cache(KEPT)(self._find_word)
        self._given: Callable[[int, int, int], tuple[Given, bool]] = lru_cache(KEPT)(self._find_given)
        self._lemma: Callable[[int, int, int], int] = lru_cache(KEPT)(self._find_lemma)

    def __call__(self, doc: Doc) -> Doc:
        if not len(doc):
            return doc
        tokens: list[list[int]] = doc.to_array([ORTH, TAG, DEP]).tolist()
        out: list[Given] = []
        begin_several: list[int] = []
        for orth, tag, dep in tokens:
            given, begins_several = self._given(self._word(orth), tag, dep)
            if begins_several:
                begin_several.append(len(out))
            tag_, dep_, pos, morph, lemma = given
            out.append(given if lemma else (tag_, dep_, pos, morph, self._lemma(orth, pos, morph)))
        for i in begin_several:
            for _, start, end in self._several(doc[i : i + self._longest], allow_missing=True):
                # No rule that reaches these words reaches beyond what is read.
                first, last = max(0, i + start - self._longest), min(len(doc), i + end + self._longest)
                out[i + start : i + end] = self._read(tokens[first:last])[i + start - first : i + end - first]
        doc.from_array(_GIVEN, np.array(out, dtype=np.uint64))  # type: ignore[arg-type]
        return doc

    def _find_word(self, orth: int) -> int:
        """The word if a rule names it, or PLAIN."""
        text = self._vocab.strings[orth]
        return orth if text.isspace() or self._is_named(text.lower()) else self._vocab.strings.add(PLAIN)

    def _find_given(self, orth: int, tag: int, dep: int) -> tuple[Given, bool]:
        """What the ruler gives to a word that stands alone; and whether a rule for several words may begin with it."""
        doc = self._doc([(orth, tag, dep)])
        begins_several = bool(self._begin_several(doc, allow_missing=True))
        return _given(self._ruler(doc))[0], begins_several

    def _find_lemma(self, orth: int, pos: int, morph: int) -> int:
        doc = Doc(self._vocab, words=[self._vocab.strings[orth]])
        doc.from_array([POS, MORPH], np.array([(pos, morph)], dtype=np.uint64))  # type: ignore[arg-type]
        return self._lemmatizer(doc)[0].lemma

    def _read(self, tokens: Iterable[Iterable[int]]) -> list[Given]:
        """What both say of a few words in a row: ORTH, TAG and DEP of each."""
        return _given(self._lemmatizer(self._ruler(self._doc(tokens))))

    def _doc(self, tokens: Iterable[Iterable[int]]) -> Doc:
        rows = np.array([*tokens], dtype=np.uint64)
        doc = Doc(self._vocab, words=[self._vocab.strings[orth] for orth in rows[:, 0].tolist()])
        return doc.from_array([TAG, DEP], np.ascontiguousarray(rows[:, 1:]))  # type: ignore[arg-type]


class _Forgetful(dict[Any, Any]):
    """The lemmatizer's own cache has no bound; ours has one."""

    def __setitem__(self, key: Any, value: Any) -> None:
        pass


def patterns_of(ruler: AttributeRuler) -> list[Pattern]:
    return [pattern for rule in ruler.patterns for pattern in cast("list[Pattern]", rule["patterns"])]


def _given(doc: Doc) -> list[Given]:
    return [*map(tuple, doc.to_array(_GIVEN).tolist())]


def _names(patterns: Iterable[Pattern]) -> Callable[[str], bool]:
    """Whether a test of the patterns names a word, which is in lower case."""
    words: set[str] = set()
    expressions: list[re.Pattern[str]] = []
    for named in (test["LOWER"] for pattern in patterns for test in pattern if "LOWER" in test):
        if isinstance(named, str):
            words.add(named)
        else:
            words.update(named.get("IN", ()), named.get("NOT_IN", ()))
            expressions += [re.compile(named["REGEX"])] if "REGEX" in named else []
    return lambda lower: lower in words or any(expression.search(lower) for expression in expressions)


def can_be_kept(nlp: Language) -> bool:
    """Whether this is a pipeline whose rules look at nothing but what is kept, as those of spaCy's English models."""
    names = nlp.pipe_names
    if "attribute_ruler" not in names or names[names.index("attribute_ruler") + 1 :][:1] != ["lemmatizer"]:
        return False
    ruler, lemmatizer = nlp.get_pipe("attribute_ruler"), nlp.get_pipe("lemmatizer")
    return (
        isinstance(ruler, AttributeRuler)
        and isinstance(lemmatizer, Lemmatizer)
        and lemmatizer.mode == "rule"
        and not lemmatizer.overwrite
        and all(test.keys() <= _READ for pattern in patterns_of(ruler) for test in pattern)
    )


@Language.factory("copydesk_morphology", assigns=["token.pos", "token.morph", "token.lemma"])
def create(nlp: Language, name: str) -> Morphology:  # noqa: ARG001 - spaCy's signature
    """Reads the rules of the two components of `nlp`, which may be disabled."""
    ruler, lemmatizer = nlp.get_pipe("attribute_ruler"), nlp.get_pipe("lemmatizer")
    assert isinstance(ruler, AttributeRuler) and isinstance(lemmatizer, Lemmatizer)  # noqa: S101, PT018
    return Morphology(ruler, lemmatizer)
