"""All the ways to write one name have one key."""

import pytest

from service.gazetteer.folding import fold


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Izium", "izium"),
        ("ŁÓDŹ", "lodz"),
        ("Türkiye", "turkiye"),
        ("Côte d’Ivoire", "cote divoire"),
        ("The Gaza Strip", "gaza strip"),
        ("St. Petersburg", "saint petersburg"),
        ("Mt. Everest", "mount everest"),
        ("Winston-Salem", "winston salem"),
        ("U.S.", "us"),
        ("The", "the"),
        ("…", ""),
    ],
)
def test_one_key(written, key):
    assert fold(written) == key
