"""Classes that are made of their annotations."""

MISSING = type("_Missing", (), {"__repr__": lambda self: "MISSING"})()
KW_ONLY = type("_KwOnly", (), {})()


class FrozenInstanceError(AttributeError):
    pass


class Field:
    def __init__(self, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None, compare=True, metadata=None, kw_only=False):
        self.name = None
        self.type = None
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr
        self.hash = hash
        self.compare = compare
        self.metadata = metadata or {}
        self.kw_only = kw_only


def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None, compare=True, metadata=None, kw_only=False):
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError("cannot specify both default and default_factory")
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only)


def _collect(cls, kw_only):
    fields = {}
    for base in reversed(cls.__mro__[1:]):
        fields.update(getattr(base, "__dataclass_fields__", {}) if "__dataclass_fields__" in base.__dict__ else {})
    for name, hint in cls.__dict__.get("__annotations__", {}).items():
        if "ClassVar" in hint:
            continue
        if hint.endswith("KW_ONLY"):
            kw_only = True
            continue
        given = cls.__dict__.get(name, MISSING)
        one = given if isinstance(given, Field) else Field(given)
        if isinstance(one.default, (list, dict, set)):
            raise ValueError(f"mutable default {type(one.default)} for field {name} is not allowed: use default_factory")
        one.name = name
        one.type = hint
        one.kw_only = one.kw_only or kw_only
        fields[name] = one
        if isinstance(given, Field):
            if one.default is MISSING:
                delattr(cls, name)
            else:
                setattr(cls, name, one.default)
    return fields


def _make_init(cls, fields):
    ordered = [one for one in fields.values() if one.init]
    plain = [one for one in ordered if not one.kw_only]
    seen = None
    for one in plain:
        if one.default is not MISSING or one.default_factory is not MISSING:
            seen = one.name
        elif seen:
            raise TypeError(f"non-default argument {one.name!r} follows default argument")

    def __init__(self, *arguments, **named):
        name = f"{cls.__qualname__}.__init__()"
        if len(arguments) > len(plain):
            raise TypeError(f"{name} takes {len(plain) + 1} positional arguments but {len(arguments) + 1} were given")
        values = {one.name: value for one, value in zip(plain, arguments)}
        for key, value in named.items():
            if key in values:
                raise TypeError(f"{name} got multiple values for argument {key!r}")
            if key not in fields or not fields[key].init:
                raise TypeError(f"{name} got an unexpected keyword argument {key!r}")
            values[key] = value
        missing = [one.name for one in plain if one.name not in values and one.default is MISSING and one.default_factory is MISSING]
        if missing:
            shown = [repr(key) for key in missing]
            listed = shown[0] if len(shown) == 1 else " and ".join(shown) if len(shown) == 2 else ", ".join(shown[:-1]) + ", and " + shown[-1]
            raise TypeError(f"{name} missing {len(shown)} required positional argument{'s' if len(shown) > 1 else ''}: {listed}")
        for one in fields.values():
            if one.name in values:
                value = values[one.name]
            elif one.default_factory is not MISSING:
                value = one.default_factory()
            elif one.default is not MISSING:
                value = one.default
            else:
                continue
            object.__setattr__(self, one.name, value)
        if hasattr(self, "__post_init__"):
            self.__post_init__()

    return __init__


def _key(self):
    return tuple(getattr(self, one.name) for one in self.__dataclass_fields__.values() if one.compare)


def _compare(test):
    def compare(self, other):
        return test(_key(self), _key(other)) if other.__class__ is self.__class__ else NotImplemented
    return compare


def _frozen_set(self, name, value):
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _frozen_delete(self, name):
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False, frozen=False, match_args=True, kw_only=False, slots=False, weakref_slot=False):
    def make(cls):
        fields = _collect(cls, kw_only)
        own = cls.__dict__
        cls.__dataclass_fields__ = fields
        if init and "__init__" not in own:
            cls.__init__ = _make_init(cls, fields)
        if repr and "__repr__" not in own:
            cls.__repr__ = lambda self: self.__class__.__qualname__ + "(" + ", ".join(
                f"{one.name}={getattr(self, one.name)!r}" for one in fields.values() if one.repr) + ")"
        if eq and "__eq__" not in own:
            cls.__eq__ = _compare(lambda a, b: a == b)
            if "__hash__" not in own or own["__hash__"] is None:
                cls.__hash__ = (lambda self: hash(_key(self))) if frozen or unsafe_hash else None
        if order:
            cls.__lt__ = _compare(lambda a, b: a < b)
            cls.__le__ = _compare(lambda a, b: a <= b)
            cls.__gt__ = _compare(lambda a, b: a > b)
            cls.__ge__ = _compare(lambda a, b: a >= b)
        if frozen:
            cls.__setattr__ = _frozen_set
            cls.__delattr__ = _frozen_delete
        if match_args:
            cls.__match_args__ = tuple(one.name for one in fields.values() if one.init and not one.kw_only)
        return cls

    return make if cls is None else make(cls)


def fields(class_or_instance):
    if not hasattr(class_or_instance, "__dataclass_fields__"):
        raise TypeError("must be called with a dataclass type or instance")
    return tuple(class_or_instance.__dataclass_fields__.values())


def is_dataclass(obj):
    return hasattr(obj, "__dataclass_fields__")


def _plain(value):
    if hasattr(value, "__dataclass_fields__") and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, dict):
        return {_plain(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)([_plain(item) for item in value])
    return value


def asdict(obj, *, dict_factory=dict):
    if not hasattr(obj, "__dataclass_fields__") or isinstance(obj, type):
        raise TypeError("asdict() should be called on dataclass instances")
    return dict_factory([(one.name, _plain(getattr(obj, one.name))) for one in fields(obj)])


def astuple(obj):
    return tuple(_plain(getattr(obj, one.name)) for one in fields(obj))


def replace(obj, /, **changes):
    values = {one.name: getattr(obj, one.name) for one in fields(obj) if one.init}
    values.update(changes)
    return obj.__class__(**values)
