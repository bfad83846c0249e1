"""The parts of the operating system that a migration may see: variables that the configuration names, and files below the root."""

import _native
import posixpath as path

name = "posix"
sep = "/"
linesep = "\n"
pathsep = ":"
curdir = "."
pardir = ".."
extsep = "."
devnull = "/dev/null"
error = OSError


class _Environ:
    """What is set here stays in the script."""

    def __init__(self):
        self._own = {}
        self._gone = set()

    def _find(self, key):
        if not isinstance(key, str):
            raise TypeError(f"str expected, not {type(key).__name__}")
        if key in self._own:
            return self._own[key]
        return None if key in self._gone else _native.variable(key)

    def _all(self):
        known = {key: value for key, value in _native.variables().items() if key not in self._gone}
        known.update(self._own)
        return known

    def __getitem__(self, key):
        value = self._find(key)
        if value is None:
            raise KeyError(key)
        return value

    def __setitem__(self, key, value):
        if not isinstance(key, str) or not isinstance(value, str):
            raise TypeError(f"str expected, not {type(key if not isinstance(key, str) else value).__name__}")
        self._own[key] = value

    def __delitem__(self, key):
        self[key]
        self._own.pop(key, None)
        self._gone.add(key)

    def __contains__(self, key):
        return self._find(key) is not None

    def __iter__(self):
        return iter(self._all())

    def __len__(self):
        return len(self._all())

    def get(self, key, default=None):
        value = self._find(key)
        return default if value is None else value

    def setdefault(self, key, default=None):
        if key not in self:
            self[key] = default
        return self[key]

    def pop(self, key, *default):
        value = self._find(key)
        if value is None:
            if default:
                return default[0]
            raise KeyError(key)
        del self[key]
        return value

    def update(self, *others, **named):
        for key, value in dict(*others, **named).items():
            self[key] = value

    def keys(self):
        return self._all().keys()

    def values(self):
        return self._all().values()

    def items(self):
        return self._all().items()

    def copy(self):
        return self._all()


environ = _Environ()


def getenv(key, default=None):
    return environ.get(key, default)


def putenv(key, value):
    environ[key] = value


def getcwd():
    return _native.folder()


def fspath(path_):
    return path._text(path_)


def listdir(path_="."):
    return _native.list_folder(path._text(path_))


def walk(top, topdown=True, onerror=None, followlinks=False):
    folders, files = [], []
    for name in _native.list_folder(path._text(top)):
        (folders if path.isdir(path.join(top, name)) else files).append(name)
    if topdown:
        yield top, folders, files
    for name in folders:
        yield from walk(path.join(top, name), topdown)
    if not topdown:
        yield top, folders, files


def getpid():
    return 1


def urandom(size):
    return _native.random_bytes(size)


def __getattr__(name):
    if name in ("system", "popen", "remove", "unlink", "mkdir", "makedirs", "rename", "rmdir", "chdir", "open", "stat", "getuid", "getlogin", "fork", "kill", "cpu_count",
                "scandir", "replace", "chmod", "access", "removedirs", "execv", "spawnv"):
        _native.refuse(f"os.{name} is out of reach")
    raise AttributeError(f"module 'os' has no attribute '{name}'")
