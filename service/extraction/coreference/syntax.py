"""What the ties of pronouns ask of the parse."""

from __future__ import annotations

from itertools import islice

from spacy.tokens import Doc, Token

SUBJECT = frozenset({"nsubj", "nsubjpass", "csubj"})
NEAR = 10  # children of a verb that are looked at


def subjects(verb: Token) -> list[Token]:
    """Its subjects that stand before it, with what is joined to them by "and"."""
    found = []
    for child in islice(verb.lefts, NEAR):
        if child.dep_ in SUBJECT:
            found += [child, *islice((other for other in child.conjuncts if other.i > child.i), NEAR)]
    return found


def subject_of(verb: Token) -> Token | None:
    """The one subject that stands before a verb; None where it has none, or several."""
    found = subjects(verb)
    return found[0] if len(found) == 1 else None


def narrowed(noun: Token) -> bool:
    """Whether a clause behind a noun, without a comma, tells which one is meant: "the company that makes it"."""
    doc = noun.doc
    return any(
        child.dep_ in {"relcl", "acl"} and doc[child.left_edge.i - 1].text not in {",", "(", "–", "—"}
        for child in islice(noun.rights, NEAR)
    )


def quoted(doc: Doc) -> list[bool]:
    """Which tokens stand in quotation marks, paragraph by paragraph; made once a document."""
    known: list[bool] | None = doc.user_data.get("copydesk.quoted")
    if known is not None:
        return known
    inside = doc.user_data["copydesk.quoted"] = [False] * len(doc)
    for start, end in doc._.paragraphs or [(0, len(doc))]:
        is_open = False
        for token in doc[start:end]:
            if token.text == "“":
                is_open = True
            elif token.text == "”":
                is_open = False
            elif token.text in {'"', "``", "''"}:
                is_open = not is_open
            else:
                inside[token.i] = is_open
    return inside
