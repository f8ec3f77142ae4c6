"""`copydesk archive run`: an archive of articles into Parquet, on one machine or many."""

from __future__ import annotations

import argparse
import sys
from typing import Any, Final

from service.settings import Settings
from service.version import __version__

from .completion import FILE
from .errors import Refused
from .extract import SECTIONS, query_of
from .in_order import positive
from .progress import Progress

PIECE: Final = 1000

DESCRIPTION: Final = """\
Read an archive of articles with Ray, and write what is in them as Parquet: a folder a table, `articles`, `events`,
`quotes`, … and `problems` for articles that could not be read. docs/archives.md has the tables.

Run it again with the same options, and it goes on where it was, whatever ended it: what is done is not read again."""

EPILOG: Final = """\
examples:
  copydesk archive run --input 'news/**/*.jsonl.gz' --output facts/
  copydesk archive run --input 's3://news/2022/*.parquet' --output s3://facts/2022 --address 10.0.0.1:6379

The files are articles a line (.jsonl, .ndjson; also .gz) or Parquet with the fields of a request as columns. In a
pattern * stands for a part of a name, ** for any folders. With --address, every machine of the cluster has Copydesk
installed, and reaches input and output under the same name. S3 is told by AWS_* variables, as for other programs.

exit codes:
  0  all articles were read
  1  some were not: the table `problems` says which, and why; or the run broke off, and standard error says why
  2  the command, a setting or what it needs is wrong: nothing was read"""


def add(commands: Any) -> None:
    archive = commands.add_parser("archive", help="read an archive of articles into Parquet, on one machine or many")
    group = archive.add_subparsers(title="commands", metavar="COMMAND", required=True)
    command = group.add_parser(
        "run",
        help="read what is not done yet",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("--input", required=True, metavar="PATTERN", help="the files, here or in S3").complete = FILE
    command.add_argument("--output", required=True, metavar="FOLDER", help="here or in S3").complete = FILE
    command.add_argument("--address", metavar="HOST:PORT", help="of a Ray cluster; default: this machine alone")
    command.add_argument("--actors", type=positive, help="processes that read; default: one for each processor")
    command.add_argument(
        "--piece", type=positive, default=PIECE, metavar="ARTICLES", help=f"to a file of a table; default: {PIECE}"
    )
    command.add_argument("--quiet", action="store_true", help="no progress")

    known = command.add_argument_group("what is wanted and known of articles that do not say it themselves")
    known.add_argument("--include", metavar="SECTIONS", help=f"comma-separated, of: {', '.join(SECTIONS)}")
    known.add_argument("--min-confidence", metavar="0..1", help="leave out what is below")
    known.add_argument("--min-salience", metavar="0..1", help="leave out events that are below")
    known.add_argument("--source", help="the publisher, as CNN")
    known.add_argument("--country", metavar="CODE", help="where the publisher is, as GB")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Read what is not done. Raises Refused before anything is read."""
    try:
        from service.archive import ArchiveError  # noqa: PLC0415 - only what the command needs is loaded
        from service.archive.cluster import Run, read  # noqa: PLC0415
        from service.archive.output import Output  # noqa: PLC0415
        from service.archive.source import Source  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise Refused(f"{error.name} is not installed: pip install 'copydesk[archive]'") from None
    from service.extraction.errors import ModelError  # noqa: PLC0415
    from service.gazetteer.lookup import Gazetteer  # noqa: PLC0415

    settings = Settings.from_environ()
    query = query_of(options).to_dict()
    progress = Progress(None, shown=not options.quiet and sys.stderr.isatty())
    try:
        source, output = Source.find(options.input), Output.at(options.output)
        gazetteer = Gazetteer.open(settings.gazetteer)
        output.claim(
            {
                "input": options.input,
                "piece": options.piece,
                "options": query,
                "service": __version__,
                "model": settings.model,
                "names": settings.names,
                "gazetteer": gazetteer.version,
            }
        )
    except (ArchiveError, ModelError, OSError) as error:
        raise Refused(str(error)) from None
    progress.say("starting Ray and loading the models")
    before = behind = 0
    try:
        for done in read(
            Run(
                source=source,
                output=output,
                settings=settings,
                query=query,
                most=options.piece,
                actors=options.actors,
                address=options.address,
            )
        ):
            behind += done.share
            before += done.articles if done.before else 0
            progress.done(done.articles, failed=done.failed, share=behind / source.size if source.size else 1)
    except ArchiveError as error:
        progress.end()
        print(f"copydesk: it broke off: {error}", file=sys.stderr)
        return 1
    progress.end()
    print(
        f"{progress.told:,} articles, {progress.failures:,} of them problems; {before:,} were done before",
        file=sys.stderr,
    )
    return 1 if progress.failures else 0
