"""GET /v1/info: what is running here, and within which limits."""

from __future__ import annotations

from flask import Response
from flask_smorest import Blueprint

from service.extraction import SECTIONS

from .desk import desk
from .negotiation import JSON, accept
from .offsets import OFFSET_UNITS
from .rendering import dump, plain
from .schemas import Info

blueprint = Blueprint("info", __name__, url_prefix="/v1")

LIMITS = (
    "max_characters",
    "max_bytes",
    "deadline_seconds",
    "slots",
    "queue",
    "jobs_max_bytes",
    "jobs_max_articles",
    "jobs_keep_hours",
)


@blueprint.get("/info")
@blueprint.alt_response(200, schema=Info)
def info() -> Response:
    accept(JSON)
    here = desk()
    meta = plain(here.extractor.meta, ())
    body = {
        **{name: meta[name] for name in ("contract", "service", "model", "gazetteer")},
        "limits": {name: getattr(here.settings, name) for name in LIMITS},
        "languages": ["en"],
        "sections": list(SECTIONS),
        "offsets": list(OFFSET_UNITS),
    }
    return Response(dump(body), content_type=JSON)
