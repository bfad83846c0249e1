"""The clock. It is the one that the run has, and the local time zone is UTC."""

import _native

timezone = 0
altzone = 0
daylight = 0
tzname = ("UTC", "UTC")
_FIELDS = ("tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst")


class struct_time(tuple):
    tm_year = property(lambda self: self[0])
    tm_mon = property(lambda self: self[1])
    tm_mday = property(lambda self: self[2])
    tm_hour = property(lambda self: self[3])
    tm_min = property(lambda self: self[4])
    tm_sec = property(lambda self: self[5])
    tm_wday = property(lambda self: self[6])
    tm_yday = property(lambda self: self[7])
    tm_isdst = property(lambda self: self[8])

    def __repr__(self):
        return "time.struct_time(" + ", ".join(f"{name}={value}" for name, value in zip(_FIELDS, self)) + ")"


def time():
    return _native.microseconds() / 1000000


def time_ns():
    return _native.microseconds() * 1000


monotonic = perf_counter = process_time = time
monotonic_ns = perf_counter_ns = time_ns


def sleep(seconds):
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    _native.wait(seconds * 1000.0)


def gmtime(seconds=None):
    from datetime import datetime, timezone as zone
    return datetime.fromtimestamp(time() if seconds is None else seconds, zone.utc).utctimetuple()


def localtime(seconds=None):
    return gmtime(seconds)


def mktime(parts):
    from datetime import datetime
    return datetime(*parts[:6]).timestamp()


def strftime(format, parts=None):
    from datetime import datetime
    return datetime(*(gmtime() if parts is None else parts)[:6]).strftime(format)


def strptime(text, format="%a %b %d %H:%M:%S %Y"):
    from datetime import datetime
    return datetime.strptime(text, format).timetuple()


def ctime(seconds=None):
    return strftime("%a %b %e %H:%M:%S %Y", gmtime(seconds))


def asctime(parts=None):
    return strftime("%a %b %e %H:%M:%S %Y", parts)
