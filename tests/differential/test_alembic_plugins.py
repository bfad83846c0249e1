"""alembic_utils and alembic_postgresql_enum beside the real ones, on PostgreSQL."""

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
