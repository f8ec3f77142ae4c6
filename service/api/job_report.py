"""A job as the contract has it, and as webhooks tell of it."""

from __future__ import annotations

import datetime as dt
import time
from functools import partial
from typing import Any, get_args

from marshmallow import fields, validate

from service.jobs import Job
from service.jobs.model import State, WebhookState
from service.jobs.webhooks import Webhooks
from service.settings import Settings

from .rendering import dump
from .schemas import Answer


class JobWebhook(Answer):
    url = fields.String(required=True)
    state = fields.String(required=True, allow_none=True, validate=validate.OneOf(get_args(WebhookState)))


class JobReport(Answer):
    id = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(get_args(State)[1:]))
    created = fields.DateTime(required=True)
    started = fields.DateTime(required=True, allow_none=True)
    ended = fields.DateTime(required=True, allow_none=True)
    expires = fields.DateTime(required=True, allow_none=True)
    articles = fields.Integer(required=True)
    read = fields.Integer(required=True)
    failed = fields.Integer(required=True)
    waiting = fields.Integer(required=True)
    ready = fields.Integer(required=True)
    rate = fields.Float(required=True, allow_none=True)
    seconds_left = fields.Float(required=True, allow_none=True)
    results = fields.String(required=True)
    webhook = fields.Nested(JobWebhook, required=True, allow_none=True)


def report(job: Job, settings: Settings) -> dict[str, Any]:
    """A job as the contract has it."""
    now = time.time()
    rate = job.rate(now)
    waiting = job.articles - job.done if job.active else 0
    left = 0.0 if not job.active else waiting / rate if rate else None
    return {
        "id": job.id,
        "state": job.state,
        "created": moment(job.created),
        "started": moment(job.started),
        "ended": moment(job.ended),
        "expires": moment(None if job.ended is None else job.ended + settings.jobs_keep_hours * 3600),
        "articles": job.articles,
        "read": job.done - job.failed,
        "failed": job.failed,
        "waiting": waiting,
        "ready": job.ready,
        "rate": None if rate is None else round(rate, 3),
        "seconds_left": None if left is None else round(left, 1),
        "results": f"{address(job)}/results",
        "webhook": {"url": job.webhook, "state": job.webhook_state} if job.webhook else None,
    }


def moment(seconds: float | None) -> str | None:
    """RFC 3339, in UTC, to the millisecond."""
    if seconds is None:
        return None
    return dt.datetime.fromtimestamp(seconds, dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def address(job: Job) -> str:
    return f"/v1/jobs/{job.id}"


def webhooks(settings: Settings) -> Webhooks:
    return Webhooks(
        settings.webhook_origins, settings.jobs_webhook_secret, body=partial(webhook_body, settings=settings)
    )


def webhook_body(job: Job, settings: Settings) -> bytes:
    return dump({"type": "job.ended", "job": report(job, settings)})
