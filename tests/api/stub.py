"""An extractor that finds nothing, or does what a test wants: for what has to do with HTTP alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from service import create_app
from service.extraction import Article, Extraction
from service.extraction.model import ArticleReport, GazetteerInfo, Meta, NamedVersion
from service.settings import Settings

META = Meta(
    contract="1",
    service="0",
    model=NamedVersion(name="none", version="0"),
    gazetteer=GazetteerInfo(name="none", version="0", places=0),
)


def nothing(article: Article) -> Extraction:
    report = ArticleReport(
        id=article.id,
        title=article.title,
        url=article.url,
        source=article.source,
        published=article.published.isoformat() if article.published else None,
        published_from="request" if article.published else None,
        language=article.language,
        characters=len(article.text),
        words=len(article.text.split()),
        sentences=1,
        sha256="",
        dateline=None,
        boilerplate=(),
        main_event=None,
    )
    return Extraction(
        article=report, events=(), quotes=(), figures=(), places=(), people=(), organizations=(), dates=(), meta=META
    )


class ClosingClient(FlaskClient):
    """Closes an answer that it has read, as a server does: then it is counted, logged, and its place given back."""

    def open(self, *args: Any, buffered: bool = True, **options: Any) -> Any:
        return super().open(*args, buffered=buffered, **options)


class StubExtractor:
    meta = META

    def __init__(self, does: Callable[[Article], Extraction] = nothing) -> None:
        self.does = does

    def extract(self, article: Article, parse: None = None) -> Extraction:
        return self.does(article)

    def parse_ahead(self, articles: list[Article]) -> list[None]:
        return [None] * len(articles)


def stub_app(does: Callable[[Article], Extraction] = nothing, **settings: object) -> Flask:
    app = create_app(Settings(**settings), StubExtractor(does))  # type: ignore[arg-type]
    app.test_client_class = ClosingClient
    return app
