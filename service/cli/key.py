"""`copydesk key`: an API key for somebody, and the line that admits it."""

from __future__ import annotations

import argparse
import secrets
import sys
from typing import Any


def add(commands: Any) -> None:
    key = commands.add_parser(
        "key",
        help="make an API key: `copydesk key desk >> keys` (the setting `api_keys_file`)",
        description="Make an API key. Its hash goes to standard output, for the file of keys; the key itself to "
        "standard error, to be given to its holder: it is kept nowhere.",
    )
    key.add_argument("holder", nargs="?", default="", help="whose it is, for those who read the file")
    key.set_defaults(run=make)


def make(options: argparse.Namespace) -> int:
    from service.api.keys import hashed  # noqa: PLC0415 - only what the command needs is loaded

    key = secrets.token_urlsafe(32)
    holder = " ".join(options.holder.split()).replace("#", "")
    print(f"{hashed(key)}  {holder}".rstrip())
    print(f"key: {key}", file=sys.stderr)
    return 0
