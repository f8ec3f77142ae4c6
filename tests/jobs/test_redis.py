"""What jobs in Redis do beyond what both stores do: messages, memory that is full, a server that is away."""

from __future__ import annotations

import time

import pytest
import redis

from service.jobs import StoreFull, StoreUnavailable
from service.jobs.redis import PREFIX, QUEUE, RedisStore
from service.jobs.store import new_id

from .conftest import RedisServer, free_port
from .test_store import accepted


def waiting(store: RedisStore) -> int:
    return int(store._redis.llen(f"{PREFIX}queue:{QUEUE}"))


def test_a_message_for_each_chunk(redis_store: RedisStore) -> None:
    job = new_id()
    redis_store.create(job, None)
    redis_store.append(job, 1, [b"a", b"b"])
    redis_store.append(job, 3, [b"c"])
    assert waiting(redis_store) == 0
    redis_store.accept(job, None, b"")
    messages = [redis_store.broker.do_fetch(QUEUE, 1)[0].decode() for _ in range(2)]
    assert [
        f'"args":["{job}",{first},{last}]' in message
        for message, (first, last) in zip(messages, [(1, 2), (3, 3)], strict=True)
    ] == [True, True]
    assert waiting(redis_store) == 0


def test_attempts_are_counted_until_the_article_is_finished(redis_store: RedisStore) -> None:
    job = accepted(redis_store)
    attempts = [claim.attempt for _ in range(3) if (claim := redis_store.claim(job, 2))]
    assert attempts == [1, 2, 3]
    redis_store.finish(job, 2, b"x", False)
    assert redis_store.claim(job, 2) is None
    assert redis_store.claim(job, 99) is None


def test_a_message_that_got_lost_is_sent_again(redis_store: RedisStore) -> None:
    """As where Redis died between taking it off the queue and telling the worker."""
    job = accepted(redis_store)
    assert redis_store.broker.do_fetch(QUEUE, 1)
    redis_store.tidy()
    assert waiting(redis_store) == 0  # too early to say
    time.sleep(2.1)
    redis_store.tidy()
    redis_store.tidy()  # another one, at the same time
    assert waiting(redis_store) == 1
    redis_store.cancel(job)
    time.sleep(2.1)
    redis_store._redis.delete(f"{PREFIX}queue:{QUEUE}")
    redis_store.tidy()
    assert waiting(redis_store) == 0


def test_a_message_that_waits_is_not_lost(redis_store: RedisStore) -> None:
    accepted(redis_store)
    time.sleep(2.1)
    redis_store.tidy()
    assert waiting(redis_store) == 1


def test_a_job_is_kept_for_its_time(redis_server: RedisServer, redis_store: RedisStore) -> None:
    short = RedisStore(redis_server.url, limit=10**9, keep=0.5, lease=1, stale=1)
    job = accepted(short, articles=1, key="k", webhook="https://hooks.example.com")
    short.finish(job, 1, b"x", False)
    assert short.job(job)
    time.sleep(0.6)
    assert short.job(job) is None
    assert short.keyed("k") is None
    assert short.due_webhook() is None
    left = {key.decode() for key in short._redis.keys(f"{PREFIX}*") if b"queue" not in key}
    assert left == set()
    short.close()


def test_dead_letters_are_counted(redis_store: RedisStore) -> None:
    redis_store._redis.zadd(f"{PREFIX}queue:{QUEUE}.XQ", {"a message": 1})
    assert redis_store.backlog().dead == 1


def test_memory_that_is_full(redis_store: RedisStore) -> None:
    job = accepted(redis_store)
    used = redis_store._redis.info("memory")["used_memory"]
    redis_store._redis.config_set("maxmemory", used - 1000)
    try:
        with pytest.raises(StoreFull):
            redis_store.finish(job, 1, b"x", False)
        with pytest.raises(StoreFull):
            redis_store.create(new_id(), None)
    finally:
        redis_store._redis.config_set("maxmemory", 0)
    redis_store.finish(job, 1, b"x", False)
    found = redis_store.job(job)
    assert found
    assert found.done == 1


def test_half_of_the_memory_is_for_results(redis_server: RedisServer, redis_store: RedisStore) -> None:
    small = RedisStore(redis_server.url, limit=100_000, keep=1, lease=1, stale=1)
    with pytest.raises(StoreFull):
        small.create(new_id(), None)
    small.close()


def test_a_disk_that_is_full_under_the_log(redis_store: RedisStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise redis.ResponseError("MISCONF Errors writing to the AOF file: No space left on device")

    monkeypatch.setattr(redis_store._redis, "info", fails)
    with pytest.raises(StoreFull):
        redis_store.create(new_id(), None)


def test_a_server_that_is_away() -> None:
    away = RedisStore(f"redis://:pw@127.0.0.1:{free_port()}/0", limit=1, keep=1, lease=1, stale=1)
    with pytest.raises(StoreUnavailable):
        away.job(new_id())
    with pytest.raises(StoreUnavailable):
        away.backlog()
    away.close()
