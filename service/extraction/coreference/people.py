"""Names of one person put together: the fullest form, and the shorter ones that can only be this one's."""

from __future__ import annotations

from collections import defaultdict

from spacy.tokens import Doc
from spacy.tokens import Span as SpacySpan

from service.extraction.lexicon import table
from service.extraction.names.trim import PARTICLES, SUFFIXES
from service.extraction.roles import Found
from .cluster import Cluster, Gender

_FIRST_NAMES: dict[str, str] = {row["name"].lower(): row["gender"] for row in table("first_names")}
_HONORIFICS: dict[str, str] = {row["word"].lower(): row["gender"] for row in table("honorifics")}
_NOUNS: dict[str, str] = {row["word"].lower(): row["gender"] for name in ("role_nouns", "kin") for row in table(name)}
_SUFFIXES = frozenset(s.lower() for s in SUFFIXES)

_MOST = 30  # people of one surname that are looked at

Parts = tuple[str, ...]


def parts_of(doc: Doc, start: int, end: int) -> Parts:
    """The words of a name, without "Jr." and without initials in the middle."""
    words = doc[start:end].text.lower().split()
    while len(words) > 1 and words[-1] in _SUFFIXES and len(words) > 2:
        words.pop()
    middle = [w for w in words[1:-1] if not (len(w) <= 2 and w.rstrip(".").isalpha() and len(w.rstrip(".")) == 1)]
    return (words[0], *middle, words[-1]) if len(words) > 1 else tuple(words)


def person_clusters(doc: Doc) -> list[Cluster]:
    """One cluster a person, in order of first mention; a name in a caption counts, in other boilerplate it doesn't."""
    spans = [
        (entity.start, entity.end)
        for entity in doc.ents
        if entity.label_ == "PERSON" and _counts(doc, entity.start) and not _is_place(doc, entity)
    ]
    full: dict[Parts, Cluster] = {}
    by_part: dict[str, list[Parts]] = defaultdict(list)  # surname, or first name -> full names
    clusters: list[Cluster] = []
    for parts in sorted(dict.fromkeys(parts_of(doc, *s) for s in spans), key=len, reverse=True):
        if len(parts) == 1:
            break
        longer = by_part.get(" ".join(parts), ())
        same = full[longer[0]] if longer else _variant(parts, by_part, full)
        if same is None:
            same = Cluster()
            clusters.append(same)
        full[parts] = same
        for part in dict.fromkeys((parts[0], *_surnames(parts))):
            by_part[part].append(parts)
    last: dict[int, int] = {}  # id of cluster -> where it was named last
    genders = {id(cluster): _name_gender(parts) for parts, cluster in full.items()}
    titled = {part: gender for s in spans if (gender := title_gender(doc, s[0])) for part in parts_of(doc, *s)[-1:]}
    alone: dict[Parts, Cluster] = {}
    for start, end in spans:
        parts = parts_of(doc, start, end)
        gender = title_gender(doc, start) or titled.get(parts[-1], "")
        cluster = full.get(parts) or _shorter(parts, gender, by_part, full, last, genders)
        if cluster is None:
            cluster = alone.get(parts)
        if cluster is None:
            cluster = alone[parts] = Cluster()
            clusters.append(cluster)
        cluster.mentions.append((start, end, "name"))
        last[id(cluster)] = start
    for cluster in clusters:
        longest = max(cluster.mentions, key=lambda m: (m[1] - m[0], -m[0]))
        cluster.name = " ".join(doc[longest[0] : longest[1]].text.split())
        cluster.confidence = 0.9 if longest[1] - longest[0] > 1 else 0.7
    return sorted((c for c in clusters if c.mentions), key=lambda c: min(c.mentions))


def _is_place(doc: Doc, entity: SpacySpan) -> bool:
    places = doc._.at.places
    return places[entity.start] is not None and places[entity.end - 1] is places[entity.start]


def _counts(doc: Doc, i: int) -> bool:
    boilerplate = doc._.at.boilerplate[i]
    return boilerplate is None or boilerplate.kind == "caption"


def _surnames(parts: Parts) -> list[str]:
    """What a full name may be cut down to: "vries", "de vries"; of three words, the last two, too."""
    found = [parts[-1]]
    at = len(parts) - 2
    while at > 0:
        found.append(" ".join(parts[at:]))
        if parts[at] not in PARTICLES:
            break
        at -= 1
    return found


def _variant(parts: Parts, by_part: dict[str, list[Parts]], full: dict[Parts, Cluster]) -> Cluster | None:
    """The cluster of the same name spelled a little otherwise, or with a name more in the middle."""
    for other in by_part.get(parts[-1], [])[:_MOST]:  # one surname
        if other[0] == parts[0] or (min(len(other[0]), len(parts[0])) > 3 and _near(other[0], parts[0])):
            return full[other]
    for other in by_part.get(parts[0], [])[:_MOST]:  # one first name
        if other[0] == parts[0] and len(parts[-1]) > 4 and _near(other[-1], parts[-1]):
            return full[other]
    return None


def _near(a: str, b: str) -> bool:
    """Whether one letter makes the difference."""
    if abs(len(a) - len(b)) > 1 or a == b:
        return a == b
    at = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return a[at + 1 :] == b[at + 1 :] or a[at:] == b[at + 1 :] or a[at + 1 :] == b[at:]


def _shorter(
    parts: Parts,
    gender: str,
    by_part: dict[str, list[Parts]],
    full: dict[Parts, Cluster],
    last: dict[int, int],
    genders: dict[int, str],
) -> Cluster | None:
    """Whose name is cut short here. Of two the title decides, then who was named most, then who was named last."""
    part = " ".join(parts)
    known = by_part.get(part, [])[:_MOST]
    found: list[Cluster] = []
    for other in known:
        if full[other] not in found and (other[0] != part or len(parts) == 1):
            found.append(full[other])
    surnames = [full[o] for o in known if o[0] != part]
    if surnames:
        found = [c for c in found if c in surnames]
    if gender:
        found = [c for c in found if genders.get(id(c), "") in ("", gender)]
    if len(found) > 1:
        before = [c for c in found if id(c) in last]
        found = [max(before, key=lambda c: (len(c.mentions), last[id(c)]))] if before else found
    return found[0] if len(found) == 1 else None


# ---------------------------------------------------------------- he or she


def title_gender(doc: Doc, start: int) -> Gender:
    """What the words before a name tell: "Mrs", "his wife", "spokeswoman"."""
    at = start - 1
    if at > 0 and doc[at].text == ",":
        at -= 1
    for i in range(at, max(-1, at - 3), -1):
        word = doc[i].lower_
        gender = _HONORIFICS.get(word, "") or _NOUNS.get(word, "")
        if gender == "m" or gender == "f":
            return gender
        if word not in _HONORIFICS and word not in _NOUNS:
            break
    return ""


def _name_gender(parts: Parts) -> str:
    return _FIRST_NAMES.get(parts[0], "") if parts else ""


def tell_genders(doc: Doc, people: list[Cluster], roles: dict[int, list[Found]]) -> None:
    """Titles and role nouns first, which are sure; then the first name, which is not."""
    for person in people:
        for start, end, _ in person.mentions:
            gender = title_gender(doc, start) or _role_gender(doc, roles.get(start, ()))
            if gender:
                person.gender, person.gender_is_sure = gender, True
                break
        else:
            hint = _name_gender(tuple(person.name.lower().split()))
            if hint == "m" or hint == "f":
                person.gender = hint


def _role_gender(doc: Doc, roles: list[Found] | tuple[()]) -> Gender:
    for role in roles:
        for token in doc[role.title[0] : role.title[1]]:
            gender = _NOUNS.get(token.lower_, "")
            if gender == "m" or gender == "f":
                return gender
    return ""
