"""I and we in what is quoted: who speaks, once the quotes are known.

"I" is the person who speaks. "We" is the organization that speaks, or for which the person speaks ("a spokesman for
the police"); else it is a group, of which nothing tells who belongs to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from attrs import evolve
from spacy.language import Language
from spacy.tokens import Doc, Token

from service.extraction.document import span, token_range
from service.extraction.lexicon import table
from service.extraction.model import Mention, Organization, Person, Quote

from .syntax import quoted

Who = TypeVar("Who", Person, Organization)

_I = frozenset({"i", "me", "my", "mine", "myself"})
_PRONOUNS = frozenset({"PRP", "PRP$"})
_WE = frozenset({"we", "us", "our", "ours", "ourselves"})
# Those who speak for the house: a spokesman, a chief executive, a coach, a commander.
_SPEAKS_FOR = frozenset(
    row["word"] for row in table("role_nouns") if row["kind"] in {"office", "business", "sport", "military"}
)


@Language.component("copydesk_first_person", assigns=["doc._.people", "doc._.organizations"])
def tie_first_person(doc: Doc) -> Doc:
    people: dict[str, Person] = {person.id: person for person in doc._.people}
    added: dict[str, list[Mention]] = {}
    for quote in doc._.quotes:
        speaker = quote.speaker
        person = people.get(speaker.person_id) if speaker and speaker.person_id else None
        for token in _first_person(doc, quote) if speaker else ():
            whose = person.id if person else None
            if speaker and token.lower_ in _WE:
                whose = _speaks_for(person) if person else speaker.organization_id
            if whose is not None:
                here = span(token)
                added.setdefault(whose, []).append(Mention(here.start, here.end, here.text, "pronoun"))
    if added:
        doc._.people = [_with(p, added.get(p.id, [])) for p in people.values()]
        doc._.organizations = [_with(o, added.get(o.id, [])) for o in doc._.organizations]
        doc._.at.forget("people", "organizations")
    return doc


def _first_person(doc: Doc, quote: Quote) -> Iterator[Token]:
    """The pronouns of the speaker: in what is quoted, not in what is quoted inside that (“He said ‘I know’”)."""
    marked = quoted(doc) if quote.type != "direct" else None
    for piece in quote.content:
        is_nested = False
        for i in range(*token_range(doc, piece.start, piece.end)):
            token = doc[i]
            if token.text in {"‘", "`"}:
                is_nested = True
            elif token.text in {"’", "'"}:
                is_nested = False
            elif token.lower_ in _I | _WE and token.tag_ in _PRONOUNS and not is_nested and (not marked or marked[i]):
                yield token


def _speaks_for(person: Person) -> str | None:
    """The id of the organization in whose name somebody speaks."""
    for role in person.roles:
        if role.organization_id and not role.former and not _SPEAKS_FOR.isdisjoint(role.title.lower().split()):
            return role.organization_id
    return None


def _with(found: Who, added: list[Mention]) -> Who:
    if not added:
        return found
    return evolve(found, mentions=tuple(sorted([*found.mentions, *added], key=lambda m: m.start)))
