"""Paths."""

import _native

sep = "/"
curdir = "."
pardir = ".."
extsep = "."
pathsep = ":"
altsep = None


def _text(path):
    if hasattr(path, "__fspath__"):
        path = path.__fspath__()
    if not isinstance(path, str):
        raise TypeError(f"expected str, bytes or os.PathLike object, not {type(path).__name__}")
    return path


def join(a, *p):
    path = _text(a)
    for part in p:
        part = _text(part)
        if part.startswith("/"):
            path = part
        elif not path or path.endswith("/"):
            path += part
        else:
            path += "/" + part
    return path


def split(p):
    p = _text(p)
    at = p.rfind("/") + 1
    head, tail = p[:at], p[at:]
    if head and head != "/" * len(head):
        head = head.rstrip("/")
    return head, tail


def basename(p):
    return split(p)[1]


def dirname(p):
    return split(p)[0]


def splitext(p):
    p = _text(p)
    name = p.rfind("/") + 1
    dot = p.rfind(".")
    if dot > name and p[name:dot].strip("."):
        return p[:dot], p[dot:]
    return p, ""


def isabs(s):
    return _text(s).startswith("/")


def normpath(path):
    path = _text(path)
    if not path:
        return "."
    root = "//" if path.startswith("//") and not path.startswith("///") else "/" if path.startswith("/") else ""
    parts = []
    for part in path.split("/"):
        if part in ("", "."):
            continue
        if part != ".." or (not root and not parts) or (parts and parts[-1] == ".."):
            parts.append(part)
        elif parts:
            parts.pop()
    return root + "/".join(parts) or "."


def abspath(path):
    path = _text(path)
    return normpath(path if path.startswith("/") else join(_native.folder(), path))


realpath = abspath


def relpath(path, start="."):
    there = [part for part in abspath(path).split("/") if part]
    here = [part for part in abspath(start).split("/") if part]
    same = 0
    while same < min(len(there), len(here)) and there[same] == here[same]:
        same += 1
    return "/".join([".."] * (len(here) - same) + there[same:]) or "."


def commonprefix(m):
    if not m:
        return ""
    first, last = min(m), max(m)
    for at, letter in enumerate(first):
        if letter != last[at]:
            return first[:at]
    return first


def exists(path):
    return _native.exists(_text(path))


lexists = exists


def isfile(path):
    return _native.is_file(_text(path))


def isdir(path):
    return _native.is_folder(_text(path))


def expanduser(path):
    if _text(path).startswith("~"):
        _native.refuse("the home of a user is out of reach")
    return path


def expandvars(path):
    _native.refuse("os.path.expandvars is out of reach; read os.environ")
