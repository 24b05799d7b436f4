"""One verdict explained: the words, the hypotheses, what spoke for and against, and what is missing."""

from dedup.report.explanation.making import explain
from dedup.report.explanation.rendering import FORMATS, pieces, render
from dedup.report.explanation.value import Account, Argument, Explanation, Option, Sentence

__all__ = ["FORMATS", "Account", "Argument", "Explanation", "Option", "Sentence", "explain", "pieces", "render"]
