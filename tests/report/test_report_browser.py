"""The page in a browser, as wide as a laptop and as a phone."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

SIZES = {"laptop": (1280, 800), "phone": (390, 844)}
PENDING = """
[...document.querySelectorAll('.chart')]
  .filter(c => c.offsetWidth && !['drawn', 'failed'].includes(c.dataset.state)).length
"""
FAILED = "[...document.querySelectorAll('.chart[data-state=failed]')].map(c => c.innerText)"
MARKS = """
[...document.querySelectorAll('.chart')].filter(c => c.offsetWidth).map(c => [
  c.id, c.dataset.state,
  c.querySelectorAll('.mark-rect path, .mark-symbol path, .mark-line path').length])
"""


def settle(page: Page) -> None:
    """Wait until every chart in sight is drawn or has failed.

    The page forbids evaluating text, so its own `wait_for_function` would be refused.
    """
    for _ in range(200):
        if not page.evaluate(PENDING):
            return
        page.wait_for_timeout(50)
    pytest.fail("charts are not drawn after ten seconds")


@contextmanager
def opened(browser: Browser, report: Path, size: str, fragment: str = "") -> Iterator[Page]:
    """Open the page; at the end there was no error and no request but for the file itself."""
    width, height = SIZES[size]
    page = browser.new_page(viewport={"width": width, "height": height})
    complaints: list[str] = []
    requests: list[str] = []
    page.on("console", lambda said: complaints.append(f"{said.type}: {said.text}"))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: complaints.append(f"dialog {dialog.message}"))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(report.as_uri() + fragment)
    settle(page)
    yield page
    page.close()
    assert complaints == []
    assert [url for url in requests if not url.startswith(("data:", "blob:"))] == [report.as_uri()]


@pytest.mark.parametrize("size", SIZES)
def test_every_chart_is_drawn(browser: Browser, report: Path, size: str) -> None:
    with opened(browser, report, size) as page:
        for tab in page.query_selector_all("[role=tab]"):
            tab.click()
        settle(page)
        charts = page.evaluate(MARKS)
    keys = {key.removeprefix("chart-") for key, _, _ in charts}
    assert keys >= {"trend", "funnel-all", "durations", "stalled", "quota-revenue-month"}
    assert keys >= {"bookings", "shows", "contacts"}
    for key, state, marks in charts:
        assert state == "drawn", key
        assert marks > 0, key


@pytest.mark.parametrize("size", SIZES)
def test_only_tables_scroll_sideways(browser: Browser, report: Path, size: str) -> None:
    with opened(browser, report, size) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0]
        charts = page.evaluate(
            "[...document.querySelectorAll('.chart svg')]"
            ".map(s => s.getBoundingClientRect().right - s.closest('section')"
            ".getBoundingClientRect().right)"
        )
    assert charts
    assert max(charts) <= 0


@pytest.mark.parametrize("size", SIZES)
def test_a_number_leads_to_its_records(browser: Browser, report: Path, size: str) -> None:
    with opened(browser, report, size) as page:
        page.click("#tab-headline-year")
        number = int(page.get_attribute("#won-year", "value") or 0)
        page.click("a:has(#won-year)")
        page.wait_for_selector("#records-body tr")
        assert number > 0
        assert page.locator("#records-body tr").count() == number
        assert page.inner_text("#records-title") == "Won in 2026"
        link = page.locator("#records-body a").first
        assert (link.get_attribute("href") or "").startswith("https://crm.example.com/")


def test_a_hostile_name_is_shown_as_it_is(browser: Browser, report: Path) -> None:
    with opened(browser, report, "laptop", "#records/open") as page:
        page.wait_for_selector("#records-body tr")
        names = page.locator("#records-body th").all_inner_texts()
        scripts = page.locator("main section th script, main section th img").count()
        unsafe = page.locator("a[href^=javascript]").count()
    assert any(name.startswith("<script>alert(1)</script>") for name in names)
    assert scripts == 0
    assert unsafe == 0


@pytest.mark.parametrize("size", SIZES)
def test_an_empty_company_opens_without_complaint(
    browser: Browser, empty_report: Path, size: str
) -> None:
    with opened(browser, empty_report, size) as page:
        shown = page.locator("p.empty").all_inner_texts()
        assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0]
    assert len(shown) >= 9


def test_a_picture_from_elsewhere_would_be_noticed(
    browser: Browser, report: Path, tmp_path: Path
) -> None:
    changed = tmp_path / "report.html"
    page = report.read_text(encoding="utf-8")
    changed.write_text(page.replace("</main>", "<img src='http://127.0.0.1:9/x.png'></main>"))
    with (
        pytest.raises(AssertionError, match="Content Security Policy"),
        opened(browser, changed, "laptop"),
    ):
        pass


def test_a_chart_that_fails_says_so(browser: Browser, report: Path, tmp_path: Path) -> None:
    changed = tmp_path / "report.html"
    page = report.read_text(encoding="utf-8")
    assert '"type": "tick"' in page
    changed.write_text(page.replace('"type": "tick"', '"type": "hoof"'))
    failed: list[str] = []
    with pytest.raises(AssertionError, match="Error"), opened(browser, changed, "laptop") as broken:
        failed.extend(broken.evaluate(FAILED))
    assert failed
    assert all("could not be drawn" in words for words in failed)
