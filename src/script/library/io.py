"""Files that are read, and text in memory."""

import _native

SEEK_SET = 0
SEEK_CUR = 1
SEEK_END = 2


class UnsupportedOperation(OSError, ValueError):
    pass


class _Memory:
    def __init__(self, initial):
        self._data = initial
        self._at = 0
        self.closed = False

    def _check(self):
        if self.closed:
            raise ValueError("I/O operation on closed file.")

    def read(self, size=-1):
        self._check()
        end = len(self._data) if size is None or size < 0 else self._at + size
        part = self._data[self._at:end]
        self._at += len(part)
        return part

    def readline(self, size=-1):
        self._check()
        at = self._data.find("\n" if isinstance(self._data, str) else b"\n", self._at)
        return self.read((at + 1 if at >= 0 else len(self._data)) - self._at)

    def readlines(self, hint=-1):
        return list(self)

    def __iter__(self):
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def write(self, text):
        self._check()
        self._data = self._data[:self._at] + text + self._data[self._at + len(text):]
        self._at += len(text)
        return len(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def seek(self, offset, whence=0):
        self._at = offset if whence == 0 else (self._at if whence == 1 else len(self._data)) + offset
        return self._at

    def tell(self):
        return self._at

    def getvalue(self):
        return self._data

    def truncate(self, size=None):
        self._data = self._data[:self._at if size is None else size]

    def flush(self):
        pass

    def readable(self):
        return True

    def close(self):
        self.closed = True

    def __enter__(self):
        self._check()
        return self

    def __exit__(self, kind, value, traceback):
        self.close()


class StringIO(_Memory):
    def __init__(self, initial_value="", newline="\n"):
        super().__init__(initial_value)


class BytesIO(_Memory):
    def __init__(self, initial_bytes=b""):
        super().__init__(initial_bytes)


class _File(_Memory):
    def __init__(self, name, mode, data):
        super().__init__(data)
        self.name = name
        self.mode = mode

    def write(self, text):
        raise UnsupportedOperation("not writable")


def open(file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None):
    if hasattr(file, "__fspath__"):
        file = file.__fspath__()
    if not isinstance(file, str):
        _native.refuse("opening anything but a path is out of reach")
    if any(letter in mode for letter in "wax+"):
        _native.refuse("a migration that writes files is out of reach")
    if not mode or any(letter not in "rbt" for letter in mode):
        raise ValueError(f"invalid mode: {mode!r}")
    data = _native.read_file(file)
    if "b" not in mode:
        data = data.decode(encoding or "utf-8", errors or "strict")
        if newline is None:
            data = data.replace("\r\n", "\n").replace("\r", "\n")
    return _File(file, mode, data)
