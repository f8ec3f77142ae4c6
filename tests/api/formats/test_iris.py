from __future__ import annotations

import hashlib

import pytest
from rfc3986_validator import validate_rfc3986

from service.api.formats.iris import ni, web_address


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://example.com/a?b=c&d=%20e", "https://example.com/a?b=c&d=%20e"),
        ("http://[::1]:8000/a", "http://[::1]:8000/a"),
        ("https://example.com/a#comments", "https://example.com/a"),
    ],
)
def test_an_address(url, address):
    assert web_address(url) == address
    assert validate_rfc3986(address)


@pytest.mark.parametrize(
    "url",
    [
        *(
            None,
            "",
            "javascript:alert(1)",
            "data:text/html,x",
            "//example.com",
            "/a",
            "example.com",
            "https://",
            "http:///a",
        ),
        *("https://example.com/<script>", "https://example.com/a b", 'https://example.com/"', "https://exa\nmple.com"),
        *("https://example.com/%zz", "https://[example.com/", "https://example.com:port/", "https://example.com/ü"),
        "https://example.com/[a]",
    ],
)
def test_no_address(url):
    assert web_address(url) is None


def test_the_hash_of_a_text_is_a_name():
    """The example of RFC 6920."""
    name = ni(hashlib.sha256(b"Hello World!").hexdigest())
    assert name == "ni:///sha-256;f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk"
    assert validate_rfc3986(name)
