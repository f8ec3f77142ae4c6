"""GET /openapi.yaml, /openapi.json, /docs: the contract, and a page to try it."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from pathlib import Path

import yaml
from flask import Response, current_app, send_from_directory
from flask_smorest import Blueprint

from .negotiation import JSON

blueprint = Blueprint("docs", __name__)

CONTRACT = Path(__file__).parent / "openapi.yaml"  # in a checkout, a link to the one at the top
SWAGGER_UI = Path(str(files("flask_swagger_ui"))) / "dist"

# Swagger UI writes style attributes and holds its icons as data: URLs; its script is a file like any other.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@cache
def as_json() -> str:
    return json.dumps(yaml.safe_load(CONTRACT.read_bytes()), ensure_ascii=False)


@blueprint.get("/openapi.yaml")
def openapi_yaml() -> Response:
    return Response(CONTRACT.read_bytes(), content_type="application/yaml")


@blueprint.get("/openapi.json")
def openapi_json() -> Response:
    return Response(as_json(), content_type=JSON)


@blueprint.get("/docs")
def docs() -> Response:
    response = current_app.send_static_file("docs.html")
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    return response


@blueprint.get("/docs/<any('swagger-ui.css', 'swagger-ui-bundle.js'):name>")
def swagger_ui(name: str) -> Response:
    return send_from_directory(SWAGGER_UI, name)
