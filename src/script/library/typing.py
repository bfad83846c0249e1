"""Types as hints: nothing of them is checked."""

TYPE_CHECKING = False


class _Form:
    def __init__(self, name, parameters=()):
        self._name = name
        self.__args__ = parameters
        self.__origin__ = self

    def __getitem__(self, parameters):
        return _Form(self._name, parameters if isinstance(parameters, tuple) else (parameters,))

    def __call__(self, *arguments, **named):
        maker = {"List": list, "Dict": dict, "Set": set, "Tuple": tuple, "FrozenSet": frozenset, "Type": type}.get(self._name)
        if maker is None:
            raise TypeError(f"Type {self._name} cannot be instantiated")
        return maker(*arguments, **named)

    def __or__(self, other):
        return _Form("Union", (self, other))

    __ror__ = __or__

    def __mro_entries__(self, bases):
        based = {"List": list, "Dict": dict, "Set": set, "Tuple": tuple, "FrozenSet": frozenset}.get(self._name)
        return (based,) if based else ()

    def __eq__(self, other):
        return isinstance(other, _Form) and self._name == other._name and self.__args__ == other.__args__

    def __hash__(self):
        return hash(self._name)

    def __repr__(self):
        if not self.__args__:
            return f"typing.{self._name}"
        shown = ", ".join(one.__name__ if isinstance(one, type) else repr(one) for one in self.__args__)
        return f"typing.{self._name}[{shown}]"


Any = _Form("Any")
Optional = _Form("Optional")
Union = _Form("Union")
List = _Form("List")
Dict = _Form("Dict")
Set = _Form("Set")
FrozenSet = _Form("FrozenSet")
Tuple = _Form("Tuple")
Type = _Form("Type")
Callable = _Form("Callable")
Literal = _Form("Literal")
LiteralString = _Form("LiteralString")
ClassVar = _Form("ClassVar")
Final = _Form("Final")
Annotated = _Form("Annotated")
Iterable = _Form("Iterable")
Iterator = _Form("Iterator")
Generator = _Form("Generator")
AsyncGenerator = _Form("AsyncGenerator")
AsyncIterator = _Form("AsyncIterator")
Awaitable = _Form("Awaitable")
Coroutine = _Form("Coroutine")
Collection = _Form("Collection")
Container = _Form("Container")
Sequence = _Form("Sequence")
MutableSequence = _Form("MutableSequence")
Mapping = _Form("Mapping")
MutableMapping = _Form("MutableMapping")
MutableSet = _Form("MutableSet")
AbstractSet = _Form("AbstractSet")
DefaultDict = _Form("DefaultDict")
OrderedDict = _Form("OrderedDict")
Counter = _Form("Counter")
Deque = _Form("Deque")
Hashable = _Form("Hashable")
Sized = _Form("Sized")
NoReturn = _Form("NoReturn")
Never = _Form("Never")
Self = _Form("Self")
Text = str
AnyStr = _Form("AnyStr")
Generic = _Form("Generic")
Protocol = _Form("Protocol")
Concatenate = _Form("Concatenate")
TypeAlias = _Form("TypeAlias")
TypeGuard = _Form("TypeGuard")
Required = _Form("Required")
NotRequired = _Form("NotRequired")
Unpack = _Form("Unpack")
IO = _Form("IO")
TextIO = _Form("TextIO")
BinaryIO = _Form("BinaryIO")
Pattern = _Form("Pattern")
Match = _Form("Match")
SupportsInt = _Form("SupportsInt")
SupportsFloat = _Form("SupportsFloat")


def TypeVar(name, *constraints, **options):
    return _Form(name)


def ParamSpec(name, **options):
    return _Form(name)


def NewType(name, tp):
    return lambda value: value


def cast(typ, val):
    return val


def overload(func):
    return func


def final(f):
    return f


def override(f):
    return f


def no_type_check(f):
    return f


def runtime_checkable(cls):
    return cls


def assert_never(value):
    raise AssertionError(f"Expected code to be unreachable, but got: {value!r}")


def assert_type(value, typ):
    return value


def get_origin(tp):
    import _native
    _native.refuse("looking into types at run time is out of reach")


get_args = get_type_hints = get_origin


class _NamedTupleMeta(type):
    def __new__(metacls, name, bases, namespace, **others):
        if "_is_root" in namespace:
            return super().__new__(metacls, name, bases, namespace)
        from collections import namedtuple
        fields = list(namespace.get("__annotations__", {}))
        made = namedtuple(name, fields, defaults=[namespace[field] for field in fields if field in namespace])
        for key, value in namespace.items():
            if key not in fields and key not in ("__annotations__", "__qualname__", "__module__", "__doc__"):
                setattr(made, key, value)
        return made


class NamedTuple(metaclass=_NamedTupleMeta):
    _is_root = True


class _TypedDictMeta(type):
    def __new__(metacls, name, bases, namespace, total=True, **others):
        return type.__new__(metacls, name, (dict,), {})


class TypedDict(metaclass=_TypedDictMeta):
    pass
