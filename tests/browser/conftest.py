"""The distribution's Chromium, without network, over the pages of the invented run."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

from reports.build import build
from tests.browsers import browser
from tests.reports.synthetic import write

ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of pages."""
    out = tmp_path_factory.mktemp("site")
    build(write(tmp_path_factory.mktemp("tables")), out, only=["pages"])
    return out / "3-sider"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=browser(), args=list(ARGUMENTS))
        yield started
        started.close()


@dataclass
class Visit:
    """An open page with everything it said or asked for."""

    page: Page
    site: Path
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def open(self, name: str) -> Page:
        self.page.goto((self.site / name).as_uri())
        self.page.wait_for_load_state("load")
        return self.page

    def with_charts(self, name: str = "omr-demovej-demopark.html") -> Page:
        """An area's page when all its charts answer."""
        page = self.open(name)
        page.wait_for_function(
            "document.querySelectorAll('.chart').length ==="
            " document.querySelectorAll('.chart[data-live=yes]').length"
        )
        return page


@pytest.fixture
def visit(chromium: Browser, site: Path, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """A fresh page; anything but a file of the folder is blocked and remembered."""
    size = getattr(request, "param", {"width": 1280, "height": 900})
    context = chromium.new_context(viewport=size, locale="da-DK")
    page = context.new_page()
    found = Visit(page, site)
    page.on("console", lambda message: found.said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda fault: found.said.append(f"error: {fault}"))

    def route(asked: Route) -> None:
        url = asked.request.url
        if url.startswith((site.as_uri(), "data:")):
            asked.continue_()
        else:
            found.asked.append(url)
            asked.abort()

    page.route("**/*", route)
    yield found
    context.close()
