"""The documentation site: whole, strict about links, and of files that need no server and no network."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("sphinx", reason="the site needs the dependency group docs")
pytest.importorskip("myst_parser", reason="the site needs the dependency group docs")
pytest.importorskip("furo", reason="the site needs the dependency group docs")

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted(page.relative_to(ROOT) for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# What a browser loads by itself: not where a reader may go.
_LOADED = re.compile(r"<(?:script|img|iframe|source)\b[^>]*\bsrc=\"([^\"]*)|<link\b[^>]*\bhref=\"([^\"]*)")
_LOADED_BY_STYLE = re.compile(r"@import|url\(\s*['\"]?(?!data:|#)([^)'\"]*)")


def build(source: Path, target: Path) -> subprocess.CompletedProcess[str]:
    """What `make docs` runs."""
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-c", str(ROOT / "docs" / "website")]
    return subprocess.run([*command, str(source), str(target)], capture_output=True, text=True)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("site")
    done = build(ROOT, target)
    assert done.returncode == 0, done.stderr
    return target


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_page_is_there_and_led_to(site: Path, page: Path) -> None:
    made = page.with_suffix(".html")
    assert (site / made).is_file()
    menu = (site / "docs" / "README.html").read_text("utf-8").partition("<article")[0]
    address = "#" if made == Path("docs/README.html") else Path("..", made).as_posix().replace("../docs/", "")
    assert f'href="{address}"' in menu


def test_a_folder_opens_at_the_readme(site: Path) -> None:
    assert (site / "index.html").read_bytes() == (site / "README.html").read_bytes()


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    for page in site.rglob("*.html"):
        loaded = [script or link for script, link in _LOADED.findall(page.read_text("utf-8"))]
        assert loaded and not [address for address in loaded if re.match(r"(?:https?:)?//", address)], page.name
    for style in site.rglob("*.css"):
        assert not [at for at in _LOADED_BY_STYLE.findall(style.read_text("utf-8")) if re.match(r"(?:https?:)?//", at)]


def test_what_was_written_is_what_is_shown(site: Path) -> None:
    assert '"military mutual trust"' in (site / "docs" / "reference" / "scores.html").read_text("utf-8").replace(
        "&quot;", '"'
    )


def test_what_leads_nowhere_is_an_error(tmp_path: Path) -> None:
    source = tmp_path / "source"
    names = "README docs/README corpus/README benchmarks/README benchmarks/events/README CONTRIBUTING CHANGELOG".split()
    lines = {
        "page": "[a page](nowhere.md)",
        "anchor": "[an anchor](README.md#nowhere)",
        "own": "[an anchor of this page](#nowhere)",
        "picture": "![a picture](images/nowhere.png)",
        "directive": "fine\n\n```{nowhere}\n```",
    }
    for name in (*names, *(f"docs/{name}" for name in lines)):
        page = source / f"{name}.md"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(f"# {name}\n", "utf-8")
    menu = "".join(f"- [{name}]({name}.md)\n" for name in lines)
    (source / "docs" / "README.md").write_text(f"# Pages\n\n## Learn\n\n{menu}\n## Decisions\n\n", "utf-8")
    done = build(source, tmp_path / "good")
    assert done.returncode == 0, done.stderr
    for name, line in lines.items():
        (source / "docs" / f"{name}.md").write_text(f"# {name}\n\n{line}\n", "utf-8")
    (source / "README.md").write_text("# README\n\n[a page](docs/nowhere.md)\n", "utf-8")
    done = build(source, tmp_path / "bad")
    assert done.returncode != 0
    for page in ("README", *(f"docs/{name}" for name in lines)):
        assert re.search(rf"source/{page}\.md\S* WARNING: .*nowhere", done.stderr), done.stderr


@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
def test_the_search_needs_no_server(site: Path, tmp_path: Path) -> None:
    address = f"{(site / 'search.html').as_uri()}?q=marquesas"
    options = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={tmp_path}",
        "--virtual-time-budget=9000",
    ]
    done = subprocess.run([str(CHROMIUM), *options, "--dump-dom", address], capture_output=True, text=True, timeout=120)
    found = done.stdout.partition('id="search-results"')[2]
    assert "docs/benchmarks.html" in found
