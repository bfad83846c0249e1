"""Signals and contexts of `decimal`: what a result is rounded to, and what is raised for it."""

import _native
import _decimal_text as _text
from _decimal_text import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_05UP

HAVE_THREADS = True
HAVE_CONTEXTVAR = True
MAX_PREC = MAX_EMAX = 999999999999999999
MIN_EMIN = -999999999999999999
MIN_ETINY = -1999999999999999997


class DecimalException(ArithmeticError):
    __module__ = "decimal"


class InvalidOperation(DecimalException):
    __module__ = "decimal"


class ConversionSyntax(InvalidOperation):
    __module__ = "decimal"


class DivisionImpossible(InvalidOperation):
    __module__ = "decimal"


class DivisionUndefined(InvalidOperation, ZeroDivisionError):
    __module__ = "decimal"


class InvalidContext(InvalidOperation):
    __module__ = "decimal"


class FloatOperation(DecimalException, TypeError):
    __module__ = "decimal"


class DivisionByZero(DecimalException, ZeroDivisionError):
    __module__ = "decimal"


class Inexact(DecimalException):
    __module__ = "decimal"


class Rounded(DecimalException):
    __module__ = "decimal"


class Subnormal(DecimalException):
    __module__ = "decimal"


class Clamped(DecimalException):
    __module__ = "decimal"


class Overflow(Inexact, Rounded):
    __module__ = "decimal"


class Underflow(Inexact, Rounded, Subnormal):
    __module__ = "decimal"


_SIGNALS = (InvalidOperation, FloatOperation, DivisionByZero, Overflow, Underflow, Subnormal, Inexact, Rounded, Clamped)
# As a context's text has them.
_TOLD = (Clamped, InvalidOperation, DivisionByZero, Inexact, FloatOperation, Overflow, Rounded, Subnormal, Underflow)


class Context:
    __module__ = "decimal"

    def __init__(self, prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None, traps=None):
        base = _defaults
        self.prec = base.prec if prec is None else prec
        self.rounding = base.rounding if rounding is None else rounding
        self.Emin = base.Emin if Emin is None else Emin
        self.Emax = base.Emax if Emax is None else Emax
        self.capitals = base.capitals if capitals is None else capitals
        self.clamp = base.clamp if clamp is None else clamp
        self.flags = _signal_map(() if flags is None else flags)
        self.traps = _signal_map(base.traps if traps is None else traps)

    @property
    def prec(self):
        return self._prec

    @prec.setter
    def prec(self, value):
        if not isinstance(value, int):
            raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")
        if not 1 <= value <= MAX_PREC:
            raise ValueError("valid range for prec is [1, MAX_PREC]")
        if value > _text.MOST_DIGITS // 2:
            _native.refuse(f"decimal numbers of {value} digits are out of reach")
        self._prec = value

    @property
    def rounding(self):
        return self._rounding

    @rounding.setter
    def rounding(self, value):
        if value not in _text.ROUNDINGS:
            raise TypeError("valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n"
                            "   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]")
        self._rounding = value

    def __repr__(self):
        flags, traps = (", ".join(signal.__name__ for signal in _TOLD if chosen[signal]) for chosen in (self.flags, self.traps))
        return (f"Context(prec={self.prec}, rounding={self.rounding}, Emin={self.Emin}, Emax={self.Emax}, capitals={self.capitals}, "
                f"clamp={self.clamp}, flags=[{flags}], traps=[{traps}])")

    def copy(self):
        return Context(self.prec, self.rounding, self.Emin, self.Emax, self.capitals, self.clamp, self.flags, self.traps)

    __copy__ = copy

    def clear_flags(self):
        self.flags = _signal_map(())

    def clear_traps(self):
        self.traps = _signal_map(())

    def Etiny(self):
        return self.Emin - self.prec + 1

    def Etop(self):
        return self.Emax - self.prec + 1

    def to_sci_string(self, x):
        return x._text(False, self)

    def to_eng_string(self, x):
        return x._text(True, self)

    def _signal(self, conditions):
        """Sets the flags, and raises what is trapped."""
        trapped = []
        for condition in conditions:
            signal = InvalidOperation if issubclass(condition, InvalidOperation) else condition
            self.flags[signal] = True
            if self.traps[signal]:
                trapped.append((_SIGNALS.index(signal), condition, signal))
        if trapped:
            trapped.sort(key=lambda item: item[0])
            raise trapped[0][2]([condition for _, condition, _ in trapped])

    def _fit(self, negative, digits, exponent, rounding=None):
        """The digits (None: infinity) and the exponent that a result has here, and what that signals."""
        size = len(digits)
        if digits == "0":
            placed = min(max(exponent, self.Etiny()), self.Etop() if self.clamp else self.Emax)
            return digits, placed, [] if placed == exponent else [Clamped]
        if size <= self._prec and self.Emin <= exponent + size - 1 <= self.Emax and not self.clamp:
            return digits, exponent, []
        rounding = rounding or self._rounding
        if exponent + size - 1 > self.Emax:
            return self._overflow(negative, rounding)
        subnormal = exponent + size - 1 < self.Emin
        signals = [Subnormal] if subnormal else []
        lowest = max(exponent + size - self._prec, self.Etiny())
        if lowest > exponent:
            digits, inexact = _text.cut(digits, lowest - exponent, rounding, negative)
            exponent = lowest
            if len(digits) > self._prec:
                digits, exponent = digits[:-1], exponent + 1
            if exponent + len(digits) - 1 > self.Emax:
                return self._overflow(negative, rounding)
            signals += ([Inexact] if inexact else []) + [Rounded]
            if subnormal and inexact:
                signals.append(Underflow)
            if digits == "0":
                signals.append(Clamped)
        if self.clamp and exponent > self.Etop():
            digits, exponent = digits + "0" * (exponent - self.Etop()), self.Etop()
            signals.append(Clamped)
        return digits, exponent, signals

    def _overflow(self, negative, rounding):
        signals = [Overflow, Inexact, Rounded]
        if rounding in (ROUND_DOWN, ROUND_05UP) or rounding == (ROUND_CEILING if negative else ROUND_FLOOR):
            return "9" * self.prec, self.Etop(), signals
        return None, 0, signals


def _signal_map(chosen):
    """Of a list of signals, or of a dict of them."""
    if isinstance(chosen, dict):
        return {signal: bool(chosen.get(signal)) for signal in _SIGNALS}
    return {signal: signal in chosen for signal in _SIGNALS}


class _Defaults:
    prec, rounding, Emin, Emax, capitals, clamp, traps = 28, ROUND_HALF_EVEN, -999999, 999999, 1, 0, (InvalidOperation, DivisionByZero, Overflow)


_defaults = _Defaults
_defaults = DefaultContext = Context()
BasicContext = Context(prec=9, rounding=ROUND_HALF_UP, traps=[InvalidOperation, DivisionByZero, Overflow, Underflow, Clamped])
ExtendedContext = Context(prec=9, rounding=ROUND_HALF_EVEN, traps=[])
_current = Context()


def getcontext():
    return _current


def setcontext(context):
    global _current
    if context in (DefaultContext, BasicContext, ExtendedContext):
        context = context.copy()
        context.clear_flags()
    _current = context


class localcontext:
    __module__ = "decimal"

    def __init__(self, ctx=None, **options):
        self._new = (ctx or getcontext()).copy()
        for name, value in options.items():
            if name not in ("prec", "rounding", "Emin", "Emax", "capitals", "clamp", "flags", "traps"):
                raise TypeError(f"'{name}' is an invalid keyword argument for this function")
            setattr(self._new, name, _signal_map(value) if name in ("flags", "traps") else value)

    def __enter__(self):
        self._old = getcontext()
        setcontext(self._new)
        return self._new

    def __exit__(self, kind, value, traceback):
        setcontext(self._old)
