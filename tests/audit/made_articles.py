"""Articles made up for the tests: news-like sentences, quotations and passages that two of them share."""

from __future__ import annotations

from random import Random

from dedup import Article

_SUBJECTS = (
    "the harbour board", "a former teacher", "the regional court", "every second farmer", "the museum", "one inspector",
    "the ferry company", "an independent panel", "the school council", "a young engineer", "the water authority",
)  # fmt: skip
_VERBS = (
    "rejected", "welcomed", "postponed", "examined", "doubted", "repaired", "financed", "abandoned", "described",
    "measured", "forgot", "published", "defended", "inherited",
)  # fmt: skip
_OBJECTS = (
    "the wooden pier", "a cheaper design", "several cracked pillars", "the winter timetable", "its own forecast",
    "a flooded archive", "the orchard", "two disputed ballots", "an unpaid invoice", "the copper roof", "every lantern",
    "the borrowed pump", "a silent witness", "the spillway gates",
)  # fmt: skip
_TAILS = (
    "before the autumn storms", "without telling the neighbours", "after a long and bitter debate",
    "in the small hours",
    "for reasons nobody wrote down", "despite the cost", "as the river kept rising", "during a visit to Quarlow",
    "although the deadline had passed", "with help from volunteers",
)  # fmt: skip
_PEOPLE = ("Marta Ruiz", "Ilmar Koskela", "Dame Orla Finch", "Tomas Brandl", "Yusra Haddad")


def sentence(random: Random) -> str:
    parts = [random.choice(each) for each in (_SUBJECTS, _VERBS, _OBJECTS, _TAILS)]
    number = f" on {random.randint(2, 30)} {random.choice(('May', 'June', 'July'))}" if random.random() < 0.2 else ""
    text = " ".join(parts) + number
    return text[0].upper() + text[1:] + "."


def quotation(random: Random) -> str:
    words = " and ".join(sentence(random)[:-1].lower() for _ in range(random.randint(1, 2)))
    return f"“{words[0].upper()}{words[1:]},” {random.choice(_PEOPLE)} said."


def edited(random: Random, text: str) -> str:
    words = text.split(" ")
    for _ in range(random.randint(0, max(1, len(words) // 6))):
        at = random.randrange(len(words))
        kind = random.randrange(3)
        if kind == 0 and len(words) > 3:
            del words[at]
        elif kind == 1:
            words[at] = random.choice(_VERBS)
        else:
            other = random.randrange(len(words))
            words[at], words[other] = words[other], words[at]
    return " ".join(words)


def _body(random: Random, shared: list[str]) -> str:
    own = [sentence(random) if random.random() < 0.8 else quotation(random) for _ in range(random.randint(1, 6))]
    for part in shared:
        own.insert(random.randrange(len(own) + 1), part)
    if random.random() < 0.3:
        own.append(
            random.choice(("(Reporting by Yusra Haddad)", "Source: Quarlow Press Agency", "Photo: Ilmar Koskela"))
        )
    return random.choice((" ", "\n\n")).join(own)


def pair(seed: int) -> tuple[Article, Article]:
    """Two articles that share up to three passages, equal or edited."""
    random = Random(seed)
    shared = [
        " ".join((quotation if random.random() < 0.4 else sentence)(random) for _ in range(random.randint(1, 3)))
        for _ in range(random.randint(0, 3))
    ]
    dates = (None, "2031-03-04", "2031-03-05", "2031-03-04T10:00Z")
    one = Article(
        id="one", text=_body(random, shared), outlet=random.choice((None, "North", "South")),
        published=random.choice(dates),
    )  # fmt: skip
    copied = [part if random.random() < 0.5 else edited(random, part) for part in shared]
    two = Article(
        id="two", text=_body(random, copied), outlet=random.choice((None, "North", "South")),
        published=random.choice(dates),
    )  # fmt: skip
    return one, two


def articles(seed: int, count: int = 10) -> list[Article]:
    """Articles of four outlets; a pool of passages wanders among them."""
    random = Random(seed)
    pool = [" ".join((sentence if random.random() < 0.6 else quotation)(random) for _ in range(2)) for _ in range(6)]
    found = []
    for number in range(count):
        shared = [
            edited(random, part) if random.random() < 0.4 else part
            for part in random.sample(pool, random.randint(0, 3))
        ]
        found.append(
            Article(
                id=f"{number:02}-{random.choice('abc')}",
                text=_body(random, shared),
                outlet=random.choice(("North", "South", "East", "West", None)),
                published=random.choice((None, f"2031-03-{random.randint(1, 9):02}")),
                title=f"Report {number}",
                url=f"https://example.org/{number}",
            )
        )
    return found
