"""What a script may know of the interpreter."""

import _native


class _Stream:
    encoding = "utf-8"

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        _native.write(text)
        return len(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def flush(self):
        pass

    def isatty(self):
        return False


class _Version(tuple):
    major = property(lambda self: self[0])
    minor = property(lambda self: self[1])
    micro = property(lambda self: self[2])
    releaselevel = property(lambda self: self[3])
    serial = property(lambda self: self[4])


stdout = __stdout__ = _Stream()
stderr = __stderr__ = _Stream()
version_info = _Version((3, 13, 0, "final", 0))
version = "3.13.0"
platform = "linux"
maxsize = 9223372036854775807
byteorder = "little"
argv = ["alembic"]
path = []
modules = {}
executable = ""


def getrecursionlimit():
    return 1000


def setrecursionlimit(limit):
    pass


def intern(text):
    return text


def exit(status=None):
    raise SystemExit(status)


def exc_info():
    _native.refuse("sys.exc_info is out of reach; name the exception: except X as e")


def getsizeof(value, default=0):
    _native.refuse("sys.getsizeof is out of reach")
