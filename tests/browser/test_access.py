"""For those who see little or nothing, and for those without a pointer."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from .conftest import DESKTOP, PHONE, SEED, Visit, read

TABS = ("summary", "events", "quotes", "figures", "places", "names", "timeline")
axe = Axe()


def flaws(page: Page) -> list[str]:
    """What axe-core has against the page as it is, with the element and the reason."""
    found = axe.run(page).response["violations"]
    return [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_has_nothing_against_it(visit: Visit, scheme: str, size: dict[str, int]) -> None:
    # axe-core is a script of the test's, which the page's policy has no reason to know.
    page = visit(color_scheme=scheme, viewport=size, bypass_csp=True)
    assert flaws(page) == []
    page.click("text=Read the article")
    assert flaws(page) == []  # with something to complain of
    read(page, SEED, published="2022-09-16")
    page.wait_for_selector("#text mark")
    assert flaws(page) == []
    for tab in TABS:
        page.click(f"#tab-{tab}")
        page.wait_for_selector(".pin" if tab == "places" else f"#panel-{tab} [data-id]")
        assert flaws(page) == [], tab
    if size == PHONE:
        page.click("#tab-text")
    page.click("#text mark.people")
    page.wait_for_selector("#peek:not([hidden])")
    assert flaws(page) == []


def test_all_can_be_done_without_a_pointer(visit: Visit) -> None:
    page = visit()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#article")).to_be_focused()
    page.keyboard.insert_text(SEED)
    for _ in range(3):
        page.keyboard.press("Tab")
    page.locator("#read").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#headline")).to_be_focused()
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "text":
            break
    page.keyboard.press("ArrowRight")
    expect(page.locator("#text .lit")).to_have_text("CNN")
    page.keyboard.press("Tab")
    expect(page.get_by_role("tab", name="Summary")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Events")).to_be_focused()
    expect(page.locator("#panel-events")).to_be_visible()
    page.keyboard.press("End")
    expect(page.get_by_role("tab", name="Timeline")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#panel-timeline")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#text .lit").first).to_be_attached()


def test_the_page_is_told_as_it_is_built(visit: Visit) -> None:
    page = read(visit(), SEED, published="2022-09-16")
    expect(page.get_by_role("article")).to_be_visible()
    expect(page.get_by_role("tablist", name="What was found").get_by_role("tab")).to_have_count(7)
    expect(page.get_by_role("tabpanel", name="Summary")).to_be_visible()
    expect(page.get_by_role("slider", name="At least")).to_have_accessible_description(
        "Of all objects at 80%, about 80 in 100 are right."
    )
    expect(page.get_by_role("group", name="Marked in the text").get_by_role("button", pressed=True)).to_have_count(7)


@pytest.mark.parametrize("width", [320, 390, 768, 1024, 1280, 1920])
def test_nothing_is_cut_off_at_any_width(visit: Visit, width: int) -> None:
    page = visit(viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    read(page, SEED, published="2022-09-16")
    for tab in TABS:
        page.click(f"#tab-{tab}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, tab
    if width >= 1280:
        strip = page.locator("#tabs")
        assert strip.evaluate("one => one.scrollWidth <= one.clientWidth")
