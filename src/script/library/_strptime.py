"""datetime.strptime: a format becomes a regular expression."""

import re

import datetime as _dt

_PATTERNS = {
    "d": r"(?P<d>3[0-1]|[1-2]\d|0[1-9]|[1-9]| [1-9])", "f": r"(?P<f>[0-9]{1,6})", "H": r"(?P<H>2[0-3]|[0-1]\d|\d)", "I": r"(?P<I>1[0-2]|0[1-9]|[1-9])",
    "j": r"(?P<j>36[0-6]|3[0-5]\d|[1-2]\d\d|0[1-9]\d|00[1-9]|[1-9]\d|0[1-9]|[1-9])", "m": r"(?P<m>1[0-2]|0[1-9]|[1-9])", "M": r"(?P<M>[0-5]\d|\d)",
    "S": r"(?P<S>6[0-1]|[0-5]\d|\d)", "w": r"(?P<w>[0-6])", "u": r"(?P<u>[1-7])", "y": r"(?P<y>\d\d)", "Y": r"(?P<Y>\d\d\d\d)",
    "z": r"(?P<z>[+-]\d\d:?[0-5]\d(:?[0-5]\d(\.\d{1,6})?)?|(?-i:Z))", "Z": r"(?P<Z>utc|gmt)", "p": r"(?P<p>am|pm)", "%": "%",
    "A": "(?P<A>" + "|".join(_dt._WEEKDAYS).lower() + ")", "a": "(?P<a>" + "|".join(day[:3].lower() for day in _dt._WEEKDAYS) + ")",
    "B": "(?P<B>" + "|".join(_dt._MONTHS[1:]).lower() + ")", "b": "(?P<b>" + "|".join(month[:3].lower() for month in _dt._MONTHS[1:]) + ")",
}
_SHORT = {"c": "%a %b %d %H:%M:%S %Y", "x": "%m/%d/%y", "X": "%H:%M:%S"}


def _pattern(format):
    parts = []
    at = 0
    while at < len(format):
        c = format[at]
        at += 1
        if c.isspace():
            while at < len(format) and format[at].isspace():
                at += 1
            parts.append(r"\s+")
        elif c != "%":
            parts.append(re.escape(c))
        elif at == len(format):
            raise ValueError(f"stray %% in format '{format}'".replace("%%", "%"))
        else:
            letter = format[at]
            at += 1
            if letter in _SHORT:
                parts.append(_pattern(_SHORT[letter]))
            elif letter in _PATTERNS:
                parts.append(_PATTERNS[letter])
            elif letter in "GUVW":
                import _native
                _native.refuse(f"strptime's directive %{letter} is out of reach")
            else:
                raise ValueError(f"'{letter}' is a bad directive in format '{format}'")
    return "".join(parts)


def _zone(text):
    if text in ("Z", "z"):
        return _dt.timezone.utc
    digits = text[1:].replace(":", "")
    whole, _, fraction = digits.partition(".")
    offset = _dt.timedelta(hours=int(whole[:2]), minutes=int(whole[2:4]), seconds=int(whole[4:6] or 0), microseconds=int((fraction + "000000")[:6]))
    return _dt.timezone(-offset if text[0] == "-" else offset)


def parse(text, format):
    """The parts of the time that TEXT is, and its zone or None."""
    if not isinstance(text, str):
        raise TypeError(f"strptime() argument 1 must be str, not {type(text).__name__}")
    if not isinstance(format, str):
        raise TypeError(f"strptime() argument 2 must be str, not {type(format).__name__}")
    found = re.match(_pattern(format), text, re.IGNORECASE)
    if not found:
        raise ValueError(f"time data {text!r} does not match format {format!r}")
    if found.end() != len(text):
        raise ValueError(f"unconverted data remains: {text[found.end():]}")
    has = found.groupdict()
    year = int(has["Y"]) if "Y" in has else 1900
    if "y" in has:
        year = int(has["y"])
        year += 2000 if year <= 68 else 1900
    month = int(has["m"]) if "m" in has else 1
    if "B" in has:
        month = [name.lower() for name in _dt._MONTHS].index(has["B"].lower())
    if "b" in has:
        month = [name[:3].lower() for name in _dt._MONTHS].index(has["b"].lower())
    day = int(has["d"]) if "d" in has else 1
    hour = int(has["H"]) if "H" in has else 0
    if "I" in has:
        hour = int(has["I"]) % 12 + (12 if has.get("p", "").lower() == "pm" else 0)
    if "j" in has and "m" not in has and "d" not in has:
        _, month, day = _dt._from_ordinal(_dt._ordinal(year, 1, 1) + int(has["j"]) - 1)
    zone = None
    if has.get("z"):
        zone = _zone(has["z"])
    second = int(has["S"]) if "S" in has else 0
    microsecond = int((has["f"] + "00000")[:6]) if "f" in has else 0
    return (year, month, day, hour, int(has["M"]) if "M" in has else 0, second, microsecond), zone
