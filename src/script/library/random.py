"""Chance. A seed would have to give CPython's own numbers, so it is refused."""

import _native


def random():
    return (int.from_bytes(_native.random_bytes(7), "big") >> 3) / 9007199254740992


def _below(n):
    return int.from_bytes(_native.random_bytes(7), "big") % n


def seed(a=None, version=2):
    if a is not None:
        _native.refuse("random.seed is out of reach: the numbers that follow would not be CPython's")


def randrange(start, stop=None, step=1):
    numbers = range(start) if stop is None else range(start, stop, step)
    if not numbers:
        raise ValueError("empty range for randrange()" if stop is None else f"empty range in randrange({start}, {stop})")
    return numbers[_below(len(numbers))]


def randint(a, b):
    return randrange(a, b + 1)


def getrandbits(k):
    return int.from_bytes(_native.random_bytes(7), "big") >> (56 - k) if k <= 56 else _native.refuse("more than 56 bits of chance are out of reach")


def randbytes(n):
    return _native.random_bytes(n)


def choice(seq):
    if not len(seq):
        raise IndexError("Cannot choose from an empty sequence")
    return seq[_below(len(seq))]


def choices(population, weights=None, *, cum_weights=None, k=1):
    if weights is None and cum_weights is None:
        return [choice(population) for _ in range(k)]
    sums = list(cum_weights or ())
    for weight in weights or ():
        sums.append((sums[-1] if sums else 0) + weight)
    made = []
    for _ in range(k):
        at = random() * sums[-1]
        made.append(population[next(index for index, bound in enumerate(sums) if at < bound)])
    return made


def shuffle(x):
    for at in range(len(x) - 1, 0, -1):
        other = _below(at + 1)
        x[at], x[other] = x[other], x[at]


def sample(population, k):
    if k > len(population):
        raise ValueError("Sample larger than population or is negative")
    rest = list(population)
    shuffle(rest)
    return rest[:k]


def uniform(a, b):
    return a + (b - a) * random()


class SystemRandom:
    random = staticmethod(random)
    randint = staticmethod(randint)
    randrange = staticmethod(randrange)
    choice = staticmethod(choice)
    choices = staticmethod(choices)
    shuffle = staticmethod(shuffle)
    sample = staticmethod(sample)
    uniform = staticmethod(uniform)


Random = SystemRandom
