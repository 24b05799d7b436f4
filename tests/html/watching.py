"""A page in a browser, and what went wrong in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(slots=True)
class Watched:
    """A page and what went wrong in it."""

    page: Any
    file: Path
    faults: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def go(self, state: str = "") -> Any:
        """Open the page in a state, as a link from outside does, and wait until it is shown."""
        self.page.goto("about:blank")
        self.requests.clear()
        self.page.goto(self.file.as_uri() + state)
        return self.page
