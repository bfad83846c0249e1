"""Decimal numbers of up to 18 digits; what would need more is refused, never rounded."""

import _native
import re as _re

ROUND_UP = "ROUND_UP"
ROUND_DOWN = "ROUND_DOWN"
ROUND_CEILING = "ROUND_CEILING"
ROUND_FLOOR = "ROUND_FLOOR"
ROUND_HALF_UP = "ROUND_HALF_UP"
ROUND_HALF_DOWN = "ROUND_HALF_DOWN"
ROUND_HALF_EVEN = "ROUND_HALF_EVEN"
ROUND_05UP = "ROUND_05UP"


class DecimalException(ArithmeticError):
    pass


class InvalidOperation(DecimalException):
    pass


class ConversionSyntax(InvalidOperation):
    pass


class DivisionByZero(DecimalException, ZeroDivisionError):
    pass


class Inexact(DecimalException):
    pass


_TEXT = _re.compile(r"([-+]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:[eE]([-+]?\d+))?")
_SPECIAL = {"inf": "Infinity", "infinity": "Infinity", "nan": "NaN"}


def _fit(coefficient):
    if coefficient >= 1000000000000000000:
        _native.refuse("a decimal number of more than 18 digits is out of reach")
    return coefficient


def _power(exponent):
    if exponent > 18:
        _native.refuse("a decimal number of more than 18 digits is out of reach")
    return 10 ** exponent


class Decimal:
    def __new__(cls, value="0", context=None):
        self = object.__new__(cls)
        self._special = None
        if isinstance(value, Decimal):
            self._negative, self._coefficient, self._exponent, self._special = value._negative, value._coefficient, value._exponent, value._special
        elif isinstance(value, bool) or isinstance(value, int):
            self._negative, self._coefficient, self._exponent = value < 0, _fit(abs(int(value))), 0
        elif isinstance(value, float):
            self._set_float(value)
        elif isinstance(value, str):
            self._set_text(value)
        elif isinstance(value, (tuple, list)):
            sign, digits, exponent = value
            self._negative, self._coefficient, self._exponent = bool(sign), int("".join(str(digit) for digit in digits) or "0"), exponent
        else:
            raise TypeError(f"conversion from {type(value).__name__} to Decimal is not supported")
        return self

    def _set_text(self, text):
        stripped = text.strip().replace("_", "")
        match = _TEXT.fullmatch(stripped)
        if not match:
            name = _SPECIAL.get(stripped.lstrip("+-").lower())
            if name is None:
                raise InvalidOperation([ConversionSyntax])
            self._negative, self._coefficient, self._exponent, self._special = stripped.startswith("-"), 0, 0, name
            return
        sign, whole, fraction, bare, exponent = match.groups()
        digits = (whole or "") + (fraction or bare or "")
        if len(digits.lstrip("0")) > 18:
            _native.refuse("a decimal number of more than 18 digits is out of reach")
        self._negative = sign == "-"
        self._coefficient = int(digits)
        self._exponent = int(exponent or 0) - len(fraction or bare or "")

    def _set_float(self, value):
        if value != value or value in (float("inf"), -float("inf")):
            self._set_text(repr(value))
            return
        numerator, denominator = value.as_integer_ratio()
        places = denominator.bit_length() - 1
        if places > 18:
            _native.refuse(f"Decimal({value!r}) has more digits than are within reach; write Decimal(\"{value!r}\")")
        self._negative, self._coefficient, self._exponent = numerator < 0, _fit(abs(numerator) * 5 ** places), -places
        if denominator == 1:
            self._exponent = 0

    @classmethod
    def from_float(cls, f):
        return cls(f)

    @classmethod
    def _made(cls, number, exponent, negative=None):
        self = object.__new__(Decimal)
        self._negative = number < 0 if negative is None else negative
        self._coefficient = _fit(abs(number))
        self._exponent = exponent
        self._special = None
        return self

    def _signed(self):
        if self._special:
            _native.refuse(f"calculating with {self._special} is out of reach")
        return -self._coefficient if self._negative else self._coefficient

    def _other(self, other):
        if isinstance(other, Decimal):
            return other
        return Decimal(other) if isinstance(other, int) else None

    def _aligned(self, other):
        exponent = min(self._exponent, other._exponent)
        return (self._signed() * _power(self._exponent - exponent), other._signed() * _power(other._exponent - exponent), exponent)

    def __add__(self, other):
        other = self._other(other)
        if other is None:
            return NotImplemented
        a, b, exponent = self._aligned(other)
        return self._made(a + b, exponent)

    __radd__ = __add__

    def __sub__(self, other):
        other = self._other(other)
        if other is None:
            return NotImplemented
        a, b, exponent = self._aligned(other)
        return self._made(a - b, exponent)

    def __rsub__(self, other):
        other = self._other(other)
        return NotImplemented if other is None else other - self

    def __mul__(self, other):
        other = self._other(other)
        if other is None:
            return NotImplemented
        return self._made(self._coefficient * other._coefficient, self._exponent + other._exponent, self._negative is not other._negative)

    __rmul__ = __mul__

    def __truediv__(self, other):
        other = self._other(other)
        if other is None:
            return NotImplemented
        if other._coefficient == 0:
            raise (InvalidOperation if self._coefficient == 0 else DivisionByZero)([InvalidOperation if self._coefficient == 0 else DivisionByZero])
        numerator, denominator = self._coefficient, other._coefficient
        exponent = self._exponent - other._exponent
        ideal = exponent
        while numerator % denominator:
            if numerator >= 100000000000000000:
                _native.refuse("a quotient of more than 18 digits is out of reach; round it in SQL, or with integers")
            numerator *= 10
            exponent -= 1
        coefficient = numerator // denominator
        while exponent < ideal and coefficient % 10 == 0:
            coefficient //= 10
            exponent += 1
        return self._made(coefficient, exponent, self._negative is not other._negative)

    def __rtruediv__(self, other):
        other = self._other(other)
        return NotImplemented if other is None else other / self

    def __floordiv__(self, other):
        other = self._other(other)
        if other is None:
            return NotImplemented
        if other._coefficient == 0:
            raise DivisionByZero([DivisionByZero])
        a, b, exponent = self._aligned(other)
        return self._made(abs(a) // abs(b), 0, self._negative is not other._negative)

    def __mod__(self, other):
        other = self._other(other)
        if other is None:
            return NotImplemented
        if other._coefficient == 0:
            raise InvalidOperation([InvalidOperation])
        a, b, exponent = self._aligned(other)
        return self._made(abs(a) % abs(b), exponent, self._negative)

    def __pow__(self, other):
        if not isinstance(other, int) or other < 0:
            _native.refuse("a power of a decimal number that is no positive integer is out of reach")
        made = Decimal(1)
        for _ in range(other):
            made = made * self
        return made

    def __neg__(self):
        return self._made(self._coefficient, self._exponent, not self._negative and self._coefficient != 0)

    def __pos__(self):
        return self._made(self._coefficient, self._exponent, self._negative and self._coefficient != 0)

    def __abs__(self):
        return self._made(self._coefficient, self._exponent, False)

    def _order(self, other):
        if isinstance(other, float):
            return (float(self) > other) - (float(self) < other)
        other = self._other(other)
        if other is None:
            return None
        if self._special or other._special:
            a, b = float(str(self)), float(str(other))
            return (a > b) - (a < b) if a == a and b == b else None
        # By their sizes first, so that what is far apart needs no common exponent.
        a, b = self._signed(), other._signed()
        if (a > 0) - (a < 0) != (b > 0) - (b < 0):
            return ((a > 0) - (a < 0) > (b > 0) - (b < 0)) * 2 - 1
        sizes = self.adjusted() - other.adjusted()
        if a and sizes:
            return (1 if sizes > 0 else -1) * (1 if a > 0 else -1)
        if not a:
            return 0
        a, b, _ = self._aligned(other)
        return (a > b) - (a < b)

    def __eq__(self, other):
        order = self._order(other) if isinstance(other, (Decimal, int, float)) else None
        return order == 0 if order is not None else NotImplemented if not isinstance(other, (Decimal, int, float)) else False

    def __lt__(self, other):
        order = self._order(other)
        return NotImplemented if order is None else order < 0

    def __le__(self, other):
        order = self._order(other)
        return NotImplemented if order is None else order <= 0

    def __gt__(self, other):
        order = self._order(other)
        return NotImplemented if order is None else order > 0

    def __ge__(self, other):
        order = self._order(other)
        return NotImplemented if order is None else order >= 0

    def __hash__(self):
        number = self.normalize()
        return hash(number._signed() * 10 ** number._exponent) if 0 <= number._exponent <= 18 else hash(float(self))

    def __bool__(self):
        return bool(self._special) or self._coefficient != 0

    def adjusted(self):
        return self._exponent + len(str(self._coefficient)) - 1

    def __str__(self):
        sign = "-" if self._negative else ""
        if self._special:
            return sign + self._special
        digits = str(self._coefficient)
        left = self._exponent + len(digits)
        if self._exponent <= 0 and left > -6:
            point = left
        else:
            point = 1
        if point <= 0:
            whole, fraction = "0", "." + "0" * -point + digits
        elif point >= len(digits):
            whole, fraction = digits + "0" * (point - len(digits)), ""
        else:
            whole, fraction = digits[:point], "." + digits[point:]
        return sign + whole + fraction + ("" if left == point else f"E{left - point:+d}")

    def __repr__(self):
        return f"Decimal('{self}')"

    def __format__(self, spec):
        if not spec:
            return str(self)
        match = _re.fullmatch(r"(.*?)(,?)(?:\.(\d+))?([fF%]?)", spec)
        if not match or match.group(4) == "":
            if spec[-1:] in "<>^=+-0123456789":
                return str.__format__(str(self), spec)
            _native.refuse(f"the format {spec!r} of a decimal number is out of reach")
        number = self * 100 if match.group(4) == "%" else self
        if match.group(3) is not None:
            number = number.quantize(Decimal((0, (1,), -int(match.group(3)))))
        sign = "-" if number._negative else ""
        digits = str(abs(number._signed())).rjust(1 - number._exponent, "0")
        whole, fraction = (digits[:number._exponent], digits[number._exponent:]) if number._exponent < 0 else (digits + "0" * number._exponent, "")
        if match.group(2):
            whole = f"{int(whole):,}"
        text = sign + whole + ("." + fraction if fraction else "") + ("%" if match.group(4) == "%" else "")
        return str.__format__(text, match.group(1)) if match.group(1) and match.group(1)[0] in "<>^" else text.rjust(int(match.group(1) or 0))

    def __int__(self):
        if self._special:
            raise ValueError(f"cannot convert {self._special} to integer")
        size = self._coefficient * _power(self._exponent) if self._exponent >= 0 else self._coefficient // 10 ** min(-self._exponent, 18)
        return -size if self._negative else size

    __trunc__ = __int__

    def __float__(self):
        return float(str(self))

    def __floor__(self):
        return int(self.to_integral_value(ROUND_FLOOR))

    def __ceil__(self):
        return int(self.to_integral_value(ROUND_CEILING))

    def __round__(self, ndigits=None):
        if ndigits is None:
            return int(self.to_integral_value(ROUND_HALF_EVEN))
        return self.quantize(Decimal((0, (1,), -ndigits)))

    def quantize(self, exp, rounding=None, context=None):
        exponent = Decimal(exp)._exponent
        if self._special:
            return self
        if exponent <= self._exponent:
            return self._made(self._coefficient * _power(self._exponent - exponent), exponent, self._negative)
        cut = _power(min(exponent - self._exponent, 18))
        whole, rest = divmod(self._coefficient, cut)
        if rest and _goes_up(rounding or getcontext().rounding, whole, rest * 2 - cut, self._negative):
            whole += 1
        return self._made(whole, exponent, self._negative)

    def to_integral_value(self, rounding=None, context=None):
        return self if self._exponent >= 0 else self.quantize(Decimal(1), rounding)

    to_integral = to_integral_value

    def normalize(self, context=None):
        coefficient, exponent = self._coefficient, self._exponent
        if coefficient == 0:
            return self._made(0, 0, self._negative)
        while coefficient % 10 == 0:
            coefficient //= 10
            exponent += 1
        return self._made(coefficient, exponent, self._negative)

    def copy_abs(self):
        return abs(self)

    def as_tuple(self):
        from collections import namedtuple
        return namedtuple("DecimalTuple", "sign digits exponent")(int(self._negative), tuple(int(digit) for digit in str(self._coefficient)), self._exponent)

    def is_nan(self):
        return self._special == "NaN"

    def is_infinite(self):
        return self._special == "Infinity"

    def is_finite(self):
        return self._special is None

    def is_zero(self):
        return self._special is None and self._coefficient == 0

    def is_signed(self):
        return self._negative

    def sqrt(self, context=None):
        _native.refuse("the square root of a decimal number is out of reach")


def _goes_up(rounding, whole, half, negative):
    """HALF is less than 0, 0 or more, as what is cut off is less than a half, a half or more."""
    if rounding in (ROUND_UP, ROUND_DOWN):
        return rounding == ROUND_UP
    if rounding in (ROUND_CEILING, ROUND_FLOOR):
        return negative is (rounding == ROUND_FLOOR)
    if rounding == ROUND_05UP:
        return whole % 10 in (0, 5)
    if half:
        return half > 0
    return rounding == ROUND_HALF_UP or (rounding == ROUND_HALF_EVEN and whole % 2 == 1)


class Context:
    def __init__(self, prec=28, rounding=ROUND_HALF_EVEN, **options):
        self.prec = prec
        self.rounding = rounding


_context = Context()


def getcontext():
    return _context


def setcontext(context):
    global _context
    _context = context


class localcontext:
    def __init__(self, ctx=None, **options):
        self._new = ctx or Context(_context.prec, _context.rounding)

    def __enter__(self):
        self._old = _context
        setcontext(self._new)
        return self._new

    def __exit__(self, kind, value, traceback):
        setcontext(self._old)
