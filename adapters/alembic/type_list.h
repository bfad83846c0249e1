/* type_list.h: the classes of types, a row each: identity, name, module, base, form, name on PostgreSQL, MySQL and SQLite, affinity, flags, parameters of
 * the constructor. From the classes of SQLAlchemy 2.1.9 and what its compilers make of each. Included where TYPE is defined (type_class.c, type_class.h). */

TYPE (GENERIC_TYPE_ENGINE, "TypeEngine", "sqlalchemy.sql.type_api", NONE, PLAIN, NULL, NULL, NULL, NONE,
      SA_TYPE_ABSTRACT, "TypeEngine()")
TYPE (ARRAY, "ARRAY", "sqlalchemy.sql.sqltypes", GENERIC_TYPE_ENGINE, ARRAY, NULL, NULL, NULL, ARRAY, 0,
      "ARRAY(item_type, as_tuple=, dimensions=, zero_indexes=)")
TYPE (GENERIC_INTEGER, "Integer", "sqlalchemy.sql.sqltypes", GENERIC_TYPE_ENGINE, INTEGER, "INTEGER", "INTEGER",
      "INTEGER", INTEGER, 0, "Integer()")
TYPE (GENERIC_BIG_INTEGER, "BigInteger", "sqlalchemy.sql.sqltypes", GENERIC_INTEGER, INTEGER, "BIGINT", "BIGINT",
      "BIGINT", INTEGER, SA_TYPE_BIG, "BigInteger()")
TYPE (BIGINT, "BIGINT", "sqlalchemy.sql.sqltypes", GENERIC_BIG_INTEGER, INTEGER, "BIGINT", "BIGINT", "BIGINT", INTEGER,
      SA_TYPE_BIG, "BIGINT()")
TYPE (BINARY, "BINARY", "sqlalchemy.sql.sqltypes", GENERIC_TYPE_ENGINE, BINARY, "BINARY", "BINARY", "BINARY", BINARY, 0,
      "BINARY(length=)")
TYPE (GENERIC_LARGE_BINARY, "LargeBinary", "sqlalchemy.sql.sqltypes", GENERIC_TYPE_ENGINE, BLOB, "BYTEA", "BLOB",
      "BLOB", BINARY, 0, "LargeBinary(length=)")
TYPE (BLOB, "BLOB", "sqlalchemy.sql.sqltypes", GENERIC_LARGE_BINARY, BLOB, "BLOB", "BLOB", "BLOB", BINARY, 0,
      "BLOB(length=)")
TYPE (GENERIC_BOOLEAN, "Boolean", "sqlalchemy.sql.sqltypes", GENERIC_TYPE_ENGINE, PLAIN, "BOOLEAN", "BOOL", "BOOLEAN",
      BOOLEAN, SA_TYPE_SCHEMA, "Boolean(create_constraint=, name=)")
TYPE (BOOLEAN, "BOOLEAN", "sqlalchemy.sql.sqltypes", GENERIC_BOOLEAN, PLAIN, "BOOLEAN", "BOOL", "BOOLEAN", BOOLEAN,
      SA_TYPE_SCHEMA, "BOOLEAN(create_constraint=, name=)")
TYPE (GENERIC_STRING, "String", "sqlalchemy.sql.sqltypes", GENERIC_TYPE_ENGINE, STRING, "VARCHAR", "VARCHAR", "VARCHAR",
      STRING, 0, "String(length=, collation=, collation_schema=)")
TYPE (CHAR, "CHAR", "sqlalchemy.sql.sqltypes", GENERIC_STRING, STRING, "CHAR", "CHAR", "CHAR", STRING, 0,
      "CHAR(length=, collation=, collation_schema=)")
TYPE (GENERIC_TEXT, "Text", "sqlalchemy.sql.sqltypes", GENERIC_STRING, STRING, "TEXT", "TEXT", "TEXT", STRING, 0,
      "Text(length=, collation=, collation_schema=)")
TYPE (CLOB, "CLOB", "sqlalchemy.sql.sqltypes", GENERIC_TEXT, PLAIN, "CLOB", "CLOB", "CLOB", STRING, 0,
      "CLOB(length=, collation=, collation_schema=)")
TYPE (GENERIC_DATE, "Date", "sqlalchemy.sql.sqltypes", GENERIC_TYPE_ENGINE, PLAIN, "DATE", "DATE", "DATE", DATE, 0,
      "Date()")
TYPE (DATE, "DATE", "sqlalchemy.sql.sqltypes", GENERIC_DATE, PLAIN, "DATE", "DATE", "DATE", DATE, 0, "DATE()")
TYPE (GENERIC_DATE_TIME, "DateTime", "sqlalchemy.sql.sqltypes", GENERIC_TYPE_ENGINE, TIME, "TIMESTAMP", "DATETIME",
      "DATETIME", DATETIME, 0, "DateTime(timezone=)")
TYPE (DATETIME, "DATETIME", "sqlalchemy.sql.sqltypes", GENERIC_DATE_TIME, TIME, "DATETIME", "DATETIME", "DATETIME",
      DATETIME, 0, "DATETIME(timezone=)")
TYPE (GENERIC_NUMERIC, "Numeric", "sqlalchemy.sql.sqltypes", GENERIC_TYPE_ENGINE, NUMERIC, "NUMERIC", "NUMERIC",
      "NUMERIC", NUMERIC, 0, "Numeric(precision=, scale=, decimal_return_scale=, asdecimal=)")
TYPE (DECIMAL, "DECIMAL", "sqlalchemy.sql.sqltypes", GENERIC_NUMERIC, NUMERIC, "DECIMAL", "DECIMAL", "DECIMAL", NUMERIC,
      0, "DECIMAL(precision=, scale=, decimal_return_scale=, asdecimal=)")
TYPE (GENERIC_FLOAT, "Float", "sqlalchemy.sql.sqltypes", GENERIC_TYPE_ENGINE, FLOAT, "FLOAT", "FLOAT", "FLOAT", FLOAT,
      0, "Float(precision=, asdecimal=, decimal_return_scale=)")
TYPE (GENERIC_DOUBLE, "Double", "sqlalchemy.sql.sqltypes", GENERIC_FLOAT, DOUBLE, "DOUBLE PRECISION", "DOUBLE",
      "DOUBLE", FLOAT, 0, "Double(precision=, asdecimal=, decimal_return_scale=)")
TYPE (DOUBLE, "DOUBLE", "sqlalchemy.sql.sqltypes", GENERIC_DOUBLE, DOUBLE, "DOUBLE", "DOUBLE", "DOUBLE", FLOAT, 0,
      "DOUBLE(precision=, asdecimal=, decimal_return_scale=)")
TYPE (DOUBLE_PRECISION, "DOUBLE_PRECISION", "sqlalchemy.sql.sqltypes", GENERIC_DOUBLE, DOUBLE, "DOUBLE PRECISION",
      "DOUBLE PRECISION", "DOUBLE PRECISION", FLOAT, 0,
      "DOUBLE_PRECISION(precision=, asdecimal=, decimal_return_scale=)")
TYPE (GENERIC_ENUM, "Enum", "sqlalchemy.sql.sqltypes", GENERIC_STRING, ENUM, NULL, NULL, NULL, STRING, SA_TYPE_SCHEMA,
      "Enum(*enums, **kw)")
TYPE (FLOAT, "FLOAT", "sqlalchemy.sql.sqltypes", GENERIC_FLOAT, FLOAT, "FLOAT", "FLOAT", "FLOAT", FLOAT, 0,
      "FLOAT(precision=, asdecimal=, decimal_return_scale=)")
TYPE (INTEGER, "INTEGER", "sqlalchemy.sql.sqltypes", GENERIC_INTEGER, INTEGER, "INTEGER", "INTEGER", "INTEGER", INTEGER,
      0, "INTEGER()")
TYPE (GENERIC_TYPE_DECORATOR, "TypeDecorator", "sqlalchemy.sql.type_api", GENERIC_TYPE_ENGINE, DECORATOR, NULL, NULL,
      NULL, NONE, 0, "TypeDecorator(*args, **kwargs)")
TYPE (GENERIC_INTERVAL, "Interval", "sqlalchemy.sql.sqltypes", GENERIC_TYPE_DECORATOR, DECORATOR, NULL, NULL, NULL,
      INTERVAL, 0, "Interval(native=, second_precision=, day_precision=)")
TYPE (JSON, "JSON", "sqlalchemy.sql.sqltypes", GENERIC_TYPE_ENGINE, PLAIN, "JSON", "JSON", "JSON", JSON, 0,
      "JSON(none_as_null=)")
TYPE (GENERIC_MATCH_TYPE, "MatchType", "sqlalchemy.sql.sqltypes", GENERIC_BOOLEAN, PLAIN, "BOOLEAN", "BOOL", "BOOLEAN",
      BOOLEAN, SA_TYPE_SCHEMA, "MatchType(create_constraint=, name=)")
TYPE (GENERIC_UNICODE, "Unicode", "sqlalchemy.sql.sqltypes", GENERIC_STRING, STRING, "VARCHAR", "VARCHAR", "VARCHAR",
      STRING, 0, "Unicode(length=, collation=, collation_schema=)")
TYPE (NCHAR, "NCHAR", "sqlalchemy.sql.sqltypes", GENERIC_UNICODE, STRING, "NCHAR", "CHAR", "NCHAR", STRING,
      SA_TYPE_NATIONAL, "NCHAR(length=, collation=, collation_schema=)")
TYPE (NUMERIC, "NUMERIC", "sqlalchemy.sql.sqltypes", GENERIC_NUMERIC, NUMERIC, "NUMERIC", "NUMERIC", "NUMERIC", NUMERIC,
      0, "NUMERIC(precision=, scale=, decimal_return_scale=, asdecimal=)")
TYPE (NVARCHAR, "NVARCHAR", "sqlalchemy.sql.sqltypes", GENERIC_UNICODE, STRING, "NVARCHAR", "VARCHAR", "NVARCHAR",
      STRING, SA_TYPE_NATIONAL, "NVARCHAR(length=, collation=, collation_schema=)")
TYPE (GENERIC_NULL_TYPE, "NullType", "sqlalchemy.sql.sqltypes", GENERIC_TYPE_ENGINE, NULL, NULL, NULL, NULL, NULL, 0,
      "NullType()")
TYPE (GENERIC_PICKLE_TYPE, "PickleType", "sqlalchemy.sql.sqltypes", GENERIC_TYPE_DECORATOR, DECORATOR, NULL, NULL, NULL,
      BINARY, 0, "PickleType(protocol=, pickler=, comparator=, impl=)")
TYPE (REAL, "REAL", "sqlalchemy.sql.sqltypes", GENERIC_FLOAT, DOUBLE, "REAL", "REAL", "REAL", FLOAT, 0,
      "REAL(precision=, asdecimal=, decimal_return_scale=)")
TYPE (GENERIC_SMALL_INTEGER, "SmallInteger", "sqlalchemy.sql.sqltypes", GENERIC_INTEGER, INTEGER, "SMALLINT",
      "SMALLINT", "SMALLINT", INTEGER, SA_TYPE_SMALL, "SmallInteger()")
TYPE (SMALLINT, "SMALLINT", "sqlalchemy.sql.sqltypes", GENERIC_SMALL_INTEGER, INTEGER, "SMALLINT", "SMALLINT",
      "SMALLINT", INTEGER, SA_TYPE_SMALL, "SMALLINT()")
TYPE (TEXT, "TEXT", "sqlalchemy.sql.sqltypes", GENERIC_TEXT, STRING, "TEXT", "TEXT", "TEXT", STRING, 0,
      "TEXT(length=, collation=, collation_schema=)")
TYPE (GENERIC_TIME, "Time", "sqlalchemy.sql.sqltypes", GENERIC_TYPE_ENGINE, TIME, "TIME", "TIME", "TIME", TIME, 0,
      "Time(timezone=)")
TYPE (TIME, "TIME", "sqlalchemy.sql.sqltypes", GENERIC_TIME, TIME, "TIME", "TIME", "TIME", TIME, 0, "TIME(timezone=)")
TYPE (TIMESTAMP, "TIMESTAMP", "sqlalchemy.sql.sqltypes", GENERIC_DATE_TIME, TIME, "TIMESTAMP", "TIMESTAMP", "TIMESTAMP",
      DATETIME, SA_TYPE_TIMESTAMP, "TIMESTAMP(timezone=)")
TYPE (GENERIC_TUPLE_TYPE, "TupleType", "sqlalchemy.sql.sqltypes", GENERIC_TYPE_ENGINE, PLAIN, NULL, NULL, NULL, OTHER,
      SA_TYPE_ABSTRACT, "TupleType(*types)")
TYPE (GENERIC_UUID, "Uuid", "sqlalchemy.sql.sqltypes", GENERIC_TYPE_ENGINE, UUID, "UUID", "UUID", "UUID", UUID, 0,
      "Uuid(as_uuid=, native_uuid=)")
TYPE (UUID, "UUID", "sqlalchemy.sql.sqltypes", GENERIC_UUID, PLAIN, "UUID", "UUID", "UUID", UUID, 0, "UUID(as_uuid=)")
TYPE (GENERIC_UNICODE_TEXT, "UnicodeText", "sqlalchemy.sql.sqltypes", GENERIC_TEXT, STRING, "TEXT", "TEXT", "TEXT",
      STRING, 0, "UnicodeText(length=, collation=, collation_schema=)")
TYPE (GENERIC_USER_DEFINED_TYPE, "UserDefinedType", "sqlalchemy.sql.type_api", GENERIC_TYPE_ENGINE, USER, NULL, NULL,
      NULL, NONE, 0, "UserDefinedType()")
TYPE (VARBINARY, "VARBINARY", "sqlalchemy.sql.sqltypes", GENERIC_TYPE_ENGINE, BINARY, "VARBINARY", "VARBINARY",
      "VARBINARY", BINARY, 0, "VARBINARY(length=)")
TYPE (VARCHAR, "VARCHAR", "sqlalchemy.sql.sqltypes", GENERIC_STRING, STRING, "VARCHAR", "VARCHAR", "VARCHAR", STRING, 0,
      "VARCHAR(length=, collation=, collation_schema=)")
TYPE (PG_ARRAY, "ARRAY", "sqlalchemy.dialects.postgresql.array", ARRAY, ARRAY, NULL, NULL, NULL, ARRAY, 0,
      "ARRAY(item_type, as_tuple=, dimensions=, zero_indexes=)")
TYPE (PG_ABSTRACT_RANGE, "AbstractRange", "sqlalchemy.dialects.postgresql.ranges", GENERIC_TYPE_ENGINE, PLAIN, NULL,
      NULL, NULL, RANGE, SA_TYPE_ABSTRACT, "AbstractRange()")
TYPE (PG_ABSTRACT_MULTI_RANGE, "AbstractMultiRange", "sqlalchemy.dialects.postgresql.ranges", PG_ABSTRACT_RANGE, PLAIN,
      NULL, NULL, NULL, RANGE, SA_TYPE_ABSTRACT, "AbstractMultiRange()")
TYPE (PG_ABSTRACT_SINGLE_RANGE, "AbstractSingleRange", "sqlalchemy.dialects.postgresql.ranges", PG_ABSTRACT_RANGE,
      PLAIN, NULL, NULL, NULL, RANGE, SA_TYPE_ABSTRACT, "AbstractSingleRange()")
TYPE (PG_BIT, "BIT", "sqlalchemy.dialects.postgresql.types", GENERIC_TYPE_ENGINE, BIT, "BIT", "BIT", NULL, OTHER, 0,
      "BIT(length=, varying=)")
TYPE (PG_BYTEA, "BYTEA", "sqlalchemy.dialects.postgresql.types", GENERIC_LARGE_BINARY, PLAIN, "BYTEA", NULL, NULL,
      BINARY, 0, "BYTEA(length=)")
TYPE (PG_CIDR, "CIDR", "sqlalchemy.dialects.postgresql.types", GENERIC_TYPE_ENGINE, PLAIN, "CIDR", NULL, NULL, OTHER, 0,
      "CIDR()")
TYPE (PG_CITEXT, "CITEXT", "sqlalchemy.dialects.postgresql.types", TEXT, PLAIN, "CITEXT", NULL, NULL, STRING, 0,
      "CITEXT(length=, collation=, collation_schema=)")
TYPE (PG_DATEMULTIRANGE, "DATEMULTIRANGE", "sqlalchemy.dialects.postgresql.ranges", PG_ABSTRACT_MULTI_RANGE, PLAIN,
      "DATEMULTIRANGE", NULL, NULL, RANGE, 0, "DATEMULTIRANGE()")
TYPE (PG_DATERANGE, "DATERANGE", "sqlalchemy.dialects.postgresql.ranges", PG_ABSTRACT_SINGLE_RANGE, PLAIN, "DATERANGE",
      NULL, NULL, RANGE, 0, "DATERANGE()")
TYPE (PG_NAMED_TYPE, "NamedType", "sqlalchemy.dialects.postgresql.named_types", GENERIC_TYPE_ENGINE, PLAIN, NULL, NULL,
      NULL, ENUM, SA_TYPE_ABSTRACT, "NamedType()")
TYPE (PG_DOMAIN, "DOMAIN", "sqlalchemy.dialects.postgresql.named_types", PG_NAMED_TYPE, NAMED, NULL, NULL, NULL, ENUM,
      SA_TYPE_SCHEMA | SA_TYPE_NAMED,
      "DOMAIN(name, data_type, *, collation=, collation_schema=, default=, constraint_name=, not_null=, check=, "
      "create_type=, **kw)")
TYPE (PG_ENUM, "ENUM", "sqlalchemy.dialects.postgresql.named_types", GENERIC_ENUM, ENUM, NULL, NULL, NULL, ENUM,
      SA_TYPE_SCHEMA | SA_TYPE_NAMED, "ENUM(*enums, name=, create_type=, **kw)")
TYPE (PG_HSTORE, "HSTORE", "sqlalchemy.dialects.postgresql.hstore", GENERIC_TYPE_ENGINE, PLAIN, "HSTORE", NULL, NULL,
      OTHER, 0, "HSTORE(text_type=)")
TYPE (PG_INET, "INET", "sqlalchemy.dialects.postgresql.types", GENERIC_TYPE_ENGINE, PLAIN, "INET", NULL, NULL, OTHER, 0,
      "INET()")
TYPE (PG_INT4MULTIRANGE, "INT4MULTIRANGE", "sqlalchemy.dialects.postgresql.ranges", PG_ABSTRACT_MULTI_RANGE, PLAIN,
      "INT4MULTIRANGE", NULL, NULL, RANGE, 0, "INT4MULTIRANGE()")
TYPE (PG_INT4RANGE, "INT4RANGE", "sqlalchemy.dialects.postgresql.ranges", PG_ABSTRACT_SINGLE_RANGE, PLAIN, "INT4RANGE",
      NULL, NULL, RANGE, 0, "INT4RANGE()")
TYPE (PG_INT8MULTIRANGE, "INT8MULTIRANGE", "sqlalchemy.dialects.postgresql.ranges", PG_ABSTRACT_MULTI_RANGE, PLAIN,
      "INT8MULTIRANGE", NULL, NULL, RANGE, 0, "INT8MULTIRANGE()")
TYPE (PG_INT8RANGE, "INT8RANGE", "sqlalchemy.dialects.postgresql.ranges", PG_ABSTRACT_SINGLE_RANGE, PLAIN, "INT8RANGE",
      NULL, NULL, RANGE, 0, "INT8RANGE()")
TYPE (PG_INTERVAL, "INTERVAL", "sqlalchemy.dialects.postgresql.types", GENERIC_TYPE_ENGINE, INTERVAL, "INTERVAL", NULL,
      NULL, INTERVAL, 0, "INTERVAL(precision=, fields=)")
TYPE (PG_JSON, "JSON", "sqlalchemy.dialects.postgresql.json", JSON, PLAIN, "JSON", "JSON", "JSON", JSON, 0,
      "JSON(none_as_null=, astext_type=)")
TYPE (PG_JSONB, "JSONB", "sqlalchemy.dialects.postgresql.json", PG_JSON, PLAIN, "JSONB", NULL, "JSONB", JSON, 0,
      "JSONB(none_as_null=, astext_type=)")
TYPE (PG_JSONPATH, "JSONPATH", "sqlalchemy.dialects.postgresql.json", GENERIC_TYPE_ENGINE, PLAIN, "JSONPATH", NULL,
      NULL, OTHER, 0, "JSONPATH()")
TYPE (PG_MACADDR, "MACADDR", "sqlalchemy.dialects.postgresql.types", GENERIC_TYPE_ENGINE, PLAIN, "MACADDR", NULL, NULL,
      OTHER, 0, "MACADDR()")
TYPE (PG_MACADDR8, "MACADDR8", "sqlalchemy.dialects.postgresql.types", GENERIC_TYPE_ENGINE, PLAIN, "MACADDR8", NULL,
      NULL, OTHER, 0, "MACADDR8()")
TYPE (PG_MONEY, "MONEY", "sqlalchemy.dialects.postgresql.types", GENERIC_TYPE_ENGINE, PLAIN, "MONEY", NULL, NULL, OTHER,
      0, "MONEY()")
TYPE (PG_NUMMULTIRANGE, "NUMMULTIRANGE", "sqlalchemy.dialects.postgresql.ranges", PG_ABSTRACT_MULTI_RANGE, PLAIN,
      "NUMMULTIRANGE", NULL, NULL, RANGE, 0, "NUMMULTIRANGE()")
TYPE (PG_NUMRANGE, "NUMRANGE", "sqlalchemy.dialects.postgresql.ranges", PG_ABSTRACT_SINGLE_RANGE, PLAIN, "NUMRANGE",
      NULL, NULL, RANGE, 0, "NUMRANGE()")
TYPE (PG_OID, "OID", "sqlalchemy.dialects.postgresql.types", GENERIC_TYPE_ENGINE, PLAIN, "OID", NULL, NULL, OTHER, 0,
      "OID()")
TYPE (PG_REGCLASS, "REGCLASS", "sqlalchemy.dialects.postgresql.types", GENERIC_TYPE_ENGINE, PLAIN, "REGCLASS", NULL,
      NULL, OTHER, 0, "REGCLASS()")
TYPE (PG_REGCONFIG, "REGCONFIG", "sqlalchemy.dialects.postgresql.types", GENERIC_TYPE_ENGINE, PLAIN, "REGCONFIG", NULL,
      NULL, OTHER, 0, "REGCONFIG()")
TYPE (PG_TIME, "TIME", "sqlalchemy.dialects.postgresql.types", TIME, TIME, "TIME", "TIME", "TIME", TIME, 0,
      "TIME(timezone=, precision=)")
TYPE (PG_TIMESTAMP, "TIMESTAMP", "sqlalchemy.dialects.postgresql.types", TIMESTAMP, TIME, "TIMESTAMP", "TIMESTAMP",
      "TIMESTAMP", DATETIME, SA_TYPE_TIMESTAMP, "TIMESTAMP(timezone=, precision=)")
TYPE (PG_TSMULTIRANGE, "TSMULTIRANGE", "sqlalchemy.dialects.postgresql.ranges", PG_ABSTRACT_MULTI_RANGE, PLAIN,
      "TSMULTIRANGE", NULL, NULL, RANGE, 0, "TSMULTIRANGE()")
TYPE (PG_TSQUERY, "TSQUERY", "sqlalchemy.dialects.postgresql.types", GENERIC_TYPE_ENGINE, PLAIN, "TSQUERY", NULL, NULL,
      OTHER, 0, "TSQUERY()")
TYPE (PG_TSRANGE, "TSRANGE", "sqlalchemy.dialects.postgresql.ranges", PG_ABSTRACT_SINGLE_RANGE, PLAIN, "TSRANGE", NULL,
      NULL, RANGE, 0, "TSRANGE()")
TYPE (PG_TSTZMULTIRANGE, "TSTZMULTIRANGE", "sqlalchemy.dialects.postgresql.ranges", PG_ABSTRACT_MULTI_RANGE, PLAIN,
      "TSTZMULTIRANGE", NULL, NULL, RANGE, 0, "TSTZMULTIRANGE()")
TYPE (PG_TSTZRANGE, "TSTZRANGE", "sqlalchemy.dialects.postgresql.ranges", PG_ABSTRACT_SINGLE_RANGE, PLAIN, "TSTZRANGE",
      NULL, NULL, RANGE, 0, "TSTZRANGE()")
TYPE (PG_TSVECTOR, "TSVECTOR", "sqlalchemy.dialects.postgresql.types", GENERIC_TYPE_ENGINE, PLAIN, "TSVECTOR", NULL,
      NULL, OTHER, 0, "TSVECTOR()")
TYPE (MY_BIGINT, "BIGINT", "sqlalchemy.dialects.mysql.types", BIGINT, INTEGER, "BIGINT", "BIGINT", "BIGINT", INTEGER,
      SA_TYPE_NUMERIC_OPTIONS | SA_TYPE_BIG, "BIGINT(display_width=, **kw)")
TYPE (MY_BIT, "BIT", "sqlalchemy.dialects.mysql.types", GENERIC_TYPE_ENGINE, BIT, NULL, "BIT", NULL, OTHER, 0,
      "BIT(length=)")
TYPE (MY_CHAR, "CHAR", "sqlalchemy.dialects.mysql.types", CHAR, STRING, "CHAR", "CHAR", "CHAR", STRING,
      SA_TYPE_STRING_OPTIONS, "CHAR(length=, **kwargs)")
TYPE (MY_DATETIME, "DATETIME", "sqlalchemy.dialects.mysql.types", DATETIME, TIME, "DATETIME", "DATETIME", "DATETIME",
      DATETIME, 0, "DATETIME(timezone=, fsp=)")
TYPE (MY_DECIMAL, "DECIMAL", "sqlalchemy.dialects.mysql.types", DECIMAL, NUMERIC, "DECIMAL", "DECIMAL", "DECIMAL",
      NUMERIC, SA_TYPE_NUMERIC_OPTIONS, "DECIMAL(precision=, scale=, asdecimal=, **kw)")
TYPE (MY_DOUBLE, "DOUBLE", "sqlalchemy.dialects.mysql.types", DOUBLE, DOUBLE, "DOUBLE", "DOUBLE", "DOUBLE", FLOAT,
      SA_TYPE_NUMERIC_OPTIONS, "DOUBLE(precision=, scale=, asdecimal=, **kw)")
TYPE (MY_ENUM, "ENUM", "sqlalchemy.dialects.mysql.enumerated", GENERIC_ENUM, LIST, NULL, NULL, NULL, ENUM,
      SA_TYPE_STRING_OPTIONS | SA_TYPE_SCHEMA, "ENUM(*enums, **kw)")
TYPE (MY_FLOAT, "FLOAT", "sqlalchemy.dialects.mysql.types", FLOAT, FLOAT, "FLOAT", "FLOAT", "FLOAT", FLOAT,
      SA_TYPE_NUMERIC_OPTIONS, "FLOAT(precision=, scale=, asdecimal=, **kw)")
TYPE (MY_INET4, "INET4", "sqlalchemy.dialects.mysql.mariadb", GENERIC_TYPE_ENGINE, PLAIN, NULL, "INET4", NULL, OTHER, 0,
      "INET4()")
TYPE (MY_INET6, "INET6", "sqlalchemy.dialects.mysql.mariadb", GENERIC_TYPE_ENGINE, PLAIN, NULL, "INET6", NULL, OTHER, 0,
      "INET6()")
TYPE (MY_INTEGER, "INTEGER", "sqlalchemy.dialects.mysql.types", INTEGER, INTEGER, "INTEGER", "INTEGER", "INTEGER",
      INTEGER, SA_TYPE_NUMERIC_OPTIONS, "INTEGER(display_width=, **kw)")
TYPE (MY_JSON, "JSON", "sqlalchemy.dialects.mysql.json", JSON, PLAIN, "JSON", "JSON", "JSON", JSON, 0,
      "JSON(none_as_null=)")
TYPE (MY_LONGBLOB, "LONGBLOB", "sqlalchemy.dialects.mysql.types", GENERIC_TYPE_ENGINE, PLAIN, NULL, "LONGBLOB", NULL,
      BINARY, 0, "LONGBLOB(length=)")
TYPE (MY_LONGTEXT, "LONGTEXT", "sqlalchemy.dialects.mysql.types", GENERIC_STRING, STRING, NULL, "LONGTEXT", NULL,
      STRING, SA_TYPE_STRING_OPTIONS | SA_TYPE_NO_LENGTH, "LONGTEXT(**kwargs)")
TYPE (MY_MEDIUMBLOB, "MEDIUMBLOB", "sqlalchemy.dialects.mysql.types", GENERIC_TYPE_ENGINE, PLAIN, NULL, "MEDIUMBLOB",
      NULL, BINARY, 0, "MEDIUMBLOB(length=)")
TYPE (MY_MEDIUMINT, "MEDIUMINT", "sqlalchemy.dialects.mysql.types", GENERIC_INTEGER, INTEGER, NULL, "MEDIUMINT", NULL,
      INTEGER, SA_TYPE_NUMERIC_OPTIONS, "MEDIUMINT(display_width=, **kw)")
TYPE (MY_MEDIUMTEXT, "MEDIUMTEXT", "sqlalchemy.dialects.mysql.types", GENERIC_STRING, STRING, NULL, "MEDIUMTEXT", NULL,
      STRING, SA_TYPE_STRING_OPTIONS | SA_TYPE_NO_LENGTH, "MEDIUMTEXT(**kwargs)")
TYPE (MY_NCHAR, "NCHAR", "sqlalchemy.dialects.mysql.types", NCHAR, STRING, "NCHAR", "CHAR", "NCHAR", STRING,
      SA_TYPE_STRING_OPTIONS | SA_TYPE_NATIONAL, "NCHAR(length=, **kwargs)")
TYPE (MY_NUMERIC, "NUMERIC", "sqlalchemy.dialects.mysql.types", NUMERIC, NUMERIC, "NUMERIC", "NUMERIC", "NUMERIC",
      NUMERIC, SA_TYPE_NUMERIC_OPTIONS, "NUMERIC(precision=, scale=, asdecimal=, **kw)")
TYPE (MY_NVARCHAR, "NVARCHAR", "sqlalchemy.dialects.mysql.types", NVARCHAR, STRING, "NVARCHAR", "VARCHAR", "NVARCHAR",
      STRING, SA_TYPE_STRING_OPTIONS | SA_TYPE_NATIONAL, "NVARCHAR(length=, **kwargs)")
TYPE (MY_REAL, "REAL", "sqlalchemy.dialects.mysql.types", REAL, DOUBLE, "REAL", "REAL", "REAL", FLOAT,
      SA_TYPE_NUMERIC_OPTIONS, "REAL(precision=, scale=, asdecimal=, **kw)")
TYPE (MY_SET, "SET", "sqlalchemy.dialects.mysql.enumerated", GENERIC_STRING, LIST, NULL, NULL, NULL, STRING,
      SA_TYPE_STRING_OPTIONS, "SET(*values, **kw)")
TYPE (MY_SMALLINT, "SMALLINT", "sqlalchemy.dialects.mysql.types", SMALLINT, INTEGER, "SMALLINT", "SMALLINT", "SMALLINT",
      INTEGER, SA_TYPE_NUMERIC_OPTIONS | SA_TYPE_SMALL, "SMALLINT(display_width=, **kw)")
TYPE (MY_TEXT, "TEXT", "sqlalchemy.dialects.mysql.types", TEXT, STRING, "TEXT", "TEXT", "TEXT", STRING,
      SA_TYPE_STRING_OPTIONS, "TEXT(length=, **kw)")
TYPE (MY_TIME, "TIME", "sqlalchemy.dialects.mysql.types", TIME, TIME, "TIME", "TIME", "TIME", TIME, 0,
      "TIME(timezone=, fsp=)")
TYPE (MY_TIMESTAMP, "TIMESTAMP", "sqlalchemy.dialects.mysql.types", TIMESTAMP, TIME, "TIMESTAMP", "TIMESTAMP",
      "TIMESTAMP", DATETIME, SA_TYPE_TIMESTAMP, "TIMESTAMP(timezone=, fsp=)")
TYPE (MY_TINYBLOB, "TINYBLOB", "sqlalchemy.dialects.mysql.types", GENERIC_TYPE_ENGINE, PLAIN, NULL, "TINYBLOB", NULL,
      BINARY, 0, "TINYBLOB(length=)")
TYPE (MY_TINYINT, "TINYINT", "sqlalchemy.dialects.mysql.types", GENERIC_INTEGER, INTEGER, NULL, "TINYINT", NULL,
      INTEGER, SA_TYPE_NUMERIC_OPTIONS, "TINYINT(display_width=, **kw)")
TYPE (MY_TINYTEXT, "TINYTEXT", "sqlalchemy.dialects.mysql.types", GENERIC_STRING, STRING, NULL, "TINYTEXT", NULL,
      STRING, SA_TYPE_STRING_OPTIONS | SA_TYPE_NO_LENGTH, "TINYTEXT(**kwargs)")
TYPE (MY_VARCHAR, "VARCHAR", "sqlalchemy.dialects.mysql.types", VARCHAR, STRING, "VARCHAR", "VARCHAR", "VARCHAR",
      STRING, SA_TYPE_STRING_OPTIONS, "VARCHAR(length=, **kwargs)")
TYPE (MY_YEAR, "YEAR", "sqlalchemy.dialects.mysql.types", GENERIC_TYPE_ENGINE, YEAR, NULL, "YEAR", NULL, OTHER, 0,
      "YEAR(display_width=)")
TYPE (SL_DATE, "DATE", "sqlalchemy.dialects.sqlite.base", GENERIC_DATE, STORAGE, "DATE", "DATE", "DATE", DATE, 0,
      "DATE(storage_format=, regexp=, **kw)")
TYPE (SL_DATETIME, "DATETIME", "sqlalchemy.dialects.sqlite.base", GENERIC_DATE_TIME, STORAGE, "TIMESTAMP", "DATETIME",
      "DATETIME", DATETIME, 0, "DATETIME(*args, storage_format=, regexp=, truncate_microseconds=, timezone=, **kwargs)")
TYPE (SL_JSON, "JSON", "sqlalchemy.dialects.sqlite.json", JSON, PLAIN, "JSON", "JSON", "JSON", JSON, 0,
      "JSON(none_as_null=)")
TYPE (SL_JSONB, "JSONB", "sqlalchemy.dialects.sqlite.json", SL_JSON, PLAIN, "JSONB", NULL, "JSONB", JSON, 0,
      "JSONB(none_as_null=)")
TYPE (SL_TIME, "TIME", "sqlalchemy.dialects.sqlite.base", GENERIC_TIME, STORAGE, "TIME", "TIME", "TIME", TIME, 0,
      "TIME(*args, storage_format=, regexp=, truncate_microseconds=, timezone=, **kwargs)")
