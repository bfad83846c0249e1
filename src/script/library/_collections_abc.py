"""What kinds of containers there are: `isinstance` goes by what an object can do."""


class _Kind(type):
    def __instancecheck__(cls, value):
        return all(hasattr(value, name) for name in cls._needs) and isinstance(value, cls._types or object)

    def __subclasscheck__(cls, subclass):
        return cls in subclass.__mro__ or all(getattr(subclass, name, None) for name in cls._needs) and issubclass(subclass, cls._types or object)


class Iterable(metaclass=_Kind):
    _needs = ("__iter__",)
    _types = ()


class Iterator(Iterable):
    _needs = ("__iter__", "__next__")


class Generator(Iterator):
    _needs = ("__iter__", "__next__", "send")


class Sized(metaclass=_Kind):
    _needs = ("__len__",)
    _types = ()


class Container(metaclass=_Kind):
    _needs = ("__contains__",)
    _types = ()


class Hashable(metaclass=_Kind):
    _needs = ()
    _types = ()

    @classmethod
    def _check(cls, value):
        try:
            hash(value)
        except TypeError:
            return False
        return True


class Callable(metaclass=_Kind):
    _needs = ("__call__",)
    _types = ()


class Collection(metaclass=_Kind):
    _needs = ("__iter__", "__len__", "__contains__")
    _types = ()


class Sequence(metaclass=_Kind):
    _needs = ("__iter__", "__len__", "__contains__", "__getitem__", "index")
    _types = (list, tuple, str, bytes, range)


class MutableSequence(metaclass=_Kind):
    _needs = ("append", "insert")
    _types = (list,)


class Set(metaclass=_Kind):
    _needs = ()
    _types = (set, frozenset)


class MutableSet(metaclass=_Kind):
    _needs = ()
    _types = (set,)


class Mapping(metaclass=_Kind):
    _needs = ("keys", "__getitem__")
    _types = (dict,)


class MutableMapping(metaclass=_Kind):
    _needs = ("keys", "__getitem__", "update")
    _types = (dict,)


class Awaitable(metaclass=_Kind):
    _needs = ("__await__",)
    _types = ()
