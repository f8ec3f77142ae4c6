"""GET /: a page to try the service. Its files are in `service/web`, and it uses the API as anyone does."""

from __future__ import annotations

from flask import Response, current_app
from flask_smorest import Blueprint

blueprint = Blueprint("page", __name__)

# Our own files alone, and no markup out of strings: where a browser knows trusted types, `innerHTML` throws.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)


@blueprint.get("/")
def index() -> Response:
    response = current_app.send_static_file("index.html")
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    return response
