"""Iterators."""


class chain:
    def __init__(self, *iterables):
        self._source = self._walk(iterables)

    @classmethod
    def from_iterable(cls, iterables):
        made = cls()
        made._source = made._walk(iterables)
        return made

    def _walk(self, iterables):
        for iterable in iterables:
            yield from iterable

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._source)


def islice(iterable, start, *rest):
    if len(rest) > 2:
        raise TypeError(f"islice expected at most 4 arguments, got {len(rest) + 2}")
    start, stop, step = (0, start, 1) if not rest else (start or 0, rest[0], (rest[1] if len(rest) > 1 else None) or 1)
    for bound in (start, stop):
        if bound is not None and (not isinstance(bound, int) or bound < 0):
            raise ValueError("Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize." if not rest else
                             "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.")
    if step < 1:
        raise ValueError("Step for islice() must be a positive integer or None.")
    return _islice(iter(iterable), start, stop, step)


def _islice(source, start, stop, step):
    at = 0
    while stop is None or at < stop:
        try:
            item = next(source)
        except StopIteration:
            return
        if at >= start and (at - start) % step == 0:
            yield item
        at += 1


def count(start=0, step=1):
    while True:
        yield start
        start += step


def cycle(iterable):
    saved = []
    for item in iterable:
        yield item
        saved.append(item)
    while saved:
        yield from saved


def repeat(object, times=None):
    while times is None or times > 0:
        yield object
        if times is not None:
            times -= 1


def accumulate(iterable, func=None, *, initial=None):
    source = iter(iterable)
    total = initial
    if initial is None:
        try:
            total = next(source)
        except StopIteration:
            return
    yield total
    for item in source:
        total = total + item if func is None else func(total, item)
        yield total


def groupby(iterable, key=None):
    source = iter(iterable)
    pending = []
    finished = False
    try:
        item = next(source)
    except StopIteration:
        return
    value = item if key is None else key(item)

    def group(wanted):
        nonlocal item, value, finished
        while not finished and value == wanted:
            yield item
            try:
                item = next(source)
            except StopIteration:
                finished = True
                return
            value = item if key is None else key(item)

    while not finished:
        current = value
        inner = group(current)
        yield current, inner
        for _ in inner:
            pass


def product(*iterables, repeat=1):
    pools = [tuple(iterable) for iterable in iterables] * repeat
    return _product(pools)


def _product(pools):
    if any(not pool for pool in pools):
        return
    places = [0] * len(pools)
    while True:
        yield tuple([pool[place] for pool, place in zip(pools, places)])
        at = len(pools) - 1
        while at >= 0:
            places[at] += 1
            if places[at] < len(pools[at]):
                break
            places[at] = 0
            at -= 1
        if at < 0:
            return


def combinations(iterable, r):
    if r < 0:
        raise ValueError("r must be non-negative")
    return _combinations(tuple(iterable), r, False)


def combinations_with_replacement(iterable, r):
    if r < 0:
        raise ValueError("r must be non-negative")
    return _combinations(tuple(iterable), r, True)


def _combinations(pool, r, again):
    n = len(pool)
    if (r > n and not again) or (not n and r):
        return
    places = [0] * r if again else list(range(r))
    while True:
        yield tuple([pool[place] for place in places])
        at = r - 1
        while at >= 0 and places[at] == (n - 1 if again else at + n - r):
            at -= 1
        if at < 0:
            return
        places[at] += 1
        for following in range(at + 1, r):
            places[following] = places[at] if again else places[following - 1] + 1


def permutations(iterable, r=None):
    pool = tuple(iterable)
    r = len(pool) if r is None else r
    if r < 0:
        raise ValueError("r must be non-negative")
    return _permutations(pool, r, ())


def _permutations(pool, r, taken):
    if r > len(pool):
        return
    if len(taken) == r:
        yield tuple([pool[place] for place in taken])
        return
    for place in range(len(pool)):
        if place not in taken:
            yield from _permutations(pool, r, taken + (place,))


def zip_longest(*iterables, fillvalue=None):
    return _zip_longest([iter(iterable) for iterable in iterables], fillvalue)


def _zip_longest(sources, fillvalue):
    active = len(sources)
    while active:
        row = []
        for i in range(len(sources)):
            value = fillvalue
            if sources[i] is not None:
                try:
                    value = next(sources[i])
                except StopIteration:
                    sources[i] = None
                    active -= 1
                    if not active:
                        return
            row.append(value)
        yield tuple(row)


def starmap(function, iterable):
    for arguments in iterable:
        yield function(*arguments)


def takewhile(predicate, iterable):
    for item in iterable:
        if not predicate(item):
            return
        yield item


def dropwhile(predicate, iterable):
    dropping = True
    for item in iterable:
        if dropping and predicate(item):
            continue
        dropping = False
        yield item


def filterfalse(predicate, iterable):
    for item in iterable:
        if not (item if predicate is None else predicate(item)):
            yield item


def compress(data, selectors):
    for item, selected in zip(data, selectors):
        if selected:
            yield item


def pairwise(iterable):
    first = True
    before = None
    for item in iterable:
        if not first:
            yield before, item
        first = False
        before = item


def batched(iterable, n, *, strict=False):
    if n < 1:
        raise ValueError("n must be at least one")
    return _batched(iter(iterable), n, strict)


def _batched(source, n, strict):
    while True:
        batch = tuple(_islice(source, 0, n, 1))
        if not batch:
            return
        if strict and len(batch) != n:
            raise ValueError("batched(): incomplete batch")
        yield batch


def tee(iterable, n=2):
    if n < 0:
        raise ValueError("n must be >= 0")
    source = iter(iterable)
    queues = [[] for _ in range(n)]

    def walk(queue):
        while True:
            if not queue:
                try:
                    item = next(source)
                except StopIteration:
                    return
                for other in queues:
                    other.append(item)
            yield queue.pop(0)

    return tuple(walk(queue) for queue in queues)
