"""Keyed digests."""

import _native


class HMAC:
    def __init__(self, key, msg=None, digestmod=""):
        name = digestmod if isinstance(digestmod, str) else digestmod().name
        if not name:
            raise TypeError("Missing required argument 'digestmod'.")
        self._key = key
        self._name = name.lower()
        self._data = msg or b""
        self.name = f"hmac-{self._name}"

    def update(self, msg):
        self._data += msg

    def digest(self):
        return _native.digest(self._name, self._data, self._key)

    def hexdigest(self):
        return self.digest().hex()


def new(key, msg=None, digestmod=""):
    return HMAC(key, msg, digestmod)


def digest(key, msg, digest):
    return HMAC(key, msg, digest).digest()


def compare_digest(a, b):
    return a == b
