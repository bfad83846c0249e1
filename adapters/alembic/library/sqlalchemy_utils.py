"""The column types of SQLAlchemy-Utils 0.43: what they are in a database, and the values that need no other package."""

import _native
import json as _json
import uuid as _uuid
import sqlalchemy as _sa
from sqlalchemy import types as _types
from sqlalchemy.dialects import postgresql as _postgresql
import sqlalchemy_utils as types

# Revisions have the types by the names of the files that they stand in: sqlalchemy_utils.types.uuid.UUIDType.
arrow = bit = choice = color = country = currency = email = encrypted = encrypted_type = enriched_datetime = enriched_date_type = types
enriched_datetime_type = ip_address = json = locale = ltree = password = phone_number = range = scalar_list = timezone = types
ts_vector = url = uuid = weekdays = types


class _Kept(_types.TypeDecorator):
    """A type whose values only its own package can make; NULL and texts are what they are."""

    cache_ok = True

    def process_bind_param(self, value, dialect):
        if value is not None and not isinstance(value, str):
            _native.refuse(f"a value of {type(self).__name__} is out of reach: insert it by SQL")
        return value

    def process_result_value(self, value, dialect):
        if value is not None:
            _native.refuse(f"reading a value of {type(self).__name__} is out of reach: select it as text")
        return value


class UUIDType(_types.TypeDecorator):
    impl = _types.BINARY(16)
    cache_ok = True

    def __init__(self, binary=True, native=True):
        self.binary = binary
        self.native = native

    def _is_native(self, dialect):
        return self.native and dialect.name == "postgresql"

    def load_dialect_impl(self, dialect):
        if self._is_native(dialect):
            return dialect.type_descriptor(_postgresql.UUID())
        return dialect.type_descriptor(_types.BINARY(16) if self.binary else _types.CHAR(32))

    def process_bind_param(self, value, dialect):
        if value is None:
            return None
        if not isinstance(value, _uuid.UUID):
            value = _uuid.UUID(bytes=value) if isinstance(value, bytes) else _uuid.UUID(value)
        if self._is_native(dialect):
            return str(value)
        return value.bytes if self.binary else value.hex

    def process_result_value(self, value, dialect):
        if value is None or isinstance(value, _uuid.UUID):
            return value
        return _uuid.UUID(bytes=value) if self.binary and not self._is_native(dialect) else _uuid.UUID(value)


class JSONType(_types.TypeDecorator):
    impl = _sa.UnicodeText
    cache_ok = True

    def load_dialect_impl(self, dialect):
        return dialect.type_descriptor(_postgresql.JSON() if dialect.name == "postgresql" else _sa.UnicodeText())

    def process_bind_param(self, value, dialect):
        return value if value is None or dialect.name == "postgresql" else _json.dumps(value)

    def process_result_value(self, value, dialect):
        return value if value is None or dialect.name == "postgresql" else _json.loads(value)


class TSVectorType(_types.TypeDecorator):
    impl = _postgresql.TSVECTOR
    cache_ok = True

    def __init__(self, *args, **kwargs):
        self.columns = args
        self.options = kwargs
        super().__init__()


class EmailType(_types.TypeDecorator):
    impl = _sa.Unicode
    cache_ok = True

    def __init__(self, length=255, *args, **kwargs):
        super().__init__(length=length, *args, **kwargs)

    def process_bind_param(self, value, dialect):
        return value if value is None else value.lower()


class URLType(_types.TypeDecorator):
    impl = _types.UnicodeText
    cache_ok = True


class ChoiceType(_Kept):
    impl = _types.Unicode(255)

    def __init__(self, choices, impl=None):
        self.choices = choices
        if impl:
            self.impl = impl


class ColorType(_Kept):
    impl = _types.Unicode(20)

    def __init__(self, max_length=20, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.impl = _types.Unicode(max_length)


class CountryType(_Kept):
    impl = _types.String(2)


class CurrencyType(_Kept):
    impl = _types.String(3)


class IPAddressType(_Kept):
    impl = _types.Unicode(50)

    def __init__(self, max_length=50, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.impl = _types.Unicode(max_length)


class LocaleType(_Kept):
    impl = _types.Unicode(10)

    def __init__(self):
        pass


class PhoneNumberType(_Kept):
    impl = _types.Unicode(20)

    def __init__(self, region="US", max_length=20, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.region = region
        self.impl = _types.Unicode(max_length)


class TimezoneType(_Kept):
    impl = _types.Unicode(50)

    def __init__(self, backend="dateutil"):
        self.backend = backend


class ScalarListType(_types.TypeDecorator):
    impl = _sa.UnicodeText()
    cache_ok = True

    def __init__(self, coerce_func=str, separator=","):
        self.separator = str(separator)
        self.coerce_func = coerce_func

    def process_bind_param(self, value, dialect):
        if value is None:
            return None
        if any(self.separator in str(item) for item in value):
            _native.refuse(f"a ScalarListType can't keep an item that holds its separator {self.separator!r}")
        return self.separator.join(map(str, value))

    def process_result_value(self, value, dialect):
        if value is None:
            return None
        return [self.coerce_func(item) for item in value.split(self.separator)] if value else []


class PasswordType(_Kept):
    impl = _types.VARBINARY(1024)

    def __init__(self, max_length=None, **kwargs):
        if max_length is None and kwargs.get("schemes"):
            _native.refuse("how long a PasswordType of these schemes is can't be known here: give it a max_length")
        self.length = max_length or 1024

    def load_dialect_impl(self, dialect):
        if dialect.name == "postgresql":
            return dialect.type_descriptor(_postgresql.BYTEA(self.length))
        return dialect.type_descriptor(_types.BLOB(self.length) if dialect.name == "sqlite" else _types.VARBINARY(self.length))


class BitType(_Kept):
    impl = _types.BINARY

    def __init__(self, length=1, **kwargs):
        self.length = length
        super().__init__(**kwargs)

    def load_dialect_impl(self, dialect):
        if dialect.name == "postgresql":
            return dialect.type_descriptor(_postgresql.BIT(self.length))
        return dialect.type_descriptor(_sa.String(self.length) if dialect.name == "sqlite" else _types.BINARY(self.length))


class WeekDaysType(BitType):
    def __init__(self, *args, **kwargs):
        super().__init__(7)


class EnrichedDateTimeType(_types.TypeDecorator):
    impl = _types.DateTime
    cache_ok = True

    def __init__(self, datetime_processor=None, *args, **kwargs):
        super().__init__(*args, **kwargs)

    def process_bind_param(self, value, dialect):
        if value is not None:
            _native.refuse(f"a value of {type(self).__name__} is out of reach: insert it by SQL")
        return value

    process_result_value = process_bind_param


class ArrowType(EnrichedDateTimeType):
    def __init__(self, *args, **kwargs):
        super().__init__(None, *args, **kwargs)


class EnrichedDateType(EnrichedDateTimeType):
    impl = _types.Date


class LtreeType(_types.UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw):
        return "LTREE"


class AesEngine:
    pass


class AesGcmEngine:
    pass


class FernetEngine:
    pass


class StringEncryptedType(_types.TypeDecorator):
    impl = _types.String
    cache_ok = True

    def __init__(self, type_in=None, key=None, engine=None, padding=None, **kwargs):
        super().__init__(**kwargs)
        self.underlying_type = type_in
        self.key = key

    def process_bind_param(self, value, dialect):
        if value is not None:
            _native.refuse(f"a value of {type(self).__name__} is out of reach: nothing is encrypted or decrypted here")
        return value

    process_result_value = process_bind_param


class EncryptedType(StringEncryptedType):
    impl = _types.LargeBinary


class _RangeType(_Kept):
    def __init__(self, *args, **kwargs):
        kwargs.pop("step", None)
        super().__init__(*args, **kwargs)

    def load_dialect_impl(self, dialect):
        return dialect.type_descriptor(self._range() if dialect.name == "postgresql" else _sa.String(255))


class IntRangeType(_RangeType):
    impl = _range = _postgresql.INT4RANGE


class Int8RangeType(_RangeType):
    impl = _range = _postgresql.INT8RANGE


class DateRangeType(_RangeType):
    impl = _range = _postgresql.DATERANGE


class NumericRangeType(_RangeType):
    impl = _range = _postgresql.NUMRANGE


class DateTimeRangeType(_RangeType):
    impl = _range = _postgresql.TSRANGE
