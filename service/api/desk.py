"""What the handlers of one application share."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING, cast

from attrs import field, frozen
from flask import current_app

from service.extraction import Extractor
from service.jobs import Store
from service.jobs.webhooks import Webhooks
from service.settings import Settings

if TYPE_CHECKING:
    from .admission import Admission
    from .answers import Answers
    from .keys import Keys
    from .metrics import Metrics
    from .rates import Rates


@frozen(kw_only=True)
class Desk:
    settings: Settings
    extractor: Extractor
    admission: Admission
    metrics: Metrics
    jobs: Store | None  # None: switched off
    webhooks: Webhooks
    keys: Keys
    rates: Rates
    answers: Answers
    stopping: Event = field(factory=Event)  # set once this worker was told to stop
    proven: Event = field(factory=Event)  # set once this worker has read something


def desk() -> Desk:
    """The desk of the application that answers the current request."""
    return cast(Desk, current_app.extensions["copydesk"])
