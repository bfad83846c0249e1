"""The column types of pgvector; their values are texts here."""

import _native
from sqlalchemy import types as _types
from sqlalchemy.dialects import postgresql as _postgresql
import pgvector as sqlalchemy

vector = halfvec = bit = sparsevec = sqlalchemy


class _Named(_types.UserDefinedType):
    cache_ok = True

    def __init__(self, name, size):
        super().__init__()
        self.name = name
        self.size = size

    def get_col_spec(self, **kw):
        return self.name if self.size is None else "%s(%d)" % (self.name, self.size)


class _Type(_types.TypeDecorator):
    cache_ok = True

    def process_bind_param(self, value, dialect):
        if value is not None and not isinstance(value, str):
            _native.refuse(f"a value of {type(self).__name__} that is no text is out of reach: write it as '[1, 2, 3]'")
        return value

    def process_result_value(self, value, dialect):
        if value is not None:
            _native.refuse(f"reading a value of {type(self).__name__} is out of reach: select it as text")
        return value


class VECTOR(_Type):
    impl = _Named

    def __init__(self, dim=None):
        super().__init__("VECTOR", dim)
        self.dim = dim


Vector = VECTOR


class HALFVEC(_Type):
    impl = _Named

    def __init__(self, dim=None):
        super().__init__("HALFVEC", dim)
        self.dim = dim


class SPARSEVEC(_Type):
    impl = _Named

    def __init__(self, dim=None):
        super().__init__("SPARSEVEC", dim)
        self.dim = dim


BIT = _postgresql.BIT
