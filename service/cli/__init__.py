"""`copydesk`: the service from the command line. One module a command."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from service.settings import SettingError
from service.version import __version__

from . import archive, completion, extract, gazetteer, key, serve
from .errors import Refused

EXIT_CODES = """\
exit codes:
  0  all was done
  1  some of it could not be done; standard error says what
  2  the command, a setting or what it needs is wrong; nothing was done
130  broken off with Ctrl-C"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    options = parser().parse_args(arguments)
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except (SettingError, Refused) as error:
        print(f"copydesk: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # `copydesk extract … | head`: whoever read has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code


def parser() -> argparse.ArgumentParser:
    root = argparse.ArgumentParser(
        prog="copydesk",
        description="Reads news articles and returns their events, quotes, figures, places, people, organizations and "
        "dates. `copydesk COMMAND --help` tells more of each command.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    root.add_argument("--version", action="version", version=__version__)
    commands = root.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in (serve, extract, archive, gazetteer, key, completion):
        command.add(commands)
    return root


if __name__ == "__main__":
    sys.exit(main())
