"""POST /v1/jobs, and what follows it."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.api.desk import Desk
from service.api.job_reader import JobReader
from service.extraction import Article, Extraction
from service.jobs import StoreFull, StoreUnavailable
from service.jobs.model import read_claim
from service.jobs.sqlite import SQLiteStore

from .stub import nothing, stub_app
from .test_problems import GERMAN, check, pointers

NDJSON = "application/x-ndjson"


class Service:
    """The application, its jobs in a file of this test, and a worker's hands."""

    def __init__(self, folder: Path, does: Callable[[Article], Extraction] = nothing, **settings: object) -> None:
        self.app = stub_app(does, **{"jobs_store": str(folder / "jobs.sqlite"), **settings})
        self.client: FlaskClient = self.app.test_client()
        self.desk: Desk = self.app.extensions["copydesk"]

    def read(self, articles: int = 1000) -> None:
        """What a worker does, for up to so many articles."""
        reader = JobReader(self.desk.settings, self.desk.extractor, self.desk.metrics)
        assert isinstance(self.desk.jobs, SQLiteStore)
        for _ in range(articles):
            if (claim := self.desk.jobs.claim("test")) is None:
                return
            self.desk.jobs.finish(claim.job, claim.n, *read_claim(claim, reader))

    def post(self, body: bytes | str, content_type: str = NDJSON, query: str = "", **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.post("/v1/jobs" + query, data=body, content_type=content_type, headers=named)

    def accepted(self, body: bytes | str, content_type: str = NDJSON, query: str = "", **headers: str) -> str:
        answer = self.post(body, content_type, query, **headers)
        assert answer.status_code == 202, answer.json
        location: str = answer.headers["Location"]
        assert location == f"/v1/jobs/{answer.json['id']}"
        return location

    def lines(self, job: str, query: str = "") -> list[Any]:
        return [json.loads(line) for line in self.client.get(f"{job}/results{query}").data.splitlines()]


@pytest.fixture
def service(tmp_path: Path) -> Service:
    return Service(tmp_path)


def articles(count: int, first: int = 1) -> str:
    return "".join(f'{{"text": "Article {n}.", "id": "a-{n}"}}\n' for n in range(first, first + count))


# ---------------------------------------------------------------- from one end to the other


def test_a_job(service: Service) -> None:
    answer = service.post(articles(3))
    assert answer.status_code == 202
    job = answer.json
    assert re.fullmatch(r"[0-9a-f]{32}", job["id"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", job["created"])
    assert answer.headers["Location"] == f"/v1/jobs/{job['id']}"
    assert {**job, "id": "", "created": ""} == {
        "id": "",
        "state": "queued",
        "created": "",
        "started": None,
        "ended": None,
        "expires": None,
        "articles": 3,
        "read": 0,
        "failed": 0,
        "waiting": 3,
        "ready": 0,
        "rate": None,
        "seconds_left": None,
        "results": f"/v1/jobs/{job['id']}/results",
        "webhook": None,
    }
    service.read(2)
    running = service.client.get(answer.headers["Location"]).json
    assert (running["state"], running["read"], running["waiting"], running["ready"]) == ("running", 2, 1, 2)
    assert running["rate"] > 0
    assert running["seconds_left"] == pytest.approx(1 / running["rate"], abs=0.1)
    service.read()
    done = service.client.get(answer.headers["Location"]).json
    assert (done["state"], done["read"], done["failed"], done["waiting"], done["seconds_left"]) == ("done", 3, 0, 0, 0)
    assert done["started"] <= done["ended"] < done["expires"]
    results = service.client.get(job["results"])
    assert results.content_type == NDJSON
    assert results.headers["Job-State"] == "done"
    assert "Link" not in results.headers
    assert [json.loads(line)["article"]["id"] for line in results.data.splitlines()] == ["a-1", "a-2", "a-3"]
    assert results.data.endswith(b"\n")


def test_each_line_is_what_extract_gives_for_it(
    tmp_path: Path, client: FlaskClient, extractor: Any, settings: Any
) -> None:
    requests = [
        {"text": "“Nobody was hurt,” Anne Petit, the mayor of Lyon, said on Thursday.", "published": "2022-09-16"},
        {"text": "“Nobody” 🙂 left Paris.", "offsets": "utf16", "include": ["places"]},
    ]
    service = Service(tmp_path)
    job = service.accepted("\n".join(map(json.dumps, requests)))
    reader = JobReader(settings, extractor, service.desk.metrics)
    assert isinstance(service.desk.jobs, SQLiteStore)
    while claim := service.desk.jobs.claim("test"):
        service.desk.jobs.finish(claim.job, claim.n, *read_claim(claim, reader))
    singles = [client.post("/v1/extract", json=request).data for request in requests]
    assert service.client.get(f"{job}/results").data.split(b"\n") == [*singles, b""]


def test_all_forms_of_a_body_are_one_job(service: Service) -> None:
    requests = [json.loads(line) for line in articles(3).splitlines()]
    forms: list[tuple[bytes, str, dict[str, str]]] = [
        (articles(3).encode(), NDJSON, {}),
        (gzip.compress(articles(3).encode()), NDJSON, {"Content_Encoding": "gzip"}),
        (b"[" + b",".join(articles(3).encode().splitlines()) + b"]", "application/json", {}),
        (gzip.compress(b"[" + articles(3).strip().replace("\n", " ,\n").encode() + b"]"), "application/json; charset=utf-8", {"Content_Encoding": "gzip"}),
    ]  # fmt: skip
    jobs = {service.accepted(body, kind, Idempotency_Key="k", **headers) for body, kind, headers in forms}
    assert len(jobs) == 1
    service.read()
    assert [line["article"]["id"] for line in service.lines(jobs.pop())] == [request["id"] for request in requests]


def test_one_bad_line_among_a_thousand(service: Service) -> None:
    body = articles(600) + '{"text": ""}\n' + articles(399, first=602)
    job = service.accepted(body)
    service.read()
    lines = service.lines(job)
    assert len(lines) == 1000
    assert [line.get("type") for line in lines].count(None) == 999
    assert (lines[600]["type"], lines[600]["line"]) == ("urn:copydesk:problem:invalid-request", 601)
    assert lines[600]["instance"] == "/v1/jobs"
    assert [line["article"]["id"] for line in lines if "article" in line] == [
        f"a-{n}" for n in range(1, 1001) if n != 601
    ]
    report = service.client.get(job).json
    assert (report["state"], report["read"], report["failed"]) == ("done", 999, 1)


def test_whatever_is_wrong_with_an_article_is_a_problem_in_its_place(tmp_path: Path) -> None:
    def does(article: Article) -> Extraction:
        if article.id == "fault":
            raise ValueError("secret " + article.text)
        return nothing(article)

    service = Service(tmp_path, does, max_characters=100, max_bytes=2000)
    bad = [b"{", b"[]", b'{"text": "caf\xe9"}', b'{"text": "%s"}' % (b"x" * 101), b'{"text": "%s"}' % (b"x" * 2001), b'{"text": "a", "id": "fault"}', json.dumps({"text": "a", "language": "de"}).encode()]  # fmt: skip
    job = service.accepted(b"\n".join(bad))
    service.read()
    found = service.lines(job)
    names = [line["type"].rpartition(":")[2] for line in found]
    assert names == ["not-json", "invalid-request", "not-utf8", "text-too-long", "body-too-large", "internal-error", "unsupported-language"]  # fmt: skip
    assert [line["line"] for line in found] == list(range(1, 8))
    assert "secret" not in json.dumps(found)
    assert service.client.get(job).json["state"] == "failed"  # not one was read


def test_two_articles_of_one_id_are_two_articles(service: Service) -> None:
    job = service.accepted(
        '{"text": "One.", "id": "same"}\n{"text": "And two.", "id": "same"}\n{"text": "One.", "id": "same"}'
    )
    service.read()
    assert [(line["article"]["id"], line["article"]["words"]) for line in service.lines(job)] == [("same", 1), ("same", 2), ("same", 1)]  # fmt: skip


# ---------------------------------------------------------------- results


def test_results_before_the_end_are_those_there_are(service: Service) -> None:
    job = service.accepted(articles(5))
    nothing_yet = service.client.get(f"{job}/results")
    assert (nothing_yet.status_code, nothing_yet.data, nothing_yet.headers["Job-State"]) == (200, b"", "queued")
    assert nothing_yet.headers["Link"] == f'<{job}/results?after=0>; rel="next"'
    service.read(2)
    some = service.client.get(f"{job}/results")
    assert len(some.data.splitlines()) == 2
    assert some.headers["Job-State"] == "running"
    assert some.headers["Link"] == f'<{job}/results?after=2>; rel="next"'
    service.read()
    rest = service.client.get(re.findall("<(.*)>", some.headers["Link"])[0])
    assert some.data + rest.data == service.client.get(f"{job}/results").data
    assert rest.headers["Job-State"] == "done"


def test_results_go_on_where_one_was(service: Service) -> None:
    job = service.accepted(articles(30))
    service.read()
    whole = service.client.get(f"{job}/results").data
    for after in (0, 1, 29, 30):
        assert service.client.get(f"{job}/results?after={after}").data.splitlines() == whole.splitlines()[after:]


@pytest.mark.parametrize(
    "query", ["?after=-1", "?after=4", "?after=x", "?after=", "?after=1&after=2", "?afetr=1", "?after=%D9%A1"]
)
def test_results_after_what_is_no_number_of_lines(service: Service, query: str) -> None:
    job = service.accepted(articles(3))
    body = check(service.client.get(f"{job}/results{query}"), "invalid-request")
    assert pointers(body)[0] in ("/after", "/afetr")


def test_a_range_of_bytes(service: Service) -> None:
    job = service.accepted(articles(25))
    service.read()
    whole = service.client.get(f"{job}/results").data
    size = len(whole)
    for first, last in [(0, None), (0, 0), (1, size // 2), (size - 1, None), (size // 3, size * 2), (len(whole.splitlines()[0]), None)]:  # fmt: skip
        answer = service.client.get(
            f"{job}/results", headers={"Range": f"bytes={first}-{'' if last is None else last}"}
        )
        end = size if last is None else min(last + 1, size)
        assert answer.status_code == 206
        assert answer.data == whole[first:end]
        assert answer.headers["Content-Range"] == f"bytes {first}-{end - 1}/{size}"
        assert answer.headers["Content-Length"] == str(end - first)
    beyond = service.client.get(f"{job}/results", headers={"Range": f"bytes={size}-"})
    check(beyond, "range-not-satisfiable")
    assert beyond.headers["Content-Range"] == f"bytes */{size}"


def test_a_range_while_the_job_goes_on(service: Service) -> None:
    job = service.accepted(articles(4))
    check(service.client.get(f"{job}/results", headers={"Range": "bytes=0-"}), "range-not-satisfiable")
    service.read(2)
    begun = service.client.get(f"{job}/results").data
    part = service.client.get(f"{job}/results", headers={"Range": "bytes=10-"})
    assert part.data == begun[10:]
    assert part.headers["Content-Range"] == f"bytes 10-{len(begun) - 1}/*"
    assert part.headers["Job-State"] == "running"
    service.read()
    rest = service.client.get(f"{job}/results", headers={"Range": f"bytes={len(begun)}-"})
    assert begun + rest.data == service.client.get(f"{job}/results").data


@pytest.mark.parametrize("form", ["lines=1-", "bytes=-5", "bytes=1-2,4-5", "bytes=x", ""])
def test_a_range_of_another_form_is_passed_over(service: Service, form: str) -> None:
    job = service.accepted(articles(2))
    service.read()
    answer = service.client.get(f"{job}/results", headers={"Range": form})
    assert (answer.status_code, len(answer.data.splitlines())) == (200, 2)


def test_results_are_streamed(service: Service) -> None:
    job = service.accepted(articles(100))
    service.read()
    answer = service.client.get(f"{job}/results", buffered=False)
    stream = iter(answer.response)
    assert json.loads(next(stream))["article"]["id"] == "a-1"
    answer.close()


# ---------------------------------------------------------------- cancelling


def test_a_job_is_cancelled_as_often_as_one_likes(service: Service) -> None:
    job = service.accepted(articles(4))
    service.read(1)
    first = service.client.delete(job)
    assert first.status_code == 200
    assert (first.json["state"], first.json["read"], first.json["waiting"], first.json["ready"]) == (
        "cancelled",
        1,
        0,
        4,
    )
    service.read()
    assert service.client.delete(job).json == service.client.get(job).json == first.json
    lines = service.lines(job)
    assert "article" in lines[0]
    assert [(line["type"], line["line"]) for line in lines[1:]] == [
        ("urn:copydesk:problem:cancelled", n) for n in (2, 3, 4)
    ]
    whole = service.client.get(f"{job}/results").data
    assert service.client.get(f"{job}/results", headers={"Range": "bytes=5-"}).data == whole[5:]


def test_a_job_that_is_done_stays_done(service: Service) -> None:
    job = service.accepted(articles(1))
    service.read()
    assert service.client.delete(job).json["state"] == "done"
    assert "article" in service.lines(job)[0]


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    "path", ["/v1/jobs/" + "0" * 32, "/v1/jobs/x", "/v1/jobs/" + "0" * 32 + "/results", "/v1/jobs/%00/results"]
)
def test_an_unknown_job(service: Service, path: str) -> None:
    check(service.client.get(path), "not-found")
    service.accepted(articles(1))
    check(service.client.get(path), "not-found")
    if not path.endswith("results"):
        check(service.client.delete(path), "not-found")


@pytest.mark.parametrize(
    ("body", "kind"), [("", NDJSON), ("\n \r\n\n", NDJSON), ("[]", "application/json"), (" [ ] ", "application/json")]
)
def test_a_job_of_nothing(service: Service, body: str, kind: str) -> None:
    check(service.post(body, kind), "invalid-request")


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("", "not-json"),
        ('[{"text": "a"}', "not-json"),
        ('{"text": "a"}', "invalid-request"),
        ('[{"text": "a"},]', "not-json"),
    ],
)
def test_an_array_that_is_none(service: Service, body: str, name: str) -> None:
    check(service.post(body, "application/json"), name)
    assert kept(service) == 0


def kept(service: Service) -> int:
    """Articles that are in the file."""
    assert isinstance(service.desk.jobs, SQLiteStore)
    with service.desk.jobs._look() as db:
        return db.execute("SELECT count(*) FROM articles").fetchone()[0] if db else 0


def test_a_body_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    service = Service(tmp_path, jobs_max_bytes=1000)

    class Unread:
        def read(self, _: int = -1) -> bytes:
            raise AssertionError("it was read")

    environ = {"wsgi.input": Unread(), "wsgi.input_terminated": True, "CONTENT_LENGTH": str(10_000_000_000)}
    body = check(service.client.post("/v1/jobs", content_type=NDJSON, environ_overrides=environ), "body-too-large")
    assert body["limit"] == 1000


def test_a_body_that_is_too_large_unpacked(tmp_path: Path) -> None:
    service = Service(tmp_path, jobs_max_bytes=10_000)
    packed = gzip.compress(articles(10_000).encode())
    check(
        service.post(packed[:9000] if len(packed) > 10_000 else packed, NDJSON, Content_Encoding="gzip"),
        "body-too-large",
    )
    assert kept(service) == 0


def test_too_many_articles(tmp_path: Path) -> None:
    service = Service(tmp_path, jobs_max_articles=40)
    service.accepted(articles(40))
    body = check(service.post(articles(41)), "too-many-articles")
    assert body["limit"] == 40
    assert kept(service) == 40


def test_what_is_no_body_of_a_job(service: Service) -> None:
    answer = service.post("a", "text/plain")
    check(answer, "unsupported-media-type")
    assert answer.headers["Accept"] == f"{NDJSON}, application/json"
    answer = service.post("a", Content_Encoding="br")
    check(answer, "unsupported-media-type")
    assert answer.headers["Accept-Encoding"] == "identity, gzip"
    check(service.post("a", Content_Encoding="gzip"), "bad-request")
    check(service.post(articles(1), Accept="text/html"), "not-acceptable")
    assert pointers(check(service.post(articles(1), query="?published=2022-09-16"), "invalid-request")) == [
        "/published"
    ]


def test_a_body_that_breaks_off_leaves_nothing(service: Service) -> None:
    environ = {"wsgi.input_terminated": True, "CONTENT_LENGTH": "100000"}
    answer = service.client.post("/v1/jobs", data=articles(100), content_type=NDJSON, environ_overrides=environ)
    check(answer, "bad-request")
    assert kept(service) == 0


# ---------------------------------------------------------------- the idempotency key


def test_the_same_again_is_the_same_job(service: Service) -> None:
    first = service.post(articles(3), Idempotency_Key="tonight")
    again = service.post(articles(3), Idempotency_Key="tonight")
    assert again.status_code == 202
    assert again.headers["Location"] == first.headers["Location"]
    assert (first.headers.get("Idempotency-Replayed"), again.headers["Idempotency-Replayed"]) == (None, "true")
    assert kept(service) == 3
    assert service.accepted(articles(3), Idempotency_Key="tomorrow") != first.headers["Location"]
    assert service.accepted(articles(3)) != service.accepted(articles(3))


def test_something_else_under_the_same_key(service: Service) -> None:
    service.accepted(articles(3), Idempotency_Key="tonight")
    check(service.post(articles(4), Idempotency_Key="tonight"), "idempotency-key-reused")
    assert kept(service) == 3


def test_both_at_the_same_time(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second one comes in while the first is not accepted yet."""
    job = service.accepted(articles(3), Idempotency_Key="tonight")
    monkeypatch.setattr(SQLiteStore, "keyed", lambda self, key: None)
    assert service.accepted(articles(3), Idempotency_Key="tonight") == job
    check(service.post(articles(4), Idempotency_Key="tonight"), "idempotency-key-reused")
    assert kept(service) == 3


@pytest.mark.parametrize("key", ["", "a b", "ü", "x" * 256])
def test_a_key_that_is_none(service: Service, key: str) -> None:
    assert pointers(check(service.post(articles(1), Idempotency_Key=key), "invalid-request")) == ["/Idempotency-Key"]


def test_keys_of_other_callers_are_other_keys(tmp_path: Path) -> None:
    service = Service(tmp_path, api_keys="anna,ben")
    jobs = {
        service.accepted(articles(1), Idempotency_Key="k", X_API_Key="anna"),
        service.accepted(articles(2), Idempotency_Key="k", X_API_Key="ben"),
        service.accepted(articles(1), Idempotency_Key="k", Authorization="Bearer anna"),
    }
    assert len(jobs) == 2
    check(service.post(articles(1)), "unauthorized")


# ---------------------------------------------------------------- webhooks


def test_a_webhook_to_an_address_on_the_list(tmp_path: Path) -> None:
    service = Service(tmp_path, jobs_webhooks="https://hooks.example.com", jobs_webhook_secret="s")
    job = service.accepted(articles(1), query="?webhook=https://hooks.example.com/done%3Fa=b")
    assert service.client.get(job).json["webhook"] == {"url": "https://hooks.example.com/done?a=b", "state": None}
    service.read()
    report = service.client.get(job).json
    assert report["webhook"]["state"] == "pending"
    assert service.desk.jobs
    due = service.desk.jobs.due_webhook()
    assert due
    body = json.loads(service.desk.webhooks._body(due))
    assert body == {"type": "job.ended", "job": report}


@pytest.mark.parametrize(
    "query",
    [
        "?webhook=https://evil.example/",
        "?webhook=",
        "?webhook=https://hooks.example.com&webhook=https://hooks.example.com",
    ],
)
def test_a_webhook_to_any_other(tmp_path: Path, query: str) -> None:
    service = Service(tmp_path, jobs_webhooks="https://hooks.example.com", jobs_webhook_secret="s")
    assert pointers(check(service.post(articles(1), query=query), "invalid-request")) == ["/webhook"]


def test_no_webhooks_unless_they_are_set_up(service: Service) -> None:
    check(service.post(articles(1), query="?webhook=https://hooks.example.com/"), "invalid-request")


# ---------------------------------------------------------------- a service that is busy, a store in trouble


def test_those_who_send_a_job_have_a_place_as_all_have(tmp_path: Path) -> None:
    service = Service(tmp_path, slots=1, queue=0)
    with service.desk.admission.request():
        check(service.post(articles(1)), "busy")
    service.accepted(articles(1))


def test_jobs_that_are_switched_off(tmp_path: Path) -> None:
    service = Service(tmp_path, jobs_store="")
    answer = service.post(articles(1))
    check(answer, "jobs-unavailable")
    assert "Retry-After" not in answer.headers
    assert "copydesk_jobs" not in service.client.get("/metrics").get_data(as_text=True)


@pytest.mark.parametrize(("error", "name"), [(StoreFull, "jobs-full"), (StoreUnavailable, "jobs-unavailable")])
@pytest.mark.parametrize("method", ["create", "append", "accept", "job"])
def test_a_store_in_trouble(
    service: Service, monkeypatch: pytest.MonkeyPatch, method: str, error: type[Exception], name: str
) -> None:
    service.accepted(articles(1))

    def fails(*_: object) -> None:
        raise error

    monkeypatch.setattr(SQLiteStore, method, fails)
    answer = service.post(articles(20))
    check(answer, name)
    assert int(answer.headers["Retry-After"]) > 0


def test_what_waits_is_among_the_metrics(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    service.accepted(articles(5))
    service.read(2)
    metrics = service.client.get("/metrics").get_data(as_text=True)
    found = dict(re.findall(r"^(copydesk_jobs_\w+) (\S+)$", metrics, re.MULTILINE))
    assert 0 <= float(found.pop("copydesk_jobs_queue_age_seconds")) < 60
    assert found == {"copydesk_jobs_up": "1.0", "copydesk_jobs_active": "1.0", "copydesk_jobs_queue_articles": "3.0", "copydesk_jobs_dead_letters": "0.0"}  # fmt: skip

    def fails(*_: object) -> None:
        raise StoreUnavailable

    monkeypatch.setattr(SQLiteStore, "backlog", fails)
    assert "copydesk_jobs_up 0.0\n" in service.client.get("/metrics").get_data(as_text=True)


def test_words_of_articles_are_not_logged(service: Service, capsys: pytest.CaptureFixture[str]) -> None:
    job = service.accepted(json.dumps({"text": GERMAN, "id": "Xanthippe"}) + "\n{Xanthippe")
    service.read()
    assert len(service.lines(job)) == 2
    told = "".join(capsys.readouterr())
    assert "Xanthippe" not in told
    assert GERMAN[:20] not in told
