"""From a request to an article: bytes, fields.

The fields of an article may come in a JSON body, or as query parameters beside a text or a page. Where a JSON body and
the query both have a field, the body's counts. `home` is written `home[country]=UA` in a query, a list as `a,b`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import field, frozen
from marshmallow import Schema, ValidationError
from werkzeug.datastructures import MultiDict

from service.extraction import Article, Home, OffsetUnit, Parse, UnsupportedLanguage
from service.html import NoArticle, main_text

from .negotiation import JSON, PLAIN_TEXT
from .problems import FieldError, Problem
from .schemas import ExtractQuery, ExtractRequest

LONGEST_NAME = 100  # characters of a caller's field name that a pointer gives back

_QUERY = ExtractQuery()
_REQUEST = ExtractRequest()
_NUMBERS = frozenset({"min_confidence", "min_salience", "lat", "lon"})
_HOME = re.compile(r"home\[(\w+)\]", re.ASCII)


@frozen(kw_only=True)
class Asked:
    """What one caller wants read, and how it wants the offsets."""

    article: Article = field(repr=False)
    offsets: OffsetUnit
    gives_text: bool = False  # the text was taken out of a page: the caller has not got it
    parse: Parse | None = field(default=None, repr=False)  # of the article, where it was made ahead


def read(media_type: str, body: bytes, args: MultiDict[str, str], longest: int) -> Asked:
    """What a request to `/v1/extract` asks; `args` are its query. Raises Problem."""
    query = load(_QUERY, from_query(args))
    if media_type == JSON:
        return asked({**query, **load(_REQUEST, parse_json(body))}, longest)
    if media_type == PLAIN_TEXT:
        return asked({**query, **load(_REQUEST, {"text": decode(body)})}, longest)
    return asked(from_page(body, query), longest, gives_text=True)


def read_line(line: bytes, longest: int) -> Asked:
    """What one line of a batch asks. Raises Problem."""
    return asked(load(_REQUEST, parse_json(line)), longest)


def decode(body: bytes) -> str:
    """Raises Problem `not-utf8`."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem("not-utf8", f"The byte at {error.start} is not UTF-8.") from None


def parse_json(body: bytes) -> Any:
    """Raises Problem `not-utf8`, `not-json`. NaN and Infinity pass here: the fields they stand in refuse them."""
    text = decode(body.removeprefix(b"\xef\xbb\xbf"))
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise Problem("not-json", f"{error.msg} at character {error.pos}.") from None
    except (RecursionError, ValueError):
        raise Problem("not-json", "It is nested too deep, or has a number of too many digits.") from None


def from_query(args: MultiDict[str, str]) -> dict[str, Any]:
    """Query parameters in the form of a JSON body. Raises Problem for one that is given twice."""
    found: dict[str, Any] = {}
    home: dict[str, Any] = {}
    for name, values in args.lists():
        if name == "include":
            found[name] = [section for value in values for section in value.split(",") if section]
            continue
        if len(values) > 1:
            raise Problem(
                "invalid-request", "A query parameter is given twice.", [FieldError(pointer([name]), "Given twice.")]
            )
        if part := _HOME.fullmatch(name):
            home[part[1]] = as_number(part[1], values[0])
        else:
            found[name] = as_number(name, values[0])
    return {**found, "home": home} if home else found


def as_number(name: str, value: str) -> float | str:
    """The number where the parameter is one; what is none is left for the schema to refuse."""
    if name not in _NUMBERS:
        return value
    try:
        return float(value)
    except ValueError:
        return value


def from_page(body: bytes, query: dict[str, Any]) -> dict[str, Any]:
    """The fields of an article that is in an HTML page. Raises Problem `no-article`."""
    try:
        page = main_text(body, query.get("url"))
    except NoArticle:
        raise Problem("no-article", "No main text was found in the page.") from None
    return {"title": page.title, "published": page.published, **query, "text": page.text}


def load(schema: Schema, data: Any) -> dict[str, Any]:
    """What the schema makes of the data.

    Raises Problem `invalid-request` with a pointer to each wrong field, UnsupportedLanguage.
    """
    try:
        loaded: dict[str, Any] = schema.load(data)
    except ValidationError as error:
        raise Problem("invalid-request", "Some fields are wrong: see `errors`.", errors_of(error.messages)) from None
    if loaded.get("language", "en") != "en":
        raise UnsupportedLanguage(loaded["language"])
    return loaded


def asked(fields: dict[str, Any], longest: int, gives_text: bool = False) -> Asked:
    """Raises Problem `text-too-long`."""
    given = {name: value for name, value in fields.items() if value is not None}
    if len(given["text"]) > longest:
        raise Problem(
            "text-too-long",
            f"The article has {len(given['text'])} characters; it may have up to {longest}.",
            [FieldError("/text", "Too long.")],
            limit=longest,
        )
    offsets = given.pop("offsets", "codepoint")
    if "home" in given:
        given["home"] = Home(**given["home"])
    if "include" in given:
        given["include"] = frozenset(given["include"])
    return Asked(article=Article(**given), offsets=offsets, gives_text=gives_text)


def errors_of(messages: Any, path: tuple[Any, ...] = ()) -> Iterator[FieldError]:
    """marshmallow's tree of messages, flat."""
    if isinstance(messages, Mapping):
        for key, below in messages.items():
            yield from errors_of(below, path if key == "_schema" else (*path, key))
    else:
        for message in messages:
            yield FieldError(pointer(path), str(message))


def pointer(path: Iterator[Any] | tuple[Any, ...] | list[Any]) -> str:
    """RFC 6901."""
    return "".join("/" + str(step)[:LONGEST_NAME].replace("~", "~0").replace("/", "~1") for step in path)
