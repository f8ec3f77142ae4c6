"""A worker without a model, as a process: `python -m tests.archive.stub PATTERN FACTS MOST`.

An article "poison" kills the process, as a fault in a library's C would; "hang" never comes to its end.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

from service.archive import worker
from service.extraction import Article, Extraction
from tests.api.stub import StubExtractor, nothing

from .conftest import read_with


def does(article: Article) -> Extraction:
    if article.text == "poison":
        os.kill(os.getpid(), signal.SIGKILL)
    while article.text == "hang":
        time.sleep(0.1)
    return nothing(article)


if __name__ == "__main__":
    worker.longest = lambda _deadline: 0.2  # type: ignore[assignment]
    read_with(StubExtractor(does), sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
