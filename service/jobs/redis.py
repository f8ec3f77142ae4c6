"""Jobs in Redis, for workers on many machines: `pip install copydesk[scale]`, the setting `jobs_redis`.

What has to happen together is one script, which Redis runs whole or not at all. Dramatiq carries the work: a message
stands for a few articles of a job (a chunk), and may come twice, late, or after its worker has died.

Keys, all under `copydesk:`
    job:ID  hash of the job           bodies:ID    hash n -> article        results:ID  hash n -> answer
    sizes:ID  hash n -> bytes         attempts:ID  hash n -> count          recent:ID   list of the last ends
    chunks:ID list of first-last      key:K        id of the job            active, webhooks  sorted sets of ids
"""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import redis
from dramatiq import Broker, Message
from dramatiq.brokers.redis import RedisBroker
from dramatiq.middleware import Retries

from .model import ABANDONED_AFTER, RECENT, Backlog, Claim, Job, longest
from .store import WEBHOOK_TRIES, KeyReused, StoreFull, StoreUnavailable

if TYPE_CHECKING:
    from service.settings import Settings

PREFIX: Final = "copydesk:"
QUEUE: Final = "articles"
ACTOR: Final = "read_articles"
AT_ONCE: Final = 20  # answers fetched at a time
SIZES_AT_ONCE: Final = 2000
WEBHOOK_LEASE: Final = 60.0  # seconds
PARTS: Final = ("job", "bodies", "results", "sizes", "attempts", "recent", "chunks")
FULL: Final = ("OOM", "MISCONF")  # how Redis says that memory, or the disk under its log, is full

END: Final = """
local function finish_job(id, state, now, keep)
    local job = 'copydesk:job:' .. id
    redis.call('HSET', job, 'state', state, 'ended', now)
    redis.call('ZREM', 'copydesk:active', id)
    redis.call('DEL', 'copydesk:attempts:' .. id, 'copydesk:chunks:' .. id)
    if redis.call('HEXISTS', job, 'webhook') == 1 then
        redis.call('HSET', job, 'webhook_state', 'pending')
        redis.call('ZADD', 'copydesk:webhooks', now, id)
    end
    for _, part in ipairs({'job', 'bodies', 'results', 'sizes', 'recent'}) do
        redis.call('PEXPIRE', 'copydesk:' .. part .. ':' .. id, keep)
    end
    local key = redis.call('HGET', job, 'key')
    if key then redis.call('PEXPIRE', 'copydesk:key:' .. key, keep) end
end
"""

# ARGV: id, key or '', digest, now -> id of the job, or nil where the key is another digest's
ACCEPT: Final = """
local id, key, digest, now = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local job = 'copydesk:job:' .. id
if key ~= '' then
    local other = redis.call('GET', 'copydesk:key:' .. key)
    if other and other ~= id then
        if redis.call('HGET', 'copydesk:job:' .. other, 'digest') == digest then return other end
        return nil
    end
    redis.call('SET', 'copydesk:key:' .. key, id)
    redis.call('HSET', job, 'key', key)
end
redis.call('HSET', job, 'state', 'queued', 'digest', digest, 'created', now, 'touched', now)
redis.call('ZADD', 'copydesk:active', now, id)
for _, part in ipairs({'job', 'bodies', 'chunks'}) do redis.call('PERSIST', 'copydesk:' .. part .. ':' .. id) end
return id
"""

# ARGV: id, n, now -> {attempt, body}, or nil where there is nothing to do
CLAIM: Final = """
local id, n, now = ARGV[1], ARGV[2], ARGV[3]
local job = 'copydesk:job:' .. id
local state = redis.call('HGET', job, 'state')
if state ~= 'queued' and state ~= 'running' then return nil end
if redis.call('HEXISTS', 'copydesk:sizes:' .. id, n) == 1 then return nil end
local body = redis.call('HGET', 'copydesk:bodies:' .. id, n)
if not body then return nil end
redis.call('HSETNX', job, 'started', now)
redis.call('HSET', job, 'state', 'running', 'touched', now)
return {redis.call('HINCRBY', 'copydesk:attempts:' .. id, n, 1), body}
"""

# ARGV: id, n, result, size, failed (1 or 0), dead (1 or 0), now, keep in ms
FINISH: Final = (
    END
    + """
local id, n, now = ARGV[1], ARGV[2], ARGV[7]
local job, sizes = 'copydesk:job:' .. id, 'copydesk:sizes:' .. id
local state = redis.call('HGET', job, 'state')
if state ~= 'queued' and state ~= 'running' then return end
if redis.call('HSETNX', sizes, n, ARGV[4]) == 0 then return end
redis.call('HSET', 'copydesk:results:' .. id, n, ARGV[3])
if ARGV[6] == '0' then redis.call('HDEL', 'copydesk:bodies:' .. id, n) end
redis.call('HDEL', 'copydesk:attempts:' .. id, n)
redis.call('LPUSH', 'copydesk:recent:' .. id, now)
redis.call('LTRIM', 'copydesk:recent:' .. id, 0, RECENT - 1)
redis.call('HSET', job, 'touched', now)
local failed = redis.call('HINCRBY', job, 'failed', ARGV[5])
local done = redis.call('HINCRBY', job, 'done', 1)
local ready = tonumber(redis.call('HGET', job, 'ready') or '0')
while redis.call('HEXISTS', sizes, ready + 1) == 1 do ready = ready + 1 end
redis.call('HSET', job, 'ready', ready)
local articles = tonumber(redis.call('HGET', job, 'articles'))
if done == articles then finish_job(id, failed == articles and 'failed' or 'done', now, ARGV[8]) end
""".replace("RECENT", str(RECENT))
)

# ARGV: id, now, keep in ms
CANCEL: Final = (
    END
    + """
local state = redis.call('HGET', 'copydesk:job:' .. ARGV[1], 'state')
if state == 'queued' or state == 'running' then
    redis.call('DEL', 'copydesk:bodies:' .. ARGV[1])
    finish_job(ARGV[1], 'cancelled', ARGV[2], ARGV[3])
end
"""
)

# ARGV: now, until when it is the caller's
TAKE_WEBHOOK: Final = """
local due = redis.call('ZRANGEBYSCORE', 'copydesk:webhooks', '-inf', ARGV[1], 'LIMIT', 0, 1)[1]
if due then redis.call('ZADD', 'copydesk:webhooks', ARGV[2], due) end
return due
"""


class RedisStore:
    """`limit`: bytes of memory that Redis may have. `keep`, `lease`: seconds, as in SQLiteStore. `stale`: seconds until
    an article that was begun must be at its end, one way or another."""

    def __init__(self, url: str, *, limit: int, keep: float, lease: float, stale: float) -> None:
        self.limit = limit
        self.keep = int(keep * 1000)
        self.lease = lease
        self.stale = stale
        self._redis: Any = redis.Redis.from_url(url, socket_timeout=20, socket_connect_timeout=5)
        self.broker: Broker = RedisBroker(  # type: ignore[no-untyped-call]
            client=self._redis,
            # No limit of time: an article has its own deadline. No limit of age: what waits long is read late.
            middleware=[Retries()],
            namespace=PREFIX + "queue",
            heartbeat_timeout=int(lease * 1000),
            dead_message_ttl=self.keep,
            maintenance_chance=100_000,  # a tenth of all commands look for messages of dead workers
        )
        scripts = {"accept": ACCEPT, "claim": CLAIM, "finish": FINISH, "cancel": CANCEL, "take_webhook": TAKE_WEBHOOK}
        self._scripts = {name: self._redis.register_script(script) for name, script in scripts.items()}

    @classmethod
    def from_settings(cls, settings: Settings) -> RedisStore:
        lease = settings.jobs_lease_seconds
        return cls(
            settings.jobs_redis,
            limit=settings.jobs_store_bytes,
            keep=settings.jobs_keep_hours * 3600,
            lease=lease,
            stale=lease + longest(settings.deadline_seconds),
        )

    # ------------------------------------------------------------ coming in

    def create(self, job: str, webhook: str | None) -> None:
        with translated():
            memory = self._redis.info("memory")
            limit = min(self.limit, memory["maxmemory"] or self.limit)
            if memory["used_memory"] > limit / 2:  # the other half is for the results
                raise StoreFull("over half of the limit is taken")
            given = {"webhook": webhook} if webhook else {}
            self._redis.hset(key("job", job), mapping={"state": "receiving", **given})
            self._redis.expire(key("job", job), int(ABANDONED_AFTER))

    def append(self, job: str, first: int, bodies: Sequence[bytes]) -> None:
        last = first + len(bodies) - 1
        packed = {str(n): zlib.compress(body) for n, body in enumerate(bodies, first)}
        with translated(), self._redis.pipeline(transaction=True) as change:
            change.hset(key("bodies", job), mapping=packed)
            change.rpush(key("chunks", job), f"{first}-{last}")
            change.hset(key("job", job), "articles", last)
            for part in ("job", "bodies", "chunks"):
                change.expire(key(part, job), int(ABANDONED_AFTER))
            change.execute()

    def accept(self, job: str, idempotency: str | None, digest: bytes) -> str:
        with translated():
            accepted = self._scripts["accept"](args=[job, idempotency or "", digest, time.time()])
            if accepted is None:
                raise KeyReused
            if accepted.decode() == job:
                self._enqueue(job)
            return str(accepted.decode())

    def _enqueue(self, job: str) -> None:
        """A message for each chunk. Where this breaks off, `tidy` does it again."""
        for chunk in self._redis.lrange(key("chunks", job), 0, -1):
            first, _, last = chunk.decode().partition("-")
            self.hand_out(job, int(first), int(last))

    def hand_out(self, job: str, first: int, last: int) -> None:
        """A message for the articles from `first` to `last`."""
        message: Message[None] = Message(
            queue_name=QUEUE, actor_name=ACTOR, args=(job, first, last), kwargs={}, options={}
        )
        with translated():
            self.broker.enqueue(message)

    def discard(self, job: str) -> None:
        with translated():
            self._redis.delete(*(key(part, job) for part in PARTS))

    def keyed(self, idempotency: str) -> tuple[str, bytes] | None:
        with translated():
            job = self._redis.get(key("key", idempotency))
            digest = job and self._redis.hget(key("job", job.decode()), "digest")
            return (job.decode(), digest) if digest else None

    # ------------------------------------------------------------ looking

    def job(self, job: str) -> Job | None:
        with translated():
            raw = self._redis.hgetall(key("job", job))
            had = {name.decode(): value for name, value in raw.items()}
            if had.get("state", b"receiving") == b"receiving":
                return None
            ends = self._redis.lrange(key("recent", job), 0, -1)
        text = {name: value.decode() for name, value in had.items() if name != "digest"}
        articles, done = int(text["articles"]), int(text.get("done", 0))
        started = number(text.get("started"))
        since = float(ends[-1]) if len(ends) == RECENT else started
        return Job(
            id=job,
            state=text["state"],
            created=float(text["created"]),
            started=started,
            ended=number(text.get("ended")),
            articles=articles,
            done=done,
            failed=int(text.get("failed", 0)),
            ready=articles if "ended" in text else int(text.get("ready", 0)),
            recent=(len(ends), since) if ends and since is not None else None,
            webhook=text.get("webhook"),
            webhook_state=text.get("webhook_state"),
        )

    def results(self, job: str, after: int, upto: int) -> Iterator[bytes | None]:
        for packed in self._values("results", job, after, upto, AT_ONCE):
            yield None if packed is None else zlib.decompress(packed)

    def sizes(self, job: str, upto: int) -> Iterator[int | None]:
        for size in self._values("sizes", job, 0, upto, SIZES_AT_ONCE):
            yield None if size is None else int(size)

    def _values(self, part: str, job: str, after: int, upto: int, at_once: int) -> Iterator[bytes | None]:
        for first in range(after + 1, upto + 1, at_once):
            with translated():
                values = self._redis.hmget(key(part, job), range(first, min(first + at_once, upto + 1)))
                if not any(values) and not self._redis.exists(key("job", job)):
                    raise StoreUnavailable("the results were removed")
            yield from values

    def backlog(self) -> Backlog:
        with translated():
            active = self._redis.zrange("copydesk:active", 0, -1, withscores=True)
            articles = 0
            for job, _ in active:
                total, done = self._redis.hmget(key("job", job.decode()), "articles", "done")
                articles += int(total or 0) - int(done or 0)
            dead = self._redis.zcard(f"{PREFIX}queue:{QUEUE}.XQ")
        age = max(0.0, time.time() - active[0][1]) if active else 0.0
        return Backlog(jobs=len(active), articles=articles, oldest=age, dead=dead)

    # ------------------------------------------------------------ being read

    def claim(self, job: str, n: int) -> Claim | None:
        """Article `n` for the one who asks; None where it has its answer, or the job has ended."""
        with translated():
            found = self._scripts["claim"](args=[job, n, time.time()])
        return Claim(job=job, n=n, body=zlib.decompress(found[1]), attempt=int(found[0])) if found else None

    def finish(self, job: str, n: int, result: bytes, failed: bool, *, dead: bool = False) -> None:
        with translated():
            packed = zlib.compress(result)
            self._scripts["finish"](args=[job, n, packed, len(result), int(failed), int(dead), time.time(), self.keep])

    def cancel(self, job: str) -> Job | None:
        with translated():
            self._scripts["cancel"](args=[job, time.time(), self.keep])
        return self.job(job)

    # ------------------------------------------------------------ after the end

    def due_webhook(self) -> Job | None:
        with translated():
            now = time.time()
            due = self._scripts["take_webhook"](args=[now, now + WEBHOOK_LEASE])
            if due is None:
                return None
            found = self.job(due.decode())
            if found is None:
                self._redis.zrem("copydesk:webhooks", due)
            return found

    def webhook_sent(self, job: str, *, ok: bool) -> None:
        with translated():
            tries = self._redis.hincrby(key("job", job), "webhook_tries", 1)
            if not ok and tries <= len(WEBHOOK_TRIES):
                self._redis.zadd("copydesk:webhooks", {job: time.time() + WEBHOOK_TRIES[tries - 1]})
                return
            self._redis.zrem("copydesk:webhooks", job)
            self._redis.hset(key("job", job), "webhook_state", "sent" if ok else "failed")

    def tidy(self) -> None:
        """What is past its time Redis removes itself. Here: jobs whose messages got lost are handed out again.

        A message can get lost where Redis dies between taking it off the queue and telling the worker. That is so where
        nothing waits in the queue, yet a job has articles left and none was begun or finished for `stale` seconds.
        """
        with translated():
            if not self._redis.set("copydesk:tidying", 1, nx=True, px=int(self.lease * 1000)):
                return  # another does
            if any(self._redis.llen(f"{PREFIX}queue:{queue}") for queue in (QUEUE, f"{QUEUE}.DQ")):
                return
            for found in self._redis.zrange("copydesk:active", 0, -1):
                job = found.decode()
                touched = self._redis.hget(key("job", job), "touched")
                if touched is None:
                    self._redis.zrem("copydesk:active", job)
                elif float(touched) < time.time() - self.stale:
                    self._redis.hset(key("job", job), "touched", time.time())
                    self._enqueue(job)

    def close(self) -> None:
        """The connections; the store may be used again."""
        self._redis.close()


def key(part: str, job: str) -> str:
    return f"{PREFIX}{part}:{job}"


def number(text: str | None) -> float | None:
    return None if text is None else float(text)


@contextmanager
def translated() -> Iterator[None]:
    try:
        yield
    except redis.RedisError as error:
        if isinstance(error, redis.OutOfMemoryError) or str(error).lstrip("-").startswith(FULL):
            raise StoreFull(str(error)) from error
        raise StoreUnavailable(type(error).__name__) from error
