"""Kinds of numbers."""


class _Kind(type):
    def register(cls, subclass):
        cls._types += (subclass,)
        return subclass

    def __instancecheck__(cls, value):
        return isinstance(value, cls._types)

    def __subclasscheck__(cls, subclass):
        return cls in subclass.__mro__ or issubclass(subclass, cls._types)


class Number(metaclass=_Kind):
    _types = (int, float)


class Complex(Number):
    _types = (int, float)


class Real(Complex):
    _types = (int, float)


class Rational(Real):
    _types = (int,)


class Integral(Rational):
    _types = (int,)
