"""The report that people see first."""

from __future__ import annotations

import dataclasses
import re
import subprocess
import sys

import pytest
from at_terminal import render_table
from rich.cells import cell_len
from samples import ATTACKS, article, empty, hostile, match, realistic
from test_report_escape import inert

from dedup.cli.audit import audit
from dedup.model import HYPOTHESES, Match, Report, SetAside, Skipped, Source
from dedup.report import render as render_as
from dedup.report.markdown import to_markdown
from dedup.report.names import name_articles
from dedup.report.order import strongest_first
from dedup.report.summary import group_of, of_each_verdict

ISOLATES = "\u2068\u2069"
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def lines_of(report: Report, width: int | None = None, **options: object) -> list[str]:
    return render_table(report, width=width, color=False, **options).splitlines()  # type: ignore[arg-type]


def flowed(text: str) -> str:
    return " ".join(text.split())


def test_the_first_lines_say_who_shares_what_how_much_and_how_sure() -> None:
    first, second, third, without, where, *origins = lines_of(realistic())[:8]
    assert first == "5 articles from 5 outlets share 4 passages (147 shared words)."
    assert second == "Alike by more than chance: 90% sure or more in 2 of 4 passages, down to 71% in the rest."
    assert third == "Strongest passage: The Calder Courier ↔ Telegram, 92 words, near-verbatim."
    assert [where, *origins] == [
        "Where from:",
        "  1  copied from one article to another, 81% likely, no credit found (Telegram from The Calder Courier);",
        "  2  from a common source, 58% to 86% likely (named: Tarn Water Board);",
        "  1  undetermined.",
    ]
    assert (
        without == "Of 5 articles 1 has no date: verdicts may turn round, and passages drop out, "
        "where --metadata FILE adds them."
    )


@pytest.mark.parametrize(
    ("sure", "said"),
    [
        ((1.0, 0.5), "90% sure or more in 1 of 2 passages, down to 50% in the rest."),
        ((1.0, 1.0), ">99% sure in each passage."),
    ],
)
def test_nothing_is_a_hundred_per_cent_sure(sure: tuple[float, float], said: str) -> None:
    matches = [dataclasses.replace(each, confidence=p) for each, p in zip(realistic().matches, sure, strict=False)]
    text = flowed(render_table(dataclasses.replace(realistic(), matches=tuple(matches)), width=None, color=False))
    assert f"Alike by more than chance: {said}" in text
    assert ">99% sure not by chance" in text and "100%" not in text


def test_sections_come_in_order() -> None:
    assert heads_of(realistic()) == [
        "Articles read",
        "Overlap between articles",
        "Shared passages, strongest first",
        "Set aside",
        "Skipped",
        "Next",
    ]


def heads_of(report: Report) -> list[str]:
    heads = [line for line in lines_of(report)[5:] if line and not line.startswith(" ")]
    return [re.sub(r" \(.*", "", head) for head in heads]


@pytest.mark.parametrize("width", [80, 120, None])
def test_it_is_said_how_words_by_verdict_are_read(width: int | None) -> None:
    said, both = "1st → 2nd: the 2nd probably has these words from the 1st", "counts under both"
    page = render_table(realistic(), width=width)
    assert said in page and both not in page
    pair = realistic().article_pairs[0]
    shared = dict.fromkeys(("common-source", "undetermined"), pair.shared_words)
    twice = dataclasses.replace(realistic(), article_pairs=(dataclasses.replace(pair, verdict_words=shared),))
    assert said not in render_table(twice, width=width) and both in render_table(twice, width=width)


def test_findings_come_before_a_long_list_of_articles() -> None:
    more = tuple(article(f"z{number}", None, None, 9) for number in range(16))
    heads = heads_of(dataclasses.replace(realistic(), articles=realistic().articles + more))
    assert heads.index("Articles read") == heads.index("Shared passages, strongest first") + 1


def test_outlets_have_a_table_only_where_it_says_more_than_that_of_the_articles() -> None:
    other = article("second", "Telegram", None, 90)
    heads = heads_of(dataclasses.replace(realistic(), articles=(*realistic().articles, other)))
    assert heads[1:3] == ["Overlap between articles", "Overlap between outlets"]


def test_the_articles_table_says_its_order() -> None:
    text = "\n".join(lines_of(realistic()))
    assert "Articles read (5)  most shared words first" in text
    assert re.search(r"published +dated +words", text)
    unshared = dataclasses.replace(realistic(), article_pairs=())
    assert "Articles read (5)  by id" in "\n".join(lines_of(unshared))


@pytest.mark.parametrize("width", [40, 60, 80, 119, 120, 160, None])
def test_who_reused_whose_wording_is_shown_at_every_width(width: int | None) -> None:
    text = flowed("\n".join(lines_of(realistic(), width)))
    section = text[text.index("Overlap between articles") : text.index("Shared passages")]
    assert "1st → 2nd 92" in section and "common source 30" in section


def test_an_id_that_can_be_copied_is_not_broken() -> None:
    id = "000_31599fd0e81c9426"
    others = [article(f"{at:03}_{'0' * 16}", "South China Morning Post", "2031-03-04T06:30", 500) for at in range(3)]
    found = dataclasses.replace(empty(), articles=(article(id, "Al Jazeera", "2031-03-04T06:30", 500), *others))
    for width in (60, 80, 120):
        assert any(id in line for line in lines_of(found, width)), width


def test_names_are_not_cut_where_there_is_room() -> None:
    outlet = "South China Morning Post"
    first, *others = realistic().articles
    report = dataclasses.replace(realistic(), articles=(dataclasses.replace(first, outlet=outlet), *others))
    text = "\n".join(lines_of(report, 80, limit=20))
    assert "South" in text and not re.search(r"South\S* ?\S*\.\.\.", text)
    assert f"{outlet} ↔ Northmoor Gazette" in text


@pytest.mark.parametrize("width", [40, 60, 80, 100, 160])
def test_the_id_of_a_match_never_stands_at_the_edge(width: int) -> None:
    long = dataclasses.replace(realistic().matches[0], id="0123456789ab")
    lines = lines_of(dataclasses.replace(realistic(), matches=(long,)), width)
    assert [line for line in lines if "#0123456789ab" in line and line.startswith(" ")]
    assert not [line for line in lines if line.startswith("#")]


def test_a_reason_is_not_said_twice_and_an_article_that_repeats_itself_is_named_once() -> None:
    aside = realistic().set_aside[0]
    inside = dataclasses.replace(aside.match, right=dataclasses.replace(aside.match.left, start=9, end=69))
    report = dataclasses.replace(
        realistic(),
        set_aside=(
            dataclasses.replace(aside, detail="boilerplate"),
            SetAside(match=inside, reason="same-article", detail="repeated inside one article"),
        ),
    )
    text = "\n".join(lines_of(report))
    assert re.search(r"(?m)^  - Northmoor Gazette: “[^”]+”, repeated inside one article  #\w+$", text)
    assert re.search(r"(?m)”, boilerplate  #\w+$", text)
    marked = to_markdown(report)
    assert re.search(r"\| Northmoor Gazette \|  \| repeated inside one article \|  \| “", marked)


def test_the_last_lines_name_only_options_that_exist() -> None:
    known = {name for option in audit.params for name in option.opts}
    for width in (80, None):
        text = "\n".join(lines_of(realistic(), width))
        named = re.findall(r"(?<=\s)--?[a-z]+", text[text.index("\nNext") :])
        assert named and set(named) <= known
        assert ("--full" in named) is (width is not None)


def test_articles_say_what_was_inferred_and_overlap_goes_both_ways() -> None:
    text = "\n".join(lines_of(realistic()))
    assert re.search(r"herald/dam.txt +Harbour Herald +2031-03-05 – 06 +inferred +436", text)
    assert re.search(r"0417.txt +Telegram \(inferred\) +2031-03-04 21:15 +given +312", text)
    assert re.search(r"Calder Courier +Telegram +1 +92 +17% +31% +1st → 2nd 92", text)
    assert "news/2031-03/broken.jsonl:17: not UTF-8 at byte 88" in text
    assert "in 7 articles" in text


@pytest.mark.parametrize("width", [40, 80, 100, 160])
@pytest.mark.parametrize("report", [realistic(), hostile(), empty()], ids=["realistic", "hostile", "empty"])
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_no_line_is_wider_than_the_terminal(report: Report, width: int, encoding: str) -> None:
    assert max(cell_len(line) for line in lines_of(report, width, encoding=encoding)) <= width


def test_differences_are_marked_by_characters_without_colour() -> None:
    text = flowed(render_table(realistic(), width=None, color=False))
    assert "there [-is-] no immediate danger" in text
    assert "~everyone~ {+who+} ~lives~ below" in text
    assert "<Because of this> nobody will pay ~one penny~ more" in text
    assert "villages [-for a week-]. The board" in text


def test_colour_styles_the_marked_words_and_changes_no_character() -> None:
    plain, colored = (render_table(realistic(), width=80, color=color) for color in (False, True))
    assert "\x1b[" not in plain
    assert re.search(r"\x1b\[1;4m\x1b\[33m\{\+who|\x1b\[1;4;33m\{\+who", colored)
    assert [line.rstrip() for line in ANSI.sub("", colored).split("\n")] == plain.split("\n")
    assert inert(ANSI.sub("", colored), but=f"\n{ISOLATES}")


def test_long_passages_lose_equal_words_on_a_terminal_unless_asked_for_in_full() -> None:
    short, full, piped = (
        flowed(render_table(realistic(), width=width, color=False, full=full))
        for width, full in ((160, False), (160, True), (None, False))
    )
    assert "words …]" in short
    assert "words …]" not in full
    assert "its earth core has been watched by a grid of pressure gauges since a seepage" in piped


def test_sides_stand_next_to_each_other_where_there_is_room() -> None:
    assert any("Nobody will pay" in line and "nobody will pay" in line for line in lines_of(realistic(), 160))
    assert not any("Nobody will pay" in line and "nobody will pay" in line for line in lines_of(realistic(), 80))


def test_the_limit_cuts_and_says_how_much() -> None:
    report = dataclasses.replace(realistic(), matches=realistic().matches * 10)
    shown = render_table(report, width=80, color=False, limit=3)
    assert "  3  " in shown
    assert "  4  " not in shown
    assert "… and 37 more; --limit 0 shows all" in shown
    assert " 40  " in render_table(report, width=80, color=False, limit=0)


def test_a_brief_page_has_the_strongest_passage_of_each_verdict() -> None:
    report = dataclasses.replace(realistic(), matches=realistic().matches * 10)
    order = strongest_first(report.matches)
    page = render_table(report, brief=True, width=80)
    numbers = [int(found) for found in re.findall(r"^ {1,2}(\d+)  (?=\S.* ↔ )", page, re.MULTILINE)]
    assert numbers == sorted(numbers) and len(numbers) == 4, "one of each of the three verdicts, and the second of one"
    assert {group_of(order[number - 1]) for number in numbers} == {group_of(match) for match in order}
    assert numbers[0] == 1 and f"… and {len(order) - 4} more; --all shows all" in page
    assert "Set aside" in page and "#f00f00" not in page, "what was set aside is counted and not listed"


@pytest.mark.parametrize("width", [80, 120, 160, None])
def test_a_brief_page_of_many_articles_takes_two_screens_at_most(width: int | None) -> None:
    more = tuple(article(f"z{number}", f"Outlet {number // 2}", None, 9) for number in range(200))
    pairs = tuple(dataclasses.replace(realistic().article_pairs[0], right=each.id) for each in more)
    many = dataclasses.replace(
        realistic(), articles=realistic().articles + more, matches=realistic().matches * 99, article_pairs=pairs
    )
    page = render_table(many, brief=True, width=width)
    assert len(page.splitlines()) <= 110 and max(map(len, page.splitlines())) <= (width or 100)
    assert "Articles read" not in page and "--all" in page


def test_of_each_verdict_gives_the_first_then_the_second() -> None:
    sourced, copied, *_ = realistic().matches
    order = [copied, copied, copied, sourced, copied, sourced]
    assert [number for number, _ in of_each_verdict(order, 4)] == [1, 2, 4, 6]
    assert [number for number, _ in of_each_verdict(order, 1)] == [1, 4], "no verdict is left out"
    assert of_each_verdict([], 4) == []


def test_the_sign_for_a_new_line_is_explained_where_it_is_shown() -> None:
    for width in (80, 160, None):
        for report in (realistic(), dataclasses.replace(realistic(), matches=realistic().matches[:1])):
            page = render_table(report, width=width)
            told, _, rest = page.partition("⏎ new line")
            assert ("⏎" in rest.partition("Set aside")[0]) is bool(told and rest)


def test_the_limit_on_findings_hides_no_bad_input() -> None:
    skipped = tuple(Skipped(path=f"in/{number:02}.pdf", line=None, reason="unreadable") for number in range(12))
    report = dataclasses.replace(realistic(), skipped=skipped)
    assert "in/11.pdf" in render_table(report, width=None, color=False, limit=1)
    on_terminal = render_table(report, width=80, color=False, limit=1)
    assert "in/09.pdf" in on_terminal and "in/10.pdf" not in on_terminal and "and 2 more" in on_terminal
    assert "in/11.pdf" in render_table(report, width=80, color=False, limit=0)


def test_a_report_longer_than_the_terminal_ends_with_its_main_finding() -> None:
    whole = lines_of(realistic(), 160)
    first = "5 articles from 5 outlets share 4 passages (147 shared words)."
    assert lines_of(realistic(), 160, height=len(whole) + 1) == whole
    assert lines_of(realistic(), 160, height=len(whole)) == [*whole, "", f"In short: {first}"]
    assert whole[0] == first != whole[-1]


def test_an_id_in_full_marks_the_name_that_it_is_called_by() -> None:
    """The name may stand in a folder before it, and its figures in the hash behind it."""
    ids = ("001/001_97600112ab3e.txt", "wire/ferry.txt", "ferry/wire.txt")
    made = dataclasses.replace(empty(), articles=tuple(article(id, None, None, 20) for id in ids))
    page = render_table(made, width=100, color=True)
    assert all(re.sub(r"\x1b\[[0-9;]*m", "", page).count(id) == 1 for id in ids)
    assert "\x1b[2m001/\x1b[0m001\x1b[2m_97600112ab3e.txt" in page
    assert "\x1b[2mwire/\x1b[0mferry\x1b[2m.txt" in page


def test_what_is_set_aside_is_told_first_where_nothing_counts() -> None:
    found = realistic()
    footer = found.set_aside[0].match
    repeats = [SetAside(match=dataclasses.replace(footer, id=id), reason="same-outlet", detail="X") for id in "ab"]

    def page(*aside: SetAside) -> str:
        bare = dataclasses.replace(empty(), articles=found.articles[:2], set_aside=aside)
        return flowed("\n".join(lines_of(bare, 80)))

    said = "No shared wording that counts was found in 2 articles from 2 outlets:"
    counts = "repeated by one outlet (--same-outlet counts them)"
    assert page(*repeats).startswith(f"{said} 2 passages are set aside, {counts}.")
    assert page(*found.set_aside[:1], *repeats).startswith(
        f"{said} 3 passages are set aside, 1 boilerplate, 2 {counts}."
    )
    assert page(found.set_aside[0]).startswith(f"{said} 1 passage is set aside, boilerplate.")
    assert "--same-outlet what one outlet repeats" in page(*repeats)
    assert "--same-outlet" not in page(found.set_aside[0])


def test_outlets_that_are_not_known_are_counted_and_the_way_to_give_them_is_shown() -> None:
    some = (article("a", "One", None, 20), *(article(id, None, None, 20) for id in "bcde"))
    lines = lines_of(dataclasses.replace(empty(), articles=some), 80)
    said = "No shared wording was found in 5 articles (1 outlet; 4 articles without one)."
    assert flowed("\n".join(lines)).startswith(said)
    bare = [dataclasses.replace(each, outlet=None) for each in realistic().articles]
    page = flowed("\n".join(lines_of(dataclasses.replace(realistic(), articles=tuple(bare)), 80)))
    assert page.count("--metadata FILE") == 1
    assert page.index("--metadata FILE") < page.index("Where from:") < page.index("Articles read")


def test_dates_that_cannot_be_read_are_told() -> None:
    articles = (
        article("a", None, None, 20, extra={"published": "16.04.2023", "date": "", "newsdate": 20230416}),
        article("b", None, "2023-04-16", 20, extra={"date": "soon"}),
        article("c", None, "2023-04-16", 20, published_origin="inferred", extra={"date": "2023-13-45"}),
        article("d", None, None, 20, extra={"newsdate": ["x"], "published": "2023-04-16"}),
    )
    report = dataclasses.replace(empty(), articles=articles)
    text = "\n".join(lines_of(report, 120))
    assert "Dates that could not be read (3)  they count as unknown; ISO dates such as 2023-04-16 are read" in text
    assert [line for line in text.splitlines() if "“" in line] == [
        "  - a: published “16.04.2023”",
        "  - c: date “2023-13-45”",
        "  - d: newsdate “['x']”",
    ]
    assert re.search(r"(?m)^  a +– +– +unreadable +20$", text) and re.search(r"(?m)^  b .* given +20$", text)
    marked = to_markdown(report)
    assert "| c | date | “2023-13-45” |" in marked and "| a | – | – | unreadable |" in marked
    many = dataclasses.replace(empty(), articles=tuple(dataclasses.replace(articles[0], id=f"{n}") for n in range(14)))
    assert "and 4 more" in "\n".join(lines_of(many, 80, limit=20)) and "and 4 more" not in "\n".join(lines_of(many))
    assert "Dates that" not in "\n".join(lines_of(realistic(), 80)) + to_markdown(realistic())


def test_off_a_terminal_no_cell_is_folded_or_cut() -> None:
    text = "\n".join(lines_of(realistic()))
    assert "long-read-the-valley-that-was-told-to-leave-by-nightfall" in text
    assert max(map(len, text.splitlines())) > 200


def wordy() -> tuple[Report, list[str]]:
    """The realistic report with words of 300 characters in every place, and those words."""
    report = realistic()
    long = {
        name: f"{name} {'long ' * 60}end of {name}" for name in ("outlet", "id", "trigger", "source", "aside", "date")
    }
    first, second, *others = report.articles
    best, *matches = report.matches
    entry = dataclasses.replace(best.verdict.ledger[0], trigger=long["trigger"], weights={"common-source": 9.0})
    verdict = dataclasses.replace(
        best.verdict,
        label="common-source",
        probability=0.9,
        probabilities={**dict.fromkeys(HYPOTHESES, 0.02), "common-source": 0.9},
        sources=(Source(name=long["source"], probability=0.9),),
        ledger=(entry,),
    )
    aside = report.set_aside[0]
    left = dataclasses.replace(aside.match.left, text=long["aside"])
    aside = dataclasses.replace(aside, match=dataclasses.replace(aside.match, left=left))
    changed = dataclasses.replace(
        report,
        articles=(
            dataclasses.replace(first, outlet=long["outlet"]),
            dataclasses.replace(second, extra={"published": long["date"]}, published=None, published_origin="unknown"),
            article(long["id"], None, None, 9),
            *others,
        ),
        matches=(dataclasses.replace(best, verdict=verdict), *matches),
        set_aside=(aside,),
    )
    return changed, list(long.values())


def test_off_a_terminal_no_words_are_left_out() -> None:
    report, words = wordy()
    for text in (render_table(report, width=None, color=False, limit=0), to_markdown(report)):
        assert "..." not in text and "words …]" not in text
        assert [said for said in words if said not in text] == []
    shown = flowed(render_table(report, width=160, color=False))
    assert [said.split()[0] for said in words if said in shown] == ["id"]  # commands take it whole


def test_undetermined_names_the_two_best() -> None:
    text = flowed(render_table(realistic(), width=None, color=False))
    either = "both have it from a common source (44%) or Harbour Herald has it from Northmoor Gazette (41%)"
    assert f"undetermined: {either}; no source is named" in text
    assert "common source, 86% likely: Tarn Water Board; why (clearly for it): Both texts name one" in text


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("width", [80, None])
@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "cp1252"])
def test_text_from_outside_never_acts(attack: str, width: int | None, encoding: str) -> None:
    plain = render_table(hostile(attack), width=width, color=False, encoding=encoding)
    plain.encode(encoding)
    assert inert(plain, but=f"\n{ISOLATES}")
    assert "##[" not in plain
    assert not any(line.lstrip().startswith("::") for line in plain.splitlines())
    colored = render_table(hostile(attack), width=width, color=True, encoding=encoding)
    assert inert(ANSI.sub("", colored), but=f"\n{ISOLATES}")


@pytest.mark.parametrize("sign", ["::", "##"])
def test_the_start_of_a_command_is_broken_where_a_piece_ends_too(sign: str) -> None:
    shared = match("m", ("a", 0, f"one two {sign}error x"), ("b", 0, "one two"), realistic().matches[0].verdict)
    text = render_table(dataclasses.replace(empty(), matches=(shared,)), width=None, color=False)
    assert f"{sign}[" not in text and f"{sign[0]}\\x{ord(sign[0]):02x}[-error" in text


def test_what_goes_under_the_names_is_indented_to_its_end() -> None:
    pairs = [
        dataclasses.replace(pair, verdict_words=dict.fromkeys(HYPOTHESES, 3)) for pair in realistic().article_pairs
    ]
    lines = lines_of(dataclasses.replace(realistic(), article_pairs=tuple(pairs)), 80)
    mixes = [line for line in lines if "same origin 3" in line or "incidental overlap 3" in line]
    assert len(mixes) >= 4 and all(line.startswith("    ") for line in mixes)


def test_markup_is_shown_as_it_stands() -> None:
    assert "[bold]x[/foo] [link=file:///etc/passwd]y[/link] :smile:" in "\n".join(lines_of(hostile(ATTACKS[1])))


def test_an_empty_report_says_so() -> None:
    assert lines_of(empty(), 80) == ["No shared wording was found in 0 articles."]


def test_the_environment_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    before = render_table(realistic(), width=80, color=True)
    for name, value in {"NO_COLOR": "1", "COLUMNS": "33", "TERM": "dumb", "FORCE_COLOR": "1"}.items():
        monkeypatch.setenv(name, value)
    assert render_table(realistic(), width=80, color=True) == before


def test_rich_loads_only_for_the_terminal() -> None:
    code = (
        "import sys; from samples import realistic; from dedup.report import TEXT_FORMATS, render\n"
        "for name in TEXT_FORMATS:\n"
        "    if name != 'table': render(realistic(), name)\n"
        "assert 'rich' not in sys.modules; render(realistic(), 'table'); assert 'rich' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": ":".join(sys.path)})


@pytest.mark.parametrize("width", [120, 160, None])
def test_the_tables_have_the_ids_that_commands_take(width: int | None) -> None:
    text = "\n".join(lines_of(realistic(), width))
    section = text[text.index("Articles read") : text.index("Overlap")]
    for each in realistic().articles:
        assert each.id in section or width == 120  # a long id goes on below
    assert "".join(realistic().articles[0].id.split()) in "".join(section.split())
    assert "#" in text[text.index("Set aside") : text.index("Skipped")]


def test_a_source_has_one_name_in_the_summary() -> None:
    report = realistic()
    names = (
        "Tarn Water Board",
        "Water Board of Tarn",
        "Tarn Water Board's",
        "statement by Rook",
        "statement by Ada Rook",
    )
    matches = [
        dataclasses.replace(
            report.matches[0],
            id=f"m{number}",
            verdict=dataclasses.replace(report.matches[0].verdict, sources=(Source(name=name, probability=0.9),)),
        )
        for number, name in enumerate(names)
    ]
    text = flowed("\n".join(lines_of(dataclasses.replace(report, matches=tuple(matches)), 160)))
    assert (
        "(named: Tarn Water Board; statement by Ada Rook" in text
        or "(named: Tarn Water Board; statement by Rook" in text
    )
    assert "Water Board of Tarn" not in text[: text.index("Articles read")]


def test_copies_are_named_the_likeliest_first_then_the_longest() -> None:
    report = realistic()
    base = next(each for each in report.matches if each.verdict.label == "left-to-right")
    ids = [article.id for article in report.articles]

    def copy(number: int, to: str, chance: float, words: int) -> Match:
        shares = dict.fromkeys(HYPOTHESES, (1 - chance) / 5) | {"left-to-right": chance}
        return dataclasses.replace(
            base,
            id=f"m{number}",
            right=dataclasses.replace(base.right, article=to),
            scores=dataclasses.replace(base.scores, aligned_words=words),
            verdict=dataclasses.replace(base.verdict, probability=chance, probabilities=shares, sources=()),
        )

    others = [id for id in ids if id != base.left.article][:3]
    cases = [(others[0], 0.6, 90), (others[0], 0.7, 90), (others[1], 0.91, 20), (others[2], 0.913, 30)]
    matches = tuple(copy(number, *case) for number, case in enumerate(cases))
    made = dataclasses.replace(report, matches=matches)
    spoken = name_articles(made, str).spoken
    origin = spoken[base.left.article]
    said = "; ".join(f"{spoken[others[at]]} from {origin}" for at in (2, 1, 0))
    for form in ("table", "markdown", "html"):
        text = flowed(render_as(made, form))
        assert said in text.replace("\N{FIRST STRONG ISOLATE}", "").replace("\N{POP DIRECTIONAL ISOLATE}", ""), form


def test_names_that_may_be_two_peoples_stay_apart() -> None:
    from dedup.network.source_names import one_name_each

    names = [
        "statement by Rook",
        "statement by Ada Rook",
        "statement by Ben Rook",
        "UK Treasury",
        "US Treasury",
        "AP",
        "APA",
    ]
    assert one_name_each(names) == {name: name for name in names}
