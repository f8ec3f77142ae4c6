"""POST /v1/jobs: many articles in, to be read when there is time. GET, DELETE /v1/jobs/{id}, GET .../results."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from flask import Response, request
from flask_smorest import Blueprint

from service.jobs import Job, JobsError, KeyReused, Store, StoreFull
from service.jobs.store import new_id

from . import intake
from .desk import Desk, desk
from .envelope import given_key, take_rate
from .job_reader import cancelled
from .job_report import JobReport, address, report
from .negotiation import JSON, NDJSON, accept, body_type
from .parsing import pointer
from .problems import MEDIA_TYPE, FieldError, Problem
from .rendering import dump
from .schemas import Problem as ProblemSchema

blueprint = Blueprint("jobs", __name__, url_prefix="/v1")

RETRY_FULL: Final = "600"  # seconds; results that are past their time are removed by then
RETRY_DOWN: Final = "5"
CHUNK_ARTICLES: Final = 16  # of one chunk: a few seconds' work
CHUNK_BYTES: Final = 65_536  # a chunk of longer articles ends with the one that passes this

_KEY: Final = re.compile(r"[\x21-\x7e]{1,255}")
_ID: Final = re.compile(r"[0-9a-f]{32}")
_RANGE: Final = re.compile(r"bytes=(\d{1,15})-(\d{1,15})?", re.ASCII)


# ---------------------------------------------------------------- in


@blueprint.post("/jobs")
@blueprint.doc(requestBody={"content": {NDJSON: {}, JSON: {}}})
@blueprint.alt_response(202, schema=JobReport)
def create() -> Response:
    accept(JSON)
    here = desk()
    media_type = body_type(NDJSON, JSON, encodings=("identity", "gzip"))
    gzip = request.headers.get("Content-Encoding", "identity").lower() == "gzip"
    limit = here.settings.jobs_max_bytes
    if request.content_length is not None and request.content_length > limit:
        raise intake.too_large(limit)
    webhook, key = asked_webhook(here), asked_key()
    take_rate()
    with here.admission.stream():
        return received(here, media_type, gzip, webhook, key)


def received(here: Desk, media_type: str, gzip: bool, webhook: str | None, key: str | None) -> Response:
    """The answer once the body is in. Raises Problem."""
    limit = here.settings.jobs_max_bytes
    body = intake.pieces(request.stream, length=request.content_length, gzip=gzip, limit=limit)
    articles = (intake.lines if media_type == NDJSON else intake.elements)(body, here.settings.max_bytes)
    with jobs_of(here) as store:
        known = store.keyed(key) if key else None
        taken = None if known else new_id()
        digest = take_in(store, taken, articles, webhook, here.settings.jobs_max_articles)
        if taken:
            accepted = accept_job(store, taken, key, digest)
        elif known and known[1] == digest:
            accepted = known[0]
        else:
            raise reused()
        job = store.job(accepted)
        if job is None:
            raise gone()
        headers = {"Location": address(job)}
        if accepted != taken:
            headers["Idempotency-Replayed"] = "true"
        return Response(dump(report(job, here.settings)), 202, headers, content_type=JSON)


def take_in(store: Store, job: str | None, articles: Iterator[bytes], webhook: str | None, most: int) -> bytes:
    """Keep the articles as they come in, some at a time, and return their digest; with no job, only that.

    Raises Problem, and then keeps nothing of them.
    """
    digest = hashlib.sha256((webhook or "").encode())
    count = 0
    chunk: list[bytes] = []
    size = 0
    if job:
        store.create(job, webhook)
    try:
        for article in articles:
            count += 1
            if count > most:
                raise Problem("too-many-articles", f"A job may have up to {most} articles.", limit=most)
            digest.update(b"%d:" % len(article))
            digest.update(article)
            chunk.append(article)
            size += len(article)
            if job and (len(chunk) == CHUNK_ARTICLES or size >= CHUNK_BYTES):
                store.append(job, count - len(chunk) + 1, chunk)
                chunk, size = [], 0
            elif not job:
                chunk.clear()
        if not count:
            raise Problem("invalid-request", "There is no article in the body.", [FieldError("", "Nothing in it.")])
        if job and chunk:
            store.append(job, count - len(chunk) + 1, chunk)
    except BaseException:
        if job:
            with suppress(JobsError):  # then it is removed later
                store.discard(job)
        raise
    return digest.digest()


def accept_job(store: Store, job: str, key: str | None, digest: bytes) -> str:
    """The id of the job: another's, where one with this key and these articles came in meanwhile. Raises Problem."""
    try:
        accepted = store.accept(job, key, digest)
    except KeyReused:
        store.discard(job)
        raise reused() from None
    if accepted != job:
        store.discard(job)
    return accepted


def only_asked(parameter: str) -> list[str]:
    """What the query gives for a parameter. Raises Problem for any other parameter."""
    for name in request.args:
        if name != parameter:
            raise Problem(
                "invalid-request",
                "Some fields are wrong: see `errors`.",
                [FieldError(f"/{name[:100]}", "Unknown field.")],
            )
    return request.args.getlist(parameter)


def asked_webhook(here: Desk) -> str | None:
    """The address that the query gives. Raises Problem for one that is not on the list, or another parameter."""
    given = only_asked("webhook")
    if not given:
        return None
    if len(given) > 1 or not here.webhooks.admits(given[0]):
        detail = "Not an address that webhooks may go to here: the operator lists their origins."
        raise Problem("invalid-request", detail, [FieldError("/webhook", detail)])
    return given[0]


def asked_key() -> str | None:
    """The idempotency key, another one for each API key; only its hash is kept. Raises Problem for what is no key."""
    given = request.headers.get("Idempotency-Key")
    if given is None:
        return None
    if not _KEY.fullmatch(given):
        detail = "`Idempotency-Key` must be 1 to 255 visible ASCII characters."
        raise Problem("invalid-request", detail, [FieldError("/Idempotency-Key", detail)])
    return hashlib.sha256(f"{given_key()}\n{given}".encode()).hexdigest()


def asked(known: str) -> list[str]:
    """What the query gives for its only parameter. Raises Problem where there is another."""
    if errors := [FieldError(pointer([name]), "Unknown field.") for name in request.args if name != known]:
        raise Problem("invalid-request", "Some fields are wrong: see `errors`.", errors)
    return request.args.getlist(known)


# ---------------------------------------------------------------- out


@blueprint.get("/jobs/<job_id>")
@blueprint.alt_response(200, schema=JobReport)
@blueprint.alt_response(404, schema=ProblemSchema, content_type=MEDIA_TYPE)
def job(job_id: str) -> Response:
    accept(JSON)
    here = desk()
    with jobs_of(here) as store:
        return Response(dump(report(found(store, job_id), here.settings)), content_type=JSON)


@blueprint.delete("/jobs/<job_id>")
@blueprint.alt_response(200, schema=JobReport)
@blueprint.alt_response(404, schema=ProblemSchema, content_type=MEDIA_TYPE)
def cancel(job_id: str) -> Response:
    """As often as one likes: what has ended stays as it is."""
    accept(JSON)
    here = desk()
    with jobs_of(here) as store:
        ended = store.cancel(found(store, job_id).id)
        if ended is None:
            raise gone()
        return Response(dump(report(ended, here.settings)), content_type=JSON)


@blueprint.get("/jobs/<job_id>/results")
@blueprint.alt_response(200, content_type=NDJSON)
@blueprint.alt_response(206, content_type=NDJSON)
@blueprint.alt_response(404, schema=ProblemSchema, content_type=MEDIA_TYPE)
def results(job_id: str) -> Response:
    """What is there, in order, up to the first article that is not finished."""
    accept(NDJSON)
    here = desk()
    with jobs_of(here) as store:
        job = found(store, job_id)
        after = asked_after(job)
        headers = {"Job-State": job.state, "Accept-Ranges": "bytes"}
        if job.active:
            headers["Link"] = f'<{address(job)}/results?after={job.ready}>; rel="next"'
        wanted = (
            _RANGE.fullmatch(request.headers.get("Range", "")) if not after else None
        )  # of another unit: passed over
        if wanted is None:
            return Response(written(store, job, after), 200, headers, content_type=NDJSON)
        return part(store, job, int(wanted[1]), int(wanted[2]) if wanted[2] else None, headers)


def part(store: Store, job: Job, first: int, last: int | None, headers: dict[str, str]) -> Response:
    """The bytes `first` to `last` (included) of the results, as far as they are there: what `curl -C -` asks for."""
    line = begin = total = 0  # `begin` is the byte that line number `line` + 1 begins with
    for n, size in enumerate(store.sizes(job.id, job.ready), 1):
        total += (len(cancelled(n)) if size is None else size) + 1
        if total <= first:
            line, begin = n, total
    whole = "*" if job.active else str(total)
    if first >= total or (last is not None and last < first):
        raise Problem(
            "range-not-satisfiable", f"There are {total} bytes so far.", headers={"Content-Range": f"bytes */{total}"}
        )
    end = total if last is None else min(last + 1, total)
    headers |= {"Content-Range": f"bytes {first}-{end - 1}/{whole}", "Content-Length": str(end - first)}
    return Response(cut(written(store, job, line), first - begin, end - first), 206, headers, content_type=NDJSON)


def cut(stream: Iterator[bytes], skip: int, length: int) -> Iterator[bytes]:
    for line in stream:
        kept = line[skip : skip + length]
        skip = max(0, skip - len(line))
        length -= len(kept)
        if kept:
            yield kept
        if not length:
            return


def written(store: Store, job: Job, after: int) -> Iterator[bytes]:
    """A line for each article after number `after` that is finished, or never will be."""
    for n, result in enumerate(store.results(job.id, after, job.ready), after + 1):
        yield (cancelled(n) if result is None else result) + b"\n"


def asked_after(job: Job) -> int:
    """How many lines the caller has. Raises Problem for more than there are articles, or another parameter."""
    given = only_asked("after")
    if not given:
        return 0
    if len(given) > 1 or not re.fullmatch(r"\d{1,9}", given[0], re.ASCII) or int(given[0]) > job.articles:
        detail = f"`after` is the number of lines that you have: 0 to {job.articles}."
        raise Problem("invalid-request", detail, [FieldError("/after", detail)])
    return int(given[0])


# ---------------------------------------------------------------- both


def found(store: Store, job_id: str) -> Job:
    """Raises Problem `not-found`."""
    job = store.job(job_id) if _ID.fullmatch(job_id) else None
    if job is None:
        raise gone()
    return job


def gone() -> Problem:
    return Problem("not-found", "There is no such job, or it ended so long ago that it was removed.")


def reused() -> Problem:
    return Problem("idempotency-key-reused", "This `Idempotency-Key` stands for a job of other articles.")


@contextmanager
def jobs_of(here: Desk) -> Iterator[Store]:
    """The store; what goes wrong with it is a problem."""
    if here.jobs is None:
        raise Problem("jobs-unavailable", "Jobs are switched off here; /v1/extract/batch reads many articles at once.")
    try:
        yield here.jobs
    except StoreFull:
        raise Problem("jobs-full", "There is no room for more.", headers={"Retry-After": RETRY_FULL}) from None
    except JobsError:
        raise Problem(
            "jobs-unavailable", "The store of jobs does not answer.", headers={"Retry-After": RETRY_DOWN}
        ) from None
