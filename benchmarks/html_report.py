"""How large the HTML report is, and how quick in a headless Chromium: the first view, the list, a filter, a passage.

    python benchmarks/html_report.py                     generated articles with 5,000 matches and more
    python benchmarks/html_report.py --count 1000
    python benchmarks/html_report.py --report R.json --articles A.jsonl    a saved report and its articles

The first view is there when the overview is drawn; all times are from the start of the navigation, or from the event to
the frame in which its result stands. Each is the median of some rounds. Needs Chromium and playwright.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from generate import Recipe, generate
from playwright.sync_api import Page, sync_playwright

from dedup import Article, Report, audit
from dedup.ingest import read
from dedup.report import render
from dedup.report.reading import read_report

COUNT, ROUNDS = 5_400, 5
RECIPE = Recipe(copies=0.1, quoted=0.8)
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FILTERS = (
    ("by words", "words", "12"),
    ("by text", "q", "the"),
    ("by text again", "q", "them"),
    ("in the order of names", "sort", "outlet"),
)


def generated(count: int) -> tuple[Report, dict[str, str]]:
    """A report on generated articles, most of which quote another, and their texts."""
    articles = [
        Article(id=made.id, text=made.text, outlet=made.outlet, published=made.published)
        for made in generate(count, RECIPE)
    ]
    return audit(articles), {article.id: article.text for article in articles}


def timed(page: Page, name: str, value: str) -> float:
    """Milliseconds from a change of a field of the filters to the frame that shows the passages it leaves."""
    spent: float = page.evaluate(
        """async ([name, value]) => {
            const field = document.querySelector(`#view [name=${name}]`);
            const begin = performance.now();
            field.value = value;
            field.dispatchEvent(new Event('input', { bubbles: true }));
            await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
            return performance.now() - begin;
        }""",
        [name, value],
    )
    return spent


def measured(file: Path, match: str) -> dict[str, float]:
    """Milliseconds of each step, in one fresh browser."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        raise SystemExit("there is no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found)
        steps: dict[str, Callable[[Page], float]] = {
            "first view": lambda page: opened(page, file, "", "#overview h2"),
            "list of passages": lambda page: opened(page, file, "#view=matches", ".card"),
            "one passage": lambda page: opened(page, file, f"#match={match}", ".panel .passage"),
        }
        times = {}
        for name, step in steps.items():
            page = browser.new_page()
            times[name] = step(page)
            if name == "list of passages":
                times |= {f"then {what}": timed(page, field, value) for what, field, value in FILTERS}
            page.close()
        browser.close()
    return times


def opened(page: Page, file: Path, state: str, shown: str) -> float:
    """Milliseconds from the navigation until what is `shown` is laid out."""
    begin = time.perf_counter()
    page.goto(file.as_uri() + state, wait_until="commit")
    page.locator(shown).first.wait_for(state="visible", timeout=60_000)
    return 1000 * (time.perf_counter() - begin)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--report", type=Path)
    parser.add_argument("--articles", type=Path)
    asked = parser.parse_args(arguments)
    if asked.report is None:
        report, texts = generated(asked.count)
    else:
        report = read_report(str(asked.report))
        texts = {article.id: article.text for article in read([str(asked.articles)]).articles}
    begin = time.perf_counter()
    document = render(report, "html", texts=texts)
    spent = time.perf_counter() - begin
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.html"
        file.write_text(document, "utf-8")
        size = file.stat().st_size
        rounds = [measured(file, report.matches[0].id) for _ in range(asked.rounds)]
    print(f"{len(report.articles):,} articles, {len(report.matches):,} matches, {len(report.set_aside):,} set aside")
    print(f"rendered in {spent:.1f} s, {size / 1e6:.1f} MB")
    for name in rounds[0]:
        print(f"{name:<26}{median(each[name] for each in rounds):>8,.0f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
