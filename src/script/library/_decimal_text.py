"""How digits of `decimal` are rounded, and how its numbers are written."""

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
ROUNDINGS = (ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN, ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_05UP)

MOST_DIGITS = 100000


def outside(digits):
    """Refuses a number that would need so many DIGITS more."""
    if digits > MOST_DIGITS:
        _native.refuse(f"a decimal number of more than {MOST_DIGITS} digits is out of reach")


def goes_up(rounding, digits, rest, negative):
    """Whether DIGITS are one more for the sake of REST, digits behind them that are not all 0."""
    if rounding == ROUND_UP or rounding == ROUND_DOWN:
        return rounding == ROUND_UP
    if rounding == ROUND_CEILING or rounding == ROUND_FLOOR:
        return negative is (rounding == ROUND_FLOOR)
    if rounding == ROUND_05UP:
        return digits[-1] in "05"
    half = "5" + "0" * (len(rest) - 1)
    if rest != half:
        return rest > half
    return rounding == ROUND_HALF_UP or rounding == ROUND_HALF_EVEN and digits[-1] in "13579"


def cut(digits, places, rounding, negative):
    """DIGITS without the last PLACES, rounded, and whether what fell was not all 0."""
    if places >= len(digits):
        digits = "0" * min(places - len(digits) + 1, 2) + digits
        places = min(places, len(digits) - 1)
    kept, rest = digits[:-places].lstrip("0") or "0", digits[-places:]
    inexact = rest.strip("0") != ""
    if inexact and goes_up(rounding, kept, rest, negative):
        kept = _native.digits_add(kept, "1")
    return kept, inexact


_FORMAT = _re.compile(r"(?:(.)?([<>=^]))?([-+ ])?(z)?(0)?(\d+)?(,)?(?:\.(\d+))?([eEfFgGn%])?", _re.DOTALL)


def number_format(number, spec, context):
    """NUMBER as the format SPEC has it."""
    match = _FORMAT.fullmatch(spec)
    if not match or match.group(2) and match.group(5) or match.group(9) == "n" and match.group(7):
        raise ValueError("invalid format string")
    fill, align, plus, unsigned_zero, zeros, width, comma, precision, kind = match.groups()
    width = int(width or 0)
    sign = "-" if number._negative else plus if plus and plus in "+ " else ""
    if number._special:
        text = number.copy_abs()._text(False, context) + ("%" if kind == "%" else "")
        return aligned(sign, text, fill or " ", align or ">", width)
    whole, rest, is_zero = places_of(number, kind or ("G" if context.capitals else "g"), precision, context)
    if is_zero and unsigned_zero and sign == "-":
        sign = plus if plus and plus in "+ " else ""
    if comma:
        text = grouped(whole)
        while zeros and len(sign + text + rest) < width:
            whole = "0" + whole
            text = grouped(whole)
        whole = text
    return aligned(sign, whole + rest, "0" if zeros else fill or " ", "=" if zeros else align or ">", width)


def grouped(whole):
    first = len(whole) % 3
    groups = [whole[:first]] if first else []
    return ",".join(groups + [whole[i:i + 3] for i in range(first, len(whole), 3)])


def aligned(sign, text, fill, align, width):
    missing = max(width - len(sign) - len(text), 0)
    if align == "=":
        return sign + fill * missing + text
    left = missing if align == ">" else missing // 2 if align == "^" else 0
    return fill * left + sign + text + fill * (missing - left)


def places_of(number, kind, precision, context):
    """The text before the point, the text from it on, and whether all is 0."""
    digits, exponent, negative = number._digits, number._exponent + (2 if kind == "%" else 0), number._negative
    if precision is not None:
        precision = max(int(precision), 1) if kind in "gGn" else int(precision)
        outside(precision)
        lowest = -precision if kind in "fF%" else exponent + len(digits) - precision - (kind in "eE")
        if kind in "fF%" or digits != "0" and (kind in "eE" or len(digits) > precision):
            digits, exponent = moved(digits, exponent, lowest, context.rounding, negative)
            if kind not in "fF%" and len(digits) > precision + (kind in "eE"):
                digits, exponent = digits[:-1], exponent + 1
    if digits == "0" and exponent > 0 and kind in "fF%":
        exponent = 0
    left = exponent + len(digits)
    if kind in "eE":
        point = 1 - precision if digits == "0" and precision is not None else 1
    else:
        point = left if kind in "fF%" or exponent <= 0 and left > -6 else 1
    if point < 0:
        whole, fraction = "0", "0" * -point + digits
    else:
        whole, fraction = (digits[:point] or "0").ljust(point, "0"), digits[point:]
    power = left - point
    rest = "." + fraction if fraction else ""
    if power or kind in "eE":
        rest += f"{'E' if kind in 'EG' else 'e'}{power:+d}"
    return whole, rest + ("%" if kind == "%" else ""), digits == "0"


def moved(digits, exponent, lowest, rounding, negative):
    """DIGITS with LOWEST as their exponent."""
    if digits == "0" or lowest <= exponent:
        outside(exponent - lowest)
        return digits if digits == "0" else digits + "0" * (exponent - lowest), lowest
    return cut(digits, lowest - exponent, rounding, negative)[0], lowest
