"""A repository of articles with an index, and a machine on which its pipelines run."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
DAM = (
    "The dam above Calder was built in 1931 and nobody living had ever seen its spillway run until Tuesday night. "
    "Engineers opened both gates shortly before midnight after eleven days of rain had filled the reservoir.\n"
)
SHEEP = "A quite different piece of writing about sheep that sleep beside the road on warm nights in May.\n"
COPY = f"The council of Brenton met about something else, and its mayor wore a green hat.\n\n{DAM}"

# What makes an environment makes one with this dedup in it, and pip says only what it was asked for.
_PYTHON = """#!/bin/sh
[ "$1 $2" = "-m venv" ] || exec {python} "$@"
mkdir -p "$3/bin"
printf '#!/bin/sh\\nprintf "%%s\\\\n" "$@" >> {log}\\n' > "$3/bin/python"
printf '#!/bin/sh\\nexec {python} -m dedup "$@"\\n' > "$3/bin/dedup"
chmod +x "$3/bin/python" "$3/bin/dedup"
"""


def repository(folder: Path) -> Path:
    """A folder with ``articles/2024/held.txt``, which the index ``held.dedup`` holds, and the settings for it."""
    from dedup import Index
    from dedup.ingest import read

    write(folder, "2024/held.txt", DAM)
    (folder / "dedup.toml").write_text('root = "articles"\nindex = "held.dedup"\n', "utf-8")
    Index.build(folder / "held.dedup", read([folder / "articles"], root=folder / "articles").articles).close()
    return folder


def write(folder: Path, name: str, text: str) -> None:
    path = folder / "articles" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def environment(programs: Path, **more: str) -> dict[str, str]:
    """With the commands ``dedup`` and ``python3``, this dedup, and nothing from whoever runs the tests."""
    outside = ("DEDUP_", "GITHUB_", "RUNNER_", "CI_", "GIT_", "PRE_COMMIT", "NO_COLOR", "COLUMNS")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(outside)}
    python = shlex.quote(sys.executable)
    programs.mkdir(exist_ok=True)
    for name, script in {
        "dedup": f'#!/bin/sh\nexec {python} -m dedup "$@"\n',
        "python3": _PYTHON.format(python=python, log=shlex.quote(str(programs / "pip.log"))),
    }.items():
        (programs / name).write_text(script, "utf-8")
        (programs / name).chmod(0o755)
    return {
        **kept,
        "PATH": f"{programs}{os.pathsep}{kept['PATH']}",
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        **more,
    }


def installed(programs: Path) -> list[str]:
    """The words that pip was given."""
    log = programs / "pip.log"
    return log.read_text("utf-8").splitlines() if log.exists() else []


def loaded(name: str) -> object:
    return yaml.safe_load((ROOT / name).read_text("utf-8"))


def shell(
    script: str, folder: Path, env: dict[str, str], *, command: tuple[str, ...] = ("bash", "-eo", "pipefail")
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*command, "-c", script], cwd=folder, env=env, capture_output=True, text=True, encoding="utf-8", timeout=120
    )
