"""One key for all the ways to write one name.

Shared by the builder and the reader of the gazetteer: a name is found only if both fold it alike.
"""

from __future__ import annotations

import re
import unicodedata

# Letters that Unicode does not decompose.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "ı": "i", "æ": "ae", "œ": "oe", "ə": "a"}
)
_MARKS = re.compile("[\u0300-\u036f'’‘ʼʻ`´ʹʺ\"”“.]")  # "St. John's" is written "St Johns" as well
_GAP = re.compile(r"[\W_]+")
_SHORT = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}


def fold(name: str) -> str:
    """`name` without case, accents, marks and article: "The Gaza Strip" -> "gaza strip", "Mt. Etna" -> "mount etna".

    Empty where nothing is left. Linear in the length of the name.
    """
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", name)).lower().translate(_LETTERS)
    words = _GAP.sub(" ", plain).split()
    if len(words) > 1 and words[0] == "the":
        del words[0]
    if len(words) > 1 and words[0] in _SHORT:
        words[0] = _SHORT[words[0]]
    return " ".join(words)
