"""Names that hold everywhere: of the article, of places (GeoNames), of subjects (IPTC MediaTopics), of dates."""

from __future__ import annotations

import base64
import re
from urllib.parse import urlsplit

from service.extraction.model import ArticleReport, Date

# RFC 3986, no more: what is none of these characters has to be percent-encoded to be in an address.
_URL = re.compile(r"https?://[A-Za-z0-9\[][A-Za-z0-9\-._~:/?\[\]@!$&'()*+,;=%]*", re.ASCII)
_BAD_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
# The calendar dates of ISO 8601, whole or cut short: a quarter, a season, an unknown year are none.
_CALENDAR = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d)?)?)?)?", re.ASCII)


def article_iri(article: ArticleReport) -> str:
    """The article's address without its fragment; without a sound one, the hash of its text (RFC 6920)."""
    return web_address(article.url) or ni(article.sha256)


def web_address(url: str | None) -> str | None:
    """An address of the web that is safe to link to, without its fragment; None for anything else."""
    whole = (url or "").partition("#")[0]
    if not _URL.fullmatch(whole) or _BAD_PERCENT.search(whole):
        return None
    try:
        parts = urlsplit(whole)
        _ = parts.port
    except ValueError:  # brackets that are no IPv6 address, a port that is no number
        return None
    sound = bool(parts.hostname) and not re.search(r"[\[\]]", parts.path + parts.query)
    return whole if sound else None


def ni(sha256: str) -> str:
    digest = base64.urlsafe_b64encode(bytes.fromhex(sha256)).decode().rstrip("=")
    return f"ni:///sha-256;{digest}"


def geonames_iri(geonames_id: int) -> str:
    return f"https://sws.geonames.org/{geonames_id}/"


def mediatopic_iri(code: str) -> str:
    """`medtop:20000056` as the address that IPTC has given it."""
    return f"http://cv.iptc.org/newscodes/mediatopic/{code.removeprefix('medtop:')}"


def calendar_date(date: Date | None) -> str | None:
    """An ISO 8601 date, as exact as it is known ("2022-04"); None where it is no calendar date."""
    return date.value if date and _CALENDAR.fullmatch(date.value) else None
