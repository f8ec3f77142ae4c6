"""The same extraction in the dialects of others: one format a module, one line a format in the table below.

A format is a function from a `Reading` to bytes. It writes what the extraction says and finds nothing anew; the same
reading is always the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from attrs import frozen

from service.api.rendering import render

from . import geojson, html, jsonld, markdown, ninjs, spreadsheet
from .reading import Reading

__all__ = ["FORMATS", "LINE_FORMATS", "Format", "Reading"]


@frozen(kw_only=True)
class Format:
    """`name` is what `?format=` says, `suffix` that of a file. `line`: a document is one line, many are NDJSON."""

    name: str
    media_type: str
    suffix: str
    write: Callable[[Reading], bytes]
    line: bool = False

    @property
    def content_type(self) -> str:
        """With the charset where it is text: these are UTF-8, which JSON always is."""
        return self.media_type + "; charset=utf-8" * self.media_type.startswith("text/")


def native(reading: Reading) -> bytes:
    return render(reading.extraction, reading.text, reading.offsets)


# The first is what is given to those who take anything.
FORMATS: Final = {
    known.name: known
    for known in (
        Format(name="json", media_type="application/json", suffix=".json", write=native, line=True),
        Format(name="geojson", media_type="application/geo+json", suffix=".geojson", write=geojson.write, line=True),
        Format(name="jsonld", media_type="application/ld+json", suffix=".jsonld", write=jsonld.write, line=True),
        # IPTC has registered none; this is what those who exchange ninjs write.
        Format(name="ninjs", media_type="application/ninjs+json", suffix=".ninjs.json", write=ninjs.write, line=True),
        Format(name="html", media_type="text/html", suffix=".html", write=html.write),
        Format(name="markdown", media_type="text/markdown", suffix=".md", write=markdown.write),
        Format(name="csv", media_type="text/csv", suffix=".csv", write=spreadsheet.write_csv),
        Format(name="zip", media_type="application/zip", suffix=".zip", write=spreadsheet.write_zip),
    )
}
LINE_FORMATS: Final = tuple(name for name, known in FORMATS.items() if known.line)
