"""`copydesk`: the service from the command line. One function a subcommand."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .settings import Settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand; returns the exit code."""
    options = parser().parse_args(arguments)
    code: int = options.run(options)
    return code


def parser() -> argparse.ArgumentParser:
    root = argparse.ArgumentParser(prog="copydesk", description=__doc__)
    commands = root.add_subparsers(title="commands", required=True)
    add_gazetteer(commands)
    return root


def add_gazetteer(commands: Any) -> None:
    group = commands.add_parser("gazetteer", help="make or query the gazetteer").add_subparsers(required=True)

    build = group.add_parser("build", help="make the gazetteer's file out of the installed packages (about a minute)")
    build.add_argument("--output", type=Path, help="default: the setting `gazetteer`")
    build.set_defaults(run=gazetteer_build)

    find = group.add_parser("find", help="list the places of a name, the most populous first")
    find.add_argument("name")
    find.add_argument("--country", help="ISO 3166-1 alpha-2: only places there")
    find.set_defaults(run=gazetteer_find)


def gazetteer_build(options: argparse.Namespace) -> int:
    from .gazetteer.build import BuildError, build  # noqa: PLC0415 - only what the subcommand needs is loaded

    output: Path = options.output or Path(Settings.from_environ().gazetteer)
    try:
        places = build(output)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{output}: {places:,} places, {output.stat().st_size / 1e6:.1f} MB")
    return 0


def gazetteer_find(options: argparse.Namespace) -> int:
    from .extraction.errors import ModelError  # noqa: PLC0415
    from .gazetteer.lookup import Gazetteer  # noqa: PLC0415

    try:
        gazetteer = Gazetteer.open(Settings.from_environ().gazetteer)
    except ModelError as error:
        print(error, file=sys.stderr)
        return 1
    found = [c for c in gazetteer.candidates(options.name) if options.country in (None, c.country)]
    for c in found:
        where = ", ".join(filter(None, (c.admin1_name, c.country)))
        print(f"{c.geonames_id or '-':>9}  {c.kind:9} {c.name} ({where})  {c.lat:.4f} {c.lon:.4f}  {c.population:,}")
    return 0 if found else 1
