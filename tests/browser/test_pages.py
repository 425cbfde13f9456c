"""The pages in a browser, offline: quiet, sortable, filterable, by keyboard, narrow and printed."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit

AREA = "omr-demovej-demopark.html"
PAGES = ("index.html", AREA, "omr-kloeverdemo.html", "lister.html", "metode.html")
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 640}


def names(page: Page) -> list[str]:
    """Areas of the table in the order shown."""
    return page.locator("#areas tbody tr:visible th a").all_inner_texts()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_nothing_to_the_console_and_asks_nobody(visit: Visit, name: str) -> None:
    page = visit.open(name)
    page.wait_for_timeout(1500)
    assert visit.said == []
    assert visit.asked == []


def test_the_table_is_in_the_order_of_urgency(visit: Visit) -> None:
    page = visit.open("index.html")
    assert names(page)[:2] == ["Demovejen/Demoparken", "Demoby Nord"]
    head = page.locator("#areas thead th[aria-sort]")
    assert head.count() == 1
    expect(head).to_have_attribute("aria-sort", "descending")


def test_a_head_sorts_up_and_down(visit: Visit) -> None:
    page = visit.open("index.html")
    button = page.get_by_role("button", name="Boligområde")
    button.click()
    rising = names(page)
    # the alphabet is Danish: the last letters of it come last
    assert rising[-2:] == [
        "Ørstedsdemo, Demogårdene og Det Lange Demonavn ved Den Gamle Demostation",
        "Ågade-Demo",
    ]
    expect(page.locator("th.name[role=columnheader]")).to_have_attribute("aria-sort", "ascending")
    button.click()
    assert names(page) == rising[::-1]


def test_sorting_by_points_puts_the_unjudged_last(visit: Visit) -> None:
    page = visit.open("index.html")
    page.get_by_role("button", name="Lokal kategori").click()
    assert names(page)[0] == "Demovejen/Demoparken"
    assert names(page)[-1] == "Kløverdemo"


def test_filters_narrow_the_table_and_say_so(visit: Visit) -> None:
    page = visit.open("index.html")
    shown = page.locator("#shown")
    expect(shown).to_have_text("Viser 10 af 10 områder")
    page.get_by_label("Find område").fill("demoby")
    expect(shown).to_have_text("Viser 2 af 10 områder")
    page.get_by_label("Find område").fill("")
    page.get_by_label("Lokal kategori").select_option(label="rød")
    assert names(page) == ["Demovejen/Demoparken", "Demoby Nord"]
    page.get_by_label("Liste i dag").select_option(label="parallelsamfund")
    expect(shown).to_have_text("Viser 1 af 10 områder")


def test_a_name_leads_to_the_area_and_back(visit: Visit) -> None:
    page = visit.open("index.html")
    page.get_by_role("link", name="Demoby Nord").first.click()
    expect(page.locator("h1")).to_have_text("Demoby Nord")
    page.get_by_role("link", name="Tilbage til alle områder").click()
    expect(page.locator("#areas")).to_be_visible()


def test_charts_answer_the_pointer_in_danish(visit: Visit) -> None:
    page = visit.with_charts()
    chart = page.locator(".chart[data-kind=fan]").nth(1)
    chart.scroll_into_view_if_needed()
    points = chart.locator("svg .mark-symbol.role-mark path").all()
    hover = [point for point in points if point.get_attribute("opacity") == "0"]
    hover[-4].hover(force=True)
    tip = page.locator("#vg-tooltip-element")
    expect(tip).to_be_visible()
    expect(tip).to_contain_text("2026")
    expect(tip).to_contain_text("2,38")
    expect(tip).to_contain_text("grænse 2,22")
    for word in ("undefined", "NaN", "null"):
        expect(tip).not_to_contain_text(word)


def test_what_if_looks_up_the_computed_answer(visit: Visit) -> None:
    page = visit.open(AREA)
    panel = page.locator("#whatif")
    after = panel.locator("[data-after]")
    expect(after).to_contain_text("21\u00a0pct. lav")
    work = panel.get_by_role("group", name="flere i arbejde (helårspersoner)")
    work.get_by_role("radio", name="10").check()
    # the tables: 0.21 * 0.91 ** 10
    expect(after).to_have_text("8\u00a0pct. meget lav")
    expect(panel.locator("[data-interval]")).to_contain_text("Usikkerhed på efter: 4–12\u00a0pct.")
    panel.get_by_role("group", name="færre dømte").get_by_role("radio", name="5").check()
    # one thing at a time: the other lever is back at none
    expect(work.get_by_role("radio", name="0", exact=True)).to_be_checked()
    expect(after).to_contain_text("6\u00a0pct.")


def test_everything_can_be_reached_by_keyboard(visit: Visit) -> None:
    page = visit.open("index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Gå til indhold"
    seen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.add(
            page.evaluate(
                "(document.activeElement.labels && document.activeElement.labels[0] || "
                "document.activeElement).textContent.trim().replace(/[↑↓]/, '').trim()"
            )
        )
    assert {"Find område", "Liste i dag", "Lokal kategori", "Boligområde", "Demoby Nord"} <= seen
    page = visit.open(AREA)
    page.locator("#whatif input").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#whatif [data-after]")).not_to_contain_text("21")


def test_focus_can_be_seen(visit: Visit) -> None:
    page = visit.open("index.html")
    page.get_by_label("Find område").focus()
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert outline == "3px"


@pytest.mark.parametrize("visit", [PHONE, NARROW], indirect=True, ids=["390", "320"])
@pytest.mark.parametrize("name", PAGES)
def test_a_narrow_screen_never_scrolls_sideways(visit: Visit, name: str) -> None:
    page = visit.open(name)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= page.viewport_size["width"]


@pytest.mark.parametrize("visit", [NARROW], indirect=True, ids=["320"])
@pytest.mark.parametrize("name", PAGES)
def test_opened_tables_scroll_in_themselves_on_a_narrow_screen(visit: Visit, name: str) -> None:
    page = visit.open(name)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


@pytest.mark.parametrize(
    "visit", [{"width": 695, "height": 1000}], indirect=True, ids=["A4 less its margins"]
)
@pytest.mark.parametrize("name", PAGES)
def test_print_keeps_within_the_sheet(visit: Visit, name: str) -> None:
    page = visit.open(name)
    page.emulate_media(media="print")
    across = page.locator(".across").count() > 0
    if across:
        page.set_viewport_size({"width": 1020, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= (1020 if across else 695)


@pytest.mark.parametrize("visit", [PHONE], indirect=True)
def test_targets_on_a_phone_are_large_enough(visit: Visit) -> None:
    page = visit.open("index.html")
    for control in page.locator("#tools input, #tools select").all():
        box = control.bounding_box()
        assert box is not None
        assert box["height"] >= 44
    page = visit.open(AREA)
    for choice in page.locator(".segments label").all():
        box = choice.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["width"] >= 24


@pytest.mark.parametrize("visit", [PHONE], indirect=True)
def test_blocks_on_a_phone_are_still_a_table_to_a_screen_reader(visit: Visit) -> None:
    page = visit.open("index.html")
    table = page.get_by_role("table").first
    assert table.get_by_role("row").count() >= 10
    assert page.locator("#areas tbody tr").first.get_by_role("cell").count() == 5


def test_print_hides_the_tools_and_keeps_the_marks(visit: Visit) -> None:
    page = visit.open("index.html")
    page.emulate_media(media="print")
    expect(page.locator("#tools")).to_be_hidden()
    expect(page.locator("#areas tbody tr").first).to_be_visible()
    assert page.locator("#areas svg.mark:visible").count() > 10
    page = visit.open(AREA)
    page.emulate_media(media="print")
    expect(page.locator("#whatif")).to_be_hidden()
    expect(page.locator(".chart").first).to_be_visible()


def test_without_script_the_page_still_says_everything(chromium, site: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / AREA).as_uri())
    assert page.locator(".chart > svg").count() == 8
    expect(page.locator("h1")).to_have_text("Demovejen/Demoparken")
    page.goto((site / "index.html").as_uri())
    expect(page.locator("#tools")).to_be_hidden()
    assert page.locator("#areas tbody tr").count() == 10
    context.close()


def test_a_live_chart_says_what_the_still_one_said(visit: Visit) -> None:
    """One specification: the browser's texts are the converter's."""
    page = visit.open(AREA)
    read = (
        "Array.from(document.querySelectorAll('.chart')).map("
        "c => Array.from(c.querySelectorAll('svg text')).map(t => t.textContent).sort().join('|'))"
    )
    visit.with_charts(AREA)
    live = page.evaluate(read)
    context = page.context.browser.new_context(java_script_enabled=False)
    still_page = context.new_page()
    still_page.goto((visit.site / AREA).as_uri())
    still = still_page.evaluate(read)
    context.close()
    assert live == still
