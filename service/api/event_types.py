"""GET /v1/event-types: the types an event can have, and what they are in PLOVER, CAMEO and IPTC MediaTopics."""

from __future__ import annotations

from flask import Response
from flask_smorest import Blueprint

from service.extraction import event_types as known

from .negotiation import JSON, accept
from .rendering import dump, plain
from .schemas import EventTypes

blueprint = Blueprint("event-types", __name__, url_prefix="/v1")


@blueprint.get("/event-types")
@blueprint.alt_response(200, schema=EventTypes)
def event_types() -> Response:
    accept(JSON)
    return Response(dump({"event_types": plain(tuple(known.event_types().values()), ())}), content_type=JSON)
