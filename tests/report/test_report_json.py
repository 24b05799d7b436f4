"""JSON and JSON Lines: the schema holds, the reader reads back what was written, bad files are named."""

from __future__ import annotations

import dataclasses
import json
import math
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, get_args, get_origin, get_type_hints

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import ATTACKS, empty, hostile, realistic

from dedup import model
from dedup.dates import Interval
from dedup.errors import InputError, OutputError
from dedup.model import HYPOTHESES, Report
from dedup.report.json_document import schema, to_json, to_jsonl
from dedup.report.json_reader import from_json

SCHEMA = json.loads(schema())
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
REPORTS = {"realistic": realistic(), "hostile": hostile(), "empty": empty()}

# A high and a low surrogate side by side are one character in JSON, so only low ones are tried.
TEXT = st.text(st.characters(max_codepoint=0xD7FF) | st.characters(min_codepoint=0xDC00), max_size=8)
FRACTION = st.floats(0, 1).map(lambda number: round(number, 6))
MOMENT = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=st.just(UTC))
OPEN = st.dictionaries(
    TEXT,
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-(2**60), 2**60)
        | st.floats(allow_nan=False, allow_infinity=False)
        | TEXT,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
        max_leaves=6,
    ),
    max_size=3,
)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    return Interval(*sorted((draw(MOMENT), draw(MOMENT))))


st.register_type_strategy(Interval, intervals())


def reports() -> st.SearchStrategy[Report]:
    """Reports whose every field is whatever its type allows."""
    replaced: dict[str, st.SearchStrategy[Any]] = {"extra": OPEN, "settings": OPEN}
    natural = st.integers(0, 10**6)
    kinds = {str: TEXT, float: FRACTION, int: natural}

    def build(kind: type) -> st.SearchStrategy[Any]:
        hints = get_type_hints(kind)
        return st.builds(
            kind, **{name: replaced[name] if name in replaced else resolve(hint) for name, hint in hints.items()}
        )

    def resolve(hint: Any) -> st.SearchStrategy[Any]:
        if hint in kinds:
            return kinds[hint]
        of = get_args(hint)
        if get_origin(hint) is tuple and of[-1] is Ellipsis:
            return st.lists(resolve(of[0]), max_size=2).map(tuple)
        if get_origin(hint) is tuple:
            return st.tuples(*map(resolve, of))
        if type(None) in of:
            return st.none() | resolve(next(each for each in of if each is not type(None)))
        if of and str(hint).startswith("collections.abc.Mapping"):
            return st.dictionaries(resolve(of[0]), resolve(of[1]), max_size=2)
        if dataclasses.is_dataclass(hint) and hint is not Interval:
            return build(hint)  # type: ignore[arg-type]
        return st.from_type(hint)

    return build(Report).map(lambda report: dataclasses.replace(report, schema_version="1.0"))


@settings(max_examples=30, deadline=None)
@given(reports())
def test_what_is_written_is_read_back(report: Report) -> None:
    assert from_json(to_json(report)) == report
    assert from_json(to_json(report, encoding="ascii").encode("ascii")) == report


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_the_document_fits_the_schema_and_is_stable(report: Report) -> None:
    document = to_json(report)
    VALIDATOR.validate(json.loads(document))
    assert document.endswith("}\n")
    document.encode("utf-8")
    assert to_json(from_json(document)) == document
    assert to_json(dataclasses.replace(report, stats=dict(sorted(report.stats.items(), reverse=True)))) == document


def test_the_schema_knows_every_field_of_the_model_and_describes_it() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    tables = {"": SCHEMA} | SCHEMA["$defs"]
    names = {
        "Report": "", "ArticleSummary": "article", "Passage": "passage", "Edits": "edits", "Scores": "scores",
        "Common": "common", "Place": "place", "Evidence": "evidence", "Source": "source", "Verdict": "verdict",
        "Match": "match", "SetAside": "set_aside", "Skipped": "skipped", "ArticlePair": "article_pair",
        "OutletFlow": "outlet_flow", "Cluster": "cluster", "Flow": "flow", "SourceFlow": "source_flow",
        "PathEdge": "path_edge",
    }  # fmt: skip
    for kind, name in names.items():
        fields = [field.name for field in dataclasses.fields(getattr(model, kind))]
        table = tables[name]
        # What the gate says of a report is no part of the report.
        described = [field for field in table["properties"] if (kind, field) != ("Report", "check")]
        assert described == table["required"] == fields, kind
        assert table["additionalProperties"] is False
        for field in fields:
            assert table["properties"][field].get("description"), f"{kind}.{field}"
    assert SCHEMA["properties"]["schema_version"]["const"] == model.SCHEMA_VERSION
    assert list(SCHEMA["$defs"]["verdict"]["properties"]["probabilities"]["properties"]) == list(HYPOTHESES)


@pytest.mark.parametrize(
    "harm",
    [
        lambda found: found["matches"][0]["scores"].update(jaccard=1.5),
        lambda found: found["matches"][0].update(kind="copied"),
        lambda found: found["matches"][0]["verdict"]["probabilities"].update(plagiarism=0.1),
        lambda found: found["articles"][0].update(surprise=1),
        lambda found: found["articles"][0].pop("words"),
        lambda found: found["articles"][0]["published"].update(earliest=5),
    ],
)
def test_the_schema_is_strict(harm: Any) -> None:
    found = json.loads(to_json(realistic()))
    harm(found)
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(found)


def test_every_json_line_is_a_typed_record_and_the_last_is_the_summary() -> None:
    report = hostile()
    lines = to_jsonl(report).splitlines()
    records = [json.loads(line) for line in lines]
    for record in records[:-1]:
        kind = record.pop("type")
        VALIDATOR.evolve(
            schema=SCHEMA
            | {"$ref": f"#/$defs/{kind}"}
            | {"properties": {}, "required": [], "additionalProperties": True}
        ).validate(record)
    summary = records[-1]
    assert (summary["type"], summary["schema_version"]) == ("summary", "1.0")
    assert sum(summary["records"].values()) == len(lines) - 1
    assert summary["records"]["match"] == len(ATTACKS)


def test_numbers_are_rounded_and_never_negative_zero() -> None:
    first = realistic().matches[0]
    report = dataclasses.replace(empty(), matches=(dataclasses.replace(first, confidence=1 / 3),))
    assert '"confidence": 0.333333,' in to_json(report)
    assert '"confidence": 0.0,' in to_json(
        dataclasses.replace(empty(), matches=(dataclasses.replace(first, confidence=-1e-12),))
    )


@pytest.mark.parametrize("number", [math.nan, math.inf])
def test_a_number_that_is_not_finite_is_an_error(number: float) -> None:
    broken = dataclasses.replace(realistic().matches[0], confidence=number)
    with pytest.raises(OutputError):
        to_json(dataclasses.replace(empty(), matches=(broken,)))


def test_extra_fields_come_back_as_they_were_and_never_break_the_document() -> None:
    deep: list[Any] = []
    for _ in range(5_000):
        deep = [deep]
    extra: dict[Any, Any] = {
        "ratio": 0.123456789, "nan": math.nan, "huge": 10**6000, "when": date(2031, 3, 4), "raw": b"\xff",
        "price": Decimal("1.10"), "set": {2, 1}, 7: "seven", "deep": deep, "kept": {"b": [1, None], "a": True},
    }  # fmt: skip
    article = dataclasses.replace(realistic().articles[0], extra=extra)
    document = to_json(dataclasses.replace(empty(), articles=(article,)))
    found = json.loads(document)["articles"][0]["extra"]
    assert found["ratio"] == 0.123456789
    assert found["nan"] == "nan"
    assert found["huge"].startswith("0x")
    assert (found["when"], found["raw"], found["price"]) == ("2031-03-04", "\\xff", "1.10")
    assert (found["set"], found["7"], found["kept"]) == ([1, 2], "seven", {"a": True, "b": [1, None]})
    assert "…" in document
    VALIDATOR.validate(json.loads(document))


def test_dates_are_in_utc() -> None:
    noon = datetime(2031, 3, 4, 12, tzinfo=timezone(timedelta(hours=2)))
    article = dataclasses.replace(realistic().articles[0], published=Interval(noon, noon))
    found = json.loads(to_json(dataclasses.replace(empty(), articles=(article,))))["articles"][0]
    assert found["published"] == {"earliest": "2031-03-04T10:00:00Z", "latest": "2031-03-04T10:00:00Z"}


def _changed(**changes: Any) -> str:
    return json.dumps(json.loads(to_json(realistic())) | changes)


def _first_match(**changes: Any) -> str:
    found = json.loads(to_json(realistic()))
    found["matches"][0] |= changes
    return json.dumps(found)


@pytest.mark.parametrize(
    ("document", "why"),
    [
        ("", "no JSON report"),
        ("[]", "schema_version"),
        ("{}", "schema_version"),
        ("null", "schema_version"),
        ("[" * 100_000, "nested too deeply"),
        (b"\xff\xfe\xfd", "no JSON report"),
        ("\ufeff{}", "no JSON report"),
        ('{"schema_version": "1.0", "schema_version": "1.0"}', "twice"),
        ('{"schema_version": "1.0", "a": NaN}', "NaN"),
        ('{"schema_version": ' + "9" * 5_000 + "}", "no JSON report"),
        (_changed(schema_version="2.0"), "schema version is '2.0'"),
        ('{"schema_version": "1.0"}', "settings: expected a value"),
        (_changed(matches={}), "matches: expected a list, found an object"),
        (_changed(stats={"a": True}), "stats.a: expected a whole number, found true or false"),
        (_first_match(kind="x"), "matches[0].kind: expected one of verbatim"),
        (_first_match(confidence="x"), "matches[0].confidence: expected a number, found text"),
        (_first_match(confidence=True), "matches[0].confidence: expected a number"),
        (to_json(realistic()).replace("2031-03-04T06:30:00Z", "x"), "published.earliest: expected a date-time"),
        (to_json(realistic()).replace("2031-03-04T06:30:00Z", "2031-03-04T06:30:00"), "with a zone"),
        (to_json(realistic())[:-40], "no JSON report"),
    ],
)  # fmt: skip
def test_a_bad_file_is_an_input_error_that_says_where(document: str | bytes, why: str) -> None:
    with pytest.raises(InputError) as caught:
        from_json(document, name="old.json")
    assert str(caught.value).startswith("old.json: ")
    assert why in str(caught.value)


def test_a_later_minor_version_may_have_more_fields() -> None:
    found = json.loads(to_json(realistic())) | {"schema_version": "1.7", "novelty": []}
    found["matches"][0]["novelty"] = 1
    assert from_json(json.dumps(found)) == dataclasses.replace(from_json(to_json(realistic())), schema_version="1.7")
