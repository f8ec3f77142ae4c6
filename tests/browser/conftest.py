"""A browser, the service it looks at, and a page that may complain of nothing.

Needs Chromium or Chrome (`apt install chromium`); `CHROMIUM` names another one. Without, these tests are skipped.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright
from werkzeug.serving import make_server

ROOT = Path(__file__).parents[2]
SEED = next((ROOT / "seeds").glob("*.txt")).read_text(encoding="utf-8")
CHROMIUM = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)

PATIENCE = 60_000  # ms: how slow the machine is does not matter here
expect.set_options(timeout=PATIENCE / 2)

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.skip("no Chromium was found: install it, or name one in CHROMIUM")
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield found
        found.close()


@contextmanager
def served(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="package")
def address(app: Flask) -> Iterator[str]:
    """Where the service is, with its real extractor."""
    with served(app) as found:
        yield found


@pytest.fixture(scope="package")
def answers() -> dict[str, bytes]:
    """What the service has answered to a request: the same request always gets the same bytes, so it is asked once."""
    return {}


class Visit:
    """Pages of one test. At its end nothing may have been complained of, and no other host asked for anything."""

    def __init__(self, browser: Browser, address: str, answers: dict[str, bytes]) -> None:
        self.answers = answers
        self.browser = browser
        self.address = address
        self.contexts: list[BrowserContext] = []
        self.complaints: list[str] = []
        self.elsewhere: list[str] = []
        self.expected: tuple[str, ...] = ()  # complaints that a test causes: an answer of 503 is in the console

    def __call__(self, path: str = "/", at: str | None = None, **options: object) -> Page:
        address = at or self.address
        context = self.browser.new_context(**{"viewport": DESKTOP, "reduced_motion": "reduce", **options})  # type: ignore[arg-type]
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
        context.add_init_script(
            "document.addEventListener('securitypolicyviolation', e => console.error('policy', e.violatedDirective, e.blockedURI))"
        )
        self.contexts.append(context)
        if at is None:
            context.route("**/v1/extract", self.answer)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda message: self.complain(message.type, message.text))
        page.on("pageerror", lambda error: self.complain("error", str(error)))
        page.on(
            "request", lambda request: request.url.startswith((address, "blob:")) or self.elsewhere.append(request.url)
        )
        page.goto(address + path)
        return page

    def answer(self, route: Route) -> None:
        asked = route.request.post_data or ""
        if asked not in self.answers:
            answered = route.fetch(timeout=PATIENCE)
            if not answered.ok:
                return route.fulfill(response=answered)
            self.answers[asked] = answered.body()
        return route.fulfill(body=self.answers[asked], content_type="application/json")

    def complain(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and not any(known in text for known in self.expected):
            self.complaints.append(f"{kind}: {text}")

    def close(self) -> None:
        for context in self.contexts:
            context.close()


@pytest.fixture
def visit(browser: Browser, address: str, answers: dict[str, bytes]) -> Iterator[Visit]:
    made = Visit(browser, address, answers)
    yield made
    made.close()
    assert not made.complaints
    assert not made.elsewhere


def read(page: Page, text: str, **known: str) -> Page:
    """Pastes a text, has it read, and waits for what is found."""
    page.fill("#article", text)
    for name, value in known.items():
        page.fill(f"#{name}", value)
    page.click("text=Read the article")
    page.wait_for_selector("#result:not([hidden])")
    return page


@pytest.fixture
def seed(visit: Visit) -> Page:
    """The page with the seed article, read."""
    page = read(visit(), SEED, title="440 graves found", source="CNN", published="2022-09-16")
    page.wait_for_selector("#text mark.quotes")
    return page


def marked(page: Page, selector: str) -> list[str]:
    """The texts of marks, as they stand."""
    return page.eval_on_selector_all(selector, "all => all.map(one => one.textContent)")
