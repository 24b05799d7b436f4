"""``python -m dedup``: the command line."""

import sys

from dedup.cli import main

if __name__ == "__main__":
    code = main()
    # Interrupted while it executes text, as dataclasses do, CPython ends `-m` by the signal although the interrupt
    # was caught and the code is 130 (`_Py_UnhandledKeyboardInterrupt`); executing any text takes that back.
    exec("")
    sys.exit(code)
