"""Context managers."""

from functools import wraps as _wraps


class AbstractContextManager:
    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        return None


class ContextDecorator:
    def __call__(self, function):
        @_wraps(function)
        def inner(*arguments, **named):
            with self:
                return function(*arguments, **named)
        return inner


class _Manager(ContextDecorator):
    def __init__(self, function, arguments, named):
        self._make = lambda: function(*arguments, **named)
        self._steps = self._make()

    def __call__(self, function):
        @_wraps(function)
        def inner(*arguments, **named):
            self._steps = self._make()
            with self:
                return function(*arguments, **named)
        return inner

    def __enter__(self):
        try:
            return next(self._steps)
        except StopIteration:
            raise RuntimeError("generator didn't yield") from None

    def __exit__(self, kind, value, traceback):
        if kind is None:
            try:
                next(self._steps)
            except StopIteration:
                return False
            raise RuntimeError("generator didn't stop")
        try:
            self._steps.throw(value)
        except StopIteration as error:
            return error is not value
        except BaseException as error:
            if error is value:
                return False
            raise
        raise RuntimeError("generator didn't stop after throw()")


def contextmanager(func):
    @_wraps(func)
    def make(*arguments, **named):
        return _Manager(func, arguments, named)
    return make


class suppress(AbstractContextManager):
    def __init__(self, *exceptions):
        self._exceptions = exceptions

    def __exit__(self, kind, value, traceback):
        return kind is not None and issubclass(kind, self._exceptions)


class closing(AbstractContextManager):
    def __init__(self, thing):
        self.thing = thing

    def __enter__(self):
        return self.thing

    def __exit__(self, kind, value, traceback):
        self.thing.close()


class nullcontext(AbstractContextManager):
    def __init__(self, enter_result=None):
        self.enter_result = enter_result

    def __enter__(self):
        return self.enter_result


class ExitStack(AbstractContextManager):
    def __init__(self):
        self._exits = []

    def enter_context(self, manager):
        value = manager.__enter__()
        self._exits.append(manager.__exit__)
        return value

    def callback(self, function, /, *arguments, **named):
        self._exits.append(lambda kind, value, traceback: function(*arguments, **named) and False)
        return function

    def push(self, exit):
        self._exits.append(exit.__exit__ if hasattr(exit, "__exit__") else exit)
        return exit

    def close(self):
        self.__exit__(None, None, None)

    def __exit__(self, kind, value, traceback):
        swallowed = False
        while self._exits:
            exit = self._exits.pop()
            try:
                if exit(kind, value, traceback):
                    kind = value = traceback = None
                    swallowed = True
            except BaseException as error:
                kind, value = type(error), error
                swallowed = False
                if not self._exits:
                    raise
        return swallowed


def redirect_stdout(target):
    import _native
    _native.refuse("contextlib.redirect_stdout is out of reach")
