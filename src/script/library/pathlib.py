"""Paths as objects, and reading below the root."""

import _native
import io as _io
import posixpath as _path
import re as _re


class PurePath:
    def __init__(self, *segments):
        text = ""
        for segment in segments:
            text = _path.join(text, _path._text(segment)) if text else _path._text(segment)
        root = "/" if text.startswith("/") else ""
        parts = [part for part in text.split("/") if part not in ("", ".")]
        self._root = root
        self._names = tuple(parts)

    def _made(self, root, names):
        return type(self)(root + "/".join(names))

    def __fspath__(self):
        return str(self)

    def __str__(self):
        return self._root + "/".join(self._names) or "."

    def __repr__(self):
        return f"{'PosixPath' if isinstance(self, Path) else 'PurePosixPath'}({str(self)!r})"

    def __eq__(self, other):
        return isinstance(other, PurePath) and str(self) == str(other)

    def __hash__(self):
        return hash(str(self))

    def __lt__(self, other):
        return self.parts < other.parts

    def __truediv__(self, other):
        return type(self)(self, other)

    def __rtruediv__(self, other):
        return type(self)(other, self)

    def joinpath(self, *others):
        return type(self)(self, *others)

    @property
    def parts(self):
        return ((self._root,) if self._root else ()) + self._names

    @property
    def name(self):
        return self._names[-1] if self._names else ""

    @property
    def stem(self):
        return _path.splitext(self.name)[0]

    @property
    def suffix(self):
        return _path.splitext(self.name)[1]

    @property
    def suffixes(self):
        return ["." + part for part in self.name.lstrip(".").split(".")[1:]]

    @property
    def parent(self):
        return self._made(self._root, self._names[:-1]) if self._names else self

    @property
    def parents(self):
        return [self._made(self._root, self._names[:count]) for count in range(len(self._names) - 1, -1, -1)]

    @property
    def anchor(self):
        return self._root

    def is_absolute(self):
        return bool(self._root)

    def as_posix(self):
        return str(self)

    def with_name(self, name):
        return self.parent / name

    def with_suffix(self, suffix):
        return self.parent / (self.stem + suffix)

    def with_stem(self, stem):
        return self.parent / (stem + self.suffix)

    def relative_to(self, other):
        other = type(self)(other)
        if self.parts[:len(other.parts)] != other.parts:
            raise ValueError(f"{str(self)!r} is not in the subpath of {str(other)!r}")
        return type(self)("/".join(self.parts[len(other.parts):]))

    def is_relative_to(self, other):
        other = type(self)(other)
        return self.parts[:len(other.parts)] == other.parts

    def match(self, pattern):
        return _matches(self.name, pattern.split("/")[-1])


def _matches(name, pattern):
    made = "".join(".*" if letter == "*" else "." if letter == "?" else _re.escape(letter) for letter in pattern)
    return _re.fullmatch(made, name) is not None


class Path(PurePath):
    @classmethod
    def cwd(cls):
        return cls(_native.folder())

    def exists(self):
        return _native.exists(str(self))

    def is_file(self):
        return _native.is_file(str(self))

    def is_dir(self):
        return _native.is_folder(str(self))

    def absolute(self):
        return type(self)(_path.join(_native.folder(), str(self)))

    def resolve(self, strict=False):
        return type(self)(_path.abspath(str(self)))

    def read_text(self, encoding=None, errors=None):
        with _io.open(self, "r", encoding=encoding, errors=errors) as file:
            return file.read()

    def read_bytes(self):
        return _native.read_file(str(self))

    def open(self, mode="r", buffering=-1, encoding=None, errors=None, newline=None):
        return _io.open(self, mode, buffering, encoding, errors, newline)

    def iterdir(self):
        for name in _native.list_folder(str(self)):
            yield self / name

    def glob(self, pattern):
        first, _, rest = pattern.partition("/")
        if first == "**":
            yield from self.rglob(rest)
            return
        for child in self.iterdir():
            if not _matches(child.name, first):
                continue
            if not rest:
                yield child
            elif child.is_dir():
                yield from child.glob(rest)

    def rglob(self, pattern):
        if self.is_dir():
            yield from self.glob(pattern)
            for child in self.iterdir():
                if child.is_dir():
                    yield from child.rglob(pattern)

    def write_text(self, *arguments, **named):
        _native.refuse("a migration that writes files is out of reach")

    write_bytes = mkdir = touch = unlink = rename = write_text


PurePosixPath = PurePath
PosixPath = Path
