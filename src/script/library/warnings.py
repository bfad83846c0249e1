"""Warnings go where print goes."""

import _native


def warn(message, category=None, stacklevel=1, source=None, **options):
    if isinstance(message, Warning):
        category = type(message)
    category = category or UserWarning
    _native.write(f"{category.__name__}: {message}\n")


def filterwarnings(action, message="", category=Warning, module="", lineno=0, append=False):
    if action == "error":
        _native.refuse("warnings that are errors are out of reach")


def simplefilter(action, category=Warning, lineno=0, append=False):
    filterwarnings(action)


def resetwarnings():
    pass


class catch_warnings:
    def __init__(self, *, record=False, **options):
        if record:
            _native.refuse("recording warnings is out of reach")

    def __enter__(self):
        return None

    def __exit__(self, kind, value, traceback):
        return None


def deprecated(message, /, **options):
    return lambda thing: thing
