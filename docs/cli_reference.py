"""Write docs/reference/cli.md from the command line itself (`make outputs`).

python docs/cli_reference.py            write the file
python docs/cli_reference.py --check    exit 1 where it differs from what would be written
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from inspect import cleandoc

import click
from pages import REFERENCE, cell, write_or_check

from dedup.cli.app import PROGRAM, Session, root
from dedup.cli.sections import ExampleCommand

TARGET = REFERENCE / "cli.md"

OPENING = """\
# The command line

Written by `make outputs` from the command line itself; a test keeps it so.
"""

CLOSING = """\
## Exit codes

| code | meaning |
|---|---|
| 0 | done; nothing fails the [gate](gate.md); an audit without one exits 0 whatever it finds |
| 1 | something fails the gate |
| 2 | wrong usage or settings; an input that does not exist; no articles; **any input skipped** (the report is still written; `--allow-skipped` relaxes it); a report that cannot be written; an internal error |
| 130 | interrupted |

1 is never used for errors, and what ends with 2 has not passed: neither an index nor a baseline was changed, unless the
line on standard error says so. An error is one line on standard error;
`--debug` adds the traceback.

## Where the report goes

Standard output carries the report and nothing else; progress, notes and errors go to standard error. Off a
terminal there is no progress bar, no colour (unless `--color always`), and tables are as wide as they need.

`--format` names the format of the `-o` that follows it; without an `-o` the report goes to standard output, and
a `-o` without a `--format` takes the format from the file's ending (`.txt` table, `.json`, `.jsonl`, `.csv`,
`.md`). One run can write several:

```
dedup audit corpus/articles --format json -o report.json --format csv -o matches.csv --format table
```

A file is written beside its target and put in its place when it is whole, so that a fault or an interrupt
leaves the old file or the new one. Files are UTF-8; standard output has the encoding of the terminal, and what
that cannot hold is escaped. A file that was read in the same run is never replaced, and nothing that the next run would
take for articles (by its ending) is written into a folder that is read, unless a name on the way begins with a dot.

## Shell completion

Put one of these lines into the start-up file of your shell:

| shell | line |
|---|---|
| bash (4.4 or newer) | `eval "$(_DEDUP_COMPLETE=bash_source dedup)"` |
| zsh | `eval "$(_DEDUP_COMPLETE=zsh_source dedup)"` |
| fish | `_DEDUP_COMPLETE=fish_source dedup \\| source` |
"""


def page() -> str:
    """The whole reference."""
    context = click.Context(root, info_name=PROGRAM, obj=Session(), **root.context_settings)
    return "\n".join([OPENING, *_command(root, context), CLOSING])


def _command(command: click.Command, context: click.Context) -> Iterator[str]:
    is_group = isinstance(command, click.Group)
    arguments = " ".join(param.make_metavar(context) for param in command.params if isinstance(param, click.Argument))
    usage = "COMMAND ..." if is_group else f"[OPTIONS] {arguments}".strip()
    yield f"## {context.command_path}\n"
    yield f"```\n{context.command_path} {usage}\n```\n"
    yield f"{_prose(command.help)}\n"
    if isinstance(command, ExampleCommand):
        widest = max(len(call) for call, _ in command.examples)
        examples = "\n".join(f"{call:<{widest}}   {words}" for call, words in command.examples)
        yield f"```\n{examples}\n```\n"
    options = [param for param in command.get_params(context) if isinstance(param, click.Option)]
    yield "| option | meaning |"
    yield "|---|---|"
    for option in options:
        record = option.get_help_record(context)
        if record is not None:
            names, meaning = record
            # Ranges are in the words already; click adds them in its own notation.
            yield f"| `{cell(names)}` | {cell(meaning.removesuffix('  [x>=0]'))} |"
    yield ""
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None:
                yield from _command(inner, click.Context(inner, info_name=name, parent=context, obj=Session()))


def _prose(text: str | None) -> str:
    return cleandoc(text or "")


def main(arguments: list[str]) -> int:
    return write_or_check(TARGET, page(), arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
