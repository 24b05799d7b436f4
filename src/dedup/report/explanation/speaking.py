"""The phrases that the formats for people share."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

from dedup.dates import in_words
from dedup.model import HYPOTHESES, UNDETERMINED, ArticleSummary, Hypothesis
from dedup.report.dates import dated
from dedup.report.excerpt import Side
from dedup.report.explanation.value import Account, Argument, Contest, Explanation, Option, Sentence
from dedup.report.judgement import chance_of, names_a_source
from dedup.report.names import Names, distinct
from dedup.report.odds import SHOWN_FROM, is_of_weight, probability_at
from dedup.report.rivals import tells_from
from dedup.report.wording import REASONS, WORDS_ALONE, Marks, Voice, is_puzzling, likelihood

HEADS = {
    "options": "What it may be",
    "for": "What speaks for it",
    "against": "What speaks against it",
    "rival": "Rather than its strongest rival",
    "total": "How it adds up",
    "silent": "Without bearing on it",
    "missing": "What is missing",
}
_MOST_LISTED = 6  # entries of a side
_ANSWERED_FROM = 0.1  # probability of another hypothesis from which what speaks for that one is said beside it
_LITTLE = 1.0  # nats: all that speaks for a verdict, if it is little
_SURE = 0.75  # of a verdict: one below it is unsure for want of evidence, where nothing speaks against it
NOTHING = {
    "for": "Nothing of weight in the texts.",
    "counter": "nothing of weight does",
    "rival": "Nothing in the texts tells the two apart.",
    "apart": "nothing of weight in the texts",
    "slight": "only what is slight does",
    "missing": "Nothing: outlets and dates are known, and so are texts of the sources that are named.",
    "unnamed": "Outlets and dates are known; no source is named whose text could be looked for.",
}
# Why a verdict is held, whatever its evidence adds up to, by the entry of the ledger that tells of it.
_HELD_SINCE = {
    "limits.direction": (
        "neither text names, for this passage, the outlet it would be from, and such directions proved right no more "
        "often in tests"
    ),
    "limits.quoted-direction": (
        "both give the words as what somebody said, which both may have heard, and neither names the outlet it would "
        "have them from: such directions proved right no more often in tests"
    ),
    "limits.named-direction": (
        "even where a text names the other outlet such directions proved right no more often in tests"
    ),
    "limits.version-direction": (
        "the outlet that it would start at had the words before in another article, and such directions proved right "
        "no more often in tests"
    ),
    "limits.incidental": (
        "nothing in the wording shows that it is no reuse: it is neither short nor a formula nor a bare fact"
    ),
}


def voice_of(explanation: Explanation, clean: Callable[[str], str], marks: Marks) -> Voice:
    """A voice that calls the two articles what the explanation does, kept apart where cleaning made them look alike."""
    ids = (explanation.match.left.article, explanation.match.right.article)
    called = [clean(account.article_name) for account in (explanation.left, explanation.right)]
    spoken = dict(zip(ids, called if ids[0] == ids[1] else distinct(called), strict=True))
    listed = (account.article for account in (explanation.left, explanation.right))
    outlet = {each.id: clean(each.outlet) for each in listed if each is not None and each.outlet}
    names = Names(short=spoken, spoken=spoken, outlet=outlet, outlets={})
    return Voice(names=names, marks=marks, clean=clean, whole=True)


def said(sentence: Sentence, explanation: Explanation, voice: Voice) -> str:
    """A sentence in the format's voice, the two articles under the format's names for them."""
    known = {account.name: side_name(explanation, side, voice) for side, account in sides(explanation)}
    return sentence.said(lambda name: known.get(name) or voice.clean(name))


def sides(explanation: Explanation) -> tuple[tuple[Side, Account], ...]:
    return (("left", explanation.left), ("right", explanation.right))


def articles(explanation: Explanation, voice: Voice) -> list[tuple[str, str, str]]:
    """The id and the name of each article, one where it repeats itself, and what is known of it."""
    spoken, match = voice.names.spoken, explanation.match
    both = ((match.left.article, explanation.left), (match.right.article, explanation.right))
    return [(id, spoken[id], about_article(account, voice)) for id, account in dict(both).items()]


def side_name(explanation: Explanation, side: Side, voice: Voice) -> str:
    """What to call one side: its article, and the place in it where the article repeats itself."""
    match = explanation.match
    if match.left.article == match.right.article:
        return voice.clean((explanation.left if side == "left" else explanation.right).name)
    return voice.names.spoken[(match.left if side == "left" else match.right).article]


def reasoned(argument: Argument, explanation: Explanation, voice: Voice) -> str:
    """What an entry says, in a sentence and in its own words, and why it stands on its side."""
    words = told(argument, explanation, voice)
    return f"{words} ({said(argument.because, explanation, voice)})" if argument.because else words


def told(argument: Argument, explanation: Explanation, voice: Voice) -> str:
    """What an entry says, in a sentence and in its own words."""
    sentence = said(argument.sentence, explanation, voice)
    return f"{sentence}: {voice.clean(argument.words)}" if argument.words else sentence


def about_article(account: Account, voice: Voice) -> str:
    """Id, outlet and date of one side, and where these are from."""
    article = account.article
    if article is None:
        return "not in the report's list of articles"
    parts = [f"article {voice.clean(article.id)}", *_outlet(article, account, voice)]
    origin = dated(article)
    if article.published:
        parts.append(f"published {in_words(article.published)} ({origin})")
    else:
        parts.append(f"date unknown{' (unreadable)' * bool(origin)}")
    if article.title:
        parts.append(f"title {voice.quoted(article.title)}")
    return ", ".join(parts)


def likely(probability: float) -> str:
    """A probability as a percentage that is neither 0 % nor 100 %: it is estimated."""
    return likelihood(max(probability, 1e-9))


def graded(argument: Argument) -> str:
    """``+2.1 clearly for``."""
    direction = "for" if argument.weight > 0 else "against"
    return f"{_signed(argument.weight)} {argument.grade} {direction}"


def log_odds(argument: Argument) -> str:
    """Every weight of the entry as the ledger has it: ``common-source +1.7, incidental -0.6``."""
    found = argument.evidence.weights
    shown = [f"{name} {_signed(found[name])}" for name in HYPOTHESES if name in found]
    return ", ".join(shown) or "no weight"


def places(argument: Argument, voice: Voice) -> str:
    """Where the evidence stands, as articles and characters; empty where it stands nowhere."""
    spoken = voice.names.spoken
    return ", ".join(
        f"{spoken.get(span.article) or voice.clean(span.article)} at {span.start}{voice.marks.dash}{span.end}"
        for span in argument.evidence.spans
    )


def worth_showing(arguments: Sequence[Argument]) -> tuple[list[Argument], int]:
    """The entries that weigh on something or are only noted, and the number of those that hardly weigh at all."""
    shown = [each for each in arguments if not each.evidence.weights or is_of_weight(each.evidence)]
    return shown, len(arguments) - len(shown)


def listed(
    explanation: Explanation, weights: bool
) -> tuple[Sequence[Argument], Sequence[Argument], Sequence[Argument], int]:
    """The entries that a page lists, the heaviest: for, against and without bearing, and how many it does not.

    All with `weights`.
    """
    favour, against, silent = explanation.speaks_for, explanation.speaks_against, explanation.silent
    if weights:
        return favour, against, silent, 0
    shown_for, shown_against = (worth_showing(side)[0][:_MOST_LISTED] for side in (favour, against))
    left_out = len(favour) + len(against) + len(silent) - len(shown_for) - len(shown_against)
    return shown_for, shown_against, (), left_out


def apart(explanation: Explanation, voice: Voice) -> dict[Hypothesis, list[str]]:
    """Beside each other hypothesis what best tells the likeliest from it, and what best speaks for it, if it is likely.

    What was said of the one before is not said again.
    """
    found: dict[Hypothesis, list[str]] = {}
    before: list[str] = []
    for option in explanation.options:
        if option.contest is None:
            continue
        here = [f"{head}: {words}" for head, words in _of_a_rival(option, option.contest, explanation, voice)]
        found[option.hypothesis] = ["the same as above"] if here and here == before else here
        before = here
    return found


def _of_a_rival(option: Option, contest: Contest, explanation: Explanation, voice: Voice) -> Iterator[tuple[str, str]]:
    favour, against = (
        [each for each in worth_showing(side)[0] if tells_from(each.evidence, explanation.about, option.hypothesis)][:1]
        for side in (contest.speaks_for, contest.speaks_against)
    )
    for each in favour:
        yield f"against this, {each.grade}", told(each, explanation, voice)
    if not favour:
        yield "against this", NOTHING["apart"]
    for each in against if option.probability >= _ANSWERED_FROM else ():
        yield f"for this, {each.grade}", told(each, explanation, voice)


def the_rival(rival: Option, explanation: Explanation, voice: Voice) -> str:
    """The strongest rival, with its probability."""
    sentence = said(rival.sentence, explanation, voice)
    return f"{voice.marks.opening}{sentence}{voice.marks.closing} ({likely(rival.probability)})"


def aside_of(head: str, explanation: Explanation, voice: Voice) -> str:
    """What stands beside the head of a list of entries: what they are about, or how strong the strongest is."""
    if head == "for":
        return claimed(explanation, voice)
    if head != "against":
        return ""
    if explanation.counter is not None:
        return "the strongest counter-evidence first"
    # One that is unsure though nothing speaks against it has little for it, or began as the rarer.
    little = math.fsum(each.weight for each in explanation.speaks_for) < _LITTLE
    unsure = little and chance_of(explanation.match.verdict) < _SURE
    slight = any(each.evidence.weights for each in worth_showing(explanation.speaks_against)[0])
    return f"{NOTHING['slight' if slight else 'counter']}{', but little speaks for it' * unsure}"


def faint(number: int) -> str:
    """What is said of entries of less weight, which are listed where weights are shown."""
    entries = f"{number:,} {'entry' if number == 1 else 'entries'}"
    return f"Not listed: {entries} of less weight; --weights lists {'it' if number == 1 else 'them'}."


def nothing_missing(explanation: Explanation) -> str:
    """What is said where no evidence is missing that dedup looks for."""
    return NOTHING["missing" if names_a_source(explanation.match) else "unnamed"]


def before_limit(option: Option, explanation: Explanation) -> str:
    """What the evidence alone makes of an option that is held at less, to be said behind it; else nothing."""
    total = explanation.total
    if total is None or total.held is None or explanation.about != (option.hypothesis,):
        return ""
    return f" ({likely(probability_at(total.summed))} by the evidence alone)"


def total_lines(explanation: Explanation) -> list[tuple[str, str]]:
    """The sum of a verdict, a term and its words a line, the last one the end; empty where it is not known.

    What is shown adds up: each term is rounded up or down to tenths so that it does.
    """
    total = explanation.total
    if total is None:
        return []
    terms = [
        (total.before, f"before any evidence ({likely(probability_at(total.before))})"),
        (total.favour, "what speaks for it"),
        (total.against, "what speaks against it"),
        (total.silent, "what hardly bears on it"),
    ]
    tenths = round(total.summed * 10)
    shown = _adding_up([weight for weight, _ in terms], tenths)
    lines = [(f"{number / 10:+.1f}", words) for number, (_, words) in zip(shown, terms, strict=True) if number]
    lines.append((f"= {tenths / 10:+.1f}" if tenths else "= 0.0", likely(probability_at(total.summed))))
    if total.held is not None:
        lines.append(("", _held(explanation, total.summed, total.held)))
    return lines


def total_line(explanation: Explanation) -> str:
    """The sum of a verdict in one line; empty where it is not known."""
    lines = total_lines(explanation)
    if not lines:
        return ""
    terms = [f"{number} {words}" for number, words in lines if number and not number.startswith("=")]
    end = next(f"{number}, that is {words}" for number, words in lines if number.startswith("="))
    held = [words for number, words in lines if not number]
    return "; ".join((" ".join([*([", ".join(terms)] if terms else []), end]), *held))


def _held(explanation: Explanation, summed: float, end: float) -> str:
    """Where a verdict is held, and why; where a rival is held it gains what that loses."""
    held = likely(probability_at(end))
    signals = (entry.signal for entry in explanation.match.verdict.ledger)
    since = next((_HELD_SINCE[name] for name in signals if name in _HELD_SINCE), None)
    said = f"never called surer than {held}" if end < summed else f"called {held}, as a rival is held"
    return f"{said}{f', since {since}' if since else ''}"


def _adding_up(weights: Sequence[float], total: int) -> list[int]:
    """Weights that add up to about `total` tenths, in whole tenths that do: those with the largest remainders are
    rounded up."""
    floors = [math.floor(weight * 10) for weight in weights]
    order = sorted(range(len(weights)), key=lambda at: floors[at] - weights[at] * 10)
    up = set(order[: total - sum(floors)])
    return [floor + (at in up) for at, floor in enumerate(floors)]


def why_set_aside(explanation: Explanation, voice: Voice) -> str | None:
    """Why a match does not count, where it was set aside."""
    if explanation.reason is None:
        return None
    words = REASONS[explanation.reason]
    more = "" if explanation.detail in ("", explanation.reason, words) else f" ({voice.clean(explanation.detail)})"
    return f"Set aside and never counted: {words}{more}"


def chance_or_not(explanation: Explanation, voice: Voice) -> str | None:
    """Why what is said of the words alone is no contradiction to the verdict, where it seems one."""
    if not is_puzzling(explanation.match):
        return None
    opening, closing = voice.marks.opening, voice.marks.closing
    sure = f"{opening}{likelihood(explanation.match.confidence)} sure not by chance{closing}"
    return f"{sure} {WORDS_ALONE}"


def claimed(explanation: Explanation, voice: Voice) -> str:
    """What ``for`` and ``against`` are about."""
    sentence = said(explanation.claim, explanation, voice)
    likeliest = "the likeliest, " if explanation.match.verdict.label == UNDETERMINED else ""
    return f"{likeliest}{voice.marks.opening}{sentence}{voice.marks.closing}"


def _signed(weight: float) -> str:
    return "0.0" if abs(weight) < SHOWN_FROM else f"{weight:+.1f}"


def _outlet(article: ArticleSummary, account: Account, voice: Voice) -> list[str]:
    """What the name of the account does not say of its outlet."""
    if not article.outlet:
        return ["outlet unknown"]
    inferred = article.outlet_origin == "inferred"
    if account.article_name.strip() == article.outlet.strip():
        return ["outlet inferred"] if inferred else []
    return [f"outlet {voice.clean(article.outlet)}{' (inferred)' if inferred else ''}"]
