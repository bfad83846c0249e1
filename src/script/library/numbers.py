"""Kinds of numbers."""


class _Kind(type):
    def __instancecheck__(cls, value):
        return isinstance(value, cls._types)


class Number(metaclass=_Kind):
    _types = (int, float)


class Complex(Number):
    pass


class Real(Number):
    pass


class Rational(Number):
    _types = (int,)


class Integral(Number):
    _types = (int,)
