"""alembic_utils, alembic_postgresql_enum and the column types of other packages beside the real ones."""

import pytest

from harness.alembic_graphs import Node

ENTITIES = '''from alembic_utils.pg_extension import PGExtension
from alembic_utils.pg_function import PGFunction
from alembic_utils.pg_materialized_view import PGMaterializedView
from alembic_utils.pg_trigger import PGTrigger
from alembic_utils.pg_view import PGView
twice = PGFunction(schema="public", signature="twice(n integer, by integer default 2)", definition="""
RETURNS integer AS
$$ SELECT n * by; $$
LANGUAGE sql""")
told = PGFunction("public", "told()", "returns trigger as $x$ begin insert into log values (new.id); return new; end; $x$ language plpgsql")
few = PGView(schema="public", signature="few", definition="SELECT id, twice(id) AS two FROM t WHERE note LIKE 'a:%'")
kept = PGMaterializedView(schema="public", signature="kept", definition="SELECT count(*) AS n FROM t", with_data=False)
tells = PGTrigger(schema="public", signature="tells", on_entity="public.t", definition="AFTER INSERT ON public.t FOR EACH ROW EXECUTE PROCEDURE told()")
text = PGExtension(schema="public", signature="citext")
'''
UP = [
    'op.execute("CREATE TABLE t (id integer, note text)")\nop.execute("CREATE TABLE log (id integer)")\n'
    'for entity in (twice, told, few, kept, tells, text):\n    op.create_entity(entity)\nop.execute("INSERT INTO t VALUES (1, \'a\'), (2, \'b\')")',
    'op.replace_entity(PGFunction(schema="public", signature="twice(n integer, by integer default 2)", definition="RETURNS integer AS $$ SELECT n * by + 1; $$ LANGUAGE sql"))\n'
    'op.replace_entity(PGView(schema="public", signature="few", definition="SELECT id, twice(id) AS two, note FROM t"))\n'
    'op.replace_entity(PGTrigger(schema="public", signature="tells", on_entity="public.t", definition="BEFORE INSERT ON public.t FOR EACH ROW EXECUTE PROCEDURE told()"))',
]
DOWN = ["for entity in (text, tells, kept, few, told, twice):\n    op.drop_entity(entity)\nop.execute('DROP TABLE t')\nop.execute('DROP TABLE log')",
        "op.replace_entity(few)\nop.replace_entity(twice)\nop.replace_entity(tells)"]

SYNC = '''import alembic_postgresql_enum
from alembic_postgresql_enum import TableReference
'''
TABLE = '''op.execute("CREATE TYPE mood AS ENUM ('good', 'bad', 'so so')")
op.create_table("day", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("mood", postgresql.ENUM("good", "bad", "so so", name="mood", create_type=False), server_default="bad", nullable=False),
    sa.Column("moods", postgresql.ARRAY(postgresql.ENUM("good", "bad", "so so", name="mood", create_type=False))))
op.execute("INSERT INTO day (mood, moods) VALUES ('good', '{bad,good}'), ('bad', NULL), ('so so', '{}')")'''
CHANGE = '''op.sync_enum_values(enum_schema="public", enum_name="mood", new_values=["good", "poor", "so so", "awful"],
    affected_columns=[TableReference(table_schema="public", table_name="day", column_name="mood", existing_server_default="'bad'::mood"),
        TableReference(table_schema="public", table_name="day", column_name="moods", column_type=alembic_postgresql_enum.ColumnType.ARRAY)],
    enum_values_to_rename=[("bad", "poor")])'''
BACK = CHANGE.replace('["good", "poor", "so so", "awful"]', '["good", "bad", "so so"]').replace("'bad'::mood", "'poor'::mood").replace('("bad", "poor")', '("poor", "bad")')


def write(project, imports, ups, downs):
    for number, (up, down) in enumerate(zip(ups, downs)):
        path = project.write(Node(f"a{number}", [f"a{number - 1}"] if number else []), number, upgrade=up, downgrade=down)
        path.write_text(path.read_text().replace("import sqlalchemy as sa\n", f"import sqlalchemy as sa\nfrom sqlalchemy.dialects import postgresql\n{imports}"))


@pytest.mark.parametrize("imports,ups,downs", [(ENTITIES, UP, DOWN), (SYNC, [TABLE, CHANGE], ['op.drop_table("day")\nop.execute("DROP TYPE mood")', BACK])], ids=["entities", "enum"])
def test_plugins(make_alembic, alembic, imports, ups, downs):
    ours, theirs = make_alembic("postgresql"), make_alembic("postgresql")
    dumps = []
    for project in (ours, theirs):
        write(project, imports, ups, downs)
    for target in ("a0", "a1", "a0", "base"):
        command = "downgrade" if len(dumps) > 1 else "upgrade"
        [answer] = theirs.ask(alembic, [command, target])
        assert answer.ok, answer["trace"]
        ours.run("down" if len(dumps) > 1 else "up", f"billing:{target}")
        dumps.append(theirs.database.dump(data=True))
        assert ours.database.dump(data=True) == dumps[-1], target
    assert dumps[0] == dumps[2] != dumps[1]


TYPES = '''import pgvector.sqlalchemy
import sqlalchemy_utils
import sqlalchemy_utils as su
import sqlmodel
import sqlmodel.sql.sqltypes
from sqlalchemy import types
from sqlalchemy_utils import ChoiceType, UUIDType
from sqlalchemy_utils.types.encrypted.encrypted_type import AesEngine, StringEncryptedType


class Bare(types.TypeDecorator):
    impl = types.Unicode(34)

    def __init__(self, size=7):
        self.size = size


class Late(types.TypeDecorator):
    impl = types.Unicode

    def __init__(self, size=7):
        super().__init__(3)
        self.impl = types.Unicode(size)


class Told(types.TypeDecorator):
    impl = types.String(60)

    def process_bind_param(self, value, dialect):
        return f"{dialect.name}: {value} ({self.impl.length})"

    def process_result_value(self, value, dialect):
        return f"{value} from {dialect.name}"
'''
TYPED = '''op.create_table("t", sa.Column("id", UUIDType(), primary_key=True),
    sa.Column("id2", UUIDType(binary=False)), sa.Column("id3", sqlalchemy_utils.types.uuid.UUIDType()), sa.Column("j", sqlalchemy_utils.types.json.JSONType()),
    sa.Column("e", sqlalchemy_utils.types.email.EmailType(length=100)), sa.Column("e2", su.EmailType()), sa.Column("u", su.URLType()),
    sa.Column("c", ChoiceType([("a", "A")])), sa.Column("c2", ChoiceType([(1, "A")], impl=sa.Integer())), sa.Column("country", su.CountryType(), server_default="FI"),
    sa.Column("ip", su.IPAddressType()), sa.Column("ip2", su.IPAddressType(max_length=9)), sa.Column("list", su.ScalarListType(int)),
    sa.Column("enc", StringEncryptedType(sa.Unicode, "key", AesEngine, "pkcs5", length=99)), sa.Column("bit", sqlalchemy_utils.types.bit.BitType(5)),
    sa.Column("s", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default="x"), sa.Column("s2", sqlmodel.sql.sqltypes.AutoString(length=40)),
    sa.Column("b", Bare()), sa.Column("l", Late()), sa.Column("l2", Late(9)), sa.Column("told", Told()))
if op.get_context().dialect.name == "postgresql":
    op.add_column("t", sa.Column("tv", su.TSVectorType("a", "b")))
    op.execute("CREATE EXTENSION ltree")
    op.execute("CREATE DOMAIN vector AS text")
    op.add_column("t", sa.Column("lt", su.LtreeType()))
    op.add_column("t", sa.Column("v", pgvector.sqlalchemy.Vector()))
    op.add_column("t", sa.Column("v2", pgvector.sqlalchemy.vector.VECTOR()))
    op.alter_column("t", "u", type_=sa.Text(), existing_type=su.URLType())
t = sa.table("t", sa.column("id", UUIDType()), sa.column("id2", UUIDType(binary=False)), sa.column("j", su.JSONType()), sa.column("e", su.EmailType()),
    sa.column("u", su.URLType()), sa.column("list", su.ScalarListType(int)), sa.column("told", Told()))
op.bulk_insert(t, [{"id": "6ba7b810-9dad-11d1-80b4-00c04fd430c8", "id2": "6ba7b8109dad11d180b400c04fd430c8", "j": {"a": [1, None]}, "e": "Me@Example.org",
    "u": "http://x", "list": [1, 2], "told": "a"}])
for row in op.get_bind().execute(sa.select(t)).fetchall():
    op.execute(t.update().where(t.c.id == row.id).values(j={"got": [str(row.id), str(row.id2), row.j, row.e, row.u, row.list, row.told]}))'''


@pytest.mark.parametrize("kind", ["postgresql", "mysql", "sqlite"])
def test_types_of_packages(make_alembic, alembic, kind):
    """SQLAlchemy-Utils, SQLModel, pgvector: columns, and the values of types that need no other package. And decorators of the script's own."""
    ours, theirs = make_alembic(kind), make_alembic(kind)
    for project in (ours, theirs):
        write(project, TYPES, [TYPED], ['op.drop_table("t")'])
    [answer] = theirs.ask(alembic, ["upgrade", "a0"])
    assert answer.ok, answer["trace"]
    ours.run("up")
    assert ours.database.dump(data=True) == theirs.database.dump(data=True)


@pytest.mark.parametrize("column,values,said", [
    ("su.PhoneNumberType()", "object()", "a value of PhoneNumberType is out of reach"),
    ('su.StringEncryptedType(key="k")', '"plain"', "nothing is encrypted or decrypted here"),
    ("su.PasswordType(schemes=['bcrypt'])", '"x"', "give it a max_length"),
])
def test_values_that_only_the_package_makes(make_alembic, column, values, said):
    project = make_alembic("sqlite")
    write(project, TYPES, [f'op.execute("CREATE TABLE t (c text)")\nop.bulk_insert(sa.table("t", sa.column("c", {column})), [{{"c": {values}}}])'], ["pass"])
    result = project.run("up", status=1)
    assert said in result.err and "t" not in project.database.tables(), result.text()


def test_vectors_have_a_size(make_alembic):
    """Only by the SQL: no server here has the extension."""
    project = make_alembic("postgresql")
    write(project, TYPES, ['op.create_table("t", sa.Column("v", pgvector.sqlalchemy.vector.VECTOR(dim=3)), sa.Column("h", pgvector.sqlalchemy.HALFVEC(4)))'], ["pass"])
    out = project.run("plan", "--sql").out
    assert "v VECTOR(3)" in out and "h HALFVEC(4)" in out
