"""The action's steps, as shell, with the variables that a runner sets."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from desk import ROOT, environment, installed, loaded, shell

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")

ACTION: Any = loaded("action.yml")
STEPS = ACTION["runs"]["steps"]
_EXPRESSION = re.compile(r"\$\{\{ (?:inputs\.([\w-]+)|steps\.check\.outputs\.(\w+)) \}\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    code: int
    out: str
    err: str
    summary: str
    outputs: dict[str, str]
    uploaded: dict[str, str] | None
    installed: list[str]


def outputs_in(path: Path) -> dict[str, str]:
    return dict(line.split("=", 1) for line in path.read_text("utf-8").splitlines())


@pytest.fixture
def run(repository: Path, tmp_path: Path) -> Any:
    def run(**given: str) -> Job:
        """The steps in their order; after one that fails only those that run always."""
        inputs = {name: value.get("default", "") for name, value in ACTION["inputs"].items()}
        inputs |= {name.replace("_", "-"): value for name, value in given.items()}
        files = {name: tmp_path / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        for path in files.values():
            path.write_text("")
        (tmp_path / "temp").mkdir(exist_ok=True)
        programs = tmp_path / "programs"
        env = environment(
            programs,
            GITHUB_ACTIONS="true",
            GITHUB_ACTION_PATH=str(ROOT),
            GITHUB_WORKSPACE=str(repository),
            RUNNER_TEMP=str(tmp_path / "temp"),
            **{name: str(path) for name, path in files.items()},
        )

        def filled(text: str) -> str:
            return _EXPRESSION.sub(lambda of: inputs[of[1]] if of[1] else outputs.get(of[2], ""), text)

        code, out, err, uploaded = 0, "", "", None
        for step in STEPS:
            outputs = outputs_in(files["GITHUB_OUTPUT"])
            condition = step.get("if", "")
            if code and not condition.startswith("always()"):
                continue
            if "upload" in step.get("uses", ""):
                assert condition == "always() && inputs.upload-sarif == 'true' && steps.check.outputs.sarif != ''"
                if inputs["upload-sarif"] == "true" and outputs.get("sarif", ""):
                    uploaded = {name: filled(value) for name, value in step["with"].items()}
                continue
            assert condition in ("", "always()")
            own = {name: filled(value) for name, value in step.get("env", {}).items()}
            done = shell(
                step["run"], repository, {**env, **own}, command=("bash", "--noprofile", "--norc", "-eo", "pipefail")
            )
            out, err = out + done.stdout, err + done.stderr
            code = code or done.returncode
        return Job(
            code=code,
            out=out,
            err=err,
            summary=files["GITHUB_STEP_SUMMARY"].read_text("utf-8"),
            outputs=outputs_in(files["GITHUB_OUTPUT"]),
            uploaded=uploaded,
            installed=installed(programs),
        )

    return run


def test_clean_articles_pass(run: Any, tmp_path: Path) -> None:
    job = run(paths="articles/2025/held.txt\n")
    assert job.code == 0, job.err
    assert "Passed: 1 article" in job.out and "::error" not in job.out and "passed" in job.summary.lower()
    assert job.outputs == {"code": "0", "sarif": str(tmp_path / "temp" / "dedup.sarif")}
    assert job.uploaded == {"sarif_file": job.outputs["sarif"], "category": "dedup"}
    assert job.installed[-1] == str(ROOT) and "install" in job.installed


def test_a_finding_fails_after_it_was_uploaded(run: Any) -> None:
    job = run(paths="articles/2025")
    assert job.code == 1 and job.outputs["code"] == "1"
    assert "::error title=" in job.out and "file=articles/2025/copy.txt" in job.out
    assert "2024/held" in job.summary
    results = json.loads(Path(job.uploaded["sarif_file"]).read_text("utf-8"))["runs"][0]["results"]
    assert [each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for each in results] == [
        "articles/2025/copy.txt"
    ]


@pytest.mark.parametrize("index", ["missing.dedup", "broken.dedup"])
def test_without_an_index_nothing_passes_and_no_old_report_is_uploaded(
    run: Any, repository: Path, tmp_path: Path, index: str
) -> None:
    (tmp_path / "temp").mkdir()
    (tmp_path / "temp" / "dedup.sarif").write_text('{"runs": []}')
    (repository / "broken.dedup").write_bytes(b"SQLite format 3\0" + bytes(4096))
    job = run(paths="articles/2025/held.txt", index=index)
    assert job.code == 2 and job.outputs == {"code": "2"} and job.uploaded is None
    assert f"dedup: error: {index}" in job.err and not (repository / "missing.dedup").exists()


def test_an_install_that_fails_is_no_pass(run: Any, repository: Path, tmp_path: Path) -> None:
    (tmp_path / "temp").mkdir()
    (tmp_path / "temp" / "dedup").write_text("in the way of the environment")
    assert run(paths="articles/2025/held.txt").code != 0


def test_the_last_step_knows_nothing_but_the_code(repository: Path, tmp_path: Path) -> None:
    for code, expected in (("0", 0), ("1", 1), ("2", 2), ("130", 130), ("", 2)):
        assert shell(STEPS[-1]["run"], repository, environment(tmp_path / "bin", CODE=code)).returncode == expected


def test_inputs_are_words_and_never_shell(run: Any, repository: Path) -> None:
    strange = "articles/2025/a $(touch pwned) `touch pwned` '\" & b.txt"
    (repository / strange).write_text("Words about a green hat that nobody else wrote anywhere.", "utf-8")
    (repository / "-q.txt").write_text("Other words about a boat that lay on its side for a year.", "utf-8")
    (repository / "my table.csv").write_text("id,outlet\n2025/held,The Meridian\n", "utf-8")
    job = run(
        paths=f"{strange}\n\narticles/2025/held.txt\n-q.txt\n",
        metadata="my table.csv",
        root=".",
        options="--min-words\n9\n-v",
        category="a $(touch pwned)",
        extras="html",
    )
    assert job.code == 2 and "my table.csv" in job.err  # with this root the ids are others than in the table
    assert "read 3 articles" in job.err and not list(repository.rglob("pwned"))
    assert job.installed[-1] == f"{ROOT}[html]" and job.uploaded["category"] == "a $(touch pwned)"


def test_inputs_go_before_the_settings_file(run: Any, repository: Path) -> None:
    assert run(paths="articles/2025", fail_on="none", max_reuse="10", upload_sarif="false").code == 1
    (repository / "baseline.json").write_text("no baseline")
    job = run(paths="articles/2025", baseline="baseline.json", upload_sarif="false")
    assert job.code == 2 and "baseline.json" in job.err and job.uploaded is None


def test_every_input_is_used_and_none_within_a_script() -> None:
    used = set()
    for step in STEPS:
        assert ("run" in step) == ("shell" in step) != ("uses" in step)
        assert "${{" not in step.get("run", "")
        places = [step.get("if", ""), *step.get("env", {}).values(), *step.get("with", {}).values()]
        used |= set(re.findall(r"inputs\.([\w-]+)", " ".join(places)))
    assert used == set(ACTION["inputs"])
    assert all(each["description"].endswith((".", '"')) for each in ACTION["inputs"].values())
