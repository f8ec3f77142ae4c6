"""Cues: the words that report that something was said ("said", "according to", "a claim that"), and who said it.

In: the parse. Out: `[Cue]` in the order of the text. What was said is looked for by `direct` and `indirect`.
"""

from __future__ import annotations

from attrs import evolve, frozen
from spacy.tokens import Doc

from service.extraction import lexicon

from .tree import Tree

VERBS: dict[str, tuple[str, frozenset[str]]] = {
    row["lemma"]: (row["class"], frozenset(row["frames"].split())) for row in lexicon.table("cues")
}
NOUNS: dict[str, str] = {row["noun"]: row["class"] for row in lexicon.table("cue_nouns")}

SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")
RELATIVE = frozenset({"who", "which", "that", "whom"})
# Verbs under which nothing was said: "declined to say whether".
SILENT = frozenset(
    {"decline", "refuse", "fail", "avoid", "want", "hesitate", "forget", "neglect", "wish", "need", "try"}
)
# "could say" is not "said".
UNREAL = frozenset({"could", "might", "should", "must", "may", "would", "’d", "'d"})
NEGATIONS = frozenset({"not", "n't", "n’t", "never", "neither", "nor"})
# Verbs that with a noun of saying make one: "issued a warning".
LIGHT = frozenset({"give", "issue", "make", "offer", "raise", "reiterate", "release", "renew", "repeat", "voice"})
CLIMB = 4  # clauses between a cue and the subject that it shares with another verb


@frozen(kw_only=True)
class Cue:
    i: int  # the token that the grammar hangs on
    first: int
    end: int  # `[first, end)`: the words of the cue
    lemma: str
    kind: str  # class of the lexicon; `according` for prepositions, `noun` for nouns
    frames: frozenset[str]
    subject: int | None  # head of the speaker's noun phrase
    passive: bool = False
    real: bool = True  # said, and not merely possible, refused or denied


def find_cues(doc: Doc, tree: Tree) -> list[Cue]:
    boilerplate, dates = doc._.at.boilerplate, doc._.at.dates
    found: list[Cue] = []
    for i, token in enumerate(tree.tokens):
        if boilerplate[i] is not None:
            continue
        pos = tree.pos[i]
        if tree.lower[i] == "according" and i + 1 < len(tree.tokens) and tree.lower[i + 1] == "to":
            found.append(_according(tree, i))
        elif pos in ("VERB", "AUX"):
            lemma = token.lemma_.lower()
            if lemma not in VERBS and tree.lower[i].endswith("ed"):
                lemma = tree.lower[i][:-1]  # "raged", which spaCy takes for a form of "rag"
            if lemma in VERBS:
                found.append(_verb(tree, i, lemma))
        elif pos == "NOUN":
            lemma = token.lemma_.lower()
            if NOUNS.get(lemma) == "speech":
                found.append(_noun(tree, i, lemma))
    # The parse now and then takes "Thursday morning" for the one who spoke.
    return [cue if cue.subject is None or dates[cue.subject] is None else evolve(cue, subject=None) for cue in found]


def _according(tree: Tree, i: int) -> Cue:
    to = i + 1
    source = tree.child(to, "pobj", "pcomp")
    if source is None and to + 1 < len(tree.tokens):
        source = noun_after(tree, to)
    return Cue(
        i=i,
        first=i,
        end=i + 2,
        lemma="according to",
        kind="according",
        frames=frozenset({"direct", "that"}),
        subject=source,
    )


def _verb(tree: Tree, i: int, lemma: str) -> Cue:
    kind, frames = VERBS[lemma]
    end = i + 3 if tree.lower[i + 1 : i + 3] == ["as", "saying"] else i + 1
    if "it" in frames and tree.lower[end : end + 1] == ["it"]:
        frames, end = frozenset({"direct"}), end + 1
    passive = is_passive(tree, i)
    first = i
    if tree.dep[i] == "pcomp" and tree.lower[tree.head[i]] == "as" and tree.head[tree.head[i]] < i:
        first = tree.head[tree.head[i]]  # quoted as saying
    quoted = None if passive else whom_it_quotes(tree, first)
    subject = quoted if quoted is not None else agent(tree, i) if passive else subject_of(tree, i)
    return Cue(
        i=i,
        first=first if i - first < 4 else i,
        end=end,
        lemma=lemma,
        kind=kind,
        frames=frames,
        subject=subject,
        passive=passive,
        real=is_real(tree, i),
    )


def _noun(tree: Tree, i: int, lemma: str) -> Cue:
    subject = tree.child(i, "poss")
    if subject is None:
        for child in tree.children[i]:
            if tree.dep[child] in ("prep", "agent") and tree.lower[child] in ("by", "from", "of"):
                subject = tree.child(child, "pobj")
                break
    if subject is None and tree.dep[i] == "dobj" and tree.lemma(tree.head[i]) in LIGHT:
        subject = subject_of(tree, tree.head[i])  # issued a warning that
    return Cue(i=i, first=i, end=i + 1, lemma=lemma, kind="noun", frames=frozenset({"that"}), subject=subject)


def is_passive(tree: Tree, i: int) -> bool:
    """True for "was told", and for the bare participle of "asked about it, he …", "a group called …"."""
    if tree.child(i, "auxpass", "nsubjpass") is not None:
        return True
    if tree.tokens[i].tag_ not in ("VBN", "VBD") or tree.child(i, "aux", "nsubj") is not None:
        return False
    bare = tree.left(i) == i or tree.lower[tree.left(i)] in ("when", "once", "if")  # (when) asked about it, he …
    return tree.dep[i] == "acl" or (tree.dep[i] == "advcl" and bare)


def whom_it_quotes(tree: Tree, i: int) -> int | None:
    """The mayor of "Reuters quoted the mayor as saying": who said it, and no mere outlet."""
    quoted, as_ = tree.child(i, "dobj"), next((c for c in tree.children[i] if tree.lower[c] == "as"), None)
    saying = tree.child(as_, "pcomp") if as_ is not None else None
    if quoted is None or saying is None or not i < quoted < saying:
        return None
    return quoted if VERBS.get(tree.lemma(saying), ("",))[0] in ("speech", "writing") else None


def agent(tree: Tree, i: int) -> int | None:
    """Who does it in a passive: "was criticized by the mayor"."""
    by = tree.child(i, "agent")
    return tree.child(by, "pobj") if by is not None else None


def subject_of(tree: Tree, i: int) -> int | None:
    """Head of the subject of a verb, its own or the one it shares: "visited Izium and told", "thanked them, adding"."""
    for _ in range(CLIMB):
        own = [c for c in tree.children[i] if tree.dep[c] in SUBJECTS]
        if own:
            subject = own[-1]
            if tree.lower[subject] in RELATIVE and tree.dep[i] == "relcl":
                return tree.head[i]
            return subject
        if (reader := _subject_of_participle(tree, i)) is not None:
            return reader
        dep, head = tree.dep[i], tree.head[i]
        if head == i:
            return None
        if dep == "acl" and not (tree.tokens[i].tag_ == "VB" and tree.dep[head] == "dobj"):
            return _author(tree, head)
        if dep == "xcomp" and (forced := tree.child(head, "dobj")) is not None and forced < i:
            return forced  # forced her to admit
        if dep == "acl":  # took the opportunity to say
            i = tree.head[head]
        elif dep == "pcomp":  # by saying, as saying, aside from saying
            i = head
            for _ in range(3):
                if tree.dep[i] in ("prep", "agent", "advmod"):
                    i = tree.head[i]
            if tree.pos[i] == "PROPN":  # X, despite admitting that
                return i
        elif dep in ("conj", "advcl", "xcomp", "dep", "ccomp", "parataxis"):
            i = head
        else:
            return None
        if tree.pos[i] not in ("VERB", "AUX"):
            return None
    return None


def _subject_of_participle(tree: Tree, i: int) -> int | None:
    """Who speaks in "The judge, reading the verdict, said", where the parse has hung the judge on the reading."""
    reading = next((c for c in tree.children[i] if c < i and tree.tokens[c].tag_ == "VBG"), None)
    if reading is None or tree.lower[reading - 1] != "," or tree.lower[i - 1] != ",":
        return None
    return next((c for c in tree.children[reading] if c < reading and tree.dep[c] == "nsubj"), None)


def _author(tree: Tree, noun: int) -> int:
    """Who speaks in "X issued a statement calling": X; in any other phrase, the noun itself: "a man saying"."""
    if tree.dep[noun] == "pobj" and tree.lower[tree.head[noun]] == "of" and tree.dep[tree.head[noun]] == "prep":
        whole = tree.head[tree.head[noun]]  # a series of tweets
    else:
        whole = noun
    if NOUNS.get(tree.lemma(noun)) == "document":
        owner = tree.child(noun, "poss")
        if owner is not None:
            return owner
        if tree.dep[whole] in ("dobj", "pobj"):
            verb = tree.head[whole] if tree.dep[whole] == "dobj" else tree.head[tree.head[whole]]
            subject = tree.child(verb, "nsubj")
            if subject is not None:
                return subject
    return noun


def noun_after(tree: Tree, i: int) -> int | None:
    """Head of the noun phrase that begins right after a token, however the parse took it."""
    at = i + 1
    if at >= len(tree.tokens) or tree.pos[at] not in ("PROPN", "NOUN", "DET", "ADJ", "PRON", "NUM"):
        return None
    for _ in range(8):
        head = tree.head[at]
        if head <= i or head > i + 20 or tree.pos[head] not in ("PROPN", "NOUN", "PRON"):
            break
        if head == at:
            break
        at = head
    return at if tree.pos[at] in ("PROPN", "NOUN", "PRON") else None


def is_real(tree: Tree, i: int) -> bool:
    """False where it was not said: "did not say", "could say", "declined to say", "if he says", "without saying"."""
    for child in tree.children[i]:
        if tree.dep[child] == "neg" or tree.lower[child] in NEGATIONS:
            return False
        if tree.dep[child] == "aux" and tree.lower[child] in UNREAL:
            return False
        if tree.dep[child] == "mark" and tree.lower[child] in ("if", "whether", "unless"):
            return False
    if tree.dep[i] == "pcomp" and tree.lower[tree.head[i]] == "without":
        return False  # it goes without saying
    if tree.dep[i] == "xcomp":
        head = tree.head[i]
        return tree.lemma(head) not in SILENT and tree.child(head, "neg") is None
    return True
