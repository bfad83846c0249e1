"""Logging goes where print goes; nothing is set up."""

import _native

CRITICAL = FATAL = 50
ERROR = 40
WARNING = WARN = 30
INFO = 20
DEBUG = 10
NOTSET = 0
_names = {50: "CRITICAL", 40: "ERROR", 30: "WARNING", 20: "INFO", 10: "DEBUG", 0: "NOTSET"}


def getLevelName(level):
    if isinstance(level, str):
        return {name: number for number, name in _names.items()}.get(level, f"Level {level}")
    return _names.get(level, f"Level {level}")


class Handler:
    def __init__(self, *arguments, **named):
        pass

    def setLevel(self, level):
        pass

    def setFormatter(self, formatter):
        pass

    def addFilter(self, filter):
        pass


StreamHandler = NullHandler = FileHandler = Handler


class Formatter:
    def __init__(self, *arguments, **named):
        pass


class Logger:
    def __init__(self, name, level=NOTSET):
        self.name = name
        self.level = level
        self.handlers = []
        self.propagate = True
        self.disabled = False

    def _log(self, level, message, arguments):
        if level < (self.level or INFO):
            return
        message = str(message)
        if arguments:
            values = arguments[0] if len(arguments) == 1 and isinstance(arguments[0], dict) and arguments[0] else arguments
            message = message % values
        _native.write(f"{getLevelName(level)} [{self.name}] {message}\n")

    def debug(self, msg, *args, **others):
        self._log(DEBUG, msg, args)

    def info(self, msg, *args, **others):
        self._log(INFO, msg, args)

    def warning(self, msg, *args, **others):
        self._log(WARNING, msg, args)

    warn = warning

    def error(self, msg, *args, **others):
        self._log(ERROR, msg, args)

    exception = error

    def critical(self, msg, *args, **others):
        self._log(CRITICAL, msg, args)

    fatal = critical

    def log(self, level, msg, *args, **others):
        self._log(level, msg, args)

    def setLevel(self, level):
        self.level = getLevelName(level) if isinstance(level, str) else level

    def getEffectiveLevel(self):
        return self.level or WARNING

    def isEnabledFor(self, level):
        return level >= (self.level or INFO)

    def addHandler(self, handler):
        self.handlers.append(handler)

    def removeHandler(self, handler):
        if handler in self.handlers:
            self.handlers.remove(handler)

    def addFilter(self, filter):
        pass

    def hasHandlers(self):
        return bool(self.handlers)

    def getChild(self, suffix):
        return getLogger(f"{self.name}.{suffix}")

    def __repr__(self):
        return f"<Logger {self.name} ({getLevelName(self.getEffectiveLevel())})>"


LoggerAdapter = Logger
root = Logger("root")
_loggers = {}


def getLogger(name=None):
    if not name:
        return root
    if name not in _loggers:
        _loggers[name] = Logger(name)
    return _loggers[name]


def basicConfig(**options):
    if "level" in options:
        root.setLevel(options["level"])


def disable(level=CRITICAL):
    pass


def captureWarnings(capture):
    pass


debug = root.debug
info = root.info
warning = warn = root.warning
error = exception = root.error
critical = fatal = root.critical
log = root.log
