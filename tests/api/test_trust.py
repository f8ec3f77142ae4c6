"""Keys in a file, rates, other origins' pages, proxies, a port for operations."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import redis

from service.api.keys import Keys, hashed
from service.api.rates import RedisRates, SharedRates
from service.settings import SettingError, Settings
from tests.jobs.conftest import RedisServer, redis_server  # noqa: F401 - a fixture

from .stub import stub_app

URL = "/v1/extract"


def test_a_file_of_keys(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_text(f"# who\n{hashed('one')}  the desk\n\n{hashed('two').upper()}\n")
    keys = Keys(Settings(api_keys="three", api_keys_file=str(file)))
    assert [bool(keys.holder(key)) for key in ("one", "two", "three", "four", "", hashed("one"))] == [True] * 3 + [
        False
    ] * 3
    file.write_text(f"{hashed('four')}\n")
    keys.reload()
    assert [bool(keys.holder(key)) for key in ("one", "two", "three", "four")] == [False, False, True, True]


def test_a_file_of_keys_that_cannot_be_read_leaves_those_that_were(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_text(hashed("one"))
    keys = Keys(Settings(api_keys_file=str(file)))
    file.write_text("secret\n")
    with pytest.raises(SettingError, match="line 1") as refused:
        keys.reload()
    assert "secret" not in str(refused.value)
    assert keys.holder("one")
    file.unlink()
    with pytest.raises(SettingError):
        Keys(Settings(api_keys_file=str(file)))


def test_an_empty_file_of_keys_admits_nobody(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("")
    client = stub_app(api_keys_file=str(tmp_path / "keys")).test_client()
    assert client.post(URL, json={"text": "a"}).status_code == 401
    assert client.get("/health/live").status_code == 200


def test_the_command_makes_a_key_and_its_line() -> None:
    made = subprocess.run(
        [sys.executable, "-m", "service", "key", "the desk"], capture_output=True, text=True, check=True
    )
    key = made.stderr.removeprefix("key: ").strip()
    assert made.stdout == f"{hashed(key)}  the desk\n"
    assert len(key) > 40


def test_a_minutes_worth_at_once_and_then_one_by_one() -> None:
    now = 1000.0
    rates = SharedRates(60, clock=lambda: now)
    assert [rates.take("a") for _ in range(60)] == [0.0] * 60
    assert rates.take("a") == pytest.approx(1.0)
    assert rates.take("b") == 0.0
    now += 0.5
    assert rates.take("a") == pytest.approx(0.5)
    now += 0.5
    assert (rates.take("a"), rates.take("a")) == (0.0, pytest.approx(1.0))


def test_redis_counts_alike(redis_server: RedisServer) -> None:  # noqa: F811
    client = redis.Redis.from_url(redis_server.url)
    client.flushall()
    one, other = (RedisRates(3, client) for _ in range(2))  # two machines
    assert [rates.take("a") for rates in (one, other, one)] == [0.0] * 3
    assert 19 < other.take("a") <= 20
    assert one.take("b") == 0.0
    client.close()


def test_without_redis_everyone_is_admitted() -> None:
    nowhere = redis.Redis.from_url("redis://127.0.0.1:1/0", socket_timeout=0.1)
    assert RedisRates(1, nowhere).take("a") == 0.0


def test_who_asks_too_often_is_told_when_to_come_back() -> None:
    client = stub_app(api_keys="one,two", rate_limit=2).test_client()
    one, two = ({"X-API-Key": key} for key in ("one", "two"))
    answers = [client.post(URL, json={"text": "a"}, headers=one) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].json["type"] == "urn:copydesk:problem:rate-limited"
    assert 0 < int(answers[2].headers["Retry-After"]) <= 30
    assert client.post(URL, json={"text": "a"}, headers=two).status_code == 200
    assert client.get("/v1/info", headers=one).status_code == 200


def test_a_batch_waits_for_its_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    app = stub_app(rate_limit=2)
    monkeypatch.setattr("service.api.envelope.time.sleep", lambda seconds: waited.append(seconds) or grant(app))
    answer = app.test_client().post(
        "/v1/extract/batch", data='{"text": "a"}\n' * 3, content_type="application/x-ndjson"
    )
    assert len(answer.data.splitlines()) == 3
    assert len(waited) == 1


def grant(app: object) -> None:
    desk = app.extensions["copydesk"]  # type: ignore[attr-defined]
    object.__setattr__(desk.rates, "_clock", lambda: 1e9)


def test_pages_of_other_origins_are_on_a_list() -> None:
    client = stub_app(cors_origins="https://desk.example.com").test_client()
    known = {"Origin": "https://desk.example.com"}
    answer = client.post(URL, json={"text": "a"}, headers=known)
    assert answer.headers["Access-Control-Allow-Origin"] == "https://desk.example.com"
    assert "Origin" in answer.headers["Vary"]
    asked = client.options(URL, headers={**known, "Access-Control-Request-Method": "POST"})
    assert "POST" in asked.headers["Access-Control-Allow-Methods"]
    assert "Authorization" in asked.headers["Access-Control-Allow-Headers"]
    other = client.post(URL, json={"text": "a"}, headers={"Origin": "https://elsewhere.example.com"})
    assert "Access-Control-Allow-Origin" not in other.headers
    assert "Access-Control-Allow-Origin" not in client.get("/health/live", headers=known).headers


def test_pages_of_other_origins_get_nothing_if_nothing_is_set() -> None:
    answer = stub_app().test_client().post(URL, json={"text": "a"}, headers={"Origin": "https://desk.example.com"})
    assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]


def test_a_proxy_is_believed_where_it_is_trusted() -> None:
    said = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}
    assert "Strict-Transport-Security" not in stub_app().test_client().get("/health/live", headers=said).headers
    trusting = stub_app(trusted_proxies=1, rate_limit=1).test_client()
    assert "Strict-Transport-Security" in trusting.get("/health/live", headers=said).headers
    assert trusting.post(URL, json={"text": "a"}, headers=said).status_code == 200
    assert trusting.post(URL, json={"text": "a"}, headers=said).status_code == 429
    other = {"X-Forwarded-For": "192.0.2.2"}
    assert trusting.post(URL, json={"text": "a"}, headers=other).status_code == 200


def test_health_and_metrics_on_a_port_of_their_own() -> None:
    client = stub_app(ops_port=8001).test_client()
    main, ops = "http://localhost:8000", "http://localhost:8001"
    paths = ("/health/live", "/health/ready", "/metrics", "/v1/info", "/")
    assert [client.get(path, base_url=ops).status_code for path in paths] == [200, 200, 200, 404, 404]
    assert [client.get(path, base_url=main).status_code for path in paths] == [404, 404, 404, 200, 200]
