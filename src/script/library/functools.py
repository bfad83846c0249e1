"""Functions of functions."""

import _native

WRAPPER_ASSIGNMENTS = ("__module__", "__name__", "__qualname__", "__doc__", "__annotations__")
WRAPPER_UPDATES = ("__dict__",)
_MISSING = object()


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    for name in assigned:
        value = getattr(wrapped, name, _MISSING)
        if value is not _MISSING:
            try:
                setattr(wrapper, name, value)
            except (AttributeError, TypeError):
                pass
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    return lambda wrapper: update_wrapper(wrapper, wrapped, assigned, updated)


def reduce(function, iterable, initial=_MISSING):
    source = iter(iterable)
    value = initial
    if initial is _MISSING:
        try:
            value = next(source)
        except StopIteration:
            raise TypeError("reduce() of empty iterable with no initial value") from None
    for item in source:
        value = function(value, item)
    return value


class partial:
    def __init__(self, func, /, *args, **keywords):
        if not callable(func):
            raise TypeError("the first argument must be callable")
        if isinstance(func, partial):
            args = func.args + args
            keywords = {**func.keywords, **keywords}
            func = func.func
        self.func = func
        self.args = args
        self.keywords = keywords

    def __call__(self, /, *args, **keywords):
        return self.func(*self.args, *args, **{**self.keywords, **keywords})

    def __repr__(self):
        parts = [repr(self.func)] + [repr(value) for value in self.args] + [f"{name}={value!r}" for name, value in self.keywords.items()]
        return f"functools.partial({', '.join(parts)})"


class partialmethod:
    def __init__(self, func, /, *args, **keywords):
        self.func = func
        self.args = args
        self.keywords = keywords

    def __get__(self, instance, owner=None):
        return partial(self.func.__get__(instance, owner), *self.args, **self.keywords)


def cmp_to_key(mycmp):
    class K:
        def __init__(self, obj):
            self.obj = obj

        def __lt__(self, other):
            return mycmp(self.obj, other.obj) < 0

        def __gt__(self, other):
            return mycmp(self.obj, other.obj) > 0

        def __eq__(self, other):
            return mycmp(self.obj, other.obj) == 0

        def __le__(self, other):
            return mycmp(self.obj, other.obj) <= 0

        def __ge__(self, other):
            return mycmp(self.obj, other.obj) >= 0

    return K


class _CacheInfo(tuple):
    hits = property(lambda self: self[0])
    misses = property(lambda self: self[1])
    maxsize = property(lambda self: self[2])
    currsize = property(lambda self: self[3])

    def __repr__(self):
        return f"CacheInfo(hits={self[0]}, misses={self[1]}, maxsize={self[2]}, currsize={self[3]})"


def lru_cache(maxsize=128, typed=False):
    if callable(maxsize):
        return _cached(maxsize, 128, typed)
    return lambda function: _cached(function, maxsize, typed)


def _cached(function, maxsize, typed):
    values = {}
    hits = misses = 0

    def wrapper(*arguments, **named):
        nonlocal hits, misses
        key = (arguments, tuple(named.items()))
        if typed:
            key += (tuple(type(value) for value in arguments), tuple(type(value) for value in named.values()))
        if key in values:
            hits += 1
            value = values.pop(key)
            values[key] = value
            return value
        misses += 1
        value = function(*arguments, **named)
        if maxsize is None or maxsize > 0:
            if maxsize is not None and len(values) >= maxsize:
                del values[next(iter(values))]
            values[key] = value
        return value

    def cache_clear():
        nonlocal hits, misses
        values.clear()
        hits = misses = 0

    wrapper.cache_clear = cache_clear
    wrapper.cache_info = lambda: _CacheInfo((hits, misses, maxsize, len(values)))
    wrapper.cache_parameters = lambda: {"maxsize": maxsize, "typed": typed}
    return update_wrapper(wrapper, function)


def cache(function):
    return _cached(function, None, False)


class cached_property:
    def __init__(self, func):
        self.func = func
        self.attrname = getattr(func, "__name__", None)
        self.__doc__ = getattr(func, "__doc__", None)

    def __set_name__(self, owner, name):
        self.attrname = name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        value = self.func(instance)
        object.__setattr__(instance, self.attrname, value)
        return value


def total_ordering(cls):
    has = [name for name in ("__lt__", "__le__", "__gt__", "__ge__") if name in cls.__dict__]
    if not has:
        raise ValueError("must define at least one ordering operation: < > <= >=")
    root = "__lt__" if "__lt__" in has else has[0]

    def less(self, other):
        if root == "__lt__":
            return self.__lt__(other)
        if root == "__le__":
            return self.__le__(other) and self != other
        if root == "__gt__":
            return not self.__gt__(other) and self != other
        return not self.__ge__(other)

    made = {"__lt__": less, "__le__": lambda self, other: less(self, other) or self == other,
            "__gt__": lambda self, other: not less(self, other) and self != other, "__ge__": lambda self, other: not less(self, other)}
    for name, function in made.items():
        if name not in has:
            setattr(cls, name, function)
    return cls


def singledispatch(function):
    registry = {object: function}

    def dispatch(cls):
        for base in cls.__mro__:
            if base in registry:
                return registry[base]
        return function

    def register(cls, implementation=None):
        if implementation is None:
            if isinstance(cls, type):
                return lambda given: register(cls, given)
            _native.refuse("singledispatch's register with the type as an annotation is out of reach; name the type")
        registry[cls] = implementation
        return implementation

    def wrapper(*arguments, **named):
        if not arguments:
            raise TypeError(f"{function.__name__} requires at least 1 positional argument")
        return dispatch(type(arguments[0]))(*arguments, **named)

    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = registry
    return update_wrapper(wrapper, function)
