"""Copies."""


class Error(Exception):
    pass


def copy(x):
    if hasattr(x, "__copy__"):
        return x.__copy__()
    if isinstance(x, (list, dict, set)) and type(x) in (list, dict, set):
        return x.copy()
    if x is None or isinstance(x, (int, float, str, bytes, tuple, frozenset, range, type)) or callable(x):
        return x
    made = object.__new__(type(x))
    for name, value in x.__dict__.items():
        object.__setattr__(made, name, value)
    return made


def deepcopy(x, memo=None):
    if memo is None:
        memo = {}
    if x is None or isinstance(x, (int, float, str, bytes, range, type)):
        return x
    if id(x) in memo:
        return memo[id(x)]
    if hasattr(x, "__deepcopy__"):
        made = x.__deepcopy__(memo)
    elif type(x) is list:
        made = memo[id(x)] = []
        made.extend([deepcopy(item, memo) for item in x])
    elif type(x) is dict:
        made = memo[id(x)] = {}
        for key, value in x.items():
            made[deepcopy(key, memo)] = deepcopy(value, memo)
    elif type(x) in (tuple, set, frozenset):
        made = type(x)([deepcopy(item, memo) for item in x])
    elif callable(x):
        return x
    elif not hasattr(x, "__dict__"):
        return x
    else:
        made = memo[id(x)] = object.__new__(type(x))
        for name, value in x.__dict__.items():
            object.__setattr__(made, name, deepcopy(value, memo))
    memo[id(x)] = made
    return made


def replace(obj, /, **changes):
    return obj.__replace__(**changes)
