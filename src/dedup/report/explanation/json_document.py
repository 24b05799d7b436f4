"""An explanation as one JSON document. Its schema: ``schema/explanation-1.0.schema.json``."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from dedup.report.escape import json_safe
from dedup.report.excerpt import Side, pieces
from dedup.report.explanation.speaking import voice_of
from dedup.report.explanation.value import Argument, Contest, Explanation, Option
from dedup.report.judgement import verdict
from dedup.report.plain import plain
from dedup.report.wording import Marks

SCHEMA_VERSION = "1.0"


def to_json(explanation: Explanation, *, encoding: str = "utf-8") -> str:
    """`explanation` as indented JSON that ends in a newline; nothing in it acts on a terminal."""
    return json_safe(json.dumps(as_values(explanation), ensure_ascii=False, allow_nan=False, indent=1) + "\n", encoding)


def as_values(explanation: Explanation) -> dict[str, Any]:
    """`explanation` as dicts, lists, text and numbers, rounded as in a report."""
    match, judged = explanation.match, explanation.match.verdict
    counter = explanation.counter
    aside = None if explanation.reason is None else {"reason": explanation.reason, "detail": explanation.detail}
    return {
        "schema_version": SCHEMA_VERSION,
        "id": match.id,
        "kind": match.kind,
        "confidence": plain(match.confidence),
        "scores": plain(match.scores),
        "set_aside": aside,
        "label": judged.label,
        "probability": plain(judged.probability),
        "source": judged.source,
        "sources": plain(judged.sources),
        "conclusion": verdict(match, voice_of(explanation, str, Marks())),
        "about": list(explanation.about),
        "claim": explanation.claim.text,
        "left": _side(explanation, "left"),
        "right": _side(explanation, "right"),
        "hypotheses": [_option(each) for each in explanation.options],
        "speaks_for": [_argument(each) for each in explanation.speaks_for],
        "speaks_against": [_argument(each) for each in explanation.speaks_against],
        "silent": [_argument(each) for each in explanation.silent],
        "counter_evidence": None if counter is None else _argument(counter),
        "missing": [sentence.text for sentence in explanation.missing],
        "total": plain(explanation.total),
    }


def schema() -> str:
    """The JSON Schema (2020-12) of the document, as text."""
    return files("dedup.report").joinpath("schema", "explanation-1.0.schema.json").read_text("utf-8")


def _side(explanation: Explanation, side: Side) -> dict[str, Any]:
    account = explanation.left if side == "left" else explanation.right
    passage = explanation.match.left if side == "left" else explanation.match.right
    return {
        "name": account.name,
        "article": plain(account.article),
        "passage": plain(passage),
        "words": [{"text": piece.text, "role": piece.role} for piece in pieces(explanation.match, side)],
    }


def _option(option: Option) -> dict[str, Any]:
    return {
        "hypothesis": option.hypothesis,
        "probability": plain(option.probability),
        "sentence": option.sentence.text,
        "contest": _contest(option.contest),
    }


def _contest(contest: Contest | None) -> dict[str, Any] | None:
    if contest is None:
        return None
    return {
        "speaks_for": [_argument(each) for each in contest.speaks_for],
        "speaks_against": [_argument(each) for each in contest.speaks_against],
    }


def _argument(argument: Argument) -> dict[str, Any]:
    return {
        "sentence": argument.sentence.text,
        "weight": plain(argument.weight),
        "grade": argument.grade,
        "because": None if argument.because is None else argument.because.text,
        **plain(argument.evidence),
    }
