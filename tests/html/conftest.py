"""A headless Chromium, and pages in it that are watched: no error, no request, nothing that the policy stops."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from watching import Watched

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "report"))  # the reports made by hand

NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip("there is no Chromium on this machine")
    with api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found)
        yield chromium
        chromium.close()


@pytest.fixture
def watch(browser: Any) -> Iterator[Callable[..., Watched]]:
    """Opens pages, each in a context of its own; in the end nothing may have gone wrong in any of them."""
    opened: list[Watched] = []

    def open(file: Path, width: int = 1280, height: int = 900, **options: Any) -> Watched:
        context = browser.new_context(viewport={"width": width, "height": height}, offline=True, **options)
        context.add_init_script(
            "addEventListener('securitypolicyviolation', (event) => console.error('policy', event.blockedURI))"
        )
        page = context.new_page()
        watched = Watched(page, file)
        page.on("console", lambda message: watched.faults.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: watched.faults.append(str(error)))
        page.on("dialog", lambda dialog: (watched.faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("popup", lambda other: watched.faults.append(f"popup: {other.url}"))
        page.on("request", lambda request: watched.requests.append(request.url))
        page.set_default_timeout(5_000)
        opened.append(watched)
        return watched

    yield open
    for watched in opened:
        watched.page.context.close()
        assert watched.faults == []
        assert {url.split("#")[0] for url in watched.requests} <= {watched.file.as_uri(), "about:blank"}
