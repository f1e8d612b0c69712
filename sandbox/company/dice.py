"""Random streams: every object draws its whole life from a stream of its own.

So what happens to one object never depends on how many others were drawn before it, and going on
by a day gives what drawing everything anew gives.
"""

import math
import random
from collections.abc import Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")


def stream(seed: int, *name: object) -> random.Random:
    """The random stream of the object called `name` in the company of this seed."""
    return random.Random("/".join(map(str, (seed, *name))))


def pick(dice: random.Random, weights: Mapping[str, float]) -> str:
    """One key, each as likely as its share of all weights."""
    key = ""
    mark = dice.random() * sum(weights.values())
    for key, weight in weights.items():
        mark -= weight
        if mark < 0:
            return key
    return key


def choose(dice: random.Random, options: Sequence[T]) -> T:
    """One of the options, all equally likely; much faster than `random.choice`."""
    return options[int(dice.random() * len(options))]


def spread(dice: random.Random, median: float, sigma: float = 0.7) -> float:
    """A positive number around `median`, with the long right tail of waiting times and prices."""
    return median * math.exp(dice.gauss(0.0, sigma))
