"""JSON."""

import re as _re

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_PLAIN = _re.compile(r'[^"\\\x00-\x1f]*')
_NUMBER = _re.compile(r"(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_SPACE = _re.compile(r"[ \t\n\r]*")


class JSONDecodeError(ValueError):
    def __init__(self, msg, doc, pos):
        line = doc.count("\n", 0, pos) + 1
        column = pos - doc.rfind("\n", 0, pos)
        super().__init__(f"{msg}: line {line} column {column} (char {pos})")
        self.msg = msg
        self.doc = doc
        self.pos = pos
        self.lineno = line
        self.colno = column


def _quote(text, ascii):
    pieces = ['"']
    for letter in text:
        code = ord(letter)
        if letter in _ESCAPES:
            pieces.append(_ESCAPES[letter])
        elif code < 0x20 or (ascii and code > 0x7e and code < 0x10000):
            pieces.append(f"\\u{code:04x}")
        elif ascii and code >= 0x10000:
            code -= 0x10000
            pieces.append(f"\\u{0xd800 | code >> 10:04x}\\u{0xdc00 | code & 0x3ff:04x}")
        else:
            pieces.append(letter)
    pieces.append('"')
    return "".join(pieces)


def _number(value, allow_nan):
    if value != value or value in (float("inf"), -float("inf")):
        if not allow_nan:
            raise ValueError(f"Out of range float values are not JSON compliant: {value!r}")
        return "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"
    return float.__repr__(value)


class JSONEncoder:
    item_separator = ", "
    key_separator = ": "

    def __init__(self, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, sort_keys=False, indent=None, separators=None, default=None):
        self.skipkeys = skipkeys
        self.ensure_ascii = ensure_ascii
        self.allow_nan = allow_nan
        self.sort_keys = sort_keys
        self.indent = " " * indent if isinstance(indent, int) else indent
        if separators is not None:
            self.item_separator, self.key_separator = separators
        elif indent is not None:
            self.item_separator = ","
        if default is not None:
            self.default = default

    def default(self, o):
        raise TypeError(f"Object of type {o.__class__.__name__} is not JSON serializable")

    def encode(self, o):
        pieces = []
        self._append(o, pieces, "\n" if self.indent is not None else "", [])
        return "".join(pieces)

    def iterencode(self, o):
        yield self.encode(o)

    def _key(self, key):
        if isinstance(key, str):
            return key
        if key is True:
            return "true"
        if key is False:
            return "false"
        if key is None:
            return "null"
        if isinstance(key, int):
            return int.__repr__(key)
        if isinstance(key, float):
            return _number(key, self.allow_nan)
        if self.skipkeys:
            return None
        raise TypeError(f"keys must be str, int, float, bool or None, not {key.__class__.__name__}")

    def _append(self, o, pieces, line, open):
        if isinstance(o, str):
            pieces.append(_quote(o, self.ensure_ascii))
        elif o is None:
            pieces.append("null")
        elif o is True:
            pieces.append("true")
        elif o is False:
            pieces.append("false")
        elif isinstance(o, int):
            pieces.append(int.__repr__(o))
        elif isinstance(o, float):
            pieces.append(_number(o, self.allow_nan))
        else:
            for other in open:
                if other is o:
                    raise ValueError("Circular reference detected")
            open.append(o)
            inner = line + self.indent if self.indent is not None else ""
            if isinstance(o, (list, tuple)):
                self._append_list(o, pieces, line, inner, open)
            elif isinstance(o, dict):
                self._append_dict(o, pieces, line, inner, open)
            else:
                self._append(self.default(o), pieces, line, open)
            open.pop()

    def _append_list(self, o, pieces, line, inner, open):
        if not o:
            pieces.append("[]")
            return
        first = True
        for item in o:
            pieces.append("[" + inner if first else self.item_separator + inner)
            first = False
            self._append(item, pieces, inner, open)
        pieces.append(line + "]")

    def _append_dict(self, o, pieces, line, inner, open):
        items = sorted(o.items()) if self.sort_keys else o.items()
        first = True
        for key, value in items:
            key = self._key(key)
            if key is None:
                continue
            pieces.append("{" + inner if first else self.item_separator + inner)
            first = False
            pieces.append(_quote(key, self.ensure_ascii) + self.key_separator)
            self._append(value, pieces, inner, open)
        pieces.append("{}" if first else line + "}")


def dumps(obj, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, cls=None, indent=None, separators=None, default=None, sort_keys=False, **kw):
    return (cls or JSONEncoder)(skipkeys=skipkeys, ensure_ascii=ensure_ascii, check_circular=check_circular, allow_nan=allow_nan, indent=indent,
                                separators=separators, default=default, sort_keys=sort_keys, **kw).encode(obj)


def dump(obj, fp, **options):
    fp.write(dumps(obj, **options))


class JSONDecoder:
    def __init__(self, *, object_hook=None, parse_float=None, parse_int=None, parse_constant=None, strict=True, object_pairs_hook=None):
        self.object_hook = object_hook
        self.parse_float = parse_float or float
        self.parse_int = parse_int or int
        self.parse_constant = parse_constant or (lambda name: float(name.replace("Infinity", "inf")))
        self.strict = strict
        self.object_pairs_hook = object_pairs_hook

    def decode(self, s):
        value, end = self.raw_decode(s, _SPACE.match(s).end())
        end = _SPACE.match(s, end).end()
        if end != len(s):
            raise JSONDecodeError("Extra data", s, end)
        return value

    def raw_decode(self, s, idx=0):
        return self._value(s, idx)

    def _value(self, s, at):
        letter = s[at:at + 1]
        if letter == '"':
            return self._string(s, at + 1)
        if letter == "{":
            return self._object(s, at)
        if letter == "[":
            return self._array(s, at)
        for word, value in (("null", None), ("true", True), ("false", False)):
            if s.startswith(word, at):
                return value, at + len(word)
        for word in ("NaN", "Infinity", "-Infinity"):
            if s.startswith(word, at):
                return self.parse_constant(word), at + len(word)
        number = _NUMBER.match(s, at)
        if not number:
            raise JSONDecodeError("Expecting value", s, at)
        whole, fraction, exponent = number.groups()
        if fraction or exponent:
            return self.parse_float(number.group()), number.end()
        return self.parse_int(whole), number.end()

    def _string(self, s, at):
        begin = at - 1
        pieces = []
        while True:
            plain = _PLAIN.match(s, at)
            pieces.append(plain.group())
            at = plain.end()
            letter = s[at:at + 1]
            if letter == '"':
                return "".join(pieces), at + 1
            if not letter:
                raise JSONDecodeError("Unterminated string starting at", s, begin)
            if letter != "\\":
                if self.strict:
                    raise JSONDecodeError("Invalid control character at", s, at)
                pieces.append(letter)
                at += 1
                continue
            escape = s[at + 1:at + 2]
            if escape == "u":
                code = self._unit(s, at + 2)
                at += 6
                if 0xd800 <= code < 0xdc00 and s[at:at + 2] == "\\u":
                    low = self._unit(s, at + 2)
                    if 0xdc00 <= low < 0xe000:
                        code = 0x10000 + ((code & 0x3ff) << 10 | low & 0x3ff)
                        at += 6
                pieces.append(chr(code))
            elif escape and escape in '"\\/bfnrt':
                pieces.append({"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}.get(escape, escape))
                at += 2
            elif not escape:
                raise JSONDecodeError("Unterminated string starting at", s, begin)
            else:
                raise JSONDecodeError("Invalid \\escape: " + repr(escape)[1:-1] if False else "Invalid \\escape", s, at)

    def _unit(self, s, at):
        digits = s[at:at + 4]
        if len(digits) != 4 or any(digit not in "0123456789abcdefABCDEF" for digit in digits):
            raise JSONDecodeError("Invalid \\uXXXX escape", s, at - 1)
        return int(digits, 16)

    def _array(self, s, at):
        items = []
        at = _SPACE.match(s, at + 1).end()
        if s[at:at + 1] == "]":
            return items, at + 1
        while True:
            value, at = self._value(s, at)
            items.append(value)
            at = _SPACE.match(s, at).end()
            letter = s[at:at + 1]
            if letter == "]":
                return items, at + 1
            if letter != ",":
                raise JSONDecodeError("Expecting ',' delimiter", s, at)
            at = _SPACE.match(s, at + 1).end()

    def _object(self, s, at):
        pairs = []
        at = _SPACE.match(s, at + 1).end()
        while s[at:at + 1] != "}" or pairs:
            if s[at:at + 1] != '"':
                raise JSONDecodeError("Expecting property name enclosed in double quotes", s, at)
            key, at = self._string(s, at + 1)
            at = _SPACE.match(s, at).end()
            if s[at:at + 1] != ":":
                raise JSONDecodeError("Expecting ':' delimiter", s, at)
            value, at = self._value(s, _SPACE.match(s, at + 1).end())
            pairs.append((key, value))
            at = _SPACE.match(s, at).end()
            letter = s[at:at + 1]
            if letter == "}":
                break
            if letter != ",":
                raise JSONDecodeError("Expecting ',' delimiter", s, at)
            at = _SPACE.match(s, at + 1).end()
        if self.object_pairs_hook is not None:
            return self.object_pairs_hook(pairs), at + 1
        value = dict(pairs)
        return value if self.object_hook is None else self.object_hook(value), at + 1


def loads(s, *, cls=None, object_hook=None, parse_float=None, parse_int=None, parse_constant=None, object_pairs_hook=None, **kw):
    if isinstance(s, bytes):
        s = s.decode("utf-8")
    elif not isinstance(s, str):
        raise TypeError(f"the JSON object must be str, bytes or bytearray, not {s.__class__.__name__}")
    elif s.startswith("\ufeff"):
        raise JSONDecodeError("Unexpected UTF-8 BOM (decode using utf-8-sig)", s, 0)
    return (cls or JSONDecoder)(object_hook=object_hook, parse_float=parse_float, parse_int=parse_int, parse_constant=parse_constant,
                                object_pairs_hook=object_pairs_hook, **kw).decode(s)


def load(fp, **options):
    return loads(fp.read(), **options)
