"""How many articles a minute a key may have read: the generic cell rate algorithm (GCRA).

Each key has one number, the time at which all that it took would be paid off at the even rate. It may run ahead of the
clock by a minute's worth at most: so a burst of that many is admitted, and then one for each `60 / limit` seconds.

The numbers are in memory that all workers of a machine share, behind a lock of the system, which falls free with a
process that is killed; or in Redis, for several machines. A limit for each process alone would be no limit for a key:
which worker answers is for the kernel to say.
"""

from __future__ import annotations

import fcntl
import hashlib
import mmap
import os
import struct
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Protocol

from service.settings import SettingError, Settings

if TYPE_CHECKING:
    import redis

MINUTE: Final = 60.0
CELLS: Final = 65_536  # keys that are told apart on one machine; two of one cell share it
_NUMBER: Final = struct.Struct("<d")

# KEYS[1]; ARGV: seconds an article costs, seconds that may be ahead. -> seconds to wait, as text, "0" where admitted
SCRIPT: Final = """
local clock = redis.call('TIME')
local now = tonumber(clock[1]) + tonumber(clock[2]) / 1e6
local paid = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now) + tonumber(ARGV[1])
local wait = paid - now - tonumber(ARGV[2])
if wait > 1e-6 then return tostring(wait) end
redis.call('SET', KEYS[1], string.format('%.6f', paid), 'PX', math.ceil((paid - now) * 1000) + 1000)
return '0'
"""


class Rates(Protocol):
    def take(self, holder: str) -> float:
        """Take one article for the holder of a key: 0.0 where that is admitted, else the seconds until it would be."""
        ...


class Unlimited:
    def take(self, holder: str) -> float:  # noqa: ARG002 - the protocol's
        return 0.0


class SharedRates:
    """Made before the fork, and shared by all processes that come of it."""

    def __init__(self, limit: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._cost = MINUTE / limit
        self._clock = clock
        self._file = os.memfd_create("copydesk-rates")
        weakref.finalize(self, os.close, self._file)
        os.truncate(self._file, CELLS * _NUMBER.size)
        self._cells = mmap.mmap(self._file, 0)
        self._threads = threading.Lock()

    def take(self, holder: str) -> float:
        at = int.from_bytes(hashlib.sha256(holder.encode()).digest()[:4]) % CELLS * _NUMBER.size
        with self._alone(at):
            now = self._clock()
            paid = max(_NUMBER.unpack_from(self._cells, at)[0], now) + self._cost
            wait: float = paid - now - MINUTE
            if wait > 1e-6:
                return wait
            _NUMBER.pack_into(self._cells, at, paid)
            return 0.0

    @contextmanager
    def _alone(self, at: int) -> Iterator[None]:
        """The lock of a cell: between processes the system's, which is no lock between the threads of one."""
        with self._threads:
            fcntl.lockf(self._file, fcntl.LOCK_EX, _NUMBER.size, at, os.SEEK_SET)
            try:
                yield
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN, _NUMBER.size, at, os.SEEK_SET)


class RedisRates:
    """Where Redis does not answer, everyone is admitted: the limit is for fairness, not for safety."""

    def __init__(self, limit: int, client: redis.Redis) -> None:
        self._cost = MINUTE / limit
        self._script = client.register_script(SCRIPT)

    def take(self, holder: str) -> float:
        import redis  # noqa: PLC0415 - an extra

        try:
            return float(self._script(keys=[f"copydesk:rate:{holder}"], args=[self._cost, MINUTE]))
        except redis.RedisError:
            return 0.0


def rates(settings: Settings) -> Rates:
    """What the settings ask for. Raises SettingError for a Redis without the extra that it needs."""
    if not settings.rate_limit:
        return Unlimited()
    if not settings.jobs_redis:
        return SharedRates(settings.rate_limit)
    try:
        import redis  # noqa: PLC0415 - an extra
    except ImportError:
        raise SettingError("jobs_redis needs the extra `scale`: pip install 'copydesk[scale]'") from None
    return RedisRates(settings.rate_limit, redis.Redis.from_url(settings.jobs_redis, socket_timeout=1))
