"""Regular expressions."""

import _native

A = ASCII = 256
I = IGNORECASE = 2
L = LOCALE = 4
M = MULTILINE = 8
S = DOTALL = 16
U = UNICODE = 32
X = VERBOSE = 64
NOFLAG = 0


class error(Exception):
    def __init__(self, msg, pattern=None, pos=None):
        self.msg = msg
        self.pattern = pattern
        self.pos = pos
        super().__init__(msg if pos is None else f"{msg} at position {pos}")


PatternError = error


class Match:
    def __init__(self, pattern, string, pos, endpos, places):
        self.re = pattern
        self.string = string
        self.pos = pos
        self.endpos = endpos
        self._places = places

    def _number(self, group):
        if isinstance(group, str):
            if group not in self.re.groupindex:
                raise IndexError("no such group")
            group = self.re.groupindex[group]
        if not isinstance(group, int) or not 0 <= group <= self.re.groups:
            raise IndexError("no such group")
        return group

    def _text(self, number, default=None):
        start = self._places[2 * number]
        return default if start < 0 else self.string[start:self._places[2 * number + 1]]

    def group(self, *groups):
        if not groups:
            return self._text(0)
        texts = tuple(self._text(self._number(group)) for group in groups)
        return texts[0] if len(texts) == 1 else texts

    def __getitem__(self, group):
        return self._text(self._number(group))

    def groups(self, default=None):
        return tuple(self._text(number, default) for number in range(1, self.re.groups + 1))

    def groupdict(self, default=None):
        return {name: self._text(number, default) for name, number in self.re.groupindex.items()}

    def start(self, group=0):
        return self._places[2 * self._number(group)]

    def end(self, group=0):
        return self._places[2 * self._number(group) + 1]

    def span(self, group=0):
        return self.start(group), self.end(group)

    @property
    def lastindex(self):
        last = None
        for number in range(1, self.re.groups + 1):
            if self._places[2 * number] >= 0 and (last is None or self._places[2 * number + 1] > self._places[2 * last + 1]):
                last = number
        return last

    @property
    def lastgroup(self):
        for name, number in self.re.groupindex.items():
            if number == self.lastindex:
                return name
        return None

    def expand(self, template):
        return _expand(_parse_template(template, self.re), self)

    def __repr__(self):
        return f"<re.Match object; span={self.span()!r}, match={self.group()!r}>"


def _parse_template(template, pattern):
    """Pieces of text and numbers of groups."""
    if isinstance(template, bytes):
        _native.refuse("a replacement by a pattern of bytes is out of reach")
    pieces = []
    at = 0
    while at < len(template):
        back = template.find("\\", at)
        if back < 0:
            pieces.append(template[at:])
            break
        pieces.append(template[at:back])
        letter = template[back + 1:back + 2]
        at = back + 2
        if letter == "g":
            end = template.find(">", at)
            if template[at:at + 1] != "<":
                raise error("missing <", template, at)
            if end < 0:
                raise error("missing >, unterminated name", template, at + 1)
            name = template[at + 1:end]
            if name.isdigit():
                number = int(name)
                if number > pattern.groups:
                    raise error(f"invalid group reference {number}", template, at + 1)
            elif name in pattern.groupindex:
                number = pattern.groupindex[name]
            elif name.isidentifier():
                raise IndexError(f"unknown group name {name!r}")
            else:
                raise error(f"bad character in group name {name!r}" if name else "missing group name", template, at + 1)
            pieces.append(number)
            at = end + 1
        elif letter == "0":
            digits = letter
            while len(digits) < 3 and template[at:at + 1] and template[at] in "01234567":
                digits += template[at]
                at += 1
            pieces.append(chr(int(digits, 8)))
        elif letter.isdigit():
            if template[at:at + 1].isdigit():
                letter += template[at]
                at += 1
            number = int(letter)
            if number > pattern.groups:
                raise error(f"invalid group reference {number}", template, back + 1)
            pieces.append(number)
        elif letter in "\\abfnrtv" and letter:
            pieces.append({"\\": "\\", "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}[letter])
        elif letter.isascii() and letter.isalpha():
            raise error(f"bad escape \\{letter}", template, back)
        elif not letter:
            raise error("bad escape (end of pattern)", template, back)
        else:
            pieces.append("\\" + letter)
    return pieces


def _expand(pieces, match):
    return "".join(piece if isinstance(piece, str) else match._text(piece, "") for piece in pieces)


class Pattern:
    def __init__(self, pattern, flags):
        self.pattern = pattern
        self.flags = flags | (0 if isinstance(pattern, bytes) or flags & ASCII else UNICODE)
        made = _native.regex(pattern, flags)
        if len(made) == 2:
            if made[0].startswith("migshim: "):
                _native.refuse(f"in the regular expression {pattern!r}: " + made[0][9:])
            raise error(made[0], pattern, made[1])
        self._code, self.groups, names = made
        self.groupindex = dict(sorted(names.items(), key=lambda item: item[1]))

    def _find(self, string, pos, endpos, how):
        length = len(string)
        endpos = length if endpos is None else max(0, min(endpos, length))
        pos = max(0, min(pos, length))
        if isinstance(string, str) is not isinstance(self.pattern, str):
            raise TypeError("cannot use a bytes pattern on a string-like object" if isinstance(string, str) else "cannot use a string pattern on a bytes-like object")
        if pos > endpos:
            return None
        places = _native.regex_match(self._code, string, pos, endpos, how)
        return places and Match(self, string, pos, endpos, places)

    def search(self, string, pos=0, endpos=None):
        return self._find(string, pos, endpos, "search")

    def match(self, string, pos=0, endpos=None):
        return self._find(string, pos, endpos, "match")

    def fullmatch(self, string, pos=0, endpos=None):
        return self._find(string, pos, endpos, "fullmatch")

    def finditer(self, string, pos=0, endpos=None):
        how = "search"
        while True:
            match = self._find(string, pos, endpos, how)
            if match is None:
                return
            yield match
            pos = match.end()
            how = "nonempty" if match.start() == match.end() else "search"
            if how == "search":
                # An empty match may follow a match at once, but not the same place twice.
                continue

    def findall(self, string, pos=0, endpos=None):
        if self.groups == 0:
            return [match.group() for match in self.finditer(string, pos, endpos)]
        empty = string[:0]
        if self.groups == 1:
            return [match._text(1, empty) for match in self.finditer(string, pos, endpos)]
        return [match.groups(empty) for match in self.finditer(string, pos, endpos)]

    def split(self, string, maxsplit=0):
        pieces = []
        at = 0
        for match in self.finditer(string):
            if maxsplit and len(pieces) // (self.groups + 1) >= maxsplit:
                break
            pieces.append(string[at:match.start()])
            pieces.extend(match.groups())
            at = match.end()
        pieces.append(string[at:])
        return pieces

    def subn(self, repl, string, count=0):
        pieces = []
        at = done = 0
        template = None if callable(repl) else _parse_template(repl, self)
        for match in self.finditer(string):
            if count and done >= count:
                break
            pieces.append(string[at:match.start()])
            pieces.append(repl(match) if template is None else _expand(template, match))
            at = match.end()
            done += 1
        pieces.append(string[at:])
        return string[:0].join(pieces), done

    def sub(self, repl, string, count=0):
        return self.subn(repl, string, count)[0]

    def __repr__(self):
        flags = "|".join("re." + name for name, flag in (("IGNORECASE", 2), ("MULTILINE", 8), ("DOTALL", 16), ("VERBOSE", 64), ("ASCII", 256)) if self.flags & flag)
        return f"re.compile({self.pattern!r}{', ' + flags if flags else ''})"

    def __eq__(self, other):
        return isinstance(other, Pattern) and self.pattern == other.pattern and self.flags == other.flags

    def __hash__(self):
        return hash((self.pattern, self.flags))


_compiled = {}


def compile(pattern, flags=0):
    if isinstance(pattern, Pattern):
        if flags:
            raise ValueError("cannot process flags argument with a compiled pattern")
        return pattern
    if not isinstance(pattern, (str, bytes)):
        raise TypeError("first argument must be string or compiled pattern")
    if flags & LOCALE:
        _native.refuse("re.LOCALE is out of reach")
    key = (type(pattern), pattern, flags)
    if key not in _compiled:
        _compiled[key] = Pattern(pattern, flags & ~UNICODE)
    return _compiled[key]


def search(pattern, string, flags=0):
    return compile(pattern, flags).search(string)


def match(pattern, string, flags=0):
    return compile(pattern, flags).match(string)


def fullmatch(pattern, string, flags=0):
    return compile(pattern, flags).fullmatch(string)


def finditer(pattern, string, flags=0):
    return compile(pattern, flags).finditer(string)


def findall(pattern, string, flags=0):
    return compile(pattern, flags).findall(string)


def split(pattern, string, maxsplit=0, flags=0):
    return compile(pattern, flags).split(string, maxsplit)


def sub(pattern, repl, string, count=0, flags=0):
    return compile(pattern, flags).sub(repl, string, count)


def subn(pattern, repl, string, count=0, flags=0):
    return compile(pattern, flags).subn(repl, string, count)


def escape(pattern):
    return "".join("\\" + letter if letter in "()[]{}?*+-|^$\\.&~# \t\n\r\v\f" else letter for letter in pattern)


def purge():
    _compiled.clear()
