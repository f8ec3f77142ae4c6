"""kill -9 of everything, in a loop: each article ends in exactly one result or one problem.

FAULT_ROUNDS=50 make test T=tests/jobs/test_faults.py    # as long as one likes
"""

from __future__ import annotations

import http.client
import json
import os
import random
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from .conftest import RedisServer
from .processes import Api, Process, kill, until

ROUNDS = int(os.environ.get("FAULT_ROUNDS", "2"))
ARTICLES = 150
POISON, BAD = 40, 90  # the numbers of these articles
# Seconds, on a machine that has other things to do. A message that Redis took off its queue and had not told a worker when
# it died is found again by `tidy`, in up to 48 seconds (`stale` and TIDY_EVERY), and a round may lose three.
PATIENCE = 300.0


def body(round_: int) -> bytes:
    lines = [json.dumps({"id": f"{round_}-{n}", "text": "sleep 0.01"}) for n in range(1, ARTICLES + 1)]
    lines[POISON - 1] = json.dumps({"id": "poison", "text": "poison"})
    lines[BAD - 1] = "{"
    return "\n".join(lines).encode()


def check(results: list[dict[str, Any]], round_: int) -> None:
    """One line for each article, in order, and each the right one."""
    assert len(results) == ARTICLES
    for n, line in enumerate(results, 1):
        if n == POISON:
            assert (line["type"], line["line"]) == ("urn:copydesk:problem:abandoned", n)
        elif n == BAD:
            assert (line["type"], line["line"]) == ("urn:copydesk:problem:not-json", n)
        else:
            assert line["article"]["id"] == f"{round_}-{n}", line


def one_round(api: Api, round_: int, faults: list[Callable[[], None]], meanwhile: Callable[[], None]) -> None:
    """A job, with three faults while it is taken in and read; results are fetched all the while."""
    dice = random.Random(round_)
    before: list[dict[str, Any]] = []
    headers, _ = api.ask(
        "POST", "/v1/jobs", body(round_), Content_Type="application/x-ndjson", Idempotency_Key=f"round-{round_}"
    )
    job = headers["Location"]
    for _ in range(3):
        time.sleep(dice.uniform(0, 0.8))
        dice.choice(faults)()
        meanwhile()
        now = api.results(job)
        assert now[: len(before)] == before  # what was given once stays as it is
        before = now
    again, _ = api.ask(
        "POST", "/v1/jobs", body(round_), Content_Type="application/x-ndjson", Idempotency_Key=f"round-{round_}"
    )
    assert again["Location"] == job
    try:
        until(lambda: api.job(job)["ended"], PATIENCE, meanwhile)
    except AssertionError:
        pytest.fail(f"round {round_} did not end: {api.job(job)}, {api.ask('GET', '/metrics')[1].decode()[-1500:]}")
    check(api.results(job), round_)
    report = api.job(job)
    assert (report["state"], report["read"], report["failed"], report["waiting"]) == ("done", ARTICLES - 2, 2, 0)


# ---------------------------------------------------------------- SQLite


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[Api]:
    api = Api(
        COPYDESK_JOBS_STORE=str(tmp_path / "jobs.sqlite"), COPYDESK_JOBS_LEASE_SECONDS="1", COPYDESK_JOBS_WORKERS="2"
    )
    api.start()
    yield api
    api.end()


def test_embedded(embedded: Api) -> None:
    api = embedded

    def kill_reader() -> None:
        for pid in api.readers()[:1]:
            kill(pid)

    def kill_answerer() -> None:
        for pid in api.answerers()[:1]:
            kill(pid)

    for round_ in range(ROUNDS):
        one_round(api, round_, [kill_reader, kill_reader, kill_answerer, api.kill], api.revive)


def send(api: Api, pieces: Iterator[bytes]) -> None:
    """A job in chunks, once."""
    connection = http.client.HTTPConnection("127.0.0.1", api.port, timeout=10)
    try:
        headers = {"Content-Type": "application/x-ndjson", "Idempotency-Key": "k"}
        connection.request("POST", "/v1/jobs", body=pieces, headers=headers)
        connection.getresponse()
    finally:
        connection.close()


def test_a_client_that_is_cut_off_while_it_sends_leaves_nothing(embedded: Api) -> None:
    """The service is killed in the middle of an upload: there is no such job, and sending it again makes one."""
    api = embedded
    api.ask("GET", "/health/live")
    lines = body(0).splitlines(keepends=True)

    def cut_off() -> Iterator[bytes]:
        yield b"".join(lines[:100])
        time.sleep(0.3)
        for pid in api.answerers():
            kill(pid)
        yield lines[100]

    with pytest.raises((OSError, http.client.HTTPException)):
        send(api, cut_off())
    found, _ = api.ask("POST", "/v1/jobs", body(0), Content_Type="application/x-ndjson", Idempotency_Key="k")
    assert "Idempotency-Replayed" not in found
    until(lambda: api.job(found["Location"])["ended"], PATIENCE)
    check(api.results(found["Location"]), 0)


def test_the_article_in_hand_is_read_when_the_service_is_told_to_stop(embedded: Api) -> None:
    api = embedded
    lines = "\n".join(json.dumps({"text": "sleep 1"}) for _ in range(6)).encode()
    job = api.ask("POST", "/v1/jobs", lines, Content_Type="application/x-ndjson")[0]["Location"]
    until(lambda: api.job(job)["state"] == "running", PATIENCE)
    time.sleep(0.3)
    assert api.running
    api.running.terminate()
    assert api.running.wait(30) == 0
    report = api.job(job)  # which starts it again
    assert report["read"] >= 1
    until(lambda: api.job(job)["ended"], PATIENCE)
    assert len(api.results(job)) == 6
    assert api.job(job)["failed"] == 0


def test_an_article_that_hangs_is_given_up_and_the_service_goes_on(tmp_path: Path) -> None:
    """Ended with code 3, the process that read it took gunicorn with it."""
    settings = {"COPYDESK_JOBS_LEASE_SECONDS": "1", "COPYDESK_DEADLINE_SECONDS": "0.2"}
    api = Api(COPYDESK_JOBS_STORE=str(tmp_path / "jobs.sqlite"), **settings)
    api.start()
    try:
        lines = b'{"text": "sleep 1000"}\n{"text": "sleep 0.01"}\n'
        job = api.ask("POST", "/v1/jobs", lines, Content_Type="application/x-ndjson")[0]["Location"]
        master = api.pid
        until(lambda: api.job(job)["ended"], PATIENCE)
        assert [line.get("type") for line in api.results(job)] == ["urn:copydesk:problem:abandoned", None]
        assert api.pid == master
    finally:
        api.end()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of eight megabytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(disk)]
    if not shutil.which("mount") or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("a disk to fill can't be mounted here: needs root")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def test_a_disk_that_is_full_for_a_while(small_disk: Path) -> None:
    api = Api(COPYDESK_JOBS_STORE=str(small_disk / "jobs.sqlite"), COPYDESK_JOBS_LEASE_SECONDS="1")
    api.start()
    try:
        job = api.ask("POST", "/v1/jobs", body(0), Content_Type="application/x-ndjson")[0]["Location"]
        ballast = small_disk / "ballast"
        with ballast.open("wb", buffering=0) as file, suppress(OSError):
            while file.write(bytes(1000)):
                pass
        time.sleep(5)
        status, headers, _ = api.once("POST", "/v1/jobs", body(1), Content_Type="application/x-ndjson")
        assert (status, int(headers["Retry-After"]) > 0) == (503, True)
        stuck = api.job(job)
        assert stuck["state"] in {"queued", "running"}  # by how far it was when the disk was full
        assert len(api.results(job)) == stuck["ready"]
        ballast.unlink()
        until(lambda: api.job(job)["ended"], PATIENCE)
        check(api.results(job), 0)
    finally:
        api.end()


# ---------------------------------------------------------------- Redis


@pytest.fixture
def scaled(redis_server: RedisServer) -> Iterator[tuple[Api, list[Process]]]:
    environ = {
        "COPYDESK_JOBS_REDIS": redis_server.url,
        "COPYDESK_JOBS_LEASE_SECONDS": "3",
        "COPYDESK_DEADLINE_SECONDS": "5",
    }
    api = Api(**environ)
    command = ["dramatiq", "tests.jobs.stub:broker", "--processes", "1", "--threads", "1", "--skip-logging"]
    workers = [Process(command, dramatiq_queue_prefetch="1", **environ) for _ in range(2)]
    for process in (api, *workers):
        process.start()
    yield api, workers
    for process in (api, *workers):
        process.end()


def test_scaled_out(scaled: tuple[Api, list[Process]], redis_server: RedisServer) -> None:
    api, workers = scaled

    def revive() -> None:
        for process in (api, *workers):
            process.revive()

    def kill_worker() -> None:
        for pid in workers[0].children()[:1]:
            kill(pid)

    def kill_redis() -> None:
        redis_server.kill()
        time.sleep(0.5)
        redis_server.start()

    for round_ in range(ROUNDS):
        one_round(api, round_, [kill_worker, kill_redis, api.kill], revive)
    metrics = api.ask("GET", "/metrics")[1].decode()
    assert f"copydesk_jobs_dead_letters {ROUNDS}.0" in metrics
    assert "copydesk_jobs_queue_articles 0.0" in metrics


def test_a_worker_that_is_told_to_stop_does_what_it_has_in_hand(scaled: tuple[Api, list[Process]]) -> None:
    api, workers = scaled
    lines = "\n".join(json.dumps({"text": "sleep 0.2"}) for _ in range(96)).encode()
    job = api.ask("POST", "/v1/jobs", lines, Content_Type="application/x-ndjson")[0]["Location"]
    until(lambda: api.job(job)["state"] == "running", PATIENCE)
    first = workers[0].running
    assert first
    first.terminate()
    assert first.wait(60) == 0
    until(lambda: api.job(job)["ended"], PATIENCE)
    report = api.job(job)
    assert (report["read"], report["failed"]) == (96, 0)
