"""What was found, by section: cards, map, timeline, table; what is sure enough; what one takes away."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .conftest import PATIENCE, SEED, Visit, read

SUMS = (
    "Fjordlink said on Wednesday it had ordered 12 electric ships for $448 million. Its profit fell 8% to $20 million in April, "
    "and between 90 and 110 workers may lose their jobs in Bergen, Norway."
)


def seen(visit: Visit, text: str = SEED, **known: str) -> tuple[Page, dict[str, Any]]:
    page = visit()
    with page.expect_response("**/v1/extract") as answer:
        read(page, text, **{"published": "2022-09-16", **known})
    return page, answer.value.json()


def number(page: Page, tab: str) -> int:
    return int(page.locator(f"#tab-{tab} .many").inner_text().replace(",", ""))


def slide(page: Page, to: int) -> None:
    page.locator("#confidence").fill(str(to))
    expect(page.locator("#confidence-value")).to_have_text(f"{to}%")


# ---------------------------------------------------------------- cards


def test_the_summary_tells_the_main_event(visit: Visit) -> None:
    page, body = seen(visit)
    main = body["article"]["main_event"]
    event = next(one for one in body["events"] if one["id"] == main["event_id"])
    panel = page.locator("#panel-summary")
    expect(panel.locator(".lead")).to_have_text(event["summary"])
    told = {
        question: main[question]["text"]
        for question in ("who", "what", "when", "where", "why", "how")
        if main[question]
    }
    terms = panel.locator(".questions dt").all_inner_texts()
    assert dict(zip(terms, panel.locator(".questions dd").all_inner_texts(), strict=True)) == told
    expect(panel.locator(".ranking").first).to_contain_text("Volodymyr Zelensky")
    expect(panel.locator(".asides")).to_contain_text("Bodies found in Kharkiv Liberated Zone cemetery 0:42")


def test_every_section_has_its_cards(visit: Visit) -> None:
    page, body = seen(visit)
    page.check("#minor")
    for tab, sections in (
        ("events", ["events"]),
        ("quotes", ["quotes"]),
        ("places", ["places"]),
        ("names", ["people", "organizations"]),
    ):
        page.click(f"#tab-{tab}")
        expected = {found["id"] for section in sections for found in body[section]}
        assert number(page, tab) == len(expected)
        panel = page.locator(f"#panel-{tab}")
        while panel.locator(".more:visible").count():
            panel.locator(".more:visible").first.click()
        assert set(panel.locator(".card").evaluate_all("all => all.map(one => one.dataset.id)")) == expected


def test_quotes_stand_under_who_said_them(visit: Visit) -> None:
    page, body = seen(visit)
    page.click("#tab-quotes")
    groups = page.locator("#panel-quotes .speaker")
    expect(groups.first.locator("h3")).to_contain_text("Volodymyr Zelensky")
    his = [quote for quote in body["quotes"] if quote["speaker"] and quote["speaker"]["name"] == "Volodymyr Zelensky"]
    assert groups.first.locator(".card").count() == len(his)


def test_from_card_to_card(visit: Visit) -> None:
    page, _ = seen(visit)
    page.click("#tab-names")
    page.locator("#panel-names .card", has_text="Serhii Bolvinov").get_by_role(
        "button", name="Kharkiv region police"
    ).click()
    expect(page.locator("#panel-names .card.lit .title")).to_have_text("Kharkiv region police")
    expect(page.locator("#text .lit").first).to_be_in_viewport()


# ---------------------------------------------------------------- what is shown


def test_what_is_not_sure_enough_is_not_shown(visit: Visit) -> None:
    page, body = seen(visit)
    page.check("#minor")
    page.click("#tab-events")
    for least in (0, 80, 95, 100):
        slide(page, least)
        for tab, sections in (
            ("events", ["events"]),
            ("quotes", ["quotes"]),
            ("figures", ["figures"]),
            ("names", ["people", "organizations"]),
        ):
            sure = sum(found["confidence"] >= least / 100 for section in sections for found in body[section])
            expect(page.locator(f"#tab-{tab} .many")).to_have_text(str(sure))
    expect(page.locator("#panel-events")).to_contain_text("No events")
    expect(
        page.locator("#text mark:is(.quotes, .figures, .places, .people, .organizations, .dates, .events)")
    ).to_have_count(0)
    slide(page, 0)
    expect(page.locator("#panel-events .card").first).to_be_visible()
    expect(page.locator("#text mark.events").first).to_be_visible()


def test_minor_events_are_shown_when_asked_for(visit: Visit) -> None:
    page, body = seen(visit)
    few = number(page, "events")
    assert 0 < few < len(body["events"])
    expect(page.get_by_label(f"{len(body['events']) - few} minor events")).not_to_be_checked()
    page.check("#minor")
    expect(page.locator("#tab-events .many")).to_have_text(str(len(body["events"])))


# ---------------------------------------------------------------- map


def test_the_map_has_a_pin_for_every_place_with_coordinates(visit: Visit) -> None:
    page, body = seen(visit)
    page.click("#tab-places")
    page.wait_for_selector(".pin")
    page.get_by_role("button", name="The whole world").click()
    located = {place["id"] for place in body["places"] if place["lat"] is not None}
    assert len(located) >= 8
    assert set(page.locator(".pin").evaluate_all("all => all.map(one => one.dataset.id)")) == located
    expect(page.get_by_role("button", name="Izium, city, Kharkiv Oblast, Ukraine")).to_be_visible()
    assert len(page.locator(".map .land").get_attribute("d") or "") > 10_000


def test_pins_lie_where_the_places_are(visit: Visit) -> None:
    page, _ = seen(
        visit,
        "Mayor Lena Okoye flew from Oslo, Norway, to Rome, Italy, on Friday, then to Madrid, Spain, and Warsaw, Poland.",
    )
    page.click("#tab-places")
    page.wait_for_selector(".pin")

    def at(name: str) -> dict[str, float]:
        box = page.get_by_role("button", name=re.compile(f"^{name},")).locator("circle.target").bounding_box()
        assert box
        return box  # type: ignore[return-value]

    assert at("Oslo")["y"] < at("Warsaw")["y"] < at("Rome")["y"]
    assert at("Madrid")["x"] < at("Oslo")["x"] < at("Rome")["x"] < at("Warsaw")["x"]
    before = at("Rome")["y"] - at("Oslo")["y"]
    page.get_by_role("button", name="Zoom out").click()
    assert at("Rome")["y"] - at("Oslo")["y"] < before * 0.7
    page.get_by_role("button", name="Fit to the places").click()
    assert at("Rome")["y"] - at("Oslo")["y"] == pytest.approx(before)


def test_a_pin_lights_the_text_and_the_text_a_pin(visit: Visit) -> None:
    page, _ = seen(visit)
    page.click("#tab-places")
    pin = page.get_by_role("button", name="Mariupol, city")
    pin.focus()
    expect(page.locator("#text .lit")).to_have_text("Mariupol")
    page.keyboard.press("Enter")
    expect(page.locator("#text .lit")).to_be_in_viewport()
    page.keyboard.press("Escape")
    page.hover("#text .places >> text=Bucha")
    expect(page.locator(".pin.lit")).to_have_attribute("aria-label", re.compile("^Bucha, city"))


def test_a_place_that_the_gazetteer_has_not_has_no_pin(visit: Visit) -> None:
    page, body = seen(
        visit,
        "Three people were hurt in the village of Zzyrkhovo near Paris, Texas, on Friday, police in Zzyrkhovo said.",
    )
    unknown = [place for place in body["places"] if not place["resolved"]]
    assert unknown
    page.click("#tab-places")
    page.wait_for_selector(".pin")
    assert page.locator(".pin").count() == len(body["places"]) - len(unknown)
    expect(page.locator("#panel-places .card", has_text=unknown[0]["name"]).last).to_contain_text(
        "not in the gazetteer"
    )


# ---------------------------------------------------------------- timeline


def test_the_timeline_has_the_dated_events_in_the_order_of_time(visit: Visit) -> None:
    page, body = seen(visit)
    page.check("#minor")
    page.click("#tab-timeline")
    dates = {date["id"]: date for date in body["dates"]}
    expected = {
        event["id"]: dates[event["time"]["date_id"]]["interval"]["start"]
        for event in body["events"]
        if event["time"] and event["time"]["date_id"] and dates[event["time"]["date_id"]]["interval"]
    }
    assert len(set(expected.values())) >= 4
    shown = page.locator(".timeline .what[data-id]").evaluate_all("all => all.map(one => one.dataset.id)")
    assert sorted(shown) == sorted(expected)
    starts = [expected[found] for found in shown]
    assert starts == sorted(starts)
    whens = page.locator(".timeline .when").all_inner_texts()
    assert {"April 2022", "10 September 2022", "14 September 2022", "16 September 2022"} <= set(whens)
    expect(page.locator(".timeline .published")).to_contain_text("16 September 2022")
    expect(page.locator(".timeline .gap")).to_have_text("4 months later")
    page.locator(".timeline .what", has_text="Zelensky visited").hover()
    expect(page.locator("#text .linked", has_text="Wednesday")).to_be_attached()


def test_dates_that_no_calendar_knows_are_told_in_words(visit: Visit) -> None:
    page, _ = seen(
        visit,
        "Mayor Lena Okoye said last month that repairs would take five months. Now 14 people were hurt on Thursday.",
        published="",
    )
    page.click("#tab-timeline")
    panel = page.locator("#panel-timeline")
    expect(panel).to_contain_text("No event has a date")
    expect(panel.locator("ul.dates")).to_contain_text("its day in the calendar is not known")
    expect(panel.locator("ul.dates")).to_contain_text("at present")


# ---------------------------------------------------------------- figures


def column(page: Page, at: int) -> list[str]:
    return page.locator(f"table.figures tbody tr > :nth-child({at})").all_inner_texts()


def test_the_table_is_sorted_by_its_headings(visit: Visit) -> None:
    page, body = seen(visit)
    page.click("#tab-figures")
    values = {figure["id"]: figure["value"] for figure in body["figures"]}
    rows = page.locator("table.figures tbody tr")
    assert rows.evaluate_all("all => all.map(one => one.dataset.id)") == list(values)
    head = page.get_by_role("columnheader", name="Value")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    down = [values[one] for one in rows.evaluate_all("all => all.map(one => one.dataset.id)")]
    assert down == sorted(down, reverse=True)
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    up = [values[one] for one in rows.evaluate_all("all => all.map(one => one.dataset.id)")]
    assert up == sorted(up)
    page.get_by_role("columnheader", name="Unit").get_by_role("button").click()
    units = [unit for unit in column(page, 3) if unit]
    assert units == sorted(units, key=str.lower)
    assert all(column(page, 3)[: len(units)])  # what has none comes last
    expect(head).not_to_have_attribute("aria-sort", re.compile("."))


def download(page: Page, to: Path) -> list[dict[str, str]]:
    with page.expect_download() as taken:
        page.click("text=Download CSV")
    assert taken.value.suggested_filename == "figures.csv"
    taken.value.save_as(to)
    return list(csv.DictReader(io.StringIO(to.read_bytes().decode("utf-8-sig"), newline="")))


def test_the_table_is_taken_away_as_it_is_sorted(visit: Visit, tmp_path: Path) -> None:
    page, body = seen(visit, SUMS)
    page.click("#tab-figures")
    page.get_by_role("columnheader", name="Value").get_by_role("button").click()
    rows = download(page, tmp_path / "figures.csv")
    assert len(rows) == len(body["figures"])
    values = [float(row["value"] or row["low"]) for row in rows]
    assert values == sorted(values, reverse=True)
    money = next(row for row in rows if row["text"] == "$448 million")
    assert (money["value"], money["unit_code"], money["kind"]) == ("448000000", "USD", "money")
    assert money["context"].startswith("Fjordlink said on Wednesday it had ordered")  # has commas
    span = next(row for row in rows if row["low"])
    assert (span["low"], span["high"], span["value"]) == ("90", "110", "")


def test_what_a_spreadsheet_would_run_is_text(visit: Visit, tmp_path: Path) -> None:
    def poison(value: Any) -> Any:
        if isinstance(value, dict):
            return {
                key: '=HYPERLINK("http://evil.example","x")' if key == "text" else poison(held)
                for key, held in value.items()
            }
        return [poison(held) for held in value] if isinstance(value, list) else value

    page = visit()
    page.route("**/v1/extract", lambda route: route.fulfill(json=poison(route.fetch(timeout=PATIENCE).json())))
    read(page, SUMS)
    page.click("#tab-figures")
    for row in download(page, tmp_path / "figures.csv"):
        assert row["text"] == '\'=HYPERLINK("http://evil.example","x")'
        assert not any(re.match(r"\s*[=+@\t\r]", cell) for cell in row.values())


# ---------------------------------------------------------------- what one takes away


def test_the_json_is_the_answer(visit: Visit) -> None:
    page, body = seen(visit, SUMS)
    page.click("text=Copy JSON")
    expect(page.locator("#copied")).to_have_text("JSON copied")
    assert json.loads(page.evaluate("navigator.clipboard.readText()")) == body


@pytest.mark.skipif(not shutil.which("curl"), reason="no curl")
def test_the_command_gives_the_same_answer(visit: Visit) -> None:
    text = SUMS + "\n\nIt's 'quoted' \"twice\", costs $HOME and `id`; \\ 🎉\nCOPYDESK\nFriday."
    page, body = seen(visit, text, title="It's a 'head'")
    page.click("text=Copy as curl")
    expect(page.locator("#copied")).to_have_text("Command copied")
    command = page.evaluate("navigator.clipboard.readText()")
    ran = subprocess.run(["bash", "-c", command], capture_output=True, check=True)
    assert json.loads(ran.stdout) == body


def test_where_the_browser_keeps_the_clipboard_the_page_copies_all_the_same(visit: Visit) -> None:
    page, body = seen(visit, SUMS)
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true })")
    page.click("text=Copy JSON")
    expect(page.locator("#copied")).to_have_text("JSON copied")
    page.evaluate("delete navigator.clipboard")
    assert json.loads(page.evaluate("navigator.clipboard.readText()")) == body


def test_the_contract_is_a_click_away(visit: Visit) -> None:
    page = visit()
    page.get_by_role("link", name="API").click()
    expect(page).to_have_url(re.compile("/docs$"))
