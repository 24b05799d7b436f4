"""The rules by which corpus/ turns marks and lineage into truth, for use on simulated articles.

The modules of corpus/ are scripts in a folder of their own, outside of every package.
"""

import sys
from pathlib import Path

_CORPUS = str(Path(__file__).resolve().parents[2] / "corpus")
if _CORPUS not in sys.path:
    sys.path.append(_CORPUS)

from passages import without_nested  # noqa: E402
from sources import SELF, SOURCE, Marked, chain  # noqa: E402
from wording import Word, kind_of, shared_runs, words  # noqa: E402

__all__ = ["SELF", "SOURCE", "Marked", "Word", "chain", "kind_of", "shared_runs", "without_nested", "words"]
