"""How far a long command has come: one line on a terminal, written over; nothing anywhere else."""

from __future__ import annotations

import sys
import time
from typing import Final

SECONDS: Final = 0.2  # between two writings of the line


class Progress:
    """`total` is None where it is not known. What failed is told whether the rest is `shown` or not."""

    def __init__(self, total: int | None, *, shown: bool) -> None:
        self._total, self._shown = total, shown
        self._began = self._written = time.monotonic()
        self._read = 0
        self._share: float | None = None
        self.failures = 0

    @property
    def told(self) -> int:
        """Articles so far, read or not."""
        return self._read + self.failures

    def say(self, what: str) -> None:
        if self._shown:
            sys.stderr.write(f"\r\x1b[K{what} …")
            sys.stderr.flush()
            self._began = time.monotonic()

    def done(self, articles: int = 1, *, failed: int = 0, share: float | None = None) -> None:
        """`failed` of the articles are told of elsewhere. `share`: of all there is to read, where that can be known."""
        self._read += articles - failed
        self.failures += failed
        self._share = share
        self._write()

    def failed(self, message: str) -> None:
        self.failures += 1
        self._clear()
        print(message, file=sys.stderr)
        self._write()

    def end(self) -> None:
        self._clear()

    def _write(self) -> None:
        now = time.monotonic()
        if not self._shown or now - self._written < SECONDS:
            return
        self._written = now
        told, seconds = self.told, max(now - self._began, 0.001)
        whole = f"{told:,} of {self._total:,} articles" if self._total is not None else f"{told:,} articles"
        failed = f", {self.failures:,} of them failed" if self.failures else ""
        share = f", {self._share:.0%}" if self._share is not None else ""
        sys.stderr.write(f"\r\x1b[K{whole}, {told / seconds:.1f} a second{share}{failed}")
        sys.stderr.flush()

    def _clear(self) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
