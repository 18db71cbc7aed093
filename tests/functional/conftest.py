"""A real browser on the running demo: Debian's Chromium, driven by playwright."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from safelight.cli.demo import free_port, running
from safelight.demo.county import County

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
# What a page may say in the console: a page that is not there, and what was being kept
# when a page was left.
EXPECTED = ("404", "htmx:sendAbort", "htmx:afterRequest")
# Twentieths of a second that words may take to come.
PATIENCE = 300
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser these tests are left out, and said to be; CI requires it."""
    if CHROMIUM or os.environ.get("SAFELIGHT_BROWSER") == "required":
        return
    reason = "LEFT OUT: no chromium on this machine (apt install chromium)"
    for item in items:
        if Path(item.fspath).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="module")
def site(county: County) -> Iterator[str]:
    """For one module at a time: its job worker delivers and seals on its own."""
    port = free_port(None)
    with running(port):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    assert CHROMIUM, "SAFELIGHT_BROWSER=required, and there is no chromium"
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


class Visitor:
    """A member of the cast at their own browser; every page is checked on the way."""

    def __init__(self, page: Page, site: str) -> None:
        self.page = page
        self.site = site
        self.complaints: list[str] = []
        page.on("console", self._hear)
        page.on("request", self._watch)

    def _hear(self, message: object) -> None:
        if getattr(message, "type", "") == "error":
            text = str(getattr(message, "text", ""))
            if not any(words in text for words in EXPECTED):
                self.complaints.append(text)

    def _watch(self, request: object) -> None:
        address = str(getattr(request, "url", ""))
        if not address.startswith((self.site, "data:")):
            self.complaints.append(f"asked {address}")

    def enter(self, name: str) -> "Visitor":
        self.page.goto(f"{self.site}/cast/")
        with self.page.expect_navigation():
            self.press(name)
        if not self.lacks("Show all"):
            self.follow("Show all")
        return self

    def open(self, path: str) -> None:
        self.page.goto(self.site + path)

    def follow(self, words: str) -> None:
        self.page.get_by_role("link", name=words).first.click()

    def press(self, words: str) -> None:
        self.page.get_by_role("button", name=words, exact=True).first.click()

    def sees(self, words: str) -> bool:
        """Whether the page says it, or the one that is just coming does."""
        for _ in range(PATIENCE):
            if not self.lacks(words):
                return True
            self.page.wait_for_timeout(50)
        print(self.page.url, self.page.locator("body").inner_text(), sep="\n")  # noqa: T201
        return False

    def lacks(self, words: str) -> bool:
        return words not in self.page.locator("body").inner_text()

    def check_accessible(self) -> None:
        """No violation that axe knows of on the page as it stands."""
        self.page.evaluate(AXE.read_text())
        found = self.page.evaluate("axe.run()")
        faults = [f"{v['id']}: {v['nodes'][0]['html']}" for v in found["violations"]]
        assert faults == [], f"{self.page.url}: {faults}"


@pytest.fixture
def visitor(browser: Browser, site: str) -> Iterator[Visitor]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    made = Visitor(context.new_page(), site)
    yield made
    context.close()
    assert made.complaints == []


@pytest.fixture
def second(browser: Browser, site: str) -> Iterator[Visitor]:
    """Another browser, for somebody of another agency at the same time."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    made = Visitor(context.new_page(), site)
    yield made
    context.close()
    assert made.complaints == []
