"""GET /openapi.yaml, /openapi.json, /docs: the contract, and a page to try it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import yaml
from flask import Response
from flask_smorest import Blueprint

from .parsing import JSON

blueprint = Blueprint("docs", __name__)

CONTRACT = Path(__file__).parent / "openapi.yaml"  # in a checkout, a link to the one at the top


@cache
def as_json() -> str:
    return json.dumps(yaml.safe_load(CONTRACT.read_bytes()), ensure_ascii=False)


@blueprint.get("/openapi.yaml")
def openapi_yaml() -> Response:
    return Response(CONTRACT.read_bytes(), content_type="application/yaml")


@blueprint.get("/openapi.json")
def openapi_json() -> Response:
    return Response(as_json(), content_type=JSON)
