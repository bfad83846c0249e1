"""Dates and times. The local time zone of a script is UTC."""

import _native
import time as _time

__all__ = ("date", "datetime", "time", "timedelta", "timezone", "tzinfo", "MINYEAR", "MAXYEAR", "UTC")

MINYEAR = 1
MAXYEAR = 9999
_LAST_ORDINAL = 3652059
_EPOCH_ORDINAL = 719163
_BEFORE_MONTH = (0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
_MONTH_DAYS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_DAY_MICROSECONDS = 86400000000


def _is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _days_in_month(year, month):
    return 29 if month == 2 and _is_leap(year) else _MONTH_DAYS[month]


def _days_before_year(year):
    y = year - 1
    return y * 365 + y // 4 - y // 100 + y // 400


def _ordinal(year, month, day):
    return _days_before_year(year) + _BEFORE_MONTH[month] + (month > 2 and _is_leap(year)) + day


def _from_ordinal(n):
    n -= 1
    n400, n = divmod(n, 146097)
    n100, n = divmod(n, 36524)
    n4, n = divmod(n, 1461)
    n1, n = divmod(n, 365)
    year = n400 * 400 + n100 * 100 + n4 * 4 + n1 + 1
    if n1 == 4 or n100 == 4:
        return year - 1, 12, 31
    month = (n + 50) >> 5
    before = _BEFORE_MONTH[month] + (month > 2 and _is_leap(year))
    if before > n:
        month -= 1
        before -= _days_in_month(year, month)
    return year, month, n - before + 1


def _first_iso_monday(year):
    first = _ordinal(year, 1, 1)
    weekday = (first + 6) % 7
    return first - weekday + (7 if weekday > 3 else 0)


def _iso_calendar(ordinal, year):
    monday = _first_iso_monday(year)
    week, day = divmod(ordinal - monday, 7)
    if week < 0:
        year -= 1
        week, day = divmod(ordinal - _first_iso_monday(year), 7)
    elif week >= 52 and year < MAXYEAR + 1 and ordinal >= _first_iso_monday(year + 1):
        year += 1
        week = 0
    return year, week + 1, day + 1


def _iso_to_ordinal(year, week, day):
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f"Year is out of range: {year}")
    if not 0 < week < 53:
        first = _ordinal(year, 1, 1) % 7
        if not (week == 53 and (first == 4 or (first == 3 and _is_leap(year)))):
            raise ValueError(f"Invalid week: {week}")
    if not 0 < day < 8:
        raise ValueError(f"Invalid weekday: {day} (range is [1, 7])")
    return _first_iso_monday(year) + (week - 1) * 7 + day - 1


def _integer(value):
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float) or not hasattr(value, "__index__"):
        raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")
    return value.__index__()


def _check_date(year, month, day):
    year, month, day = _integer(year), _integer(month), _integer(day)
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f"year {year} is out of range")
    if not 1 <= month <= 12:
        raise ValueError("month must be in 1..12")
    if not 1 <= day <= _days_in_month(year, month):
        raise ValueError("day is out of range for month")
    return year, month, day


def _check_time(hour, minute, second, microsecond, fold):
    hour, minute, second, microsecond = _integer(hour), _integer(minute), _integer(second), _integer(microsecond)
    if not 0 <= hour <= 23:
        raise ValueError("hour must be in 0..23")
    if not 0 <= minute <= 59:
        raise ValueError("minute must be in 0..59")
    if not 0 <= second <= 59:
        raise ValueError("second must be in 0..59")
    if not 0 <= microsecond <= 999999:
        raise ValueError("microsecond must be in 0..999999")
    if fold not in (0, 1):
        raise ValueError("fold must be either 0 or 1")
    return hour, minute, second, microsecond


def _check_zone(zone):
    if zone is not None and not isinstance(zone, tzinfo):
        raise TypeError(f"tzinfo argument must be None or of a tzinfo subclass, not type '{type(zone).__name__}'")
    return zone


def _check_offset(offset):
    if offset is None:
        return None
    if not isinstance(offset, timedelta):
        raise TypeError(f"tzinfo.utcoffset() must return None or a timedelta, not '{type(offset).__name__}'")
    if not -timedelta(1) < offset < timedelta(1):
        raise ValueError(f"offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not {offset!r}")
    return offset


def _offset_text(offset, separator=":"):
    if offset is None:
        return ""
    sign = "+"
    if offset.days < 0:
        sign = "-"
        offset = -offset
    minutes, seconds = divmod(offset.days * 86400 + offset.seconds, 60)
    text = f"{sign}{minutes // 60:02d}{separator}{minutes % 60:02d}"
    if seconds or offset.microseconds:
        text += f"{separator}{seconds:02d}"
        if offset.microseconds:
            text += f".{offset.microseconds:06d}"
    return text


def _time_text(hour, minute, second, microsecond, timespec):
    if timespec == "auto":
        timespec = "microseconds" if microsecond else "seconds"
    if timespec == "hours":
        return f"{hour:02d}"
    if timespec == "minutes":
        return f"{hour:02d}:{minute:02d}"
    if timespec == "seconds":
        return f"{hour:02d}:{minute:02d}:{second:02d}"
    if timespec == "milliseconds":
        return f"{hour:02d}:{minute:02d}:{second:02d}.{microsecond // 1000:03d}"
    if timespec == "microseconds":
        return f"{hour:02d}:{minute:02d}:{second:02d}.{microsecond:06d}"
    raise ValueError("Unknown timespec value")


def _digits(text, start, count):
    piece = text[start:start + count]
    if len(piece) != count or not (piece.isascii() and piece.isdigit()):
        raise ValueError("Invalid isoformat string")
    return int(piece)


def _parse_iso_date(text):
    year = _digits(text, 0, 4)
    dashed = text[4:5] == "-"
    at = 5 if dashed else 4
    if text[at:at + 1] == "W":
        week = _digits(text, at + 1, 2)
        at += 3
        day = 1
        if len(text) > at:
            if (text[at] == "-") != dashed:
                raise ValueError("Inconsistent use of dash separator")
            at += dashed
            day = _digits(text, at, 1)
            at += 1
        if at != len(text):
            raise ValueError("Invalid isoformat string")
        return _from_ordinal(_iso_to_ordinal(year, week, day))
    month = _digits(text, at, 2)
    at += 2
    if (text[at:at + 1] == "-") != dashed:
        raise ValueError("Inconsistent use of dash separator")
    at += dashed
    day = _digits(text, at, 2)
    if at + 2 != len(text):
        raise ValueError("Invalid isoformat string")
    return year, month, day


def _parse_iso_clock(text):
    """Hours, minutes, seconds and microseconds of HH[:MM[:SS[.ffffff]]]."""
    parts = [0, 0, 0, 0]
    parts[0] = _digits(text, 0, 2)
    colons = text[2:3] == ":"
    at = 2
    for i in (1, 2):
        if at == len(text):
            return parts
        if text[at] in ".,":
            raise ValueError("Invalid time separator")
        if colons:
            if text[at] != ":":
                raise ValueError("Invalid time separator")
            at += 1
        parts[i] = _digits(text, at, 2)
        at += 2
    if at == len(text):
        return parts
    if text[at] not in ".,":
        raise ValueError("Invalid microsecond component")
    fraction = text[at + 1:]
    if not fraction or not (fraction.isascii() and fraction.isdigit()):
        raise ValueError("Invalid microsecond component")
    parts[3] = int((fraction + "00000")[:6])
    return parts


def _parse_iso_time(text):
    zone = None
    at = 0
    while at < len(text) and text[at] not in "+-Z":
        at += 1
    clock = _parse_iso_clock(text[:at])
    if at < len(text):
        if text[at] == "Z":
            if at + 1 != len(text):
                raise ValueError("Invalid isoformat string")
            zone = timezone.utc
        else:
            hours, minutes, seconds, microseconds = _parse_iso_clock(text[at + 1:])
            offset = timedelta(hours=hours, minutes=minutes, seconds=seconds, microseconds=microseconds)
            if text[at] == "-":
                offset = -offset
            zone = timezone(offset) if offset else timezone.utc
    return clock, zone


def _format(value, template, parts):
    """strftime: PARTS has year, month, day, hour, minute, second, microsecond, ordinal."""
    year, month, day, hour, minute, second, microsecond, ordinal = parts
    weekday = (ordinal + 6) % 7
    year_day = ordinal - _days_before_year(year)
    out = []
    at = 0
    while True:
        found = template.find("%", at)
        if found < 0 or found + 1 >= len(template):
            out.append(template[at:])
            break
        out.append(template[at:found])
        letter = template[found + 1]
        at = found + 2
        if letter == "Y":
            out.append(str(year))
        elif letter == "m":
            out.append(f"{month:02d}")
        elif letter == "d":
            out.append(f"{day:02d}")
        elif letter == "H":
            out.append(f"{hour:02d}")
        elif letter == "M":
            out.append(f"{minute:02d}")
        elif letter == "S":
            out.append(f"{second:02d}")
        elif letter == "f":
            out.append(f"{microsecond:06d}")
        elif letter == "y":
            out.append(f"{year % 100:02d}")
        elif letter == "I":
            out.append(f"{(hour + 11) % 12 + 1:02d}")
        elif letter == "p":
            out.append("AM" if hour < 12 else "PM")
        elif letter == "P":
            out.append("am" if hour < 12 else "pm")
        elif letter == "a":
            out.append(_WEEKDAYS[weekday][:3])
        elif letter == "A":
            out.append(_WEEKDAYS[weekday])
        elif letter == "b" or letter == "h":
            out.append(_MONTHS[month][:3])
        elif letter == "B":
            out.append(_MONTHS[month])
        elif letter == "j":
            out.append(f"{year_day:03d}")
        elif letter == "w":
            out.append(str((weekday + 1) % 7))
        elif letter == "u":
            out.append(str(weekday + 1))
        elif letter == "U":
            out.append(f"{(year_day + 6 - (weekday + 1) % 7) // 7:02d}")
        elif letter == "W":
            out.append(f"{(year_day + 6 - weekday) // 7:02d}")
        elif letter in "GgV":
            iso_year, week, _ = _iso_calendar(ordinal, year)
            out.append(str(iso_year) if letter == "G" else f"{iso_year % 100:02d}" if letter == "g" else f"{week:02d}")
        elif letter == "z":
            out.append(_offset_text(value.utcoffset(), "") if hasattr(value, "utcoffset") else "")
        elif letter == "Z":
            out.append((value.tzname() or "") if hasattr(value, "tzname") else "")
        elif letter == "c":
            out.append(_format(value, "%a %b %e %H:%M:%S %Y", parts))
        elif letter == "x" or letter == "D":
            out.append(_format(value, "%m/%d/%y", parts))
        elif letter == "X" or letter == "T":
            out.append(_format(value, "%H:%M:%S", parts))
        elif letter == "R":
            out.append(_format(value, "%H:%M", parts))
        elif letter == "r":
            out.append(_format(value, "%I:%M:%S %p", parts))
        elif letter == "F":
            out.append(_format(value, "%Y-%m-%d", parts))
        elif letter == "e":
            out.append(f"{day:2d}")
        elif letter == "k":
            out.append(f"{hour:2d}")
        elif letter == "l":
            out.append(f"{(hour + 11) % 12 + 1:2d}")
        elif letter == "C":
            out.append(f"{year // 100:02d}")
        elif letter == "s":
            out.append(str((ordinal - _EPOCH_ORDINAL) * 86400 + hour * 3600 + minute * 60 + second))
        elif letter == "n":
            out.append("\n")
        elif letter == "t":
            out.append("\t")
        elif letter == "%":
            out.append("%")
        else:
            _native.refuse(f"strftime's directive %{letter} is out of reach")
    return "".join(out)


class timedelta:
    def __new__(cls, days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0):
        whole_days = 0
        whole = 0
        rest = 0.0
        for name, value, unit in (("microseconds", microseconds, 1), ("milliseconds", milliseconds, 1000), ("seconds", seconds, 1000000),
                                  ("minutes", minutes, 60000000), ("hours", hours, 3600000000), ("days", days, _DAY_MICROSECONDS),
                                  ("weeks", weeks, 7 * _DAY_MICROSECONDS)):
            if isinstance(value, int):
                per_day = _DAY_MICROSECONDS // unit
                if per_day:
                    more, value = divmod(value, per_day)
                    whole_days += more
                else:
                    whole_days += 7 * value
                    value = 0
                whole += value * unit
            elif isinstance(value, float):
                integer = int(value)
                fraction = (value - integer) * unit
                more, integer = divmod(integer, max(_DAY_MICROSECONDS // unit, 1))
                whole_days += more * (7 if unit > _DAY_MICROSECONDS else 1)
                whole += integer * unit
                integer = int(fraction)
                whole += integer
                rest += fraction - integer
            else:
                raise TypeError(f"unsupported type for timedelta {name} component: {type(value).__name__}")
        if rest:
            odd = whole & 1
            whole += round((rest + odd) * 0.5) * 2 - odd if abs(rest - int(rest)) == 0.5 else round(rest)
        more, whole = divmod(whole, _DAY_MICROSECONDS)
        return cls._make(whole_days + more, whole // 1000000, whole % 1000000)

    @classmethod
    def _make(cls, days, seconds, microseconds):
        if not -999999999 <= days <= 999999999:
            raise OverflowError(f"days={days}; must have magnitude <= 999999999")
        self = object.__new__(cls)
        self._days = days
        self._seconds = seconds
        self._microseconds = microseconds
        return self

    days = property(lambda self: self._days)
    seconds = property(lambda self: self._seconds)
    microseconds = property(lambda self: self._microseconds)

    def _all(self):
        return (self._days * 86400 + self._seconds) * 1000000 + self._microseconds

    def _parts(self):
        return self._days, self._seconds, self._microseconds

    def total_seconds(self):
        return self._all() / 1000000

    def __repr__(self):
        parts = [f"{name}={value}" for name, value in (("days", self._days), ("seconds", self._seconds), ("microseconds", self._microseconds)) if value]
        return f"{_type_text(self)}({', '.join(parts) or '0'})"

    def __str__(self):
        minutes, seconds = divmod(self._seconds, 60)
        text = f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
        if self._days:
            text = f"{self._days} day{'' if abs(self._days) == 1 else 's'}, {text}"
        if self._microseconds:
            text += f".{self._microseconds:06d}"
        return text

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        microseconds = self._microseconds + other._microseconds
        seconds = self._seconds + other._seconds + microseconds // 1000000
        return timedelta._make(self._days + other._days + seconds // 86400, seconds % 86400, microseconds % 1000000)

    __radd__ = __add__

    def __neg__(self):
        return timedelta(-self._days, -self._seconds, -self._microseconds)

    def __pos__(self):
        return timedelta._make(self._days, self._seconds, self._microseconds)

    def __abs__(self):
        return -self if self._days < 0 else +self

    def __sub__(self, other):
        return self + -other if isinstance(other, timedelta) else NotImplemented

    def __rsub__(self, other):
        return -self + other if isinstance(other, timedelta) else NotImplemented

    def __mul__(self, other):
        if isinstance(other, int):
            return timedelta(self._days * other, self._seconds * other, self._microseconds * other)
        if isinstance(other, float):
            return timedelta(microseconds=round(self._all() * other))
        return NotImplemented

    __rmul__ = __mul__

    def __truediv__(self, other):
        if isinstance(other, timedelta):
            return self._all() / other._all()
        if isinstance(other, int):
            quotient, rest = divmod(self._all(), other)
            if abs(rest) * 2 > abs(other) or (abs(rest) * 2 == abs(other) and quotient & 1):
                quotient += 1
            return timedelta(microseconds=quotient)
        if isinstance(other, float):
            return timedelta(microseconds=round(self._all() / other))
        return NotImplemented

    def __floordiv__(self, other):
        if isinstance(other, timedelta):
            return self._all() // other._all()
        if isinstance(other, int):
            return timedelta(microseconds=self._all() // other)
        return NotImplemented

    def __mod__(self, other):
        return timedelta(microseconds=self._all() % other._all()) if isinstance(other, timedelta) else NotImplemented

    def __divmod__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        quotient, rest = divmod(self._all(), other._all())
        return quotient, timedelta(microseconds=rest)

    def __eq__(self, other):
        return self._parts() == other._parts() if isinstance(other, timedelta) else NotImplemented

    def __lt__(self, other):
        return self._parts() < other._parts() if isinstance(other, timedelta) else NotImplemented

    def __le__(self, other):
        return self._parts() <= other._parts() if isinstance(other, timedelta) else NotImplemented

    def __gt__(self, other):
        return self._parts() > other._parts() if isinstance(other, timedelta) else NotImplemented

    def __ge__(self, other):
        return self._parts() >= other._parts() if isinstance(other, timedelta) else NotImplemented

    def __hash__(self):
        return hash(self._parts())

    def __bool__(self):
        return self._parts() != (0, 0, 0)


def _type_text(value):
    return f"{type(value).__module__}.{type(value).__qualname__}" if type(value).__module__ == "datetime" else type(value).__qualname__


class tzinfo:
    def tzname(self, dt):
        raise NotImplementedError("a tzinfo subclass must implement tzname()")

    def utcoffset(self, dt):
        raise NotImplementedError("a tzinfo subclass must implement utcoffset()")

    def dst(self, dt):
        raise NotImplementedError("a tzinfo subclass must implement dst()")

    def fromutc(self, dt):
        if not isinstance(dt, datetime):
            raise TypeError("fromutc: argument must be a datetime")
        if dt.tzinfo is not self:
            raise ValueError("fromutc: dt.tzinfo is not self")
        offset = dt.utcoffset()
        if offset is None:
            raise ValueError("fromutc: non-None utcoffset() result required")
        dst = dt.dst()
        if dst is None:
            raise ValueError("fromutc: non-None dst() result required")
        standard = offset - dst
        if standard:
            dt += standard
            dst = dt.dst()
            if dst is None:
                raise ValueError("fromutc: tz.dst() gave inconsistent results; cannot convert")
        return dt + dst


class timezone(tzinfo):
    def __new__(cls, offset, name=None):
        if not isinstance(offset, timedelta):
            raise TypeError(f"timezone() argument 1 must be datetime.timedelta, not {type(offset).__name__}")
        if name is None:
            if not offset:
                return cls.utc
        elif not isinstance(name, str):
            raise TypeError(f"timezone() argument 2 must be str, not {type(name).__name__}")
        if not -timedelta(1) < offset < timedelta(1):
            raise ValueError(f"offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not {offset!r}.")
        return cls._make(offset, name)

    @classmethod
    def _make(cls, offset, name=None):
        self = object.__new__(cls)
        self._offset = offset
        self._name = name
        return self

    def __eq__(self, other):
        return self._offset == other._offset if isinstance(other, timezone) else NotImplemented

    def __hash__(self):
        return hash(self._offset)

    def __repr__(self):
        if self is timezone.utc:
            return "datetime.timezone.utc"
        if self._name is None:
            return f"datetime.timezone({self._offset!r})"
        return f"datetime.timezone({self._offset!r}, {self._name!r})"

    def __str__(self):
        return self.tzname(None)

    def utcoffset(self, dt):
        return self._offset

    def dst(self, dt):
        return None

    def tzname(self, dt):
        if self._name is not None:
            return self._name
        return "UTC" + _offset_text(self._offset) if self._offset else "UTC"

    def fromutc(self, dt):
        if not isinstance(dt, datetime):
            raise TypeError("fromutc: argument must be a datetime instance, not " + type(dt).__name__)
        if dt.tzinfo is not self:
            raise ValueError("fromutc: dt.tzinfo is not self")
        return dt + self._offset


timezone.utc = timezone._make(timedelta(0))
timezone.min = timezone._make(-timedelta(hours=23, minutes=59))
timezone.max = timezone._make(timedelta(hours=23, minutes=59))
UTC = timezone.utc


class IsoCalendarDate(tuple):
    year = property(lambda self: self[0])
    week = property(lambda self: self[1])
    weekday = property(lambda self: self[2])

    def __repr__(self):
        return f"datetime.IsoCalendarDate(year={self[0]}, week={self[1]}, weekday={self[2]})"


class date:
    def __new__(cls, year, month, day):
        self = object.__new__(cls)
        self._year, self._month, self._day = _check_date(year, month, day)
        return self

    year = property(lambda self: self._year)
    month = property(lambda self: self._month)
    day = property(lambda self: self._day)

    @classmethod
    def today(cls):
        return cls.fromtimestamp(_time.time())

    @classmethod
    def fromtimestamp(cls, timestamp):
        return cls(*_from_ordinal(_checked_ordinal(_EPOCH_ORDINAL + int(timestamp // 86400))))

    @classmethod
    def fromordinal(cls, ordinal):
        if _integer(ordinal) < 1:
            raise ValueError("ordinal must be >= 1")
        if ordinal > _LAST_ORDINAL:
            raise ValueError(f"year {_days_year(ordinal)} is out of range")
        return cls(*_from_ordinal(ordinal))

    @classmethod
    def fromisoformat(cls, text):
        if not isinstance(text, str):
            raise TypeError("fromisoformat: argument must be str")
        if len(text) not in (7, 8, 10):
            raise ValueError(f"Invalid isoformat string: {text!r}")
        try:
            parts = _parse_iso_date(text)
        except ValueError:
            raise ValueError(f"Invalid isoformat string: {text!r}") from None
        return cls(*parts)

    @classmethod
    def fromisocalendar(cls, year, week, day):
        return cls(*_from_ordinal(_iso_to_ordinal(year, week, day)))

    def _key(self):
        return self._year, self._month, self._day

    def __repr__(self):
        return f"{_type_text(self)}({self._year}, {self._month}, {self._day})"

    def isoformat(self):
        return f"{self._year:04d}-{self._month:02d}-{self._day:02d}"

    __str__ = isoformat

    def ctime(self):
        return self.strftime("%a %b %e 00:00:00 %Y")

    def strftime(self, format):
        if not isinstance(format, str):
            raise TypeError(f"strftime() argument 1 must be str, not {type(format).__name__}")
        return _format(self, format, (self._year, self._month, self._day, 0, 0, 0, 0, self.toordinal()))

    def __format__(self, format):
        if not isinstance(format, str):
            raise TypeError(f"__format__() argument 1 must be str, not {type(format).__name__}")
        return self.strftime(format) if format else str(self)

    def timetuple(self):
        return _struct_time(self._year, self._month, self._day, 0, 0, 0, -1)

    def toordinal(self):
        return _ordinal(self._year, self._month, self._day)

    def weekday(self):
        return (self.toordinal() + 6) % 7

    def isoweekday(self):
        return self.toordinal() % 7 or 7

    def isocalendar(self):
        return IsoCalendarDate(_iso_calendar(self.toordinal(), self._year))

    def replace(self, year=None, month=None, day=None):
        return type(self)(self._year if year is None else year, self._month if month is None else month, self._day if day is None else day)

    def __eq__(self, other):
        if isinstance(other, date) and isinstance(other, datetime) == isinstance(self, datetime):
            return self._key() == other._key()
        return NotImplemented

    def _compare(self, other):
        if isinstance(other, datetime):
            raise TypeError(f"can't compare {_type_text(other)} to {_type_text(self)}")
        return isinstance(other, date)

    def __lt__(self, other):
        return self._key() < other._key() if self._compare(other) else NotImplemented

    def __le__(self, other):
        return self._key() <= other._key() if self._compare(other) else NotImplemented

    def __gt__(self, other):
        return self._key() > other._key() if self._compare(other) else NotImplemented

    def __ge__(self, other):
        return self._key() >= other._key() if self._compare(other) else NotImplemented

    def __hash__(self):
        return hash(self._key())

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        return type(self)(*_from_ordinal(_checked_ordinal(self.toordinal() + other.days)))

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self + timedelta(-other.days)
        if isinstance(other, date) and not isinstance(other, datetime):
            return timedelta(self.toordinal() - other.toordinal())
        return NotImplemented


def _days_year(ordinal):
    return ordinal // 366 + 1 if ordinal > _LAST_ORDINAL + 366 else MAXYEAR + 1


def _checked_ordinal(ordinal):
    if not 1 <= ordinal <= _LAST_ORDINAL:
        raise OverflowError("date value out of range")
    return ordinal


def _struct_time(year, month, day, hour, minute, second, dst):
    ordinal = _ordinal(year, month, day)
    return _time.struct_time((year, month, day, hour, minute, second, (ordinal + 6) % 7, ordinal - _days_before_year(year), dst))


class time:
    def __new__(cls, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        self = object.__new__(cls)
        self._hour, self._minute, self._second, self._microsecond = _check_time(hour, minute, second, microsecond, fold)
        self._tzinfo = _check_zone(tzinfo)
        self._fold = fold
        return self

    hour = property(lambda self: self._hour)
    minute = property(lambda self: self._minute)
    second = property(lambda self: self._second)
    microsecond = property(lambda self: self._microsecond)
    tzinfo = property(lambda self: self._tzinfo)
    fold = property(lambda self: self._fold)

    @classmethod
    def fromisoformat(cls, text):
        if not isinstance(text, str):
            raise TypeError("fromisoformat: argument must be str")
        try:
            clock, zone = _parse_iso_time(text[1:] if text.startswith("T") else text)
        except ValueError:
            raise ValueError(f"Invalid isoformat string: {text!r}") from None
        return cls(*clock, zone)

    def _key(self):
        return self._hour, self._minute, self._second, self._microsecond

    def isoformat(self, timespec="auto"):
        return _time_text(*self._key(), timespec) + _offset_text(self.utcoffset())

    def __str__(self):
        return self.isoformat()

    def __repr__(self):
        parts = [str(self._hour), str(self._minute)]
        if self._second or self._microsecond:
            parts.append(str(self._second))
        if self._microsecond:
            parts.append(str(self._microsecond))
        if self._tzinfo is not None:
            parts.append(f"tzinfo={self._tzinfo!r}")
        if self._fold:
            parts.append(f"fold={self._fold}")
        return f"{_type_text(self)}({', '.join(parts)})"

    def strftime(self, format):
        return _format(self, format, (1900, 1, 1, *self._key(), _ordinal(1900, 1, 1)))

    def __format__(self, format):
        return self.strftime(format) if format else str(self)

    def utcoffset(self):
        return None if self._tzinfo is None else _check_offset(self._tzinfo.utcoffset(None))

    def tzname(self):
        return None if self._tzinfo is None else self._tzinfo.tzname(None)

    def dst(self):
        return None if self._tzinfo is None else _check_offset(self._tzinfo.dst(None))

    def replace(self, hour=None, minute=None, second=None, microsecond=None, tzinfo=True, *, fold=None):
        return type(self)(self._hour if hour is None else hour, self._minute if minute is None else minute,
                          self._second if second is None else second, self._microsecond if microsecond is None else microsecond,
                          self._tzinfo if tzinfo is True else tzinfo, fold=self._fold if fold is None else fold)

    def _moment(self):
        offset = self.utcoffset()
        whole = timedelta(hours=self._hour, minutes=self._minute, seconds=self._second, microseconds=self._microsecond)
        return (whole - offset if offset else whole), offset is None

    def _compare(self, other):
        if not isinstance(other, time):
            return False
        if (self.utcoffset() is None) != (other.utcoffset() is None):
            raise TypeError("can't compare offset-naive and offset-aware times")
        return True

    def __eq__(self, other):
        return self._moment() == other._moment() if isinstance(other, time) else NotImplemented

    def __lt__(self, other):
        return self._moment()[0] < other._moment()[0] if self._compare(other) else NotImplemented

    def __le__(self, other):
        return self._moment()[0] <= other._moment()[0] if self._compare(other) else NotImplemented

    def __gt__(self, other):
        return self._moment()[0] > other._moment()[0] if self._compare(other) else NotImplemented

    def __ge__(self, other):
        return self._moment()[0] >= other._moment()[0] if self._compare(other) else NotImplemented

    def __hash__(self):
        return hash(self._moment())


class datetime(date):
    def __new__(cls, year, month, day, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        self = object.__new__(cls)
        self._year, self._month, self._day = _check_date(year, month, day)
        self._hour, self._minute, self._second, self._microsecond = _check_time(hour, minute, second, microsecond, fold)
        self._tzinfo = _check_zone(tzinfo)
        self._fold = fold
        return self

    hour = property(lambda self: self._hour)
    minute = property(lambda self: self._minute)
    second = property(lambda self: self._second)
    microsecond = property(lambda self: self._microsecond)
    tzinfo = property(lambda self: self._tzinfo)
    fold = property(lambda self: self._fold)

    @classmethod
    def now(cls, tz=None):
        _check_zone(tz)
        return cls._from_microseconds(_native.microseconds(), tz)

    @classmethod
    def utcnow(cls):
        return cls._from_microseconds(_native.microseconds(), None)

    @classmethod
    def today(cls):
        return cls.now()

    @classmethod
    def fromtimestamp(cls, timestamp, tz=None):
        _check_zone(tz)
        whole = int(timestamp // 1)
        return cls._from_microseconds(whole * 1000000 + round((timestamp - whole) * 1000000), tz)

    @classmethod
    def utcfromtimestamp(cls, timestamp):
        return cls.fromtimestamp(timestamp)

    @classmethod
    def _from_microseconds(cls, microseconds, zone):
        days, rest = divmod(microseconds, _DAY_MICROSECONDS)
        seconds, microsecond = divmod(rest, 1000000)
        ordinal = days + _EPOCH_ORDINAL
        if not 1 <= ordinal <= _LAST_ORDINAL:
            raise ValueError(f"year {1970 + days * 400 // 146097} is out of range")
        value = cls(*_from_ordinal(ordinal), seconds // 3600, seconds // 60 % 60, seconds % 60, microsecond, zone)
        return value if zone is None else zone.fromutc(value)

    @classmethod
    def combine(cls, date, time, tzinfo=True):
        if not isinstance(date, _date):
            raise TypeError(f"combine() argument 1 must be datetime.date, not {type(date).__name__}")
        if not isinstance(time, _time_class):
            raise TypeError(f"combine() argument 2 must be datetime.time, not {type(time).__name__}")
        return cls(date.year, date.month, date.day, time.hour, time.minute, time.second, time.microsecond,
                   time.tzinfo if tzinfo is True else tzinfo, fold=time.fold)

    @classmethod
    def fromisoformat(cls, text):
        if not isinstance(text, str):
            raise TypeError("fromisoformat: argument must be str")
        if len(text) < 7:
            raise ValueError(f"Invalid isoformat string: {text!r}")
        at = _date_end(text)
        try:
            parts = _parse_iso_date(text[:at])
            clock, zone = _parse_iso_time(text[at + 1:]) if len(text) > at else ((0, 0, 0, 0), None)
            if len(text) == at + 1:
                raise ValueError
        except ValueError:
            raise ValueError(f"Invalid isoformat string: {text!r}") from None
        return cls(*parts, *clock, zone)

    @classmethod
    def strptime(cls, text, format):
        import _strptime
        parts, zone = _strptime.parse(text, format)
        return cls(*parts, zone)

    def _clock(self):
        return self._hour, self._minute, self._second, self._microsecond

    def date(self):
        return _date(self._year, self._month, self._day)

    def time(self):
        return _time_class(*self._clock(), fold=self._fold)

    def timetz(self):
        return _time_class(*self._clock(), self._tzinfo, fold=self._fold)

    def timetuple(self):
        dst = self.dst()
        return _struct_time(*self._key()[:6], -1 if dst is None else 1 if dst else 0)

    def utctimetuple(self):
        offset = self.utcoffset()
        value = self - offset if offset else self
        return _struct_time(*value._key()[:6], 0)

    def _microseconds(self):
        return (self.toordinal() * 86400 + self._hour * 3600 + self._minute * 60 + self._second) * 1000000 + self._microsecond

    def timestamp(self):
        offset = self.utcoffset()
        whole = self._microseconds() - _EPOCH_ORDINAL * _DAY_MICROSECONDS
        return (whole - offset._all() if offset else whole) / 1000000

    def utcoffset(self):
        return None if self._tzinfo is None else _check_offset(self._tzinfo.utcoffset(self))

    def tzname(self):
        return None if self._tzinfo is None else self._tzinfo.tzname(self)

    def dst(self):
        return None if self._tzinfo is None else _check_offset(self._tzinfo.dst(self))

    def astimezone(self, tz=None):
        if tz is None:
            tz = timezone.utc
        elif not isinstance(tz, _tzinfo):
            raise TypeError(f"tzinfo argument must be None or of a tzinfo subclass, not type '{type(tz).__name__}'")
        if self._tzinfo is tz:
            return self
        offset = self.utcoffset()
        value = self - offset if offset else self
        return tz.fromutc(value.replace(tzinfo=tz))

    def replace(self, year=None, month=None, day=None, hour=None, minute=None, second=None, microsecond=None, tzinfo=True, *, fold=None):
        return type(self)(self._year if year is None else year, self._month if month is None else month, self._day if day is None else day,
                          self._hour if hour is None else hour, self._minute if minute is None else minute,
                          self._second if second is None else second, self._microsecond if microsecond is None else microsecond,
                          self._tzinfo if tzinfo is True else tzinfo, fold=self._fold if fold is None else fold)

    def isoformat(self, sep="T", timespec="auto"):
        if not isinstance(sep, str) or len(sep) != 1:
            raise TypeError(f"isoformat() argument 1 must be a unicode character, not {type(sep).__name__}")
        return f"{self._year:04d}-{self._month:02d}-{self._day:02d}{sep}" + _time_text(*self._clock(), timespec) + _offset_text(self.utcoffset())

    def __str__(self):
        return self.isoformat(" ")

    def __repr__(self):
        parts = [str(part) for part in (self._year, self._month, self._day, self._hour, self._minute)]
        if self._second or self._microsecond:
            parts.append(str(self._second))
        if self._microsecond:
            parts.append(str(self._microsecond))
        if self._tzinfo is not None:
            parts.append(f"tzinfo={self._tzinfo!r}")
        if self._fold:
            parts.append(f"fold={self._fold}")
        return f"{_type_text(self)}({', '.join(parts)})"

    def ctime(self):
        return self.strftime("%a %b %e %H:%M:%S %Y")

    def strftime(self, format):
        if not isinstance(format, str):
            raise TypeError(f"strftime() argument 1 must be str, not {type(format).__name__}")
        return _format(self, format, (*self._key(), self.toordinal()))

    def _key(self):
        return self._year, self._month, self._day, self._hour, self._minute, self._second, self._microsecond

    def _moment(self):
        offset = self.utcoffset()
        return self._microseconds() - (offset._all() if offset else 0)

    def _compare(self, other):
        if not isinstance(other, datetime):
            if isinstance(other, _date):
                raise TypeError(f"can't compare {_type_text(self)} to {_type_text(other)}")
            return False
        if (self.utcoffset() is None) != (other.utcoffset() is None):
            raise TypeError("can't compare offset-naive and offset-aware datetimes")
        return True

    def __eq__(self, other):
        if not isinstance(other, datetime):
            return False if isinstance(other, _date) else NotImplemented
        return (self.utcoffset() is None) == (other.utcoffset() is None) and self._moment() == other._moment()

    def __lt__(self, other):
        return self._moment() < other._moment() if self._compare(other) else NotImplemented

    def __le__(self, other):
        return self._moment() <= other._moment() if self._compare(other) else NotImplemented

    def __gt__(self, other):
        return self._moment() > other._moment() if self._compare(other) else NotImplemented

    def __ge__(self, other):
        return self._moment() >= other._moment() if self._compare(other) else NotImplemented

    def __hash__(self):
        return hash((self._moment(), self.utcoffset() is None))

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        microsecond = self._microsecond + other.microseconds
        second = self._hour * 3600 + self._minute * 60 + self._second + other.seconds + microsecond // 1000000
        parts = _from_ordinal(_checked_ordinal(self.toordinal() + other.days + second // 86400))
        second %= 86400
        return type(self)(*parts, second // 3600, second // 60 % 60, second % 60, microsecond % 1000000, self._tzinfo)

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self + -other
        if not isinstance(other, datetime):
            return NotImplemented
        if (self.utcoffset() is None) != (other.utcoffset() is None):
            raise TypeError("can't subtract offset-naive and offset-aware datetimes")
        if self._tzinfo is other._tzinfo:
            return timedelta(microseconds=self._microseconds() - other._microseconds())
        return timedelta(microseconds=self._moment() - other._moment())


def _date_end(text):
    """Where the date ends in a text that has a time too."""
    if text[4:5] == "-":
        if text[5:6] == "W":
            return 10 if text[8:9] == "-" and text[9:10].isdigit() and text[10:11] not in ":" + "0123456789" else 8 if len(text) > 8 and text[8:9] != "-" else min(len(text), 10)
        return 10
    if text[4:5] == "W":
        digits = 7
        while digits < len(text) and text[digits].isascii() and text[digits].isdigit():
            digits += 1
        if digits < 9:
            return digits
        return 7 if digits % 2 == 0 else 8
    return 8


_date = date
_time_class = time
_tzinfo = tzinfo
date.min = date(1, 1, 1)
date.max = date(9999, 12, 31)
date.resolution = timedelta(days=1)
time.min = time(0, 0)
time.max = time(23, 59, 59, 999999)
time.resolution = timedelta(microseconds=1)
datetime.min = datetime(1, 1, 1)
datetime.max = datetime(9999, 12, 31, 23, 59, 59, 999999)
datetime.resolution = timedelta(microseconds=1)
timedelta.min = timedelta._make(-999999999, 0, 0)
timedelta.max = timedelta._make(999999999, 86399, 999999)
timedelta.resolution = timedelta(microseconds=1)
