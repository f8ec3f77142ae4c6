"""`copydesk serve` and `copydesk worker`: the service, and those who read its jobs."""

from __future__ import annotations

import argparse
from typing import Any

import attrs

from service.settings import Settings


def add(commands: Any) -> None:
    serve = commands.add_parser("serve", help="run the service; COPYDESK_* variables set it up")
    serve.add_argument("--host", help="default: the setting `host`")
    serve.add_argument("--port", type=int, help="default: the setting `port`")
    serve.add_argument("--workers", type=int, help="default: the setting `workers`")
    serve.set_defaults(run=serve_http)

    worker = commands.add_parser(
        "worker", help="read jobs from Redis (the setting `jobs_redis`), beside any number of others"
    )
    worker.set_defaults(run=work)


def serve_http(options: argparse.Namespace) -> int:
    from service.server import serve  # noqa: PLC0415 - only what the command needs is loaded

    given = {name: value for name in ("host", "port", "workers") if (value := getattr(options, name)) is not None}
    serve(attrs.evolve(Settings.from_environ(), **given))


def work(_options: argparse.Namespace) -> int:
    from service.server import work  # noqa: PLC0415

    work(Settings.from_environ())
