"""Abstract base classes."""


def abstractmethod(funcobj):
    funcobj.__isabstractmethod__ = True
    return funcobj


abstractproperty = property


class ABCMeta(type):
    def __new__(metacls, name, bases, namespace, **others):
        cls = super().__new__(metacls, name, bases, namespace, **others)
        names = {key for key, value in namespace.items() if _is_abstract(value)}
        for base in bases:
            for key in getattr(base, "__abstractmethods__", ()):
                if _is_abstract(getattr(cls, key, None)):
                    names.add(key)
        cls.__abstractmethods__ = frozenset(names)
        return cls

    def __call__(cls, *arguments, **named):
        if cls.__abstractmethods__:
            names = sorted(cls.__abstractmethods__)
            shown = ", ".join(f"'{name}'" for name in names)
            raise TypeError(f"Can't instantiate abstract class {cls.__name__} with abstract method{'s' if len(names) > 1 else ''} {', '.join(names)}")
        return super().__call__(*arguments, **named)

    def register(cls, subclass):
        return subclass


def _is_abstract(value):
    for inner in (value, getattr(value, "__func__", None), getattr(value, "fget", None)):
        if getattr(inner, "__isabstractmethod__", False):
            return True
    return False


class ABC(metaclass=ABCMeta):
    pass
