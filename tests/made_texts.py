"""Texts made of invented words, with stretches of one planted in another, whole or edited."""

from __future__ import annotations

from random import Random

FUNCTION_WORDS = "the of and to in a that is was for on with as at by it from".split()
_SYLLABLES = "ba co di fu ga ho ju ka li mo nu pe ra so ti vu wa xe yo zi".split()


def word(random: Random) -> str:
    return "".join(random.choice(_SYLLABLES) for _ in range(random.randint(2, 3)))


def sentence(random: Random, length: int) -> list[str]:
    return [random.choice(FUNCTION_WORDS) if random.random() < 0.4 else word(random) for _ in range(length)]


def edited(random: Random, words: list[str], share: float) -> list[str]:
    """The words with a share of them dropped, replaced, doubled by another, or swapped with the next."""
    found = list(words)
    for _ in range(round(share * len(words))):
        at = random.randrange(len(found) - 1)
        kind = random.randrange(4)
        if kind == 0:
            del found[at]
        elif kind == 1:
            found[at] = word(random)
        elif kind == 2:
            found.insert(at, word(random))
        else:
            found[at], found[at + 1] = found[at + 1], found[at]
    return found


def collection(seed: int, texts: int = 6, length: int = 80, planted: int = 5) -> list[str]:
    """Texts of which some share a stretch of 8 to 25 words, a fifth of it edited."""
    random = Random(seed)
    bodies = [sentence(random, random.randint(length // 2, length)) for _ in range(texts)]
    for _ in range(planted):
        one, two = random.sample(range(texts), 2)
        size = random.randint(8, 25)
        begin = random.randrange(max(1, len(bodies[one]) - size))
        stretch = edited(random, bodies[one][begin : begin + size], 0.2 * random.random())
        at = random.randrange(len(bodies[two]))
        bodies[two][at:at] = stretch
    return [" ".join(body).capitalize() + "." for body in bodies]
