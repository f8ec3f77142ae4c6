"""`copydesk`: the service from the command line. One function a subcommand."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import attrs

from .settings import SettingError, Settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand; returns the exit code."""
    options = parser().parse_args(arguments)
    try:
        code: int = options.run(options)
    except SettingError as error:
        print(f"copydesk: {error}", file=sys.stderr)
        return 2
    return code


def parser() -> argparse.ArgumentParser:
    root = argparse.ArgumentParser(prog="copydesk", description=__doc__)
    commands = root.add_subparsers(title="commands", required=True)
    add_serve(commands)
    add_worker(commands)
    add_extract(commands)
    add_gazetteer(commands)
    return root


def add_serve(commands: Any) -> None:
    serve = commands.add_parser("serve", help="run the service; COPYDESK_* variables set it up")
    serve.add_argument("--host", help="default: the setting `host`")
    serve.add_argument("--port", type=int, help="default: the setting `port`")
    serve.add_argument("--workers", type=int, help="default: the setting `workers`")
    serve.set_defaults(run=serve_http)


def add_worker(commands: Any) -> None:
    worker = commands.add_parser(
        "worker", help="read jobs from Redis (the setting `jobs_redis`), beside any number of others"
    )
    worker.set_defaults(run=work)


def add_extract(commands: Any) -> None:
    extract = commands.add_parser("extract", help="read articles from files; print a line of JSON for each")
    extract.add_argument(
        "files", nargs="+", metavar="FILE", help="text, or a page where it ends in .html; - is standard input"
    )
    extract.add_argument(
        "--published", type=dt.date.fromisoformat, metavar="DATE", help="when they were, as 2022-09-16"
    )
    extract.add_argument("--include", type=sections, metavar="SECTIONS", help="comma-separated; default: all")
    extract.set_defaults(run=extract_files)


def add_gazetteer(commands: Any) -> None:
    group = commands.add_parser("gazetteer", help="make or query the gazetteer").add_subparsers(required=True)

    build = group.add_parser("build", help="make the gazetteer's file out of the installed packages (about a minute)")
    build.add_argument("--output", type=Path, help="default: the setting `gazetteer`")
    build.add_argument(
        "--add",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="more places: a GeoNames dump (allCountries.txt) or a .csv of your own (name,lat,lon,...); repeatable",
    )
    build.set_defaults(run=gazetteer_build)

    find = group.add_parser("find", help="list the places of a name, the most populous first")
    find.add_argument("name")
    find.add_argument("--country", help="ISO 3166-1 alpha-2: only places there")
    find.set_defaults(run=gazetteer_find)


def serve_http(options: argparse.Namespace) -> int:
    from .server import serve  # noqa: PLC0415

    given = {name: value for name in ("host", "port", "workers") if (value := getattr(options, name)) is not None}
    serve(attrs.evolve(Settings.from_environ(), **given))


def work(_options: argparse.Namespace) -> int:
    from .server import work  # noqa: PLC0415

    work(Settings.from_environ())


def extract_files(options: argparse.Namespace) -> int:
    """One line for each file, in their order; one that can't be read is told of on standard error."""
    from .api.rendering import render  # noqa: PLC0415
    from .extraction import SECTIONS, Article, ExtractionError, Extractor  # noqa: PLC0415
    from .html import NoArticle, main_text  # noqa: PLC0415

    extractor = Extractor.load(Settings.from_environ())
    code = 0
    for name in options.files:
        try:
            body = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
            page = name.endswith((".html", ".htm"))
            text = main_text(body).text if page else body.decode()
            article = Article(text=text, published=options.published, include=options.include or frozenset(SECTIONS))
            extraction = extractor.extract(article)
        except (OSError, UnicodeDecodeError, NoArticle, ExtractionError) as error:
            print(f"{name}: {error}", file=sys.stderr)
            code = 1
            continue
        if page:
            extraction = attrs.evolve(extraction, article=attrs.evolve(extraction.article, text=text))
        sys.stdout.buffer.write(render(extraction, text) + b"\n")
    return code


def sections(given: str) -> frozenset[str]:
    """`quotes,events` as the sections they are. Raises ValueError for one that is none."""
    from .extraction.model import SECTIONS  # noqa: PLC0415

    asked = frozenset(given.split(","))
    if not asked <= set(SECTIONS):
        raise argparse.ArgumentTypeError(f"there are: {', '.join(SECTIONS)}")
    return asked


def gazetteer_build(options: argparse.Namespace) -> int:
    from .gazetteer.build import build  # noqa: PLC0415 - only what the subcommand needs is loaded
    from .gazetteer.rows import BuildError  # noqa: PLC0415

    output: Path = options.output or Path(Settings.from_environ().gazetteer)
    try:
        places = build(output, options.add)
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


if __name__ == "__main__":
    sys.exit(main())
