"""The pictures of the README: `SCREENSHOTS=docs/screenshots make test T=tests/browser/test_screenshots.py` takes them anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .conftest import PHONE, SEED, Visit, read

FOLDER = os.environ.get("SCREENSHOTS")

pytestmark = pytest.mark.skipif(not FOLDER, reason="SCREENSHOTS names no folder for them")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pictures(visit: Visit, scheme: str) -> None:
    folder = Path(FOLDER or "")
    folder.mkdir(parents=True, exist_ok=True)

    page = visit(color_scheme=scheme, viewport={"width": 1360, "height": 880})
    read(page, SEED, title="440 graves found at Izium", source="CNN", published="2022-09-16")
    page.click("#tab-places")
    page.wait_for_selector(".pin")
    page.hover("#text .places >> text=Izium >> nth=0")
    expect(page.locator("#peek")).to_be_visible()
    page.wait_for_selector(".pin.lit")
    page.screenshot(path=folder / f"places-{scheme}.png")
    page.mouse.move(2, 2)
    for tab in ("quotes", "timeline") if scheme == "light" else ():
        page.click(f"#tab-{tab}")
        expect(page.locator("#peek")).to_be_hidden()
        page.screenshot(path=folder / f"{tab}-{scheme}.png")

    phone = visit(color_scheme=scheme, viewport=PHONE, has_touch=True, device_scale_factor=2)
    read(phone, SEED, title="440 graves found at Izium", source="CNN", published="2022-09-16")
    phone.wait_for_selector("#text mark")
    phone.screenshot(path=folder / f"phone-{scheme}.png")
