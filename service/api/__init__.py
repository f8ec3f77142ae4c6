"""HTTP. Knows Flask and marshmallow; knows no linguistics: the `Extractor` is all it sees of `service.extraction`."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from flask_smorest import Api
from werkzeug.middleware.proxy_fix import ProxyFix

from service.extraction import Extractor
from service.jobs import open_store
from service.settings import Settings
from service.version import __version__

from . import batch, docs, envelope, event_types, extract, health, info, jobs, logs, page, problems
from .admission import Admission
from .answers import Answers
from .desk import Desk
from .job_report import webhooks
from .keys import Keys
from .metrics import Metrics
from .rates import rates
from .schemas import Problem

WEB = Path(__file__).parent.parent / "web"


class ProblemApi(Api):  # type: ignore[misc]
    """flask-smorest with our errors: RFC 9457 for all of them, and the headers that belong to them (`Allow`)."""

    ERROR_SCHEMA = Problem

    def _register_error_handlers(self) -> None:
        self._app.register_error_handler(Exception, problems.handle)


def build(settings: Settings, extractor: Extractor | None) -> Flask:
    """The application; loads the extractor unless one is given. Raises SettingError, ModelError."""
    logs.configure(settings)
    app = Flask("service", static_folder=str(WEB), static_url_path="/web")
    app.config.update(
        API_TITLE="Copydesk",
        API_VERSION=__version__,
        OPENAPI_VERSION="3.1.0",
    )
    keys = Keys(settings)  # what is wrong with it is told before a model is loaded
    extractor = extractor or load(settings)
    app.extensions["copydesk"] = Desk(
        settings=settings,
        extractor=extractor,
        keys=keys,
        rates=rates(settings),
        answers=Answers(settings, extractor.meta),
        admission=Admission(settings.slots, settings.queue),
        metrics=Metrics(),
        jobs=open_store(settings),
        webhooks=webhooks(settings),
    )
    envelope.install(app)
    if proxies := settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
    restful = ProblemApi(app)
    for resource in (extract, batch, jobs, event_types, info, health, docs, page):
        restful.register_blueprint(resource.blueprint)
    return app


def load(settings: Settings) -> Extractor:
    """The extractor, warm: what it makes on first use is made here, before the fork, and shared."""
    extractor = Extractor.load(settings)
    extractor.extract(health.PROOF)
    return extractor
