"""`copydesk extract`: articles out of files, what is in them out in any format, without a server."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from service.settings import Settings

from .completion import FILE
from .errors import Refused
from .in_order import in_order, positive
from .inputs import KINDS, Input, count, inputs, media_type_of
from .progress import Progress

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

    from service.api.formats import Format, Reading
    from service.extraction import Extractor, Section

# Named here, too, so that `--help` loads nothing; a test holds them to the formats and sections that there are.
FORMATS: Final = ("json", "geojson", "jsonld", "ninjs", "html", "markdown", "csv", "zip")
SECTIONS: Final = ("events", "quotes", "figures", "places", "people", "organizations", "dates")

DESCRIPTION: Final = """\
Read articles from files, and print what is in them: a line of JSON each, or another format.

A file is plain text; a web page, if its name ends in .html or .htm; or articles, a JSON object a line with the fields
of a request ("text", "id", "published", …), if it ends in .jsonl or .ndjson. What the options say of an article counts
for each that does not say it itself."""

EPILOG: Final = """\
examples:
  copydesk extract story.txt --published 2022-09-16
  copydesk extract story.txt --format markdown > facts.md
  copydesk extract story.txt --format csv --section quotes > quotes.csv
  copydesk extract page.html --format html --include quotes,people > marked-up.html
  copydesk extract *.txt --format zip --output tables/
  copydesk extract archive.jsonl --format ninjs > items.ndjson
  copydesk extract archive.jsonl --processes 8 > facts.jsonl
  pbpaste | copydesk extract - --country GB | jq '.quotes[] | [.speaker.name, .text]'

exit codes:
  0  all articles were read
  1  some were not: standard error says which, and why; the others were read
  2  the command, a setting or what it needs is wrong: nothing was read"""


def add(commands: Any) -> None:
    command = commands.add_parser(
        "extract",
        help="read articles from files; print what is in them",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("files", nargs="+", metavar="FILE", help="- is standard input").complete = FILE
    command.add_argument(
        "--from", dest="kind", choices=KINDS, help="what the files are; default: as their names say, else text"
    )

    output = command.add_argument_group("what comes out")
    output.add_argument("--format", choices=FORMATS, default="json", help="default: json")
    output.add_argument("--section", choices=SECTIONS, default="figures", help="what csv holds; default: figures")
    output.add_argument(
        "--output", type=Path, metavar="FOLDER", help="a file an article, named after it, instead of standard output"
    ).complete = FILE
    output.add_argument("--include", metavar="SECTIONS", help=f"comma-separated, of: {', '.join(SECTIONS)}")
    output.add_argument("--min-confidence", metavar="0..1", help="leave out what is below")
    output.add_argument("--min-salience", metavar="0..1", help="leave out events that are below")
    output.add_argument("--offsets", choices=("codepoint", "utf16", "utf8"), help="what offsets count")
    output.add_argument("--quiet", action="store_true", help="no progress; what went wrong is told")
    command.add_argument(
        "--processes", type=positive, default=1, metavar="N", help="that read at once, on this machine; default: 1"
    )

    known = command.add_argument_group("what is known of the articles")
    known.add_argument("--published", metavar="DATE", help='as 2022-09-16: the anchor of "on Thursday"')
    known.add_argument("--title", help="the headline")
    known.add_argument("--url", help="the address")
    known.add_argument("--source", help="the publisher, as CNN")
    known.add_argument("--country", metavar="CODE", help="where the publisher is, as GB")
    command.set_defaults(run=extract)


def extract(options: argparse.Namespace) -> int:
    """Read what can be read, tell of what can't. Raises Refused before anything is read."""
    from service.api.formats import FORMATS as WRITERS  # noqa: PLC0415 - only what the command needs is loaded
    from service.extraction import Extractor  # noqa: PLC0415
    from service.extraction.errors import ModelError  # noqa: PLC0415

    form = WRITERS[options.format]
    query = query_of(options)
    if not form.line and options.output is None and (len(options.files) > 1 or KINDS["jsonl"] in kinds(options)):
        raise Refused(f"{form.name} is a file an article: say where with --output FOLDER")
    if form.name == "zip" and options.output is None and sys.stdout.isatty():
        raise Refused("a ZIP is nothing for a terminal: say where with > FILE or --output FOLDER")
    settings = Settings.from_environ()
    progress = Progress(count(options.files, options.kind), shown=not options.quiet and sys.stderr.isatty())
    progress.say("loading the model")
    try:
        reader = Reader(Extractor.load(settings), query, settings.max_characters, options.section)
    except ModelError as error:
        raise Refused(str(error)) from None
    if options.output is not None:
        options.output.mkdir(parents=True, exist_ok=True)
    names = Names()
    articles = inputs(options.files, options.kind)
    for one, body, wrong in in_order(partial(written, reader, form), articles, options.processes):
        if wrong is not None:
            progress.failed(f"{one.name}: {wrong}")
            continue
        if options.output is not None:
            (options.output / names.of(one, form)).write_bytes(body)
        else:
            put(sys.stdout.buffer, body, form)
        progress.done()
    progress.end()
    return 1 if progress.failures else 0


def kinds(options: argparse.Namespace) -> set[str]:
    """The media types of what is read."""
    return {media_type_of(name, options.kind) for name in options.files}


def query_of(options: argparse.Namespace) -> MultiDict[str, str]:
    """The options as the query of a request, whose checks are made of them. Raises Refused."""
    from werkzeug.datastructures import MultiDict  # noqa: PLC0415

    from service.api import parsing  # noqa: PLC0415
    from service.api.problems import Problem  # noqa: PLC0415
    from service.api.schemas import ExtractQuery  # noqa: PLC0415

    names = ("include", "min_confidence", "min_salience", "offsets", "published", "title", "url", "source")
    given = {name: value for name in names if (value := getattr(options, name, None)) is not None}
    if options.country is not None:
        given["home[country]"] = options.country
    query = MultiDict(given)
    try:
        parsing.load(ExtractQuery(), parsing.from_query(query))
    except Problem as problem:
        raise Refused(told(problem)) from None
    return query


class Reader:
    """From an input to a reading. Raises what is wrong with the input: Problem, ExtractionError, OSError."""

    def __init__(self, extractor: Extractor, query: MultiDict[str, str], longest: int, section: Section) -> None:
        self._extractor, self._query, self._longest, self._section = extractor, query, longest, section

    def read(self, one: Input) -> Reading:
        from service.api import parsing  # noqa: PLC0415
        from service.api.formats import Reading  # noqa: PLC0415

        asked = parsing.read(one.media_type, one.read(), self._query, self._longest)
        return Reading.of(
            self._extractor.extract(asked.article),
            text=asked.article.text,
            gives_text=asked.gives_text,
            offsets=asked.offsets,
            section=self._section,
        )


def written(reader: Reader, form: Format, one: Input) -> tuple[bytes, str | None]:
    """The document of an article, or in a line what is wrong with it."""
    try:
        return form.write(reader.read(one)), None
    except Exception as error:  # one that fails fails alone
        return b"", told(error)


class Names:
    """The file of each article: what it came out of, its line there, and the format's suffix; none twice."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def of(self, one: Input, form: Format) -> str:
        wanted = one.stem if one.line is None else f"{one.stem}-{one.line}"
        stem, n = wanted, 1
        while stem in self._taken:
            n += 1
            stem = f"{wanted}-{n}"
        self._taken.add(stem)
        return stem + form.suffix


def put(stream: IO[bytes], body: bytes, form: Format) -> None:
    """A line, where a document is one."""
    stream.write(body + b"\n" if form.line else body)
    stream.flush()


def told(error: Exception) -> str:
    """In a line, and nothing of the article in it."""
    from service.api.problems import Problem  # noqa: PLC0415
    from service.extraction import ExtractionError  # noqa: PLC0415

    if isinstance(error, Problem):
        wrong = "; ".join(f"{field.pointer.removeprefix('/')}: {field.detail}" for field in error.errors)
        return wrong or error.detail
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    if isinstance(error, ExtractionError):
        return str(error)
    return f"a fault of Copydesk ({type(error).__name__})"
