"""`copydesk gazetteer build` and `copydesk gazetteer find`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from service.settings import Settings

from .completion import FILE


def add(commands: Any) -> None:
    gazetteer = commands.add_parser("gazetteer", help="make or query the gazetteer")
    group = gazetteer.add_subparsers(title="commands", metavar="COMMAND", required=True)

    build = group.add_parser("build", help="make the gazetteer's file out of the installed packages (about a minute)")
    build.add_argument("--output", type=Path, help="default: the setting `gazetteer`").complete = FILE
    build.add_argument(
        "--add",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="more places: a GeoNames dump (allCountries.txt) or a .csv of your own (name,lat,lon,...); repeatable",
    ).complete = FILE
    build.set_defaults(run=gazetteer_build)

    find = group.add_parser("find", help="list the places of a name, the most populous first")
    find.add_argument("name")
    find.add_argument("--country", help="ISO 3166-1 alpha-2: only places there")
    find.set_defaults(run=gazetteer_find)


def gazetteer_build(options: argparse.Namespace) -> int:
    from service.gazetteer.build import build  # noqa: PLC0415 - only what the command needs is loaded
    from service.gazetteer.rows import BuildError  # noqa: PLC0415

    output: Path = options.output or Path(Settings.from_environ().gazetteer)
    try:
        places = build(output, options.add)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{output}: {places:,} places, {output.stat().st_size / 1e6:.1f} MB")
    return 0


def gazetteer_find(options: argparse.Namespace) -> int:
    from service.extraction.errors import ModelError  # noqa: PLC0415
    from service.gazetteer.lookup import Gazetteer  # noqa: PLC0415

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
