"""An article comes in, and is read: pasted, dropped, from the samples; and what is said when it can't be."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from service.extraction import Article, Extraction
from tests.api.stub import nothing, stub_app

from .conftest import ROOT, SEED, Visit, read, served

BRIDGE = (
    "Mayor Lena Okoye said on Thursday that 14 people were hurt when a bridge fell in Paris, Texas. "
    "The bridge was built in 1931, she told reporters."
)
FRENCH = (
    "Le maire a déclaré jeudi que quatorze personnes ont été blessées lorsque le pont est tombé dans la rivière. " * 3
)


def drop(page: Page, name: str, kind: str, content: str | list[int]) -> None:
    page.evaluate(
        """([name, type, content]) => {
            const file = new File([Array.isArray(content) ? new Uint8Array(content) : content], name, { type });
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(file);
            for (const kind of ["dragover", "drop"])
                document.body.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
        }""",
        [name, kind, content],
    )


def test_a_pasted_article_is_read(visit: Visit) -> None:
    page = visit()
    page.evaluate("text => navigator.clipboard.writeText(text)", BRIDGE)
    page.focus("#article")
    page.keyboard.press("ControlOrMeta+V")
    expect(page.locator("#length")).to_have_text(f"{len(BRIDGE)} of 200,000 characters")
    page.keyboard.press("ControlOrMeta+Enter")
    expect(page.locator("#headline")).to_contain_text("Mayor Lena Okoye said on Thursday")
    expect(page.locator("#headline")).to_be_focused()
    expect(page.locator("#text")).to_have_text(BRIDGE)
    expect(page.locator("#text mark.people").first).to_have_text("Lena Okoye")
    expect(page.locator("#desk")).to_be_hidden()
    page.click("text=Another article")
    expect(page.locator("#article")).to_be_focused()
    expect(page.locator("#article")).to_have_value(BRIDGE)


def test_what_is_known_of_the_article_is_sent_with_it(visit: Visit) -> None:
    page = visit()
    with page.expect_request("**/v1/extract") as sent:
        read(page, BRIDGE, title="Bridge falls", source="The Herald", published="2022-09-16")
    assert sent.value.post_data_json == {
        "text": BRIDGE,
        "title": "Bridge falls",
        "source": "The Herald",
        "published": "2022-09-16",
        "offsets": "utf16",
    }
    expect(page.locator("#headline")).to_have_text("Bridge falls")
    expect(page.locator("#facts")).to_contain_text("The Herald · published 16 September 2022 · 27 words")


@pytest.mark.parametrize("number", range(3))
def test_a_sample_is_read_at_a_click(visit: Visit, number: int) -> None:
    page = visit()
    title = page.locator("button.sample strong").nth(number).text_content()
    page.locator("button.sample").nth(number).click()
    expect(page.locator("#headline")).to_have_text(title or "")
    expect(page.locator("#text mark.quotes").first).to_be_visible()


def test_the_first_sample_is_the_seed_article() -> None:
    assert (ROOT / "service/web/samples/graves.txt").read_text(encoding="utf-8") == SEED


def test_a_dropped_text_is_read(visit: Visit) -> None:
    page = visit()
    drop(page, "bridge.txt", "text/plain", BRIDGE)
    expect(page.locator("#text")).to_have_text(BRIDGE)


def test_a_text_as_windows_wrote_it_is_read(visit: Visit) -> None:
    page = visit()
    drop(page, "old.txt", "text/plain", list("“We will rebuild,” Mayor Léna Okoye said on Thursday.".encode("cp1252")))
    expect(page.locator("#text")).to_have_text("“We will rebuild,” Mayor Léna Okoye said on Thursday.")


def test_a_dropped_page_gives_its_article(visit: Visit) -> None:
    page = visit()
    body = "".join(
        f"<p>{BRIDGE} {number} firefighters came from Dallas to help on Friday.</p>" for number in (30, 40, 50)
    )
    html = f"<html><head><title>A bridge falls</title></head><body><nav>Home Sports</nav><article><h1>A bridge falls</h1>{body}</article></body></html>"
    drop(page, "bridge.html", "text/html", html)
    expect(page.locator("#text")).to_contain_text("14 people were hurt")
    expect(page.locator("#text")).not_to_contain_text("Home Sports")
    expect(page.locator("#text mark.people").first).to_have_text("Lena Okoye")
    page.click("text=Another article")
    expect(page.locator("#article")).to_have_value(re.compile("14 people were hurt"))


def test_a_chosen_file_is_read(visit: Visit) -> None:
    page = visit()
    page.set_input_files("#file", {"name": "bridge.txt", "mimeType": "text/plain", "buffer": BRIDGE.encode()})
    expect(page.locator("#text")).to_have_text(BRIDGE)


def test_a_file_that_is_no_text_is_told_of(visit: Visit) -> None:
    page = visit()
    drop(page, "letter.docx", "application/zip", [0x50, 0x4B, 3, 4, 0, 0, 0, 8, 0])
    expect(page.get_by_role("alert")).to_contain_text("This file is no text")
    expect(page.locator("#result")).to_be_hidden()


# ---------------------------------------------------------------- what is wrong, in words


def test_nothing_to_read(visit: Visit) -> None:
    page = visit()
    page.click("text=Read the article")
    expect(page.get_by_role("alert")).to_contain_text("There is nothing to read yet")
    expect(page.locator("#article")).to_be_focused()


def test_another_language(visit: Visit) -> None:
    visit.expected = ("status of 422",)
    page = visit()
    page.fill("#article", FRENCH)
    page.click("text=Read the article")
    expect(page.get_by_role("alert")).to_contain_text("Only English is read here")
    expect(page.locator("#article")).to_have_value(FRENCH)
    expect(page.locator("#desk")).not_to_have_attribute("inert", "")


def test_an_article_that_is_too_long(visit: Visit) -> None:
    visit.expected = ("status of 413",)
    with served(stub_app(max_characters=1000)) as at:
        page = visit(at=at)
        expect(page.locator("#length")).to_have_text("Up to 1,000 characters")
        page.fill("#article", BRIDGE * 10)
        expect(page.locator("#length")).to_have_class("hint over")
        page.click("text=Read the article")
        expect(page.get_by_role("alert")).to_contain_text("The article is too long")
        expect(page.get_by_role("alert")).to_contain_text("up to 1,000 characters")


def test_a_problem_without_words_of_its_own_is_told_as_the_service_tells_it(visit: Visit) -> None:
    visit.expected = ("status of 422",)
    page = visit()
    page.evaluate("document.getElementById('published').type = 'text'")
    page.fill("#article", BRIDGE)
    page.fill("#published", "yesterday")
    page.click("text=Read the article")
    expect(page.get_by_role("alert")).to_contain_text(re.compile(r"can’t be taken as it is\s*Published: "))


def test_a_service_that_is_busy_is_asked_again(visit: Visit) -> None:
    visit.expected = ("status of 503",)
    page = visit()
    times = []

    def busy_once(route: Route) -> None:
        times.append(1)
        if len(times) > 1:
            return route.fallback()
        return busy(route)

    page.route("**/v1/extract", busy_once)
    page.fill("#article", BRIDGE)
    page.click("text=Read the article")
    expect(page.get_by_role("status").first).to_have_text("The desk is busy. Asking again in 1 second (3 tries left)…")
    expect(page.locator("#text")).to_have_text(BRIDGE)
    assert len(times) == 2
    expect(page.get_by_role("alert")).to_be_hidden()


def test_a_service_that_stays_busy_says_so(visit: Visit) -> None:
    visit.expected = ("status of 503",)
    page = visit()
    page.route("**/v1/extract", busy)
    page.fill("#article", BRIDGE)
    page.click("text=Read the article")
    expect(page.get_by_role("alert")).to_contain_text("The desk is busy")
    expect(page.locator("#work")).to_be_hidden()


def busy(route: Route) -> None:
    problem = '{"type":"urn:copydesk:problem:busy","title":"Too busy","status":503,"detail":"Full.","errors":[]}'
    route.fulfill(status=503, headers={"Retry-After": "1", "Content-Type": "application/problem+json"}, body=problem)


def test_a_service_that_is_gone(visit: Visit) -> None:
    visit.expected = ("ERR_FAILED", "ERR_CONNECTION")
    page = visit()
    page.route("**/v1/extract", lambda route: route.abort())
    page.fill("#article", BRIDGE)
    page.click("text=Read the article")
    expect(page.get_by_role("alert")).to_contain_text("The service can’t be reached")


def test_a_fault_of_the_service_has_its_number(visit: Visit) -> None:
    visit.expected = ("status of 500",)

    def fail(article: Article) -> Extraction:
        raise RuntimeError(article.text)

    with served(stub_app(fails_after_proof(fail))) as at:
        page = visit(at=at)
        page.fill("#article", BRIDGE)
        page.click("text=Read the article")
        expect(page.get_by_role("alert")).to_contain_text("The service made a mistake")
        expect(page.get_by_role("alert")).to_contain_text(re.compile("Request [0-9a-f]{32}"))


def fails_after_proof(fail):  # type: ignore[no-untyped-def]
    return lambda article: fail(article) if article.text == BRIDGE else nothing(article)


def test_a_key_is_asked_for_where_keys_are_set(visit: Visit) -> None:
    visit.expected = ("status of 401",)
    with served(stub_app(api_keys="sesame")) as at:
        page = visit(at=at)
        expect(page.locator("#key")).to_be_visible()
        page.fill("#article", BRIDGE)
        page.click("text=Read the article")
        expect(page.get_by_role("alert")).to_contain_text("This service wants a key")
        expect(page.locator("#key")).to_be_focused()
        page.fill("#key", "sesame")
        page.click("text=Read the article")
        expect(page.locator("#text")).to_have_text(BRIDGE)


@pytest.fixture
def slow() -> Iterator[tuple[str, threading.Event]]:
    go = threading.Event()

    def wait(article: Article) -> Extraction:
        if article.text == BRIDGE:
            go.wait(30)
        return nothing(article)

    with served(stub_app(wait)) as at:
        yield at, go
        go.set()


def test_while_it_works_it_says_so(visit: Visit, slow: tuple[str, threading.Event]) -> None:
    at, go = slow
    page = visit(at=at)
    page.fill("#article", BRIDGE)
    page.click("text=Read the article")
    expect(page.get_by_role("progressbar", name="Reading the article")).to_be_visible()
    expect(page.locator("#status")).to_have_text("Reading 27 words…")
    expect(page.locator("#status")).to_have_text(re.compile(r"Reading 27 words, \d seconds so far…"))
    go.set()
    expect(page.locator("#text")).to_have_text(BRIDGE)
    expect(page.locator("#work")).to_be_hidden()


def test_it_can_be_stopped(visit: Visit, slow: tuple[str, threading.Event]) -> None:
    page = visit(at=slow[0])
    page.fill("#article", BRIDGE)
    page.click("text=Read the article")
    page.click("text=Stop")
    expect(page.locator("#work")).to_be_hidden()
    expect(page.locator("#desk")).to_be_visible()
    expect(page.get_by_role("alert")).to_be_hidden()
