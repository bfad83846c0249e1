"""UUIDs. Those of time and of the machine (uuid1) are refused."""

import _native

RESERVED_NCS, RFC_4122, RESERVED_MICROSOFT, RESERVED_FUTURE = (
    "reserved for NCS compatibility", "specified in RFC 4122", "reserved for Microsoft compatibility", "reserved for future definition")


class SafeUUID:
    safe = 0
    unsafe = -1
    unknown = None


class UUID:
    def __init__(self, hex=None, bytes=None, bytes_le=None, fields=None, int=None, version=None, *, is_safe=None):
        if [hex, bytes, bytes_le, fields, int].count(None) != 4:
            raise TypeError("one of the hex, bytes, bytes_le, fields, or int arguments must be given")
        if hex is not None:
            hex = hex.replace("urn:", "").replace("uuid:", "").strip("{}").replace("-", "")
            if len(hex) != 32:
                raise ValueError("badly formed hexadecimal UUID string")
            for c in hex:
                if c not in "0123456789abcdefABCDEF":
                    raise ValueError(f"invalid literal for int() with base 16: {hex!r}")
            hex = hex.lower()
        elif bytes is not None:
            if len(bytes) != 16:
                raise ValueError("bytes is not a 16-char string")
            hex = bytes.hex()
        elif bytes_le is not None:
            if len(bytes_le) != 16:
                raise ValueError("bytes_le is not a 16-char string")
            hex = (bytes_le[3::-1] + bytes_le[5:3:-1] + bytes_le[7:5:-1] + bytes_le[8:]).hex()
        elif fields is not None:
            if len(fields) != 6:
                raise ValueError("fields is not a 6-tuple")
            hex = "%08x%04x%04x%02x%02x%012x" % tuple(fields)
        else:
            if int < 0:
                raise ValueError("int is out of range (need a 128-bit value)")
            hex = "%032x" % int
        if version is not None:
            if not 1 <= version <= 5:
                raise ValueError("illegal version number")
            hex = hex[:12] + str(version) + hex[13:16] + "89ab"[_native.parse_int(hex[16], 16) & 3] + hex[17:]
        object.__setattr__(self, "hex", hex)

    def __setattr__(self, name, value):
        raise TypeError("UUID objects are immutable")

    def __str__(self):
        h = self.hex
        return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"

    def __repr__(self):
        return f"UUID({str(self)!r})"

    def __hash__(self):
        return hash(self.hex)

    def __eq__(self, other):
        return self.hex == other.hex if isinstance(other, UUID) else NotImplemented

    def __lt__(self, other):
        return self.hex < other.hex if isinstance(other, UUID) else NotImplemented

    def __le__(self, other):
        return self.hex <= other.hex if isinstance(other, UUID) else NotImplemented

    def __gt__(self, other):
        return self.hex > other.hex if isinstance(other, UUID) else NotImplemented

    def __ge__(self, other):
        return self.hex >= other.hex if isinstance(other, UUID) else NotImplemented

    def __int__(self):
        return self.int

    def _part(self, start, end):
        return _native.parse_int(self.hex[start:end], 16)

    bytes = property(lambda self: _native.unhex(self.hex))
    bytes_le = property(lambda self: self.bytes[3::-1] + self.bytes[5:3:-1] + self.bytes[7:5:-1] + self.bytes[8:])
    int = property(lambda self: self._part(0, 32))
    time_low = property(lambda self: self._part(0, 8))
    time_mid = property(lambda self: self._part(8, 12))
    time_hi_version = property(lambda self: self._part(12, 16))
    clock_seq_hi_variant = property(lambda self: self._part(16, 18))
    clock_seq_low = property(lambda self: self._part(18, 20))
    node = property(lambda self: self._part(20, 32))
    fields = property(lambda self: (self.time_low, self.time_mid, self.time_hi_version, self.clock_seq_hi_variant, self.clock_seq_low, self.node))
    urn = property(lambda self: "urn:uuid:" + str(self))

    @property
    def variant(self):
        first = self._part(16, 17)
        return RESERVED_NCS if first < 8 else RFC_4122 if first < 12 else RESERVED_MICROSOFT if first < 14 else RESERVED_FUTURE

    @property
    def version(self):
        return self._part(12, 13) if self.variant == RFC_4122 else None


def _named(namespace, name, algorithm, version):
    if isinstance(name, str):
        name = name.encode("utf-8")
    return UUID(hex=_native.digest(algorithm, namespace.bytes + name).hex()[:32], version=version)


def uuid1(node=None, clock_seq=None):
    _native.refuse("uuid.uuid1 makes its value of the machine's address; use uuid.uuid4")


def uuid3(namespace, name):
    return _named(namespace, name, "md5", 3)


def uuid4():
    return UUID(bytes=_native.random_bytes(16), version=4)


def uuid5(namespace, name):
    return _named(namespace, name, "sha1", 5)


NAMESPACE_DNS = UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8")
NAMESPACE_URL = UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")
NAMESPACE_OID = UUID("6ba7b812-9dad-11d1-80b4-00c04fd430c8")
NAMESPACE_X500 = UUID("6ba7b814-9dad-11d1-80b4-00c04fd430c8")
