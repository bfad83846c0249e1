"""Decimal numbers of any size, in contexts, as the General Decimal Arithmetic Specification has them.

A number is its sign, its digits as a text without leading zeros, and an exponent; or what its `_special` names.
"""

import _native
import re as _re
import _decimal_text as _text
from _decimal_context import *
from _decimal_text import (ROUND_UP, ROUND_DOWN, ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,
                           ROUND_05UP)
from collections import namedtuple as _namedtuple
from numbers import Number as _Number

_NUMBER = _re.compile(r"([-+]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:[eE]([-+]?\d+))?")
_SPECIAL = _re.compile(r"([-+]?)(?:(inf|infinity)|(s?)nan(\d*))", _re.IGNORECASE)

DecimalTuple = _namedtuple("DecimalTuple", "sign digits exponent")


def _made(negative, digits, exponent, special=None, cls=None):
    number = object.__new__(cls or Decimal)
    number._negative, number._digits, number._exponent, number._special = negative, digits, exponent, special
    return number


def _infinite(negative):
    return _made(negative, "0", 0, "Infinity")


def _invalid(context, condition=InvalidOperation):
    context._signal([condition])
    return _made(False, "", 0, "NaN")


def _finished(context, negative, digits, exponent, rounding=None):
    """The number, rounded to the precision and the exponents of CONTEXT, with what that signals."""
    digits, exponent, signals = context._fit(negative, digits, exponent, rounding)
    if signals:
        context._signal(signals)
    return _infinite(negative) if digits is None else _made(negative, digits, exponent)


def _number(value):
    """What an operator takes beside a Decimal; None for all else."""
    if isinstance(value, Decimal):
        return value
    return Decimal(value) if isinstance(value, int) else None


def _wanted(value):
    """What a method takes beside a Decimal."""
    number = _number(value)
    if number is None:
        raise TypeError(f"conversion from {type(value).__name__} to Decimal is not supported")
    return number


def _from_text(text):
    """The parts of a number; None for what is none."""
    match = _NUMBER.fullmatch(text)
    if match:
        sign, whole, fraction, bare, exponent = match.groups()
        fraction = fraction or bare or ""
        digits = "".join(str(int(digit)) for digit in (whole or "") + fraction) if not text.isascii() else (whole or "") + fraction
        return sign == "-", digits.lstrip("0") or "0", int(exponent or 0) - len(fraction), None
    match = _SPECIAL.fullmatch(text)
    if match:
        sign, infinite, signalling, payload = match.groups()
        if infinite:
            return sign == "-", "0", 0, "Infinity"
        return sign == "-", payload.lstrip("0"), 0, "sNaN" if signalling else "NaN"
    return None


def _from_tuple(value):
    if len(value) != 3:
        raise ValueError("argument must be a sequence of length 3")
    sign, digits, exponent = value
    if sign not in (0, 1):
        raise ValueError("sign must be an integer with the value 0 or 1")
    if not all(isinstance(digit, int) and 0 <= digit <= 9 for digit in digits):
        raise ValueError("coefficient must be a tuple of digits")
    text = "".join(str(digit) for digit in digits).lstrip("0")
    if exponent == "F":
        return bool(sign), "0", 0, "Infinity"
    if exponent in ("n", "N"):
        return bool(sign), text, 0, "NaN" if exponent == "n" else "sNaN"
    if not isinstance(exponent, int):
        raise ValueError("string argument in the third position must be 'F', 'n' or 'N'")
    return bool(sign), text or "0", exponent, None


def _from_float(value):
    if value != value or value in (float("inf"), -float("inf")):
        return _from_text(repr(value))
    negative = repr(value).startswith("-")
    value = abs(value)
    places = twos = 0
    while value % 1:
        value *= 2
        places += 1
    while value >= 9007199254740992.0:
        value /= 2
        twos += 1
    # Each binary place behind the point is a decimal one.
    digits = _native.digits_multiply(str(int(value)), _native.digits_power("5" if places else "2", places or twos))
    return negative, digits, -places, None


class Decimal:
    __slots__ = ("_negative", "_digits", "_exponent", "_special")

    def __new__(cls, value="0", context=None):
        if isinstance(value, str):
            parts = _from_text(value.strip().replace("_", ""))
            if parts is None:
                return _invalid(context or getcontext(), ConversionSyntax)
        elif isinstance(value, Decimal):
            parts = value._negative, value._digits, value._exponent, value._special
        elif isinstance(value, int):
            parts = value < 0, str(int(value)).lstrip("-"), 0, None
        elif isinstance(value, float):
            (context or getcontext())._signal([FloatOperation])
            parts = _from_float(value)
        elif isinstance(value, (tuple, list)):
            parts = _from_tuple(value)
        else:
            raise TypeError(f"conversion from {type(value).__name__} to Decimal is not supported")
        return _made(*parts, cls)

    @classmethod
    def from_float(cls, f):
        if isinstance(f, int):
            return cls(f)
        if not isinstance(f, float):
            raise TypeError("argument must be int or float")
        return _made(*_from_float(f), cls)

    # What a number is.

    def is_nan(self):
        return self._special in ("NaN", "sNaN")

    def is_qnan(self):
        return self._special == "NaN"

    def is_snan(self):
        return self._special == "sNaN"

    def is_infinite(self):
        return self._special == "Infinity"

    def is_finite(self):
        return self._special is None

    def is_zero(self):
        return self._special is None and self._digits == "0"

    def is_signed(self):
        return self._negative

    def is_canonical(self):
        return True

    def canonical(self):
        return self

    def is_normal(self, context=None):
        return self._special is None and self._digits != "0" and (context or getcontext()).Emin <= self.adjusted()

    def is_subnormal(self, context=None):
        return self._special is None and self._digits != "0" and self.adjusted() < (context or getcontext()).Emin

    def number_class(self, context=None):
        if self._special:
            return self._special if self.is_nan() else "-Infinity" if self._negative else "+Infinity"
        kind = "Zero" if self._digits == "0" else "Subnormal" if self.is_subnormal(context) else "Normal"
        return ("-" if self._negative else "+") + kind

    def adjusted(self):
        return 0 if self._special else self._exponent + len(self._digits) - 1

    def as_tuple(self):
        digits = tuple(int(digit) for digit in self._digits)
        return DecimalTuple(int(self._negative), digits, {None: self._exponent, "Infinity": "F", "NaN": "n", "sNaN": "N"}[self._special])

    def as_integer_ratio(self):
        if self._special:
            raise (ValueError if self.is_nan() else OverflowError)(f"cannot convert {'NaN' if self.is_nan() else 'Infinity'} to integer ratio")
        numerator, denominator = self._digits, "1"
        if self._exponent >= 0:
            numerator = _native.digits_multiply(numerator, _native.digits_power("10", self._exponent))
        else:
            denominator = _native.digits_power("10", -self._exponent)
        a, b = numerator, denominator
        while b != "0":
            a, b = b, _native.digits_divide(a, b)[1]
        numerator, denominator = int(_native.digits_divide(numerator, a)[0]), int(_native.digits_divide(denominator, a)[0])
        return -numerator if self._negative else numerator, denominator

    @property
    def real(self):
        return self

    @property
    def imag(self):
        return Decimal(0)

    def conjugate(self):
        return self

    def radix(self):
        return Decimal(10)

    # Arithmetic. The method of an operator takes a Decimal and a context, and is named as in Context.

    def _nan(self, other, context):
        """The NaN that comes of SELF and OTHER, one of which is one."""
        for number in (self, other):
            if number._special == "sNaN":
                context._signal([InvalidOperation])
                break
        else:
            number = self if self.is_nan() else other
        return _made(number._negative, number._digits[-context.prec:].lstrip("0"), 0, "NaN")

    def _is_nan_beside(self, other):
        return self.is_nan() or other.is_nan()

    def _add(self, other, context):
        if self._special or other._special:
            if self._is_nan_beside(other):
                return self._nan(other, context)
            if self._special and other._special and self._negative is not other._negative:
                return _invalid(context)
            return _infinite((self if self._special else other)._negative)
        exponent = min(self._exponent, other._exponent)
        if self._digits == "0" or other._digits == "0":
            if self._digits == other._digits:
                return _finished(context, self._zero_sign(other, context), "0", exponent)
            number = other if self._digits == "0" else self
            exponent = max(exponent, number._exponent - context.prec - 1)
            return _finished(context, number._negative, *number._scaled(exponent, context.rounding)[:2])
        a, b, exponent = self._aligned(other, context.prec)
        if self._negative is other._negative:
            return _finished(context, self._negative, _native.digits_add(a, b), exponent)
        difference = _native.digits_subtract(a, b)
        if difference == "0":
            return _finished(context, context.rounding == ROUND_FLOOR, "0", exponent)
        return _finished(context, self._negative is not difference.startswith("-"), difference.lstrip("-"), exponent)

    def _zero_sign(self, other, context):
        return self._negative if self._negative is other._negative else context.rounding == ROUND_FLOOR

    def _aligned(self, other, precision=None):
        """The digits of both with one exponent. What is too small to touch the PRECISION of the sum is made a 1 behind it."""
        exponent = min(self._exponent, other._exponent)
        a, b = self, other
        if precision is not None and abs(self._exponent - other._exponent) > precision:
            large, small = (self, other) if self._exponent > other._exponent else (other, self)
            floor = large._exponent + min(-1, len(large._digits) - precision - 2)
            if small.adjusted() < floor:
                small = _made(small._negative, "1", floor)
                a, b = (large, small) if large is self else (small, large)
                exponent = floor
        _text.outside(max(a._exponent, b._exponent) - exponent)
        return a._digits + "0" * (a._exponent - exponent), b._digits + "0" * (b._exponent - exponent), exponent

    def _subtract(self, other, context):
        if other.is_nan():
            return self._nan(other, context)
        return self._add(other.copy_negate(), context)

    def _multiply(self, other, context):
        negative = self._negative is not other._negative
        if self._special or other._special:
            if self._is_nan_beside(other):
                return self._nan(other, context)
            return _invalid(context) if self.is_zero() or other.is_zero() else _infinite(negative)
        return _finished(context, negative, _native.digits_multiply(self._digits, other._digits), self._exponent + other._exponent)

    def _divide(self, other, context):
        negative = self._negative is not other._negative
        if self._special or other._special:
            if self._is_nan_beside(other):
                return self._nan(other, context)
            if self._special:
                return _invalid(context) if other._special else _infinite(negative)
            context._signal([Clamped])
            return _made(negative, "0", context.Etiny())
        if other._digits == "0":
            if self._digits == "0":
                return _invalid(context, DivisionUndefined)
            context._signal([DivisionByZero])
            return _infinite(negative)
        ideal = self._exponent - other._exponent
        if self._digits == "0":
            return _finished(context, negative, "0", ideal)
        shift = len(other._digits) - len(self._digits) + context.prec + 1
        quotient, rest = _native.digits_divide(self._digits + "0" * shift, other._digits + "0" * -shift)
        exponent = ideal - shift
        if rest != "0":
            # So that no rounding takes for exact, or for a half, what is a little more.
            if quotient[-1] in "05":
                quotient = _native.digits_add(quotient, "1")
        else:
            zeros = min(len(quotient) - len(quotient.rstrip("0")), max(ideal - exponent, 0))
            quotient, exponent = quotient[:len(quotient) - zeros], exponent + zeros
        return _finished(context, negative, quotient, exponent)

    def _divide_whole(self, other, context):
        """The whole quotient's digits, and the remainder; None for a quotient beyond the precision."""
        ideal = self._exponent if other._special else min(self._exponent, other._exponent)
        distance = self.adjusted() - other.adjusted()
        if self._digits == "0" or other._special or distance <= -2:
            return "0", self._scaled(ideal, context.rounding)[:2]
        if distance <= context.prec:
            a, b, exponent = self._aligned(other)
            quotient, rest = _native.digits_divide(a, b)
            if len(quotient) <= context.prec:
                return quotient, (rest, ideal)
        return None

    def _divide_int(self, other, context):
        negative = self._negative is not other._negative
        if self._is_nan_beside(other):
            return self._nan(other, context)
        if self._special:
            return _invalid(context) if other._special else _infinite(negative)
        if other.is_zero():
            if self.is_zero():
                return _invalid(context, DivisionUndefined)
            context._signal([DivisionByZero])
            return _infinite(negative)
        parts = self._divide_whole(other, context)
        return _invalid(context, DivisionImpossible) if parts is None else _finished(context, negative, parts[0], 0)

    def _remainder(self, other, context):
        if self._is_nan_beside(other):
            return self._nan(other, context)
        if self._special:
            return _invalid(context)
        if other.is_zero():
            return _invalid(context, DivisionUndefined if self.is_zero() else InvalidOperation)
        parts = self._divide_whole(other, context)
        return _invalid(context, DivisionImpossible) if parts is None else _finished(context, self._negative, *parts[1])

    def _divmod(self, other, context):
        negative = self._negative is not other._negative
        if self._is_nan_beside(other):
            nan = self._nan(other, context)
            return nan, nan
        if self._special:
            nan = _invalid(context)
            return nan if other._special else _infinite(negative), nan
        if other.is_zero():
            context._signal([DivisionUndefined] if self.is_zero() else [InvalidOperation, DivisionByZero])
            nan = _made(False, "", 0, "NaN")
            return nan if self.is_zero() else _infinite(negative), nan
        parts = self._divide_whole(other, context)
        if parts is None:
            nan = _invalid(context, DivisionImpossible)
            return nan, nan
        return _finished(context, negative, parts[0], 0), _finished(context, self._negative, *parts[1])

    def _power(self, other, context):
        if self._is_nan_beside(other):
            return self._nan(other, context)
        if other.is_zero():
            return _invalid(context) if self.is_zero() else Decimal(1)
        if other._special or other != other.to_integral_value() or abs(other) > 9999:
            _native.refuse(f"{self} to the power of {other} is out of reach: the exponent must be a whole number of up to 4 digits")
        exponent = abs(int(other))
        negative = self._negative and exponent % 2 == 1
        if self._special or self._digits == "0":
            return _infinite(negative) if other._negative is (self._special is None) else _made(negative, "0", 0)
        digits = _native.digits_power(self._digits, exponent)
        if not other._negative:
            return _finished(context, negative, digits, self._exponent * exponent)
        return Decimal(1)._divide(_made(negative, digits, self._exponent * exponent), context)

    def __pow__(self, other, modulo=None):
        if modulo is not None:
            _native.refuse("a power of a decimal number with a modulus is out of reach")
        other = _number(other)
        return NotImplemented if other is None else self._power(other, getcontext())

    def __neg__(self):
        return self._minus(getcontext())

    def __pos__(self):
        return self._plus(getcontext())

    def __abs__(self):
        return self._absolute(getcontext())

    def _fitted(self, context):
        """As it is, with the precision of CONTEXT."""
        return self if self._special else _finished(context, self._negative, self._digits, self._exponent)

    def _plus(self, context):
        if self._special:
            return self._nan(self, context) if self.is_nan() else self
        return _finished(context, self._negative and (self._digits != "0" or context.rounding == ROUND_FLOOR), self._digits, self._exponent)

    def _minus(self, context):
        if self.is_nan():
            return self._nan(self, context)
        if self.is_zero():
            return _finished(context, context.rounding == ROUND_FLOOR, "0", self._exponent)
        return self.copy_negate()._plus(context)

    def _absolute(self, context):
        if self.is_nan():
            return self._nan(self, context)
        return self.copy_abs()._plus(context)

    def remainder_near(self, other, context=None):
        _native.refuse("Decimal.remainder_near() is out of reach")

    def fma(self, other, third, context=None):
        context, other, third = context or getcontext(), _wanted(other), _wanted(third)
        if self._special or other._special:
            return self._multiply(other, context)._add(third, context)
        exact = _made(self._negative is not other._negative, _native.digits_multiply(self._digits, other._digits), self._exponent + other._exponent)
        return exact._add(third, context)

    def sqrt(self, context=None):
        context = context or getcontext()
        if self._special:
            if self.is_nan():
                return self._nan(self, context)
            return _invalid(context) if self._negative else self
        if self._digits == "0":
            return _finished(context, self._negative, "0", self._exponent // 2)
        if self._negative:
            return _invalid(context)
        # So many digits that the root has one more than the precision.
        shift = max(2 * (context.prec + 1) - len(self._digits), 0)
        shift += (self._exponent - shift) % 2
        ideal = self._exponent // 2
        root, rest = _native.digits_root(self._digits + "0" * shift)
        exponent = (self._exponent - shift) // 2
        if rest != "0":
            if root[-1] in "05":
                root = _native.digits_add(root, "1")
        else:
            zeros = min(len(root) - len(root.rstrip("0")), max(ideal - exponent, 0))
            root, exponent = root[:len(root) - zeros], exponent + zeros
        return _finished(context, False, root, exponent, ROUND_HALF_EVEN)

    # Order.

    def _order(self, other):
        """Less than 0, 0 or more. Neither is a NaN."""
        a, b = (0 if number.is_zero() else -1 if number._negative else 1 for number in (self, other))
        if a != b or not a:
            return (a > b) - (a < b)
        if self._special or other._special:
            return a * ((self._special is not None) - (other._special is not None))
        if self.adjusted() != other.adjusted():
            return a if self.adjusted() > other.adjusted() else -a
        left, right, _ = self._aligned(other)
        return a * ((left > right) - (left < right))

    def _beside(self, other, ordered):
        """OTHER as a number to compare with; None for what is none, or when one of the two is a NaN."""
        if isinstance(other, float):
            if ordered:
                getcontext()._signal([FloatOperation])
            else:
                getcontext().flags[FloatOperation] = True
            other = Decimal.from_float(other)
        return _number(other)

    def __eq__(self, other):
        other = self._beside(other, False)
        if other is None:
            return NotImplemented
        if self._is_nan_beside(other):
            if "sNaN" in (self._special, other._special):
                getcontext()._signal([InvalidOperation])
            return False
        return self._order(other) == 0

    def _compared(self, other):
        other = self._beside(other, True)
        if other is None:
            return NotImplemented
        if self._is_nan_beside(other):
            getcontext()._signal([InvalidOperation])
            return None
        return self._order(other)

    def __lt__(self, other):
        order = self._compared(other)
        return order if order is NotImplemented else order is not None and order < 0

    def __le__(self, other):
        order = self._compared(other)
        return order if order is NotImplemented else order is not None and order <= 0

    def __gt__(self, other):
        order = self._compared(other)
        return order if order is NotImplemented else order is not None and order > 0

    def __ge__(self, other):
        order = self._compared(other)
        return order if order is NotImplemented else order is not None and order >= 0

    def __hash__(self):
        if self._special == "sNaN":
            raise TypeError("Cannot hash a signaling NaN value")
        if self._special == "NaN":
            return object.__hash__(self)
        if self._special is None and 0 <= self.adjusted() < 18 and self.to_integral_value() == self:
            return hash(int(self))
        return hash(float(self))

    def compare(self, other, context=None):
        context, other = context or getcontext(), _wanted(other)
        return self._nan(other, context) if self._is_nan_beside(other) else Decimal(self._order(other))

    def compare_signal(self, other, context=None):
        context, other = context or getcontext(), _wanted(other)
        return _invalid(context) if self._is_nan_beside(other) else Decimal(self._order(other))

    def _total(self):
        rank = {None: 0, "Infinity": 1, "sNaN": 2, "NaN": 3}[self._special]
        return -rank if self._negative else rank

    def compare_total(self, other, context=None):
        other = _wanted(other)
        if self._negative is not other._negative:
            return Decimal(-1 if self._negative else 1)
        order = (self._total() > other._total()) - (self._total() < other._total())
        if not order and self._special in (None, "Infinity"):
            order = self._order(other) or (self._exponent > other._exponent) - (self._exponent < other._exponent)
            if not self._order(other) and self._negative:
                order = -order
        elif not order:
            a, b = (len(self._digits), self._digits), (len(other._digits), other._digits)
            order = ((a > b) - (a < b)) * (-1 if self._negative else 1)
        return Decimal(order)

    def compare_total_mag(self, other, context=None):
        return self.copy_abs().compare_total(_wanted(other).copy_abs())

    def _chosen(self, other, context, sign, magnitude=False):
        """The larger (SIGN 1) or the smaller (-1) of two; a NaN gives way to a number."""
        context, other = context or getcontext(), _wanted(other)
        if self._is_nan_beside(other):
            if "sNaN" in (self._special, other._special) or self.is_nan() and other.is_nan():
                return self._nan(other, context)
            return (other if self.is_nan() else self)._fitted(context)
        a, b = (self.copy_abs(), other.copy_abs()) if magnitude else (self, other)
        order = a._order(b) or int(self.compare_total(other))
        return (self if order * sign >= 0 else other)._fitted(context)

    def max(self, other, context=None):
        return self._chosen(other, context, 1)

    def min(self, other, context=None):
        return self._chosen(other, context, -1)

    def max_mag(self, other, context=None):
        return self._chosen(other, context, 1, True)

    def min_mag(self, other, context=None):
        return self._chosen(other, context, -1, True)

    def same_quantum(self, other, context=None):
        other = _wanted(other)
        if self._special or other._special:
            return self.is_nan() and other.is_nan() or self.is_infinite() and other.is_infinite()
        return self._exponent == other._exponent

    # Other numbers from this one.

    def _copied(self, negative):
        return _made(negative, self._digits, self._exponent, self._special)

    def copy_abs(self):
        return self._copied(False)

    def copy_negate(self):
        return self._copied(not self._negative)

    def copy_sign(self, other, context=None):
        return self._copied(_wanted(other)._negative)

    def _scaled(self, exponent, rounding):
        """The digits with that EXPONENT, it, and whether digits other than 0 were lost."""
        if self._digits == "0":
            return "0", exponent, False
        if exponent <= self._exponent:
            _text.outside(self._exponent - exponent)
            return self._digits + "0" * (self._exponent - exponent), exponent, False
        digits, inexact = _text.cut(self._digits, exponent - self._exponent, rounding, self._negative)
        return digits, exponent, inexact

    def quantize(self, exp, rounding=None, context=None):
        context, exp = context or getcontext(), _wanted(exp)
        if self._special or exp._special:
            if self._is_nan_beside(exp):
                return self._nan(exp, context)
            return self if self._special and exp._special else _invalid(context)
        exponent = exp._exponent
        if not context.Etiny() <= exponent <= context.Emax or self._digits != "0" and self.adjusted() - exponent + 1 > context.prec:
            return _invalid(context)
        digits, exponent, inexact = self._scaled(exponent, rounding or context.rounding)
        if len(digits) > context.prec or digits != "0" and exponent + len(digits) - 1 > context.Emax:
            return _invalid(context)
        signals = [Subnormal] if digits != "0" and exponent + len(digits) - 1 < context.Emin else []
        if inexact:
            signals.append(Inexact)
        if exponent > self._exponent and self._digits != "0":
            signals.append(Rounded)
        context._signal(signals)
        return _made(self._negative, digits, exponent)

    def to_integral_value(self, rounding=None, context=None):
        context = context or getcontext()
        if self._special:
            return self._nan(self, context) if self.is_nan() else self
        if self._exponent >= 0:
            return self
        return _made(self._negative, *self._scaled(0, rounding or context.rounding)[:2])

    to_integral = to_integral_value

    def to_integral_exact(self, rounding=None, context=None):
        context = context or getcontext()
        if self._special or self._exponent >= 0:
            return self.to_integral_value(rounding, context)
        digits, exponent, inexact = self._scaled(0, rounding or context.rounding)
        context._signal(([Inexact] if inexact else []) + ([Rounded] if self._digits != "0" else []))
        return _made(self._negative, digits, exponent)

    def normalize(self, context=None):
        context = context or getcontext()
        number = self._plus(context) if not self.is_zero() else self
        if number._special:
            return number
        if number._digits == "0":
            return _made(number._negative, "0", 0)
        digits = number._digits.rstrip("0")
        return _made(number._negative, digits, number._exponent + len(number._digits) - len(digits))

    def scaleb(self, other, context=None):
        context, other = context or getcontext(), _wanted(other)
        if self._is_nan_beside(other):
            return self._nan(other, context)
        if other._special or other._exponent != 0 or abs(other) > 2 * (context.Emax + context.prec):
            return _invalid(context)
        return self if self._special else _finished(context, self._negative, self._digits, self._exponent + int(other))

    def logb(self, context=None):
        context = context or getcontext()
        if self._special:
            return self._nan(self, context) if self.is_nan() else _infinite(False)
        if self._digits == "0":
            context._signal([DivisionByZero])
            return _infinite(True)
        return Decimal(self.adjusted())._fitted(context)

    # Other types.

    def __bool__(self):
        return bool(self._special) or self._digits != "0"

    def __int__(self):
        if self._special:
            raise ValueError("cannot convert NaN to integer") if self.is_nan() else OverflowError("cannot convert Infinity to integer")
        _text.outside(self._exponent)
        return int(("-" if self._negative else "") + self._scaled(0, ROUND_DOWN)[0])

    __trunc__ = __int__

    def __float__(self):
        if self._special == "sNaN":
            raise ValueError("cannot convert signaling NaN to float")
        return float(("-" if self._negative else "") + ("nan" if self.is_nan() else "inf" if self._special else f"{self._digits}e{self._exponent}"))

    def __floor__(self):
        return int(self.to_integral_value(ROUND_FLOOR))

    def __ceil__(self):
        return int(self.to_integral_value(ROUND_CEILING))

    def __round__(self, ndigits=None):
        if ndigits is None:
            return int(self.to_integral_value(ROUND_HALF_EVEN))
        return self.quantize(_made(False, "1", -ndigits))

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __reduce__(self):
        return type(self), (str(self),)

    def _text(self, engineering, context):
        sign = "-" if self._negative else ""
        if self._special:
            return sign + self._special + (self._digits if self.is_nan() else "")
        left = self._exponent + len(self._digits)
        if self._exponent <= 0 and left > -6:
            point = left
        elif not engineering:
            point = 1
        elif self._digits == "0":
            point = (left + 1) % 3 - 1
        else:
            point = (left - 1) % 3 + 1
        if point <= 0:
            text = "0." + "0" * -point + self._digits
        elif point >= len(self._digits):
            text = self._digits + "0" * (point - len(self._digits))
        else:
            text = self._digits[:point] + "." + self._digits[point:]
        return sign + text + ("" if left == point else ("E" if context.capitals else "e") + f"{left - point:+d}")

    def __str__(self):
        return self._text(False, getcontext())

    def to_eng_string(self, context=None):
        return self._text(True, context or getcontext())

    def __repr__(self):
        return f"Decimal('{self._text(False, getcontext())}')"

    def __format__(self, spec):
        context = getcontext()
        return _text.number_format(self, spec, context) if spec else self._text(False, context)


def _operators(method):
    """The operator of METHOD, and the one for a Decimal on the right."""
    def left(self, other):
        other = _number(other)
        return NotImplemented if other is None else method(self, other, getcontext())

    def right(self, other):
        other = _number(other)
        return NotImplemented if other is None else method(other, self, getcontext())
    return left, right


for _name, _method in (("add", Decimal._add), ("sub", Decimal._subtract), ("mul", Decimal._multiply), ("truediv", Decimal._divide),
                       ("floordiv", Decimal._divide_int), ("mod", Decimal._remainder), ("divmod", Decimal._divmod)):
    _left, _right = _operators(_method)
    setattr(Decimal, f"__{_name}__", _left)
    setattr(Decimal, f"__r{_name}__", _right)
Decimal.__rpow__ = _operators(Decimal._power)[1]


def _out_of_reach(name):
    def method(self, *arguments, **options):
        _native.refuse(f"Decimal.{name}() is out of reach")
    return method


for _name in ("exp", "ln", "log10", "next_minus", "next_plus", "next_toward", "rotate", "shift", "logical_and", "logical_or", "logical_xor",
              "logical_invert"):
    setattr(Decimal, _name, _out_of_reach(_name))


def _operation(method):
    def operation(self, *arguments):
        return getattr(_wanted(arguments[0]), method)(*(_wanted(argument) for argument in arguments[1:]), self)
    return operation


for _name, _method in (("add", "_add"), ("subtract", "_subtract"), ("multiply", "_multiply"), ("divide", "_divide"), ("divide_int", "_divide_int"),
                       ("remainder", "_remainder"), ("divmod", "_divmod"), ("power", "_power"), ("plus", "_plus"), ("minus", "_minus"),
                       ("abs", "_absolute"), ("sqrt", "sqrt"), ("normalize", "normalize"), ("compare", "compare"), ("max", "max"), ("min", "min"),
                       ("scaleb", "scaleb"), ("logb", "logb"), ("fma", "fma")):
    setattr(Context, _name, _operation(_method))


def _radix(self):
    return Decimal(10)


def _quantize(self, a, b):
    return _wanted(a).quantize(b, context=self)


def _create_decimal(self, num="0"):
    return Decimal(num, self)._fitted(self)


Context.radix, Context.quantize = _radix, _quantize
Context.create_decimal = Context.create_decimal_from_float = _create_decimal
_Number.register(Decimal)
