"""Names of one person put together: the fullest form, and the shorter ones that can only be this one's."""

from __future__ import annotations

from collections import defaultdict

from attrs import define, field
from spacy.tokens import Doc
from spacy.tokens import Span as SpacySpan

from service.extraction.names.trim import PARTICLES, SUFFIXES

from .cluster import Cluster, Gender
from .gender import name_gender, title_gender
from .variants import is_initial, is_near, may_be_one

_MOST = 30  # people of one surname that are looked at

Parts = tuple[str, ...]


def person_clusters(doc: Doc) -> list[Cluster]:
    """One cluster a person, in order of first mention; a name in a caption counts, in other boilerplate it doesn't."""
    spans = [
        (entity.start, entity.end)
        for entity in doc.ents
        if entity.label_ == "PERSON" and _is_told(doc, entity.start) and not _is_place(doc, entity)
    ]
    known = _Known()
    # The longest first, and initials behind what they are short for.
    for parts in sorted(dict.fromkeys(parts_of(doc, *s) for s in spans), key=lambda p: (is_initial(p[0]), -len(p))):
        if len(parts) > 1:
            known.add(parts)
    # "Mr. Obama" somewhere tells that "Obama" is not Michelle.
    alone = [(s[0], parts[0]) for s in spans if len(parts := parts_of(doc, *s)) == 1]
    titled = {surname: gender for start, surname in alone if (gender := title_gender(doc, start))}
    clusters: dict[int, Cluster] = {}
    for start, end in spans:
        parts = parts_of(doc, start, end)
        cluster = known.whose(parts, title_gender(doc, start) or titled.get(parts[-1], ""))
        cluster.mentions.append((start, end, "name"))
        clusters[id(cluster)] = cluster
    for cluster in clusters.values():
        start, end, _ = max(cluster.mentions, key=lambda m: _fullness(doc, m[0], m[1]))
        cluster.name = " ".join(doc[start:end].text.split())
    return list(clusters.values())


def _fullness(doc: Doc, start: int, end: int) -> tuple[int, bool, int, int]:
    """How much a form of a name tells: words before initials, "Ann Lee" before "ANN LEE"; of equals the first one."""
    words = doc[start:end].text.split()
    return sum(not is_initial(word) for word in words), not all(map(str.isupper, words)), len(words), -start


def _is_place(doc: Doc, entity: SpacySpan) -> bool:
    """Whether the places' room took the name for a place."""
    places = doc._.at.places
    return places[entity.start] is not None and places[entity.end - 1] is places[entity.start]


def _is_told(doc: Doc, i: int) -> bool:
    boilerplate = doc._.at.boilerplate[i]
    return boilerplate is None or boilerplate.kind == "caption"


def parts_of(doc: Doc, start: int, end: int) -> Parts:
    """The words of a name, without "Jr." and without initials in the middle."""
    words = doc[start:end].text.lower().split()
    while len(words) > 2 and words[-1] in SUFFIXES:
        words.pop()
    middle = [word for word in words[1:-1] if len(word.rstrip(".")) > 1]
    return (words[0], *middle, words[-1]) if len(words) > 1 else tuple(words)


@define
class _Known:
    """The names of a document: full ones, whole and by their parts, and those that stand alone."""

    full: dict[Parts, Cluster] = field(factory=dict)
    by_part: dict[str, list[Parts]] = field(factory=lambda: defaultdict(list))  # surname or first name -> full names
    alone: dict[Parts, Cluster] = field(factory=dict)

    def add(self, parts: Parts) -> None:
        """A name of several words; longer ones come first."""
        longer = self.by_part.get(" ".join(parts), [])  # "Peña Nieto", of "Enrique Peña Nieto"
        same = self.full[longer[0]] if longer else self._variant(parts)
        self.full[parts] = same if same is not None else Cluster()
        for part in dict.fromkeys((parts[0], *_surnames(parts))):
            self.by_part[part].append(parts)

    def _variant(self, parts: Parts) -> Cluster | None:
        """The cluster of the same name in another form, or with a name more in the middle."""
        same = {
            id(self.full[other]): self.full[other]
            for other in self.by_part.get(parts[-1], [])[:_MOST]
            if other[-1] == parts[-1] and may_be_one(other[0], parts[0])
        }
        if same:  # "J. Berg" between John and Jane is neither
            return next(iter(same.values())) if len(same) == 1 else None
        for other in self.by_part.get(parts[0], [])[:_MOST]:  # one first name
            if other[0] == parts[0] and len(parts[-1]) > 4 and is_near(other[-1], parts[-1]):
                return self.full[other]
        return None

    def whose(self, parts: Parts, gender: Gender) -> Cluster:
        """Whose name this is. Of two the gender decides, then who was named most, then who was named last."""
        if parts in self.full:
            return self.full[parts]
        known = self.by_part.get(" ".join(parts), [])[:_MOST]
        surnames = [other for other in known if other[0] != parts[0]]
        fitting = {
            id(self.full[other]): self.full[other]
            for other in surnames or known
            if not gender or name_gender(other[0]) in {"", gender}
        }
        if len(fitting) == 1:
            return next(iter(fitting.values()))
        named = [cluster for cluster in fitting.values() if cluster.mentions]
        if named:
            return max(named, key=lambda c: (len(c.mentions), c.mentions[-1]))
        return self.alone.setdefault(parts, Cluster())


def _surnames(parts: Parts) -> list[str]:
    """What a full name may be cut down to: "vries", "de vries"; of three words, the last two, too."""
    found = [parts[-1]]
    for at in range(len(parts) - 2, 0, -1):
        found.append(" ".join(parts[at:]))
        if parts[at] not in PARTICLES:
            break
    return found
