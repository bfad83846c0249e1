"""The column types of SQLModel, which its revisions name in full."""

import uuid as _uuid
from datetime import timezone as _timezone
from sqlalchemy import types as _types
from sqlalchemy.dialects import postgresql as _postgresql
import sqlmodel as sql

sqltypes = sql


class AutoString(_types.TypeDecorator):
    impl = _types.String
    cache_ok = True

    def load_dialect_impl(self, dialect):
        if self.impl.length is None and dialect.name in ("mysql", "mariadb"):
            return dialect.type_descriptor(_types.String(255))
        return dialect.type_descriptor(self.impl)


class UTCDateTime(_types.TypeDecorator):
    impl = _types.DateTime
    cache_ok = True

    def __init__(self):
        super().__init__(timezone=True)

    def process_bind_param(self, value, dialect):
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError("Datetime values must have timezone information. Use datetime.now(timezone.utc), or annotate the field with "
                             "NaiveDatetime for naive storage.")
        return value.astimezone(_timezone.utc)

    def process_result_value(self, value, dialect):
        if value is None:
            return None
        return value.replace(tzinfo=_timezone.utc) if value.utcoffset() is None else value.astimezone(_timezone.utc)


class GUID(_types.TypeDecorator):
    """Up to SQLModel 0.0.14."""

    impl = _types.CHAR
    cache_ok = True

    def load_dialect_impl(self, dialect):
        return dialect.type_descriptor(_postgresql.UUID() if dialect.name == "postgresql" else _types.CHAR(32))

    def process_bind_param(self, value, dialect):
        if value is None:
            return None
        if not isinstance(value, _uuid.UUID):
            value = _uuid.UUID(value)
        return str(value) if dialect.name == "postgresql" else value.hex

    def process_result_value(self, value, dialect):
        return value if value is None or isinstance(value, _uuid.UUID) else _uuid.UUID(value)
