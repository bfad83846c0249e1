"""Containers."""

import _collections_abc as abc


class defaultdict(dict):
    def __init__(self, default_factory=None, *arguments, **named):
        if default_factory is not None and not callable(default_factory):
            raise TypeError("first argument must be callable or None")
        super().__init__(*arguments, **named)
        self.default_factory = default_factory

    def __missing__(self, key):
        if self.default_factory is None:
            raise KeyError(key)
        value = self.default_factory()
        self[key] = value
        return value

    def copy(self):
        return defaultdict(self.default_factory, self)

    def __repr__(self):
        return f"defaultdict({self.default_factory!r}, {dict.__repr__(self)})"


class OrderedDict(dict):
    def move_to_end(self, key, last=True):
        value = self.pop(key)
        if last:
            self[key] = value
            return
        others = list(self.items())
        self.clear()
        self[key] = value
        self.update(others)

    def popitem(self, last=True):
        if last:
            return super().popitem()
        if not self:
            raise KeyError("dictionary is empty")
        key = next(iter(self))
        return key, self.pop(key)

    def copy(self):
        return OrderedDict(self)

    def __eq__(self, other):
        if isinstance(other, OrderedDict) and list(self) != list(other):
            return False
        return dict.items(self) == dict.items(other) if isinstance(other, dict) else False

    def __repr__(self):
        return f"OrderedDict({dict.__repr__(self)})" if self else "OrderedDict()"


class Counter(dict):
    def __init__(self, iterable=None, /, **named):
        super().__init__()
        self.update(iterable, **named)

    def __missing__(self, key):
        return 0

    def update(self, iterable=None, /, **named):
        if isinstance(iterable, dict):
            for key, count in iterable.items():
                self[key] = self.get(key, 0) + count
        elif iterable is not None:
            for key in iterable:
                self[key] = self.get(key, 0) + 1
        for key, count in named.items():
            self[key] = self.get(key, 0) + count

    def subtract(self, iterable=None, /, **named):
        for key, count in Counter(iterable, **named).items():
            self[key] = self.get(key, 0) - count

    def most_common(self, n=None):
        items = sorted(self.items(), key=lambda item: item[1], reverse=True)
        return items if n is None else items[:n]

    def elements(self):
        for key, count in self.items():
            for _ in range(count):
                yield key

    def total(self):
        return sum(self.values())

    def copy(self):
        return Counter(self)

    def __add__(self, other):
        made = Counter()
        for key in {**self, **other}:
            if self[key] + other[key] > 0:
                made[key] = self[key] + other[key]
        return made

    def __sub__(self, other):
        made = Counter()
        for key in {**self, **other}:
            if self[key] - other[key] > 0:
                made[key] = self[key] - other[key]
        return made

    def __repr__(self):
        if not self:
            return "Counter()"
        return "Counter({" + ", ".join(f"{key!r}: {count!r}" for key, count in self.most_common()) + "})"


class deque:
    def __init__(self, iterable=(), maxlen=None):
        self.maxlen = maxlen
        self._items = []
        self.extend(iterable)

    def _trim(self, left):
        if self.maxlen is not None and len(self._items) > self.maxlen:
            self._items = self._items[:self.maxlen] if left else self._items[len(self._items) - self.maxlen:]

    def append(self, x):
        self._items.append(x)
        self._trim(False)

    def appendleft(self, x):
        self._items.insert(0, x)
        self._trim(True)

    def extend(self, iterable):
        for x in iterable:
            self.append(x)

    def extendleft(self, iterable):
        for x in iterable:
            self.appendleft(x)

    def pop(self):
        if not self._items:
            raise IndexError("pop from an empty deque")
        return self._items.pop()

    def popleft(self):
        if not self._items:
            raise IndexError("pop from an empty deque")
        return self._items.pop(0)

    def rotate(self, n=1):
        if self._items:
            n %= len(self._items)
            self._items = self._items[-n:] + self._items[:-n] if n else self._items

    def clear(self):
        self._items.clear()

    def count(self, x):
        return self._items.count(x)

    def index(self, x):
        return self._items.index(x)

    def remove(self, x):
        self._items.remove(x)

    def reverse(self):
        self._items.reverse()

    def copy(self):
        return deque(self._items, self.maxlen)

    def __len__(self):
        return len(self._items)

    def __iter__(self):
        return iter(self._items)

    def __reversed__(self):
        return reversed(self._items)

    def __getitem__(self, index):
        if isinstance(index, slice):
            raise TypeError("sequence index must be integer, not 'slice'")
        return self._items[index]

    def __setitem__(self, index, value):
        self._items[index] = value

    def __contains__(self, x):
        return x in self._items

    def __eq__(self, other):
        return isinstance(other, deque) and self._items == other._items

    def __repr__(self):
        return f"deque({self._items!r}{'' if self.maxlen is None else f', maxlen={self.maxlen}'})"


class ChainMap:
    def __init__(self, *maps):
        self.maps = list(maps) or [{}]

    def __getitem__(self, key):
        for one in self.maps:
            if key in one:
                return one[key]
        raise KeyError(key)

    def __setitem__(self, key, value):
        self.maps[0][key] = value

    def __contains__(self, key):
        return any(key in one for one in self.maps)

    def __iter__(self):
        known = {}
        for one in reversed(self.maps):
            known.update(dict.fromkeys(one))
        return iter(known)

    def __len__(self):
        return len(list(iter(self)))

    def get(self, key, default=None):
        return self[key] if key in self else default

    def keys(self):
        return list(self)

    def items(self):
        return [(key, self[key]) for key in self]

    def values(self):
        return [self[key] for key in self]


def namedtuple(typename, field_names, *, rename=False, defaults=None, module=None):
    if isinstance(field_names, str):
        field_names = field_names.replace(",", " ").split()
    fields = [str(name) for name in field_names]
    for at, name in enumerate(fields):
        good = name.isidentifier() and not name.startswith("_") and name not in fields[:at]
        if not good and rename:
            fields[at] = f"_{at}"
        elif not name.isidentifier():
            raise ValueError(f"Type names and field names must be valid identifiers: {name!r}")
        elif name.startswith("_"):
            raise ValueError(f"Field names cannot start with an underscore: {name!r}")
        elif not good:
            raise ValueError(f"Encountered duplicate field name: {name!r}")
    defaults = tuple(defaults or ())
    if len(defaults) > len(fields):
        raise TypeError("Got more default values than field names")
    known = dict(zip(fields[len(fields) - len(defaults):], defaults))

    class made(tuple):
        _fields = tuple(fields)
        _field_defaults = known

        def __new__(cls, *arguments, **named):
            if len(arguments) > len(fields):
                raise TypeError(f"{typename}.__new__() takes {len(fields) + 1} positional arguments but {len(arguments) + 1} were given")
            values = dict(zip(fields, arguments))
            for name, value in named.items():
                if name in values:
                    raise TypeError(f"{typename}.__new__() got multiple values for argument {name!r}")
                if name not in fields:
                    raise TypeError(f"{typename}.__new__() got an unexpected keyword argument {name!r}")
                values[name] = value
            missing = [name for name in fields if name not in values and name not in known]
            if missing:
                shown = [repr(name) for name in missing]
                listed = shown[0] if len(shown) == 1 else " and ".join(shown) if len(shown) == 2 else ", ".join(shown[:-1]) + ", and " + shown[-1]
                raise TypeError(f"{typename}.__new__() missing {len(shown)} required positional argument{'s' if len(shown) > 1 else ''}: {listed}")
            return tuple.__new__(cls, [values[name] if name in values else known[name] for name in fields])

        @classmethod
        def _make(cls, iterable):
            values = list(iterable)
            if len(values) != len(fields):
                raise TypeError(f"Expected {len(fields)} arguments, got {len(values)}")
            return tuple.__new__(cls, values)

        def _replace(self, **named):
            for name in named:
                if name not in fields:
                    raise ValueError(f"Got unexpected field names: {[name]!r}")
            return self._make([named.get(name, value) for name, value in zip(fields, self)])

        def _asdict(self):
            return dict(zip(fields, self))

        def __repr__(self):
            return type(self).__name__ + "(" + ", ".join(f"{name}={value!r}" for name, value in zip(fields, self)) + ")"

    for at, name in enumerate(fields):
        setattr(made, name, property(lambda self, at=at: self[at]))
    made.__name__ = typename
    made.__match_args__ = tuple(fields)
    return made


class UserDict(dict):
    @property
    def data(self):
        return self


class UserList(list):
    @property
    def data(self):
        return self
