"""The facts that the grammar of places reads: tables of `lexicon/`, as look-ups."""

from __future__ import annotations

from service.extraction.lexicon import table, words
from service.extraction.model import PlaceKind
from service.gazetteer.folding import fold

Row = dict[str, str]

# Words in a place's name: "region", "County", "River"; those that stand in front ("Lake"); plurals ("regions").
PLACE_WORDS: dict[str, Row] = {row["word"]: row for row in table("place_words")}
FIRST_WORDS = {word: row for word, row in PLACE_WORDS.items() if row["before"] == "direct"}
PLURAL_UNITS = {word + "s": row for word, row in PLACE_WORDS.items() if row["kind"] == "region"}
PLURAL_UNITS |= {"counties": PLACE_WORDS["county"], "territories": PLACE_WORDS["territory"]}
STREETS = frozenset(
    {"Street", "St.", "Avenue", "Ave.", "Road", "Rd.", "Lane", "Drive", "Boulevard", "Highway", "Place"}
)

STATES: dict[str, Row] = {row["word"]: row for row in table("state_abbreviations")}
DEMONYMS = {row["word"]: row["country"] for row in table("demonyms") if row["country"]}
NOT_PLACES = words("not_places")
THINGS = words("place_names_of_things")
PART_WORDS = frozenset(row["word"] for row in table("directions") if row["part"])
OF_WORDS = frozenset(row["word"] for row in table("directions") if row["of"])
LENGTHS = {"block", "blocks"} | {
    word for row in table("units") if row["si"] == "m" for word in f"{row['words']}|{row['symbols']}".split("|")
}
ACTING_VERBS = words("metonymic_verbs")
PUBLIC_BODIES = {row["word"]: row["sure"] == "yes" for row in table("public_bodies")}  # False: if named elsewhere, too

WEIGHTS = {row["sign"]: float(row["weight"]) for row in table("place_weights")}

DISPUTED_NAMES = frozenset(fold(row["name"]) for row in table("disputed"))
DISPUTED_UNITS = frozenset(row["unit"] for row in table("disputed") if row["unit"])
DISPUTED_IDS = frozenset(int(row["geonames_id"]) for row in table("disputed") if row["geonames_id"])


def cues(where: str) -> dict[str, int]:
    """Word -> how many people must live in the place beside it, 0 where the word is enough."""
    return {row["word"]: int(row["smallest"] or 0) for row in table("place_cues") if row["where"] == where}


TOWN_WORDS = frozenset({"city", "town", "village", "hamlet"})
BEFORE, OF, BEHIND, HEADS = cues("before"), cues("of"), cues("behind"), cues("head")


def names_of(*kinds: PlaceKind) -> frozenset[str]:
    """The names of our own table's places of these kinds, folded."""
    rows = [row for row in table("places") if row["kind"] in kinds]
    return frozenset(fold(name) for row in rows for name in (row["name"], *filter(None, row["other_names"].split("|"))))


NATURAL = names_of("water", "mountain", "area")
WELL_KNOWN = NATURAL | names_of("country", "region", "continent")
SITES = names_of("facility")
ACRONYMS = frozenset(name for row in table("places") for name in row["other_names"].split("|") if name.isupper())
