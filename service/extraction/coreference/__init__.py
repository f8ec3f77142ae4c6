"""Who is who: every mention of one person, or of one organization, in one object.

In: names (`doc.ents`), places, the parse. Out: `doc._.people` with their roles, `doc._.organizations`.

Names of one person are put together first (`people`, `variants`), their roles are read (`..roles`), which tells who
"the president" can be (`nominals`) and who is a he and who a she (`gender`); then both are tied (`pronouns`).
Organizations go the same way (`organizations`, `teams`, `state`; `organization_mentions`). Who "I" and "we" are is told
once the quotes are known (`first_person`).
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from service.extraction.document import span
from service.extraction.model import Mention, Organization, Person, Role
from service.extraction.roles import Found, find_roles

from .cluster import Cluster
from .confidence import person_confidence
from .first_person import tie_first_person
from .gender import tell_genders, title_gender
from .nominals import Nominals
from .organization_mentions import tie_organizations
from .organizations import organization_clusters
from .people import person_clusters
from .pronouns import tie_people
from .state import state_bodies
from .syntax import quoted

__all__ = ["people_and_organizations", "tie_first_person"]


@Language.component("copydesk_people", assigns=["doc._.people", "doc._.organizations"])
def people_and_organizations(doc: Doc) -> Doc:
    people = person_clusters(doc)
    roles = find_roles(doc, [(start, end) for person in people for start, end, _ in person.mentions])
    tell_genders(doc, people, roles)
    marked = quoted(doc)
    tie_people(doc, people, Nominals(doc, people, roles), marked)
    named = organization_clusters(doc)
    organizations = sorted([*named, *state_bodies(doc, named)], key=lambda o: min(o.mentions))
    tie_organizations(doc, organizations, marked)
    doc._.organizations = [
        Organization(
            id=f"organization-{n}",
            name=found.name,
            kind=found.kind,
            place_id=found.place_id,
            mentions=_mentions(doc, found),
            confidence=found.confidence,
        )
        for n, found in enumerate(organizations, 1)
    ]
    people.sort(key=lambda p: min(p.mentions))
    doc._.people = [
        Person(
            id=f"person-{n}",
            name=person.name,
            roles=_roles(doc, person, roles),
            mentions=_mentions(doc, person),
            confidence=person_confidence(person, titled=_is_titled(doc, person, roles)),
        )
        for n, person in enumerate(people, 1)
    ]
    return doc


def _mentions(doc: Doc, cluster: Cluster) -> tuple[Mention, ...]:
    spans = ((span(doc[start:end]), kind) for start, end, kind in sorted(cluster.mentions))
    return tuple(Mention(s.start, s.end, s.text, kind) for s, kind in spans)


def _is_titled(doc: Doc, person: Cluster, roles: dict[int, list[Found]]) -> bool:
    return any(start in roles or title_gender(doc, start) for start, _, kind in person.mentions if kind == "name")


def _roles(doc: Doc, person: Cluster, roles: dict[int, list[Found]]) -> tuple[Role, ...]:
    """The person's roles, each title once: the one that tells most, where it stands first."""
    kept: dict[str, Role] = {}
    for start, _, kind in sorted(person.mentions):
        for found in roles.get(start, ()) if kind == "name" else ():
            role = found.role(doc)
            known = kept.get(role.title.lower())
            if known is None or (known.affiliation is None and role.affiliation is not None):
                kept[role.title.lower()] = role
    return tuple(sorted(kept.values(), key=lambda r: r.start))
