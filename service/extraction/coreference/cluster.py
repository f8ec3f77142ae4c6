"""What is gathered about one person or organization while the document is read."""

from __future__ import annotations

from typing import Literal

from attrs import define, field

from service.extraction.model import MentionKind, OrganizationKind

Gender = Literal["m", "f", ""]


@define(eq=False)
class Cluster:
    """`mentions` are `(first token, end token, kind)`. Without a name it is somebody that only a noun tells of."""

    name: str = ""
    mentions: list[tuple[int, int, MentionKind]] = field(factory=list)
    gender: Gender = ""
    gender_is_sure: bool = False
    kind: OrganizationKind = "other"
    place_id: str | None = None
    confidence: float = 0.8
