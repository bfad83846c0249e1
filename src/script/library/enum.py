"""Enumerations."""

__all__ = ["EnumMeta", "EnumType", "Enum", "IntEnum", "StrEnum", "Flag", "IntFlag", "ReprEnum", "auto", "unique", "property", "member", "nonmember"]

_builtin_property = property


class nonmember:
    def __init__(self, value):
        self.value = value


class member:
    def __init__(self, value):
        self.value = value


class auto:
    """A value that is made when the member is; until then others of the class body are made of it."""

    def __init__(self, value=None, _make=None):
        self.value = value
        self._make = _make

    def _resolve(self, cls, key, values):
        # One auto() is one value, however many names it has.
        if self.value is None:
            if self._make is not None:
                self.value = self._make(cls, key, values)
            else:
                self.value = cls._generate_next_value_(key, 1, len(values), values[:])
        return self.value

    def _with(self, other, make):
        def later(cls, key, values):
            return make(self._resolve(cls, key, values), other._resolve(cls, key, values) if isinstance(other, auto) else other)
        return auto(_make=later)

    def __or__(self, other):
        return self._with(other, lambda a, b: a | b)

    def __ror__(self, other):
        return self._with(other, lambda a, b: b | a)

    def __and__(self, other):
        return self._with(other, lambda a, b: a & b)

    def __rand__(self, other):
        return self._with(other, lambda a, b: b & a)

    def __xor__(self, other):
        return self._with(other, lambda a, b: a ^ b)

    def __rxor__(self, other):
        return self._with(other, lambda a, b: b ^ a)


class property(_builtin_property):
    """A property that a member may be named like."""


def _is_dunder(name):
    return len(name) > 4 and name[:2] == name[-2:] == "__"


def _is_sunder(name):
    return len(name) > 2 and name[0] == name[-1] == "_" and name[1] != "_"


def _is_descriptor(value):
    return hasattr(value, "__get__") or hasattr(value, "__set__")


class EnumType(type):
    @classmethod
    def __prepare__(metacls, name, bases, **others):
        return {}

    def __new__(metacls, name, bases, namespace, boundary=None, **others):
        members = {}
        rest = {}
        ignored = namespace.get("_ignore_", [])
        if isinstance(ignored, str):
            ignored = ignored.replace(",", " ").split()
        for key, value in namespace.items():
            if key in ignored or key == "_ignore_":
                continue
            if isinstance(value, nonmember):
                rest[key] = value.value
            elif isinstance(value, member):
                members[key] = value.value
            elif _is_dunder(key) or _is_sunder(key) or key.startswith(f"_{name}__") or (_is_descriptor(value) and not isinstance(value, auto)):
                rest[key] = value
            else:
                members[key] = value
        for base in bases:
            if getattr(base, "_member_names_", None):
                raise TypeError(f"{name}: cannot extend {base!r}")
        cls = type.__new__(metacls, name, bases, rest)
        cls._member_names_ = []
        cls._member_map_ = {}
        cls._value2member_map_ = {}
        data_type = object
        for base in cls.__mro__:
            if base in (int, float, str, bytes, tuple, list, dict) or (base is not object and not isinstance(base, EnumType) and "__new__" in base.__dict__):
                data_type = base
                break
        cls._member_type_ = data_type
        for method in ("__repr__", "__str__", "__format__"):
            # The enumeration's own way to be shown goes before that of the type of its values, unless the type's is asked for.
            if not bases or method in rest:
                continue
            if bases[-1].__name__ == "ReprEnum" and method != "__repr__":
                shown = data_type.__repr__ if method == "__str__" and data_type.__str__ is object.__str__ else getattr(data_type, method)
                type.__setattr__(cls, method, shown)
            elif getattr(cls, method) in (getattr(data_type, method), getattr(object, method)):
                type.__setattr__(cls, method, getattr(bases[-1], method))
        values = []
        for key, value in members.items():
            cls._add_member(key, value, values)
        return cls

    def __init__(cls, *arguments, **others):
        pass

    def _add_member(cls, key, value, values):
        if isinstance(value, auto):
            value = value._resolve(cls, key, values)
        elif isinstance(value, tuple) and any(isinstance(part, auto) for part in value):
            value = tuple(part._resolve(cls, key, values) if isinstance(part, auto) else part for part in value)
        maker = None
        for base in cls.__mro__:
            if base in (Enum, IntEnum, StrEnum, Flag, IntFlag, ReprEnum, cls._member_type_, object):
                continue
            maker = base.__dict__.get("__new__")
            if maker is not None:
                break
        arguments = value if isinstance(value, tuple) and cls._member_type_ is not tuple else (value,)
        if maker is not None:
            maker = getattr(maker, "__func__", maker)
            made = maker(cls, *arguments)
            if "_value_" not in made.__dict__:
                made._value_ = value
        elif cls._member_type_ is object:
            made = object.__new__(cls)
            made._value_ = value
        else:
            made = cls._member_type_.__new__(cls, *arguments)
            made._value_ = value if cls._member_type_ not in (int, float, str) or not isinstance(value, tuple) else cls._member_type_(*arguments)
            if cls._member_type_ is str and issubclass(cls, StrEnum) and not isinstance(value, str):
                raise TypeError(f"{value!r} is not a string")
        value = made._value_
        made._name_ = key
        made.__objclass__ = cls
        if cls.__init__ is not Enum.__init__ and "__init__" in dir(cls):
            made.__init__(*arguments)
            value = made._value_
        for other in cls._member_map_.values():
            if other._value_ == value and type(other._value_) is type(value):
                made = other
                break
        else:
            if not issubclass(cls, Flag) or (isinstance(value, int) and value > 0 and value & (value - 1) == 0):
                cls._member_names_.append(key)
            made._sort_order_ = len(cls._member_map_)
        values.append(value)
        cls._member_map_[key] = made
        try:
            cls._value2member_map_.setdefault(value, made)
        except TypeError:
            pass
        type.__setattr__(cls, key, made)

    def __call__(cls, value, names=None, *rest, module=None, qualname=None, type=None, start=1, boundary=None):
        if names is None and not rest and (cls._member_map_ or issubclass(cls, Flag)):
            return cls._find(value)
        if names is None:
            if rest or not cls._member_map_ and cls not in (Enum, IntEnum, StrEnum, Flag, IntFlag):
                return cls._find(value)
        if isinstance(names, str):
            names = names.replace(",", " ").split()
        namespace = {"__module__": module or cls.__module__}
        pairs = names.items() if isinstance(names, dict) else names
        count = 0
        last = []
        for item in pairs:
            if isinstance(item, str):
                namespace[item] = cls._generate_next_value_(item, start, count, last[:])
            else:
                namespace[item[0]] = item[1]
            last.append(list(namespace.values())[-1])
            count += 1
        return EnumType(value, (cls,) if type is None else (type, cls), namespace)

    def _find(cls, value):
        if type(value) is cls:
            return value
        try:
            return cls._value2member_map_[value]
        except KeyError:
            pass
        except TypeError:
            for made in cls._member_map_.values():
                if made._value_ == value:
                    return made
        made = cls._missing_(value)
        if isinstance(made, cls):
            return made
        if made is not None:
            raise TypeError(f"error in {cls.__name__}._missing_: returned {made!r} instead of None or a valid member")
        raise ValueError(f"{value!r} is not a valid {cls.__qualname__}")

    def __contains__(cls, value):
        if isinstance(value, cls):
            return True
        if not isinstance(value, Enum):
            try:
                return value in cls._value2member_map_
            except TypeError:
                return any(made._value_ == value for made in cls)
        return False

    def __getitem__(cls, name):
        return cls._member_map_[name]

    def __iter__(cls):
        return iter([cls._member_map_[name] for name in cls._member_names_])

    def __reversed__(cls):
        return iter([cls._member_map_[name] for name in reversed(cls._member_names_)])

    def __len__(cls):
        return len(cls._member_names_)

    def __bool__(cls):
        return True

    @_builtin_property
    def __members__(cls):
        return dict(cls._member_map_)

    def __repr__(cls):
        return f"<flag {cls.__name__!r}>" if issubclass(cls, Flag) else f"<enum {cls.__name__!r}>"

    def __setattr__(cls, name, value):
        if name in cls.__dict__.get("_member_map_", {}):
            raise AttributeError(f"cannot reassign member {name!r}")
        type.__setattr__(cls, name, value)


EnumMeta = EnumType


class Enum(metaclass=EnumType):
    def __init__(self, *arguments, **others):
        pass

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        if not last_values:
            return start
        return sorted(last_values)[-1] + 1

    @classmethod
    def _missing_(cls, value):
        return None

    @property
    def name(self):
        return self._name_

    @property
    def value(self):
        return self._value_

    def __repr__(self):
        return f"<{type(self).__name__}.{self._name_}: {self._value_!r}>"

    def __str__(self):
        return f"{type(self).__name__}.{self._name_}"

    def __format__(self, format):
        return str.__format__(str(self), format)

    def __hash__(self):
        # A member that is a text or a number is the same key as that.
        data_type = type(self)._member_type_
        return hash(self._name_) if data_type is object else data_type.__hash__(self)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


class ReprEnum(Enum):
    pass


class IntEnum(int, ReprEnum):
    def __str__(self):
        return int.__repr__(self)

    def __format__(self, format):
        return int.__format__(self, format)

    def __hash__(self):
        return hash(self._value_)


class StrEnum(str, ReprEnum):
    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return name.lower()

    def __str__(self):
        return str.__str__(self)

    def __format__(self, format):
        return str.__format__(self, format)

    def __hash__(self):
        return hash(self._value_)


class Flag(Enum):
    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        if not last_values:
            return start
        return 2 ** max(last_values).bit_length()

    @classmethod
    def _missing_(cls, value):
        if not isinstance(value, int):
            raise ValueError(f"{value!r} is not a valid {cls.__qualname__}")
        known = 0
        for made in cls._member_map_.values():
            known |= made._value_
        if value < 0:
            value = known & value
        if value & ~known and not issubclass(cls, IntFlag):
            raise ValueError(f"<flag {cls.__name__!r}> invalid value {value!r}")
        made = int.__new__(cls, value) if issubclass(cls, IntFlag) else object.__new__(cls)
        made._value_ = value
        names = [part._name_ for part in cls if value & part._value_]
        made._name_ = "|".join(names) if names else None
        cls._value2member_map_[value] = made
        return made

    def __contains__(self, other):
        if not isinstance(other, type(self)):
            raise TypeError(f"unsupported operand type(s) for 'in': {type(other).__qualname__!r} and {type(self).__qualname__!r}")
        return other._value_ & self._value_ == other._value_

    def __iter__(self):
        return iter([part for part in type(self) if part._value_ & self._value_])

    def __len__(self):
        return self._value_.bit_count()

    def __repr__(self):
        if self._name_ is None:
            return f"<{type(self).__name__}: {self._value_!r}>"
        return f"<{type(self).__name__}.{self._name_}: {self._value_!r}>"

    def __str__(self):
        if self._name_ is None:
            return f"{type(self).__name__}({self._value_!r})"
        return f"{type(self).__name__}.{self._name_}"

    def __bool__(self):
        return bool(self._value_)

    def _operand(self, other):
        if isinstance(other, type(self)):
            return other._value_
        return other if isinstance(self, int) and isinstance(other, int) else None

    def __or__(self, other):
        value = self._operand(other)
        return NotImplemented if value is None else type(self)(self._value_ | value)

    def __and__(self, other):
        value = self._operand(other)
        return NotImplemented if value is None else type(self)(self._value_ & value)

    def __xor__(self, other):
        value = self._operand(other)
        return NotImplemented if value is None else type(self)(self._value_ ^ value)

    def __invert__(self):
        known = 0
        for made in type(self):
            known |= made._value_
        return type(self)(known & ~self._value_)

    __ror__ = __or__
    __rand__ = __and__
    __rxor__ = __xor__
    __hash__ = Enum.__hash__


class IntFlag(int, Flag, ReprEnum):
    def __str__(self):
        return int.__repr__(self)

    def __format__(self, format):
        return int.__format__(self, format)

    def __hash__(self):
        return hash(self._value_)


def unique(cls):
    doubles = [(name, made._name_) for name, made in cls._member_map_.items() if name != made._name_]
    if doubles:
        raise ValueError(f"duplicate values found in {cls!r}: " + ", ".join(f"{alias} -> {name}" for alias, name in doubles))
    return cls
