"""Copydesk reads a news article and returns what is in it as JSON. Here is the application, and nothing else."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from .extraction import Extractor
    from .settings import Settings

# Before numpy is loaded: one thread a process is fastest, and the processes share the cores.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def create_app(settings: Settings | None = None, extractor: Extractor | None = None) -> Flask:
    """The Flask application, its extractor loaded. Settings that are not given are read from the environment.

    Raises SettingError for a setting that can't be read, ModelError where the model or the gazetteer is missing.
    """
    # Imported here, so that `from service.extraction import Extractor` needs no web framework.
    from . import api  # noqa: PLC0415
    from .settings import Settings  # noqa: PLC0415

    return api.build(settings or Settings.from_environ(), extractor)
