"""Base64 and base16."""

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def b64encode(s, altchars=None):
    if not isinstance(s, bytes):
        raise TypeError(f"a bytes-like object is required, not {type(s).__name__!r}")
    letters = _LETTERS if altchars is None else _LETTERS[:62] + altchars.decode()
    pieces = []
    for at in range(0, len(s), 3):
        part = s[at:at + 3]
        bits = int.from_bytes(part + b"\0" * (3 - len(part)), "big")
        text = "".join(letters[bits >> shift & 63] for shift in (18, 12, 6, 0))
        pieces.append(text[:len(part) + 1] + "=" * (3 - len(part)))
    return "".join(pieces).encode()


class _Error(ValueError):
    pass


def b64decode(s, altchars=None, validate=False):
    text = s.decode() if isinstance(s, bytes) else s
    if altchars is not None:
        text = text.replace(altchars.decode()[0], "+").replace(altchars.decode()[1], "/")
    values = []
    padding = 0
    for letter in text:
        if letter == "=":
            padding += 1
        elif letter in _LETTERS:
            values.append(_LETTERS.index(letter))
        elif validate:
            raise _Error("Only base64 data is allowed")
    if len(values) % 4 == 1:
        raise _Error(f"Invalid base64-encoded string: number of data characters ({len(values)}) cannot be 1 more than a multiple of 4")
    if len(values) % 4 and len(values) % 4 + padding < 4:
        raise _Error("Incorrect padding")
    made = []
    for at in range(0, len(values), 4):
        part = values[at:at + 4]
        bits = 0
        for value in part + [0] * (4 - len(part)):
            bits = bits << 6 | value
        made.extend([bits >> 16 & 255, bits >> 8 & 255, bits & 255][:len(part) - 1])
    return bytes(made)


def urlsafe_b64encode(s):
    return b64encode(s, b"-_")


def urlsafe_b64decode(s):
    return b64decode(s, b"-_")


standard_b64encode = b64encode
standard_b64decode = b64decode


def b16encode(s):
    return s.hex().upper().encode()


def b16decode(s, casefold=False):
    return bytes.fromhex(s.decode() if isinstance(s, bytes) else s)
