"""Chance for secrets."""

import _native
import base64 as _base64


def token_bytes(nbytes=None):
    return _native.random_bytes(32 if nbytes is None else nbytes)


def token_hex(nbytes=None):
    return token_bytes(nbytes).hex()


def token_urlsafe(nbytes=None):
    return _base64.urlsafe_b64encode(token_bytes(nbytes)).rstrip(b"=").decode()


def randbits(k):
    return int.from_bytes(_native.random_bytes(7), "big") >> (56 - k) if k <= 56 else _native.refuse("more than 56 bits of chance are out of reach")


def randbelow(exclusive_upper_bound):
    if exclusive_upper_bound <= 0:
        raise ValueError("Upper bound must be positive.")
    return int.from_bytes(_native.random_bytes(7), "big") % exclusive_upper_bound


def choice(sequence):
    return sequence[randbelow(len(sequence))]


def compare_digest(a, b):
    return a == b
