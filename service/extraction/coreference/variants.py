"""Two forms of one given name: "Bill" and "William", "J." and "John", "Volodymyr" and "Volodimir"."""

from __future__ import annotations

from service.extraction.lexicon import table

_LONG: dict[str, set[str]] = {}  # nickname -> the names that it is short for
for _row in table("nicknames"):
    _LONG.setdefault(_row["nickname"], set()).add(_row["name"])

_LEAST = 4  # letters of a name of which one letter more or less makes no other


def is_initial(name: str) -> bool:
    """ "J.", "J.K.", "J"."""
    letters = name.replace(".", "")
    return len(letters) == 1 or (len(letters) < 4 and name.count(".") >= len(letters))


def may_be_one(a: str, b: str) -> bool:
    """Whether two given names, in lower case, may be one person's, if the surname is the same."""
    if a == b or b in _LONG.get(a, ()) or a in _LONG.get(b, ()):
        return True
    if is_initial(a) or is_initial(b):
        return a[0] == b[0]
    if not _LONG.get(a, set()).isdisjoint(_LONG.get(b, ())):  # Bill and Will
        return True
    return min(len(a), len(b)) >= _LEAST and is_near(a, b)


def is_near(a: str, b: str) -> bool:
    """Whether at most one letter makes the difference."""
    if abs(len(a) - len(b)) > 1 or a == b:
        return a == b
    at = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return a[at + 1 :] == b[at + 1 :] or a[at:] == b[at + 1 :] or a[at + 1 :] == b[at:]
