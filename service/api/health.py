"""GET /health/live, /health/ready, /metrics: for what runs the service."""

from __future__ import annotations

from flask import Response
from flask_smorest import Blueprint
from prometheus_client import CONTENT_TYPE_LATEST

from service.extraction import Article

from . import logs
from .desk import desk
from .negotiation import JSON
from .problems import MEDIA_TYPE, Problem
from .rendering import dump
from .schemas import Live, Ready
from .schemas import Problem as ProblemSchema

blueprint = Blueprint("health", __name__)

# Something for every room to find, and long enough for its language to be looked at.
PROOF = Article(
    text="PARIS (AFP) — About 40 people were hurt on Monday when a train left the rails near Lyon, the mayor said.\n"
    "“We are doing what we can,” Maria Lopez, the head of the French railways, told reporters."
)


@blueprint.get("/health/live")
@blueprint.alt_response(200, schema=Live)
def live() -> Response:
    """The process answers."""
    return Response(dump({"status": "live"}), content_type=JSON)


@blueprint.get("/health/ready")
@blueprint.alt_response(200, schema=Ready)
@blueprint.alt_response(503, schema=ProblemSchema, content_type=MEDIA_TYPE)
def ready() -> Response:
    """The model and the gazetteer are loaded and read a sentence, which each worker tries until it went well once."""
    here = desk()
    if not here.proven.is_set():
        try:
            here.extractor.extract(PROOF)
        except Exception as error:
            logs.fault(error)
            raise Problem(
                "not-ready", "The model and the gazetteer do not read.", headers={"Retry-After": "5"}
            ) from None
        here.proven.set()
    return Response(dump({"status": "ready"}), content_type=JSON)


@blueprint.get("/metrics")
def metrics() -> Response:
    here = desk()
    return Response(here.metrics.expose(here.jobs), content_type=CONTENT_TYPE_LATEST)
