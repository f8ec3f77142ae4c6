"""GET /: a page to try the service. Its files are in `service/web`, and it uses the API as anyone does."""

from __future__ import annotations

from flask import Response, current_app
from flask_smorest import Blueprint

blueprint = Blueprint("page", __name__)


@blueprint.get("/")
def index() -> Response:
    return current_app.send_static_file("index.html")
