"""One small company and one empty one, their reports, and a browser to look at them."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from published_file import write_published
from small_company import CONTEXT, small_company

from publishing.report import write


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_published(tmp_path_factory.mktemp("small") / "salescycle.duckdb", small_company())


@pytest.fixture(scope="session")
def report(published: Path) -> Path:
    out = published.with_name("report.html")
    write(published, out)
    return out


@pytest.fixture(scope="session")
def empty_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("empty")
    write_published(folder / "salescycle.duckdb", {"report_context": [CONTEXT]})
    write(folder / "salescycle.duckdb", folder / "report.html")
    return folder / "report.html"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.fail("no Chromium: apt-get update && apt-get install -y chromium")
    arguments = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
    ]
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield opened
        opened.close()
