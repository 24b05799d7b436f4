"""Settings: which source wins, and what is refused."""

from __future__ import annotations

import tomllib
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from running import Run

from dedup.config import KINDS, CheckSettings, Settings, parse, resolve
from dedup.errors import ConfigError
from dedup.settings_file import find_file


def test_every_setting_has_a_kind_that_its_default_fits() -> None:
    assert list(KINDS) == [item.name for of in (Settings, CheckSettings) for item in fields(of)]
    defaults = {**asdict(Settings()), **asdict(CheckSettings())}
    assert all(KINDS[name].fits(value) for name, value in defaults.items())


@pytest.mark.parametrize(
    "name, value",
    [
        ("level", "word"),
        ("level", ["passage"]),
        ("preset", None),
        ("min_confidence", -0.1),
        ("min_confidence", 1.1),
        ("min_confidence", float("nan")),
        ("min_confidence", True),
        ("min_confidence", "0.5"),
        ("min_words", 0),
        ("min_words", 8.0),
        ("min_words", True),
        ("same_outlet", 1),
        ("jaccard", 0),
        ("num_perm", 2**40),
        ("seed", -1),
        ("seed", 2**32),
        pytest.param("seed", 10**5000, id="seed-huge"),
        ("workers", -1),
    ],
)
def test_a_bad_value_is_refused_with_what_is_allowed(name: str, value: Any) -> None:
    with pytest.raises(ConfigError) as caught:
        Settings(**{name: value})
    assert str(caught.value).startswith(f"{name}: ")
    assert str(caught.value).endswith(f"give {KINDS[name].allowed}")
    assert len(str(caught.value)) < 200


def test_whole_and_decimal_numbers_are_one_setting() -> None:
    assert repr(Settings(min_confidence=1)) == repr(Settings(min_confidence=1.0))


@given(st.sampled_from(sorted(KINDS)), st.text())
def test_text_is_read_as_a_value_that_fits_or_refused(name: str, text: str) -> None:
    try:
        value = parse(name, text)
    except ConfigError:
        return
    assert KINDS[name].fits(value)
    of_check = name in {item.name for item in fields(CheckSettings)}
    (CheckSettings if of_check else Settings)(**{name: value})


def test_options_beat_environment_beats_file_beats_defaults(tmp_path: Path) -> None:
    (tmp_path / "dedup.toml").write_text("min_words = 10\nmin-confidence = 0.6\njaccard = 1\n", "utf-8")
    resolved = resolve(
        {"min_words": 12, "level": None},
        environ={"DEDUP_MIN_WORDS": "11", "DEDUP_MIN_CONFIDENCE": "0.7", "DEDUP_LEVEL": ""},
        folder=tmp_path,
    )
    assert resolved.settings == Settings(min_words=12, min_confidence=0.7, jaccard=1.0)
    assert resolved.origins == {
        "level": "default",
        "preset": "default",
        "min_confidence": "environment variable DEDUP_MIN_CONFIDENCE",
        "min_words": "option --min-words",
        "same_outlet": "default",
        "stock": "default",
        "jaccard": str(tmp_path / "dedup.toml"),
        "num_perm": "default",
        "seed": "default",
        "workers": "default",
        "root": "default",
        "index": "default",
        "fail_on": "default",
        "max_reuse": "default",
        "baseline": "default",
    }


def test_what_the_gate_goes_by_comes_from_the_same_sources(tmp_path: Path) -> None:
    (tmp_path / "dedup.toml").write_text('fail-on = "any"\nmax_reuse = 30\nindex = "/a"\nmin_words = 9\n', "utf-8")
    resolved = resolve({"index": None, "baseline": "given.json"}, environ={"DEDUP_MAX_REUSE": "12.5"}, folder=tmp_path)
    assert resolved.check == CheckSettings(fail_on="any", max_reuse=12.5, index="/a", baseline="given.json")
    assert resolved.settings == Settings(min_words=9)
    assert resolved.origins["index"] == resolved.origins["fail_on"] == str(tmp_path / "dedup.toml")
    assert resolved.origins["max_reuse"] == "environment variable DEDUP_MAX_REUSE"
    assert resolved.origins["baseline"] == "option --baseline"


def test_the_root_in_a_settings_file_is_a_folder_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "dedup.toml").write_text('root = "articles"\n', "utf-8")
    (tmp_path / "deep").mkdir()
    monkeypatch.chdir(tmp_path / "deep")
    assert resolve(environ={}).check.root == "../articles"
    assert resolve({"root": ""}, environ={}).check.root == ""
    assert resolve(environ={"DEDUP_ROOT": "/news"}).check.root == "/news"


@pytest.mark.parametrize(
    "name, value",
    [
        ("fail_on", "never"),
        ("fail_on", True),
        ("max_reuse", -1),
        ("max_reuse", 100.5),
        ("max_reuse", float("nan")),
        ("max_reuse", "30"),
        ("index", None),
        ("root", 3),
        ("baseline", 3),
    ],
)
def test_a_bad_value_for_the_gate_is_refused_with_what_is_allowed(name: str, value: Any) -> None:
    with pytest.raises(ConfigError) as caught:
        CheckSettings(**{name: value})
    assert str(caught.value).startswith(f"{name}: ") and str(caught.value).endswith(f"give {KINDS[name].allowed}")


def test_a_path_in_a_settings_file_stands_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = tmp_path / "a"
    inner.mkdir()
    (tmp_path / "dedup.toml").write_text('stock = "lists/stock.txt"\n', "utf-8")
    monkeypatch.chdir(inner)
    stock = resolve(environ={}).settings.stock
    assert not Path(stock).is_absolute() and Path(stock).resolve() == (tmp_path / "lists" / "stock.txt").resolve()
    assert resolve(environ={"DEDUP_STOCK": "own.txt"}).settings.stock == "own.txt"
    assert resolve({"stock": "mine.txt"}, environ={}).settings.stock == "mine.txt"
    (tmp_path / "dedup.toml").write_text('index = "held.dedup"\nbaseline = "/elsewhere/b.json"\n', "utf-8")
    found = resolve(environ={}).check
    assert Path(found.index).resolve() == (tmp_path / "held.dedup").resolve()
    assert found.baseline == "/elsewhere/b.json"
    with pytest.raises(ConfigError, match="stock: 3 is not allowed; give the path of a file"):
        Settings(stock=3)  # type: ignore[arg-type]


def test_the_nearest_file_counts_alone(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text("[tool.dedup]\nmin_words = 20\nworkers = 2\n", "utf-8")
    assert find_file(inner) == tmp_path / "pyproject.toml"
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.other]\nmin_words = 1\n", "utf-8")
    assert find_file(inner) == tmp_path / "pyproject.toml", "a project without our table is passed over"
    (tmp_path / "a" / "dedup.toml").write_text("min_words = 30\n", "utf-8")
    resolved = resolve(environ={}, folder=inner)
    assert (resolved.settings.min_words, resolved.settings.workers) == (30, 0)
    (inner / "pyproject.toml").write_text("[tool.dedup]\nmin_words = 40\n", "utf-8")
    assert resolve(environ={}, folder=inner).settings.min_words == 40
    (inner / "dedup.toml").write_text("min_words = 50\n", "utf-8")
    assert resolve(environ={}, folder=inner).settings.min_words == 50, "dedup.toml goes before pyproject.toml"


@pytest.mark.parametrize(
    "name, content, told",
    [
        ("dedup.toml", b"min_word = 10\n", "unknown key 'min_word'; did you mean min_words?"),
        ("dedup.toml", b"fail_no = 'any'\n", "unknown key 'fail_no'; did you mean fail_on?"),
        (
            "dedup.toml",
            b"fail_on = 'some'\n",
            "fail_on: 'some' is not allowed; give any, near, uncredited, copied or none",
        ),
        ("dedup.toml", b"zzz = 10\n", "unknown key 'zzz'; known keys: level, "),
        ("dedup.toml", b"[tool.dedup]\nmin_words = 10\n", "unknown key 'tool'"),
        ("dedup.toml", b"min_words = 'ten'\n", "min_words: 'ten' is not allowed; give a whole number"),
        ("dedup.toml", b"same_outlet = 'yes'\n", "same_outlet: 'yes' is not allowed; give true or false"),
        ("dedup.toml", b"min_words = 9\nmin-words = 9\n", "given twice"),
        ("dedup.toml", b"min_words = \n", "no valid TOML"),
        ("dedup.toml", b"\xff\xfe", "no valid TOML"),
        ("dedup.toml", b"a = " + b"[" * 100_000, "no valid TOML"),
        ("dedup.toml", b"#" * (1 << 20) + b"#", "that is no settings file"),
        ("pyproject.toml", b"[tool.dedup]\nmin_word = 10\n", "pyproject.toml [tool.dedup]: unknown key 'min_word'"),
        ("pyproject.toml", b"[tool]\ndedup = 3\n", "tool.dedup is 3, not a table"),
        ("pyproject.toml", b"[tool\n", "no valid TOML"),
    ],
)
def test_a_bad_file_is_refused_by_name(stubbed: Run, tmp_path: Path, name: str, content: bytes, told: str) -> None:
    (tmp_path / name).write_bytes(content)
    ran = stubbed("config", "show")
    assert (ran.code, ran.out) == (2, b"")
    assert name in ran.err and told in ran.err and ran.err.count("\n") == 1


def test_a_bad_variable_is_refused_by_name(stubbed: Run) -> None:
    ran = stubbed("config", "show", env={"DEDUP_MIN_CONFIDENCE": "very"})
    assert ran.code == 2
    assert "DEDUP_MIN_CONFIDENCE: 'very' is not allowed; give a number from 0 to 1" in ran.err


def test_variables_of_others_are_left_alone(stubbed: Run) -> None:
    assert stubbed("config", "show", env={"DEDUP_DATA": "/somewhere"}).code == 0


def test_show_gives_a_settings_file_and_the_origins(stubbed: Run, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.dedup]\npreset = "longform"\n', "utf-8")
    ran = stubbed(
        "config", "show", "--min-words", "12", "--same-outlet", "--max-reuse", "30", env={"DEDUP_WORKERS": "3"}
    )
    assert ran.code == 0 and ran.err == ""
    expected = Settings(preset="longform", min_words=12, same_outlet=True, workers=3)
    assert tomllib.loads(ran.text) == {**asdict(expected), **asdict(CheckSettings(max_reuse=30.0))}
    origins = dict(line.split(" = ")[0:1] + [line.split("# ")[1]] for line in ran.text.splitlines())
    assert origins["level"] == "default"
    assert origins["preset"] == f"{tmp_path / 'pyproject.toml'} [tool.dedup]"
    assert origins["min_words"] == "option --min-words"
    assert origins["workers"] == "environment variable DEDUP_WORKERS"


def test_the_audit_obeys_them(stubbed: Run, articles: Path, tmp_path: Path) -> None:
    (tmp_path / "dedup.toml").write_text("min_words = 10\nsame_outlet = true\n", "utf-8")
    settings = stubbed("audit", "articles", "--format", "json", "--level", "article").json()["settings"]
    assert settings == {"level": "article", "min_words": 10, "same_outlet": True}
    settings = stubbed("audit", "articles", "--format", "json", "--no-same-outlet").json()["settings"]
    assert settings["same_outlet"] is False
