"""The article with its marks: what is marked, what lights up, by pointer and by keyboard, whatever the text is."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .conftest import PATIENCE, PHONE, SEED, Visit, marked, read

SECTIONS = ["quotes", "figures", "places", "people", "organizations", "dates", "events"]
BRIDGE = (
    "Mayor Lena Okoye said on Thursday that 14 people were hurt when a bridge fell in Paris, Texas. "
    "“We will rebuild it,” she told reporters."
)

# What stands between the edges of every object, as the page shows it: the texts of the segments that carry its id.
SHOWN = """() => {
    const shown = {};
    for (const segment of document.querySelectorAll("#text [data-ids]"))
        for (const id of segment.dataset.ids.split(" ")) shown[id] = (shown[id] ?? "") + segment.textContent;
    return shown;
}"""


def answered(page: Page, text: str, **known: str) -> dict[str, Any]:
    """Has a text read; what the service answered, once it is shown."""
    with page.expect_response("**/v1/extract") as answer:
        read(page, text, **known)
    page.check("#minor")
    page.wait_for_selector("#text mark")
    body: dict[str, Any] = answer.value.json()
    return body


def spans(section: str, found: dict[str, Any]) -> list[str]:
    held: list[dict[str, Any]] = found.get("mentions") or found.get("content") or [found]
    return [span["text"] for span in held]


def check(page: Page, text: str, body: dict[str, Any]) -> None:
    """Every object is marked just where the service says it stands."""
    shown = page.evaluate(SHOWN)
    for section in SECTIONS:
        for found in body[section]:
            assert shown[found["id"]] == "".join(spans(section, found)), found["id"]
    paragraphs = [line.strip("\n") for line in text.strip().split("\n\n")]
    assert marked(page, "#text > p") == [paragraph.strip("\n") for paragraph in paragraphs if paragraph.strip()]


# ---------------------------------------------------------------- marks


def test_every_object_is_marked_where_it_stands(visit: Visit) -> None:
    page = visit(viewport={"width": 1280, "height": 6000})
    body = answered(page, SEED, published="2022-09-16")
    assert sum(len(body[section]) for section in SECTIONS) > 80
    check(page, SEED, body)


def test_spans_that_overlap_are_marked_each_for_itself(visit: Visit) -> None:
    page = visit()
    answered(page, BRIDGE, published="2022-09-16")
    # The figure and the event lie in the quote, the date beside it.
    assert "14" in "".join(marked(page, "#text .figures"))
    assert page.locator("#text .figures.quotes", has_text="14").count() == 1
    assert page.locator("#text .events.quotes", has_text="hurt").count() == 1
    assert page.locator("#text .places.quotes", has_text="Paris").count() == 1
    assert "".join(marked(page, "#text .quotes")).startswith("14 people were hurt when a bridge fell in Paris, Texas")


@pytest.mark.parametrize("section", SECTIONS)
def test_a_layer_is_switched_off_and_on(seed: Page, section: str) -> None:
    seed.set_viewport_size({"width": 1280, "height": 6000})
    seed.wait_for_function(
        "() => [...document.querySelectorAll('#text > p')].every(one => one.querySelector('.segment'))"
    )
    switch = seed.locator("#layers button").nth(SECTIONS.index(section))
    before = {name: seed.locator(f"#text .{name}").count() for name in SECTIONS}
    assert before[section]
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "false")
    after = {name: seed.locator(f"#text .{name}").count() for name in SECTIONS}
    assert after == {**before, section: 0}
    switch.click()
    assert {name: seed.locator(f"#text .{name}").count() for name in SECTIONS} == before


def test_each_layer_looks_different_without_its_colour(seed: Page) -> None:
    forms = seed.evaluate(
        """() => [...document.querySelectorAll("#layers .sample")].map((sample) => {
            const { backgroundImage, backgroundSize } = getComputedStyle(sample);
            return (backgroundImage + backgroundSize).replaceAll(/(rgba?|oklab|color)[(][^)]*[)]/g, "");
        })"""
    )
    fills, lines = forms[:2] + forms[-1:], forms[2:-1]
    assert len(set(lines)) == len(lines)
    assert not set(fills) & set(lines)


def test_what_is_no_part_of_the_story_steps_back(seed: Page) -> None:
    assert "Bodies found in Kharkiv Liberated Zone cemetery 0:42" in marked(seed, "#text .aside")


# ---------------------------------------------------------------- what lights up


def lit(page: Page) -> set[str]:
    return set(marked(page, "#text .lit"))


def linked(page: Page) -> set[str]:
    return set(marked(page, "#text .linked"))


def test_a_speaker_lights_the_quotes(seed: Page) -> None:
    seed.hover("#text .people >> text=Serhii Bolvinov")
    seed.wait_for_selector("#text .lit")
    assert "Serhii Bolvinov" in lit(seed)
    assert "Bolvinov" in lit(seed)
    assert any("there may be other mass burial sites" in text for text in linked(seed))
    assert not any("We want" in text for text in lit(seed) | linked(seed))
    peek = seed.locator("#peek")
    expect(peek).to_be_visible()
    expect(peek).to_contain_text("lead investigator, Kharkiv region police")
    seed.mouse.move(2, 2)
    expect(peek).to_be_hidden()
    expect(seed.locator("#text .lit")).to_have_count(0)


def test_an_event_lights_its_figures_date_and_place(visit: Visit) -> None:
    page = visit()
    body = answered(page, SEED, published="2022-09-16")
    event = next(
        one for one in body["events"] if one["figure_ids"] and one["time"] and one["place"] and one["place"]["place_id"]
    )
    page.hover(f"#text .events[data-ids~={event['id']}]")
    page.wait_for_selector(f"#text .lit[data-ids~={event['id']}]")
    for other in (*event["figure_ids"], event["time"]["date_id"], event["place"]["place_id"]):
        assert page.locator(f"#text .linked[data-ids~={other}]").count(), other
    expect(page.locator("#peek .ties")).to_contain_text(event["time"]["text"])


def test_where_objects_overlap_the_closest_is_shown_and_the_others_are_named(visit: Visit) -> None:
    page = visit()
    answered(page, BRIDGE, published="2022-09-16")
    page.hover("#text .figures.quotes")
    expect(page.locator("#peek .card .title")).to_have_text("14")
    expect(page.locator("#peek .also")).to_contain_text("14 people were hurt")


def test_a_click_keeps_the_light_and_opens_the_card(seed: Page) -> None:
    name = seed.locator("#text .people >> text=Serhii Bolvinov")
    name.scroll_into_view_if_needed()
    before = seed.evaluate("scrollY")
    name.click()
    expect(seed.locator("#tab-names")).to_have_attribute("aria-selected", "true")
    expect(seed.locator("#panel-names .card.lit .title")).to_have_text("Serhii Bolvinov")
    expect(seed.locator("#panel-names .card.lit")).to_be_in_viewport()
    seed.mouse.move(2, 2)
    expect(seed.locator("#peek")).to_be_hidden()
    assert "Serhii Bolvinov" in lit(seed)
    assert seed.evaluate("scrollY") == before
    seed.keyboard.press("Escape")
    expect(seed.locator("#text .lit")).to_have_count(0)


def test_a_card_lights_the_text_and_leads_to_it(seed: Page) -> None:
    seed.click("#tab-quotes")
    card = seed.locator("#panel-quotes .card", has_text="The biggest problem is that some areas are still mined")
    card.hover()
    expect(seed.locator("#text .lit").first).to_be_attached()
    card.locator(".title").click()
    expect(seed.locator("#text .lit", has_text="The biggest").first).to_be_in_viewport()
    expect(seed.locator("#text .linked", has_text="Kotenko").first).to_be_attached()


def test_the_keyboard_goes_from_mark_to_mark(seed: Page) -> None:
    seed.focus("#text")
    seed.keyboard.press("ArrowRight")
    first = seed.locator("#text .segment:focus")
    expect(first).to_have_text("CNN")
    expect(seed.locator("#peek")).to_contain_text("CNN")
    expect(seed.locator("#said")).to_contain_text("CNN. ")
    visited = []
    for _ in range(6):
        seed.keyboard.press("ArrowRight")
        visited.append(seed.locator("#text .segment:focus").text_content())
    assert len(set(visited)) > 3
    seed.keyboard.press("ArrowLeft")
    expect(seed.locator("#text .segment:focus")).to_have_text(visited[-2] or "")
    for _ in range(60):
        seed.keyboard.press("ArrowRight")
    expect(seed.locator("#text .segment:focus")).to_be_in_viewport()
    seed.keyboard.press("Enter")
    expect(seed.locator(".panel:not([hidden]) .lit").first).to_be_visible()
    seed.keyboard.press("Escape")
    expect(seed.locator("#peek")).to_be_hidden()


# ---------------------------------------------------------------- texts of all kinds


def test_emoji_shift_nothing(visit: Visit) -> None:
    text = (
        f"🎉🎉 Breaking 👩🏽‍🚒: {BRIDGE}\n\n🏳️‍🌈 Governor Thomas Hale gave $25 million 💸 to Paris, Texas 𝕹 on Friday."
    )
    page = visit()
    body = answered(page, text, published="2022-09-16")
    assert {"Lena Okoye", "Thomas Hale"} <= {person["name"] for person in body["people"]}
    assert any(figure["text"] == "$25 million" for figure in body["figures"])
    check(page, text, body)
    assert "Lena Okoye" in marked(page, "#text mark.people")


def test_markup_is_text_like_any_other(visit: Visit) -> None:
    name = "<img src=x onerror=alert(1)>"
    text = (
        f"<script>alert('x')</script> Mayor Lena Okoye said on Thursday that 14 {name} people were hurt in Paris, Texas. "
        "“We will <b>rebuild</b> it,” Okoye &amp; Sons said.\n\n</article><style>*{display:none}</style>{{7*7}} ${alert(2)} fell on Friday."
    )
    page = visit()
    page.on("dialog", lambda dialog: pytest.fail("the text was run"))
    body = answered(page, text, title="<h1>Head</h1>", published="2022-09-16")
    check(page, text, body)
    expect(page.locator("#headline")).to_have_text("<h1>Head</h1>")
    for tab in ("events", "quotes", "figures", "places", "names", "timeline"):
        page.click(f"#tab-{tab}")
    assert page.locator("#result :is(script, img, style, b, article article, h1)").count() == 0


def hostile(value: Any) -> Any:
    """The answer with markup in every free field: what a name is does not matter to the page."""
    if isinstance(value, dict):
        free = ("name", "text", "summary", "title", "label", "affiliation", "relation", "admin1")
        return {
            key: "<img src=x onerror=alert(1)>\"'" if key in free and isinstance(held, str) else hostile(held)
            for key, held in value.items()
        }
    return [hostile(held) for held in value] if isinstance(value, list) else value


def test_markup_in_what_was_found_is_text_too(visit: Visit) -> None:
    page = visit()
    page.on("dialog", lambda dialog: pytest.fail("the answer was run"))
    page.route("**/v1/extract", lambda route: route.fulfill(json=hostile(route.fetch(timeout=PATIENCE).json())))
    read(page, SEED, published="2022-09-16")
    page.wait_for_selector("#text mark")
    for tab in ("events", "quotes", "figures", "places", "names", "timeline", "summary"):
        page.click(f"#tab-{tab}")
        page.wait_for_selector(f"#panel-{tab} [data-id]")
    page.hover("#text mark.people >> nth=0")
    expect(page.locator("#peek .title")).to_contain_text("<img src=x")
    page.click("#tab-places")
    page.wait_for_selector(".pin")
    assert page.locator("img, script:not([src])").count() == 0


def test_names_from_right_to_left_turn_nothing_around(visit: Visit) -> None:
    text = (
        "Mayor Lena Okoye said on Thursday that 14 people were hurt in Paris, Texas.\n\n"
        "وقال محمد علي إن الجسر سقط يوم الخميس في باريس.\n\n"
        "“We will rebuild it,” said Yusuf (يوسف العربي) of the city council on Friday. \u202eevil override\u202c ends here."
    )
    page = visit()
    body = answered(page, text, published="2022-09-16")
    check(page, text, body)
    directions = page.eval_on_selector_all("#text > p", "all => all.map(one => getComputedStyle(one).direction)")
    assert directions == ["ltr", "rtl", "ltr"]
    # A name in a line of ours is a piece of its own.
    assert page.eval_on_selector_all(
        "#panels bdi", "all => all.every(one => getComputedStyle(one).unicodeBidi === 'isolate')"
    )


def test_lines_that_were_wrapped_by_hand_stay_as_they_are(visit: Visit) -> None:
    text = "Mayor Lena Okoye said on Thursday\nthat 14 people were hurt in Paris,\nTexas.\n\nNobody died."
    page = visit()
    check(page, text, answered(page, text, published="2022-09-16"))


# ---------------------------------------------------------------- long ones


def many_times(body: dict[str, Any], step: int, times: int) -> dict[str, Any]:
    """The answer to a text that is repeated: every object as often, at its place, with ids of its own."""

    def shifted(held: Any, number: int, key: str = "") -> Any:
        if isinstance(held, dict):
            return {name: shifted(inner, number, name) for name, inner in held.items()}
        if isinstance(held, list):
            return [shifted(inner, number, key) for inner in held]
        if isinstance(held, int) and key in ("start", "end"):
            return held + step * number
        if isinstance(held, str) and (key == "id" or key.endswith(("_id", "_ids"))):
            return f"{held}-{number}"
        return held

    article = {**body["article"], "boilerplate": [], "main_event": None}
    return {
        **body,
        "article": article,
        **{section: [shifted(one, number) for number in range(times) for one in body[section]] for section in SECTIONS},
    }


@pytest.mark.parametrize("between", ["\n\n", " "], ids=["paragraphs", "one paragraph"])
def test_200_000_characters_carry_marks_only_where_one_looks(visit: Visit, between: str) -> None:
    once = " ".join(SEED.split()) + between if between == " " else SEED.strip() + between
    times = 200_000 // len(once)
    page = visit()
    body = answered(page, once, published="2022-09-16")
    whole = many_times(body, len(once), times)
    objects = sum(len(whole[section]) for section in SECTIONS)
    assert objects > 5000
    page.route("**/v1/extract", lambda route: route.fulfill(body=json.dumps(whole), content_type="application/json"))
    page.click("text=Another article")
    page.evaluate("text => { const area = document.getElementById('article'); area.value = text; }", once * times)
    page.click("text=Read the article")
    page.wait_for_selector("#text mark")

    assert len(page.locator("#text").inner_text()) > 190_000  # it is all there
    elements = "document.querySelectorAll('*').length"
    assert page.evaluate(elements) < 5000
    for fraction in (0.25, 0.5, 0.9):
        page.evaluate("part => scrollTo(0, document.body.scrollHeight * part)", fraction)
        page.wait_for_function(
            "() => [...document.querySelectorAll('#text mark')].some(one => { const { top } = one.getBoundingClientRect(); return top > 0 && top < innerHeight; })"
        )
        assert page.locator("#text mark").count() < objects / 4
    for tab in ("events", "quotes", "figures", "places", "names", "timeline"):
        page.click(f"#tab-{tab}")
        page.wait_for_selector(f"#panel-{tab} [data-id]")
        assert page.evaluate(elements) < 9000
    # What is far down in the list and in the text is found all the same.
    page.evaluate("scrollTo(0, 0)")
    page.click("#tab-names")
    page.locator("#panel-names .more").first.click()
    expect(page.locator("#panel-names .list").first.locator("li")).to_have_count(100)
    page.locator("#panel-names .list").first.locator("li .title").last.click()
    expect(page.locator("#text .lit").first).to_be_in_viewport()
    page.locator("#text .lit").first.click()
    expect(page.locator("#panel-names .card.lit")).to_be_in_viewport()


def test_on_a_phone_the_text_is_a_tab_and_the_card_a_sheet(visit: Visit) -> None:
    page = read(visit(viewport=PHONE, has_touch=True), SEED, published="2022-09-16")
    expect(page.locator("#tab-text")).to_have_attribute("aria-selected", "true")
    page.tap("#text mark.people >> nth=0")
    peek = page.locator("#peek")
    expect(peek).to_contain_text("Volodymyr Zelensky")
    box = peek.bounding_box()
    assert box
    assert box["width"] == PHONE["width"]
    assert round(box["y"] + box["height"]) == PHONE["height"]
    peek.get_by_role("button", name="Close").click()
    expect(peek).to_be_hidden()
    page.tap("#tab-quotes")
    expect(page.locator("#text")).to_be_hidden()
    page.tap("#panel-quotes .title >> nth=3")
    expect(page.locator("#text .lit").first).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
