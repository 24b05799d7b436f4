"""Collections made to be nasty to a check, and what an audit of all says of some articles."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from random import Random

from dedup import Article, ArticleSummary, Match, Report, SetAside, Settings, audit
from dedup.index import Index

Said = tuple[tuple[Match, ...], tuple[SetAside, ...], tuple[ArticleSummary, ...]]

_FUNCTION = "the of and to in a that is was for on with as at by it from".split()
_SYLLABLES = "ba co di fu ga ho ju ka li mo nu pe ra so ti vu wa xe yo zi".split()
_OUTLETS = ("North", "The North", "South", "East", "West", "north.example", "Gazeta", "Herald", None)
_PHRASE = "which was first reported by the keepers of the northern locks in spring"
_FOOTER = "Our newsroom at {} lives on what its readers give; send a letter or a coin to the mill."


def word(random: Random) -> str:
    return "".join(random.choice(_SYLLABLES) for _ in range(random.randint(2, 3)))


def run(random: Random, length: int) -> list[str]:
    return [random.choice(_FUNCTION) if random.random() < 0.4 else word(random) for _ in range(length)]


def sentence(random: Random, length: int = 12) -> str:
    return f"{' '.join(run(random, length)).capitalize()}."


def nasty(
    seed: int, count: int, *, pool: int = 6, equal: float = 0.1, length: int = 4, spread: float = 0.0
) -> list[Article]:
    """Articles of nine outlets that share passages out of a pool, edited or not, quoted or not.

    Some are equal, empty or of one word; outlets have footers; a phrase stands in the share `spread` of all.
    """
    random = Random(seed)
    shared = [" ".join(run(random, random.randint(8, 22))) for _ in range(pool)]
    found: list[Article] = []
    for number in range(count):
        outlet = random.choice(_OUTLETS)
        if found and random.random() < equal:
            text = random.choice(found).text
        elif random.random() < 0.06:
            text = random.choice(("", "…", "dam", "The dam."))
        else:
            text = _text(random, shared, outlet, length, spread)
        host = random.choice(("north.example", "medium.com", "east.example", "pages.example"))
        found.append(
            Article(
                id=f"{random.randrange(10**6):06}-{number}",
                text=text,
                outlet=outlet,
                published=random.choice((None, f"2031-03-{random.randint(1, 9):02}")),
                title=random.choice((None, f"Report {number}")),
                url=None if random.random() < 0.4 else f"https://{host}/{number}",
            )
        )
    return found


def _text(random: Random, shared: Sequence[str], outlet: str | None, length: int, spread: float) -> str:
    parts = [sentence(random, random.randint(5, 16)) for _ in range(random.randint(1, length))]
    for passage in random.sample(shared, random.choice((0, 1, 1, 2))):
        parts.insert(random.randrange(len(parts) + 1), _told(random, passage))
    if random.random() < spread:
        parts.insert(random.randrange(len(parts) + 1), f"{sentence(random)[:-1]}, {_PHRASE}.")
    if outlet is not None and random.random() < 0.5:
        parts.append(_FOOTER.format(outlet))
    return random.choice((" ", "\n\n")).join(parts)


def _told(random: Random, passage: str) -> str:
    words = passage.split()
    for _ in range(random.choice((0, 0, 1, 3))):
        words[random.randrange(len(words))] = word(random)
    told = " ".join(words)
    if random.random() < 0.4:
        return f"“{told.capitalize()},” said {random.choice(('Marta Ruiz', 'the harbour board'))}."
    return f"{told.capitalize()}."


def said_of(report: Report, ids: Collection[str]) -> Said:
    """What a report says of some articles: matches of which one side is one of them, and theirs who have any."""

    def of_them(match: Match) -> bool:
        return match.left.article in ids or match.right.article in ids

    matches = tuple(match for match in report.matches if of_them(match))
    aside = tuple(each for each in report.set_aside if of_them(each.match))
    found = (*matches, *(each.match for each in aside))
    told = {*ids, *(side.article for match in found for side in (match.left, match.right))}
    return matches, aside, tuple(each for each in report.articles if each.id in told)


def audited(held: Iterable[Article], new: Sequence[Article], settings: Settings) -> Said:
    """What an audit of everything says of the new articles, which take the place of those held under their ids."""
    ids = {article.id for article in new}
    return said_of(audit([*(each for each in held if each.id not in ids), *new], settings), ids)


def checked(index: Index, new: Sequence[Article], settings: Settings) -> Said:
    report = index.check(new, settings)
    found = said_of(report, {article.id for article in new})
    assert found == (report.matches, report.set_aside, report.articles)
    return found
