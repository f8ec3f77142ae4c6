"""Stores to test with: a file of SQLite, and a Redis of our own."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from service.jobs import Store
from service.jobs.redis import RedisStore
from service.jobs.sqlite import SQLiteStore


class RedisServer:
    """Debian's redis-server with its log on disk (AOF), as in docker-compose.yml; it can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"redis://:secret@127.0.0.1:{self.port}/0"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        config = f"port {self.port}\nbind 127.0.0.1\ndir {self.folder}\nrequirepass secret\nappendonly yes\nsave ''\n"
        self.process = subprocess.Popen(["redis-server", "-"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        assert self.process.stdin
        self.process.stdin.write(config.encode())
        self.process.stdin.close()
        client = redis.Redis.from_url(self.url)
        for _ in range(200):
            try:
                client.ping()
                break
            except redis.ConnectionError:
                time.sleep(0.05)
        else:
            raise TimeoutError("redis-server was not ready in time")
        client.close()

    def kill(self) -> None:
        assert self.process
        self.process.kill()
        self.process.wait()


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    if not shutil.which("redis-server"):
        pytest.skip("there is no redis-server here: apt-get install redis-server")
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    server.start()
    yield server
    server.kill()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@pytest.fixture
def sqlite_store(tmp_path: Path) -> Iterator[SQLiteStore]:
    store = SQLiteStore(tmp_path / "jobs" / "jobs.sqlite", limit=50_000_000, keep=3600, lease=10)
    yield store
    store.close()


@pytest.fixture
def redis_store(redis_server: RedisServer) -> Iterator[RedisStore]:
    client = redis.Redis.from_url(redis_server.url)
    client.flushall()
    client.close()
    store = RedisStore(redis_server.url, limit=500_000_000, keep=3600, lease=1, stale=2)
    yield store
    store.close()


@pytest.fixture(params=["sqlite", "redis"])
def store(request: pytest.FixtureRequest) -> Store:
    """Each test that asks for it runs with both."""
    found: Store = request.getfixturevalue(f"{request.param}_store")
    return found
