"""The contract's objects as marshmallow schemas.

A request is written out here. What comes back is made from the model's own classes, so that the two can't differ;
`openapi.yaml` is written by hand, and a test holds it to these schemas.
"""

from __future__ import annotations

import datetime as dt
import re
import types
from collections.abc import Mapping
from functools import cache
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

import attrs
from marshmallow import EXCLUDE, INCLUDE, RAISE, Schema, ValidationError, fields, validate

from service.extraction import SECTIONS, Extraction, OffsetUnit
from service.extraction.event_types import EventType
from service.extraction.model import GazetteerInfo, NamedVersion

from .formats import FORMATS, LINE_FORMATS

# ---------------------------------------------------------------- fields


class Text(fields.String):
    """A string that UTF-8 can hold."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **options: Any) -> str:
        text = super()._deserialize(value, attr, data, **options)
        if surrogate := re.search("[\ud800-\udfff]", text):
            raise ValidationError(f"There is a lone surrogate at {surrogate.start()}: this is not Unicode text.")
        return text


class Number(fields.Float):
    """A JSON number; a string of digits is none."""

    def _validated(self, value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.make_error("invalid", input=value)
        return super()._validated(value)


class Published(fields.Field[dt.date]):
    """An RFC 3339 date or date-time."""

    _form = re.compile(r"\d{4}-\d\d-\d\d(?P<time>[Tt ]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d))?", re.ASCII)

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> dt.date:
        form = self._form.fullmatch(value) if isinstance(value, str) else None
        try:
            if form:
                return dt.datetime.fromisoformat(value.upper()) if form["time"] else dt.date.fromisoformat(value)
        except ValueError:  # the 31st of June
            pass
        raise ValidationError("Not an RFC 3339 date (2022-09-16) or date-time (2022-09-16T10:00:00Z).")


def not_blank(text: str) -> None:
    if not text.strip():
        raise ValidationError("There is nothing but white space in it.")


NO_SECTION: Final = "There is no such section; there are: {choices}."
NO_FORMAT: Final = "There is no such format; there are: {choices}."
NO_COUNTRY: Final = "Not an ISO 3166-1 alpha-2 code, as `US`."
SHARE: Final = validate.Range(0, 1)


# ---------------------------------------------------------------- what comes in


class Home(Schema):
    class Meta:
        unknown = RAISE

    country = Text(
        allow_none=True, validate=[validate.Length(equal=2), validate.Regexp(r"^[A-Z]{2}$", error=NO_COUNTRY)]
    )
    admin1 = Text(allow_none=True)
    lat = Number(allow_none=True, validate=validate.Range(-90, 90))
    lon = Number(allow_none=True, validate=validate.Range(-180, 180))


class ExtractQuery(Schema):
    """What may be said of an article, and asked."""

    class Meta:
        unknown = RAISE

    id = Text(allow_none=True)
    title = Text(allow_none=True)
    url = Text(allow_none=True)
    source = Text(allow_none=True)
    published = Published(
        allow_none=True, metadata={"type": "string", "anyOf": [{"format": "date"}, {"format": "date-time"}]}
    )
    language = Text(metadata={"enum": ["en"]})
    home = fields.Nested(Home, allow_none=True)
    include = fields.List(Text(validate=validate.OneOf(SECTIONS, error=NO_SECTION)))
    min_confidence = Number(validate=SHARE)
    min_salience = Number(validate=SHARE)
    offsets = Text(validate=validate.OneOf(get_args(OffsetUnit)))


class FormatQuery(Schema):
    """How the answer is to be written: of the query alone."""

    class Meta:
        unknown = EXCLUDE  # the article's fields, which are beside them

    format = Text(validate=validate.OneOf(list(FORMATS), error=NO_FORMAT))
    section = Text(validate=validate.OneOf(SECTIONS, error=NO_SECTION))


class BatchQuery(Schema):
    class Meta:
        unknown = EXCLUDE

    format = Text(validate=validate.OneOf(LINE_FORMATS, error=NO_FORMAT))


class ExtractRequest(ExtractQuery):
    text = Text(required=True, validate=[validate.Length(min=1), not_blank], metadata={"pattern": r"\S"})


# ---------------------------------------------------------------- what goes out


class Answer(Schema):
    """Fields may be added to what comes back."""

    class Meta:
        unknown = INCLUDE


PLAIN: Final[dict[type, type[fields.Field[Any]]]] = {
    str: fields.String,
    int: fields.Integer,
    float: fields.Float,
    bool: fields.Boolean,
}
RANGES: Final = {
    "confidence": SHARE,
    "salience": SHARE,
    "start": validate.Range(min=0),
    "end": validate.Range(min=0),
    "lat": validate.Range(-90, 90),
    "lon": validate.Range(-180, 180),
}
LEFT_OUT: Final = {("ArticleReport", "text")}  # there for an HTML page only


@cache
def schema_of(model: type[attrs.AttrsInstance]) -> type[Schema]:
    """The marshmallow schema of one of the model's classes. Every field is there, though it may be null."""
    hints = get_type_hints(model)
    made: dict[str, fields.Field[Any]] = {}
    for field in attrs.fields(model):
        options: dict[str, Any] = {"required": True}
        if (model.__name__, field.name) in LEFT_OUT:
            made[field.name] = fields.String()
            continue
        if field.name in RANGES and str not in (hints[field.name], *get_args(hints[field.name])):
            options["validate"] = RANGES[field.name]
        made[field.name] = field_of(hints[field.name], **options)
    return Answer.from_dict(made, name=model.__name__)


def field_of(hint: Any, **options: Any) -> fields.Field[Any]:
    """The marshmallow field of a type as the model has them: plain, literal, optional, a tuple, a class."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        (there,) = (argument for argument in arguments if argument is not type(None))
        return field_of(there, allow_none=True, **options)
    if origin is Literal:
        return fields.String(validate=validate.OneOf(arguments), **options)
    if origin is tuple:
        return fields.List(field_of(arguments[0]), **options)
    if attrs.has(hint):
        return fields.Nested(schema_of(hint), **options)
    return PLAIN[hint](**options)


class EventTypes(Answer):
    event_types = fields.List(fields.Nested(schema_of(EventType)), required=True)


class Limits(Answer):
    max_characters = fields.Integer(required=True)
    max_bytes = fields.Integer(required=True)
    deadline_seconds = fields.Float(required=True)
    slots = fields.Integer(required=True)
    queue = fields.Integer(required=True)
    jobs_max_bytes = fields.Integer(required=True)
    jobs_max_articles = fields.Integer(required=True)
    jobs_keep_hours = fields.Float(required=True)


class Info(Answer):
    contract = fields.String(required=True)
    service = fields.String(required=True)
    model = fields.Nested(schema_of(NamedVersion), required=True)
    gazetteer = fields.Nested(schema_of(GazetteerInfo), required=True)
    limits = fields.Nested(Limits, required=True)
    languages = fields.List(fields.String(), required=True)
    sections = fields.List(fields.String(validate=validate.OneOf(SECTIONS)), required=True)
    offsets = fields.List(fields.String(validate=validate.OneOf(get_args(OffsetUnit))), required=True)


class Live(Answer):
    status = fields.String(required=True, validate=validate.Equal("live"), metadata={"enum": ["live"]})


class Ready(Answer):
    status = fields.String(required=True, validate=validate.Equal("ready"), metadata={"enum": ["ready"]})


class FieldError(Answer):
    pointer = fields.String(required=True)
    detail = fields.String(required=True)


class Problem(Answer):
    """RFC 9457; the fields from `limit` on are there where the type of the problem has them."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    instance = fields.String(required=True)
    errors = fields.List(fields.Nested(FieldError), required=True)
    limit = fields.Integer()
    detected = fields.String()
    available = fields.List(fields.String())
    line = fields.Integer()


ExtractionSchema: Final = schema_of(Extraction)
