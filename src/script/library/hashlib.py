"""Digests."""

import _native


class _Hash:
    def __init__(self, name, data):
        self.name = name
        self._data = b""
        self.digest_size = {"md5": 16, "sha1": 20, "sha256": 32, "sha384": 48, "sha512": 64}[name]
        self.block_size = 128 if name in ("sha384", "sha512") else 64
        self.update(data)

    def update(self, data):
        if isinstance(data, str):
            raise TypeError("Strings must be encoded before hashing")
        if not isinstance(data, bytes):
            raise TypeError("object supporting the buffer API required")
        self._data += data

    def digest(self):
        return _native.digest(self.name, self._data)

    def hexdigest(self):
        return self.digest().hex()

    def copy(self):
        return _Hash(self.name, self._data)

    def __repr__(self):
        return f"<{self.name} _hashlib.HASH object>"


def new(name, data=b"", **options):
    name = name.lower().replace("-", "")
    if name not in algorithms_available:
        _native.refuse(f"the digest {name} is out of reach")
    return _Hash(name, data)


algorithms_available = algorithms_guaranteed = {"md5", "sha1", "sha256", "sha384", "sha512"}


def md5(string=b"", **options):
    return _Hash("md5", string)


def sha1(string=b"", **options):
    return _Hash("sha1", string)


def sha256(string=b"", **options):
    return _Hash("sha256", string)


def sha384(string=b"", **options):
    return _Hash("sha384", string)


def sha512(string=b"", **options):
    return _Hash("sha512", string)


def _far(name):
    def refuse(*arguments, **named):
        _native.refuse(f"hashlib.{name} is out of reach")
    return refuse


pbkdf2_hmac, scrypt, blake2b, blake2s, sha224, sha3_256, sha3_512 = [_far(name) for name in ("pbkdf2_hmac", "scrypt", "blake2b", "blake2s", "sha224", "sha3_256", "sha3_512")]
