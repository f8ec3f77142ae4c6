"""Slow clients and strange ones: nobody else notices them."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing

import pytest

from service.door import SECONDS, Waiting

from .service import JSON, Service, everything, head, running

MANY = 200


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with running(COPYDESK_SLOTS="1", COPYDESK_QUEUE="4") as service:
        yield service


def answers_at_once(service: Service) -> None:
    began = time.monotonic()
    assert service.once("GET", "/health/live")[0] == 200
    assert service.once("GET", "/metrics")[0] == 200
    assert service.read("Anne left.")[0] == 200
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"POST /v1/extract HTTP/1.1\r\nX-Slow: ",
        head(Content_Length="5000") + b'{"text": ',
        head(Content_Length="5000", Expect="100-continue"),
    ],
    ids=["nothing", "a head", "a body", "a body that is asked for"],
)
def test_two_hundred_slow_clients_hold_nobody_up(service: Service, begun: bytes) -> None:
    with ExitStack() as clients:
        slow = [clients.enter_context(closing(service.connect())) for _ in range(MANY)]
        for _ in range(2):
            for client in slow:
                client.sendall(begun)
            answers_at_once(service)
            begun = b"a"


def test_slow_bodies_of_no_known_length_leave_places_for_others(service: Service) -> None:
    with ExitStack() as clients:
        slow = [clients.enter_context(closing(service.connect())) for _ in range(20)]
        for client in slow:
            client.sendall(head(Transfer_Encoding="chunked") + b"5\r\n{")
        time.sleep(0.5)
        answers_at_once(service)
        refused = [client for client in slow if refusal(client)]
        assert len(refused) == 18  # half of five places, at most, go to those whose bodies are on their way


def refusal(client: object) -> bool:
    client.settimeout(0.2)  # type: ignore[attr-defined]
    try:
        return b"503" in client.recv(20)  # type: ignore[attr-defined]
    except TimeoutError:
        return False


def test_who_never_sends_the_rest_is_told_and_left(service: Service) -> None:
    with closing(service.connect()) as client:
        began = time.monotonic()
        client.sendall(head(Content_Length="100") + b'{"text": "Anne')
        answer = everything(client)
        assert SECONDS - 1 < time.monotonic() - began < SECONDS + 5
        assert answer.startswith(b"HTTP/1.1 408")
        assert json.loads(answer.partition(b"\r\n\r\n")[2])["type"] == "urn:copydesk:problem:request-timeout"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET / HTTP/1.1\r\nX: " + b"a" * 10_000_000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\n" + b"X: a\r\n" * 20_000 + b"\r\n", 431),
        (b"GET /" + b"a" * 1_000_000 + b" HTTP/1.1\r\n\r\n", 414),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 hello, TLS\r\n\r\n", 400),
        (b"The mayor left on Thursday.\r\n\r\n", 400),
        (head(Content_Length="1", Transfer_Encoding="chunked") + b"0\r\n\r\n", 400),
        (head(Transfer_Encoding="own, chunked") + b"0\r\n\r\n", 501),
    ],
    ids=["10 MB header", "20,000 headers", "1 MB address", "TLS", "no HTTP", "two lengths", "coding"],
)
def test_what_is_not_http_is_a_problem(service: Service, sent: bytes, status: int) -> None:
    answer = service.send(sent)
    assert answer.startswith(b"HTTP/1.1 %d " % status), answer[:100]
    assert b"application/problem+json" in answer
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["status"] == status


def test_requests_one_behind_the_other(service: Service) -> None:
    """Pipelined, byte by byte, and in one piece."""
    body = b'{"text": "Anne left."}'
    one = head(Content_Length=str(len(body))) + body
    last = head(Content_Length=str(len(body)), Connection="close") + body
    assert service.send(one + one + last).count(b"HTTP/1.1 200") == 3
    with closing(service.connect()) as client:
        for byte in one + last:
            client.sendall(bytes([byte]))
        assert everything(client).count(b"HTTP/1.1 200") == 2


def test_a_body_that_waits_to_be_asked_for(service: Service) -> None:
    with closing(service.connect()) as client:
        client.sendall(head(Content_Length="22", Expect="100-continue", Connection="close"))
        assert client.recv(100).startswith(b"HTTP/1.1 100 Continue\r\n\r\n")
        client.sendall(b'{"text": "Anne left."}')
        assert b"HTTP/1.1 200" in everything(client)


def test_a_body_that_is_too_large_is_refused_before_it_is_sent(service: Service) -> None:
    with closing(service.connect()) as client:
        client.sendall(head(Content_Length="100000000"))
        assert client.recv(100).startswith(b"HTTP/1.1 413")


def test_who_hangs_up_gives_the_slot_back(service: Service) -> None:
    """Twenty articles of ten seconds each, and nobody who waits for them: the next is read at once."""
    body = json.dumps({"text": "wait"}).encode()
    for _ in range(4):  # all that are admitted, and then some
        clients = [service.connect() for _ in range(5)]
        for client in clients:
            client.sendall(head(Content_Length=str(len(body))) + body)
        time.sleep(0.1)
        for client in clients:
            client.close()
    began = time.monotonic()
    while service.read("Anne left.")[0] == 503:
        assert time.monotonic() - began < 5
        time.sleep(0.05)


def test_a_head_is_seen_wherever_its_end_is_cut() -> None:
    whole = head(Content_Length="3") + b"abc"
    for cut in range(1, len(whole)):
        waiting = Waiting(kept=1000)
        waiting.add(whole[:cut])
        assert not waiting.complete
        waiting.add(whole[cut:])
        assert waiting.complete


def test_what_is_handed_on_without_its_body() -> None:
    for told in ({"Content_Length": "2000"}, {"Transfer_Encoding": "chunked"}, {"Content_Length": "x"}):
        waiting = Waiting(kept=1000)
        waiting.add(head(**told))
        assert waiting.complete


def test_a_kind_of_a_thousand_names(service: Service) -> None:
    assert service.once("POST", "/v1/extract", b"{}", Content_Type=f"{JSON}; {'a=b; ' * 1000}")[0] in (422, 431)
