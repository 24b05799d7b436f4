"""Photograph the HTML report for the documentation: docs/images/html-*.png (`make docs`, where Chromium is).

python docs/screenshots.py            write the pictures
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from pathlib import Path

import dedup
from dedup.ingest import read
from dedup.report import render
from dedup.report.order import strongest_first

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "images"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
COLORS = 200  # a page has few; so a picture has tens of kilobytes and not hundreds
WIDTH, HEIGHT = 1180, 800


def page() -> tuple[str, str]:
    """The page on ten articles of corpus/, and the id of a passage that shows much."""
    paths = sorted(str(path) for path in (ROOT / "corpus" / "articles").glob("talks-*.txt"))
    articles = read(paths, metadata=str(ROOT / "corpus" / "metadata.jsonl")).articles
    report = dedup.audit(articles)
    document = render(report, "html", texts={article.id: article.text for article in articles})
    kinds = {"same", "near"}
    told = [match for match in strongest_first(report.matches) if kinds <= {each.kind for each in match.common}]
    rich = max(told, key=lambda match: (match.verdict.label != "undetermined", len(match.verdict.ledger)))
    return document, rich.id


def main() -> int:
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    try:
        from PIL import Image
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        print(f"pictures of the HTML report are left as they are: {error}", file=sys.stderr)
        return 0
    if found is None:
        print("pictures of the HTML report are left as they are: there is no Chromium", file=sys.stderr)
        return 0
    document, match = page()
    views = (
        ("overview", "", "light", WIDTH, 1180),
        ("passages", "#view=matches&sort=likely", "light", WIDTH, HEIGHT),
        ("passage", f"#match={match}", "light", WIDTH, 1080),
        ("dark", f"#match={match}", "dark", WIDTH, HEIGHT),
        ("article", "#article=talks-03", "light", WIDTH, HEIGHT),
    )
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder) / "report.html"
        file.write_text(document, "utf-8")
        browser = playwright.chromium.launch(executable_path=found)
        for name, state, scheme, width, height in views:
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme="dark" if scheme == "dark" else "light"
            )
            view = context.new_page()
            view.goto(file.as_uri() + state)
            view.wait_for_timeout(200)
            with Image.open(io.BytesIO(view.screenshot())) as taken:
                small = taken.convert("RGB").quantize(COLORS, dither=Image.Dither.NONE)
                small.save(TARGET / f"html-{name}.png", optimize=True)
            context.close()
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
