"""Revisions that import the application: its modules, column types and models."""

import pytest

from harness.alembic_graphs import Node

COLUMN = 'op.create_table("letter", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("text", {type}, nullable=False))'
CRYPTOGRAPHY = '''
import sqlalchemy as sa
from cryptography.fernet import Fernet


class EncryptedText(sa.types.TypeDecorator):
    impl = sa.LargeBinary
    key = Fernet("secret")
'''


@pytest.fixture
def application(make_alembic):
    """An application below `billing`, which revisions import as `app`; the real tool has its folder in prepend_sys_path."""
    def make(kind, upgrade, modules, downgrade="pass", types=None, graph="a1", imports=""):
        project = make_alembic(kind, graph)
        for name, text in modules.items():
            path = project.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        project.write(project.graph[-1], upgrade=upgrade, downgrade=downgrade)
        path = project.versions / f"{project.graph[-1].id}_message.py"
        path.write_text(path.read_text().replace("import sqlalchemy as sa\n", f"import sqlalchemy as sa\n{imports}\n"))
        project.configure(f"  - {{name: billing, tool: alembic, path: billing/versions, root: .{', types: {' + types + '}' if types else ''}}}\n")
        return project
    return make


@pytest.mark.parametrize("imports,type", [
    ("from app.types import EncryptedText", "EncryptedText(length=40)"),
    ("from app.types import EncryptedText as E", "E"),
    ("import app.types", "app.types.EncryptedText()"),
    ("from nowhere import EncryptedText", "EncryptedText()"),
])
def test_types_are_mapped(application, imports, type):
    """A class that can't be had is what the configuration says; without that it is refused."""
    project = application("sqlite", COLUMN.format(type=type), {"app/types.py": CRYPTOGRAPHY}, imports=imports)
    result = project.run("up", status=None)
    assert result.status != 0 and "the import of" in result.err and "letter" not in project.database.tables(), result.text()
    for types in ("EncryptedText: Text", "app.types.EncryptedText: Text"):
        project = application("sqlite", COLUMN.format(type=type), {"app/types.py": CRYPTOGRAPHY}, types=types, imports=imports)
        project.up()
        assert "text TEXT NOT NULL" in project.database.scalar("SELECT sql FROM sqlite_master WHERE name = 'letter'")


def test_types_of_one_run_are_made_once(make_alembic, alembic):
    """PostgreSQL: two tables of one run with the same Enum make its type once; in two runs the second fails, as in Alembic."""
    table = 'op.create_table("{0}", sa.Column("mood", sa.Enum("good", "bad", name="mood")))'
    ours, theirs = make_alembic("postgresql"), make_alembic("postgresql")
    for project in (ours, theirs):
        project.write(Node("a1"), upgrade=table.format("one"))
        project.write(Node("b1", ["a1"]), number=1, upgrade=table.format("two"))
        project.write(Node("c1", ["b1"]), number=2, upgrade=table.format("three"))
    assert theirs.ask(alembic, ["upgrade", "b1"])[0].ok
    ours.run("up", "billing:b1")
    assert ours.database.dump() == theirs.database.dump()
    assert 'type "mood" already exists' in theirs.ask(alembic, ["upgrade", "c1"])[0].error
    assert 'type "mood" already exists' in ours.run("up", status=1).err


MAKE = {"postgresql": "id SERIAL PRIMARY KEY", "mysql": "id INTEGER PRIMARY KEY AUTO_INCREMENT", "sqlite": "id INTEGER PRIMARY KEY"}
REFLECTS = """op.execute('CREATE TABLE {order} ({id}, total NUMERIC(10, 2) DEFAULT 5 NOT NULL, at TIMESTAMP NULL, note VARCHAR(20), done BOOLEAN)')
op.execute("CREATE TABLE pairs (a INTEGER NOT NULL, b VARCHAR(3) NOT NULL, PRIMARY KEY (a, b))")
bind = op.get_bind()
meta = sa.MetaData()
orders = sa.Table({name!r}, meta, autoload_with=bind)
assert [c.name for c in orders.columns] == ["id", "total", "at", "note", "done"], list(orders.columns)
bind.execute(orders.insert().values(note="first", done=True))
bind.execute(orders.insert(), [{{"note": "x", "total": 2.5, "done": False}}, {{"note": None, "total": 3, "done": False}}])
bind.execute(orders.update().where(orders.c.note.is_(None)).values(note=sa.cast(orders.c.total, sa.String(20))))
meta.reflect(bind=bind, only=["pairs"])
pairs = meta.tables["pairs"]
for row in bind.execute(sa.select(orders.c.id, orders.c.note).where(orders.c.total < 5).order_by(orders.c.id)).all():
    bind.execute(pairs.insert().values(a=row.id, b=row.note[:3]))
bind.execute(orders.delete().where(orders.c.done == sa.true()))
part = sa.Table("pairs", sa.MetaData(), sa.Column("b", sa.Text()), autoload_with=bind, include_columns=["a"])
assert {{c.name for c in part.c}} == {{"a", "b"}}"""


def test_tables_are_read(kind, make_alembic, alembic):
    """autoload_with and MetaData.reflect: statements upon tables as the database has them."""
    quote = "`{}`" if kind == "mysql" else '"{}"'
    body = REFLECTS.format(order=quote.format("Order"), id=MAKE[kind], name="Order")
    ours, theirs = make_alembic(kind), make_alembic(kind)
    for project in (ours, theirs):
        project.write(Node("a1"), upgrade=body)
    [answer] = theirs.ask(alembic, ["upgrade", "heads"])
    assert answer.ok, answer["trace"]
    ours.up()
    own = ("migshim_ledger", "migshim_journal")
    assert ours.database.dump(data=True, without=own) == theirs.database.dump(data=True, without=own)


def test_a_table_that_was_read_is_not_made(make_alembic):
    project = make_alembic("sqlite")
    project.write(Node("a1"), upgrade='op.execute("CREATE TABLE t (a INTEGER CHECK (a > 1))")\nt = sa.Table("t", sa.MetaData(), autoload_with=op.get_bind())\n'
                                      'op.execute("DROP TABLE t")\nt.create(op.get_bind())')
    assert "was read from the database" in project.run("up", status=None).err


MODULES = {
    "app/__init__.py": "",
    "app/types.py": """import enum
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql


class Status(str, enum.Enum):
    NEW = "new"
    PAID = "paid"


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 20


class Lower(sa.TypeDecorator):
    impl = sa.String(30)
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return None if value is None else value.lower()


class Json(sa.types.TypeDecorator):
    impl = sa.Text

    def load_dialect_impl(self, dialect):
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.JSONB())
        return dialect.type_descriptor(sa.Text())


class Point(sa.types.UserDefinedType):
    cache_ok = True

    def __init__(self, digits=5):
        self.digits = digits

    def get_col_spec(self, **kw):
        return f"DECIMAL({self.digits})"
""",
    "app/models.py": """from app.types import Lower, Status

TABLE = "customer"
DEFAULTS = {status: status.value.upper() for status in Status}


class Naming:
    prefix = "ix"

    @classmethod
    def index(cls, *columns):
        return "_".join((cls.prefix, TABLE, *columns))
""",
}
USES = """op.create_table(TABLE, sa.Column("id", sa.Integer(), primary_key=True), sa.Column("status", sa.Enum(Status, name="status"), server_default=Status.NEW.name),
    sa.Column("values_too", sa.Enum(Status, name="status_value", values_callable=lambda e: [m.value for m in e])), sa.Column("level", sa.Enum(Level, native_enum=False)),
    sa.Column("email", Lower(), nullable=False), sa.Column("settings", Json), sa.Column("at", Point(7)), sa.Column("at_default", Point))
op.create_index(Naming.index("email"), TABLE, ["email"])
customer = sa.table(TABLE, sa.column("email", Lower), sa.column("status", sa.Enum(Status, name="status")), sa.column("at", Point))
op.bulk_insert(customer, [{"email": "A@X", "status": Status.PAID, "at": 5}, {"email": "B@Y", "status": Status.NEW, "at": None}])
op.execute(customer.update().where(customer.c.email == "B@Y").values(email=DEFAULTS[Status.PAID] + "@Z"))"""


def test_classes_of_the_application(kind, application, alembic):
    """Enumerations, type decorators, types of its own, models: read from its modules, as the real tool imports them."""
    imports = "from app.models import DEFAULTS, Naming, TABLE\nfrom app.types import Json, Level, Lower, Point, Status"
    ours, theirs = (application(kind, USES, MODULES, imports=imports) for _ in range(2))
    [answer] = theirs.ask(alembic, ["upgrade", "heads"], options={"prepend_sys_path": str(theirs.folder)})
    assert answer.ok, answer["trace"]
    ours.up()
    own = ("migshim_ledger", "migshim_journal")
    assert ours.database.dump(data=True, without=own) == theirs.database.dump(data=True, without=own)


MODELS = '''import enum
from sqlalchemy import Column, Integer, MetaData, Table, ForeignKey, String, event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.declarative import declarative_base, declared_attr
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.ext.mutable import MutableDict
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship, validates


meta = MetaData(naming_convention={"ix": "ix_%(column_0_label)s"})
Base = declarative_base(metadata=meta)
Base.log = 1


class Status(enum.Enum):
    ON = "on"
    OFF = "off"
m = Table("m", Base.metadata, Column("a", ForeignKey("x.id"), primary_key=True))
class Mixin:
    @declared_attr
    def __tablename__(cls): return cls.__name__.lower()
class User(Mixin, Base):
    id = Column(Integer, primary_key=True)
    data = Column(MutableDict.as_mutable(JSONB))
    posts = relationship("Post", back_populates="user")
    KINDS = ("a", "b")
    @hybrid_property
    def full(self): return self.name
    @full.expression
    def full(cls): return cls.name
    @validates("id")
    def check(self, key, value): return value
    @staticmethod
    def helper(): return "helped"
class New(DeclarativeBase):
    pass
class Post(New):
    __tablename__ = "post"
    id: Mapped[int] = mapped_column(primary_key=True)
    MAX = 30
@event.listens_for(User, "before_insert")
def before(mapper, connection, target): pass
RoleMap = type("RoleMap", (Base,), {"__table__": m})
'''
OF_MODELS = '''op.create_table("t", sa.Column("s", sa.Enum(Status)), sa.Column("n", sa.String(Post.MAX), server_default=User.helper()), sa.Column("k", sa.Enum(*User.KINDS, name="k")))
op.execute("INSERT INTO t (n) VALUES ('%s')" % ", ".join([str(issubclass(User, Base)), User.__name__, RoleMap.__name__]))'''
IMPORTED = "from app.models import Base, Post, RoleMap, Status, User"


@pytest.mark.parametrize("kind", ["postgresql", "sqlite"])
def test_models_are_only_declared(application, alembic, kind):
    """A file of models, with all that such files have: its enumerations, constants and functions are used."""
    projects = [application(kind, OF_MODELS, {"shop/models.py": MODELS}, imports=IMPORTED.replace("app", "shop")) for _ in range(2)]
    projects[0].up()
    [answer] = projects[1].ask(alembic, ["upgrade", "head"], options={"prepend_sys_path": str(projects[1].folder)})
    assert answer.ok, answer["trace"]
    assert projects[0].database.dump(data=True) == projects[1].database.dump(data=True)


@pytest.mark.parametrize("use,said", [
    ("op.execute(sa.select(User.__table__))", "`__table__` of the model User is out of reach"),
    ("Base.metadata.create_all(op.get_bind())", "the tables of models are out of reach"),
    ("print(list(Base.metadata.tables))", "the tables of models are out of reach"),
    ("op.get_bind().execute(sa.select(User.id)).fetchall()", "a column of a model is out of reach"),
    ("op.get_bind().execute(sa.select(sa.func.count()).where(User.id > 1)).scalar()", "a column of a model is out of reach"),
    ("op.execute(sa.select(User))", "_Models"),
    ("op.execute(sa.update(User).values(id=1))", "_Models"),
    ("User(id=1)", "objects of the model User are out of reach"),
    ("from sqlalchemy.orm import Session\nSession(op.get_bind()).query(User)", "`query`"),
])
def test_models_as_more(application, use, said):
    project = application("sqlite", "op.execute('CREATE TABLE t (a int)')\n" + use, {"app/models.py": MODELS}, imports=IMPORTED)
    result = project.run("up", status=None)
    assert result.status != 0 and said in result.err and "t" not in project.database.tables(), result.text()


URL = '''url = op.get_bind().engine.url
name = str(url)
op.create_table("t", sa.Column(next(word for word in ("postgres", "mysql", "sqlite") if name.startswith(word)), sa.Integer()),
    sa.Column("secret" if "s3same" in name else "shown_" + str("***" in f"{url}"), sa.Integer()), sa.Column("by_" + url.get_backend_name(), sa.Text(), server_default=url.database))'''


@pytest.mark.parametrize("kind", ["postgresql", "sqlite"])
def test_what_goes_by_the_url(make_alembic, alembic, kind):
    """What the database is, by the text of its URL; the password is never in it."""
    ours, theirs = make_alembic(kind), make_alembic(kind)
    for project in (ours, theirs):
        project.write(Node("a1"), upgrade=URL)
    [answer] = theirs.ask(alembic, ["upgrade", "head"])
    assert answer.ok, answer["trace"]
    ours.run("up")
    dumps = [project.database.dump().replace(project.database.path, "FILE") if kind == "sqlite" else project.database.dump() for project in (ours, theirs)]
    assert dumps[0] == dumps[1] and "secret" not in dumps[0]


@pytest.mark.parametrize("use", ["str(op.get_bind().engine)", 'f"{sa.Identity()}"', '"%s" % sa.MetaData()', "repr([sa.String(5)])", 'str({"c": sa.Column("x")})'])
def test_texts_of_objects(make_alembic, use):
    """The tool's own text may be something that a script goes by: it is not made up."""
    project = make_alembic("sqlite")
    project.write(Node("a1"), upgrade=f'op.execute("CREATE TABLE t (a int)" if "x" in {use} else "CREATE TABLE u (a int)")')
    result = project.run("up", status=1)
    assert "how SQLAlchemy shows a " in result.err and not {"t", "u"} & set(project.database.tables())


@pytest.mark.parametrize("use", ['hasattr(op.get_bind(), "info")', 'getattr(op, "create_everything", None)', 'getattr(sa, "Everything", None)', 'hasattr(sa.String, "everything")'])
def test_what_is_not_known_is_not_said_to_be_absent(make_alembic, use):
    project = make_alembic("sqlite")
    project.write(Node("a1"), upgrade=f'op.execute("CREATE TABLE t (a int)" if {use} else "CREATE TABLE u (a int)")')
    result = project.run("up", status=1)
    assert "has no member" in result.err and not {"t", "u"} & set(project.database.tables())


def test_modules_that_another_revision_imports(application, alembic):
    """`import shop` alone: that shop.db.types is there is the work of whatever else runs in Alembic's interpreter."""
    files = {"stock/__init__.py": "", "stock/db/__init__.py": "", "stock/db/types.py": "import sqlalchemy as sa\n\n\nclass Name(sa.TypeDecorator):\n    impl = sa.String(12)\n"}
    projects = [application("sqlite", 'op.create_table("t", sa.Column("a", stock.db.types.Name()))', files, imports="import stock", graph="a1 b1<a1") for _ in range(2)]
    for project in projects:
        path = project.versions / "a1_message.py"
        path.write_text("import stock.db.types\n" + path.read_text())
    [answer] = projects[1].ask(alembic, ["upgrade", "head"], options={"prepend_sys_path": str(projects[1].folder)})
    assert answer.ok, answer["trace"]
    projects[0].up()
    assert projects[0].database.dump(data=True) == projects[1].database.dump(data=True)


@pytest.mark.parametrize("options,column", [("{colour: red}", "red"), ('{colour: ""}', "blue")])
def test_options_of_the_ini_file(make_alembic, options, column):
    project = make_alembic("sqlite")
    project.write(Node("a1"), upgrade='op.create_table("t", sa.Column(op.get_context().config.get_main_option("colour", "blue"), sa.Integer()))')
    result = project.run("up", status=1)
    assert "say in `options:` of the source what `colour` is there" in result.err and "t" not in project.database.tables()
    project.configure(f"  - {{name: billing, tool: alembic, path: {project.versions}, options: {options}}}\n")
    project.up()
    assert f"{column} INTEGER" in project.database.scalar("SELECT sql FROM sqlite_master WHERE name = 't'")


def test_context_says_where_the_history_is(make_alembic):
    project = make_alembic("postgresql")
    project.database.script("CREATE SCHEMA ours")
    project.write(Node("a1"), upgrade='context = op.get_context()\nop.create_table(context.version_table + "_2", sa.Column("id", sa.Integer()), schema=context.version_table_schema)')
    project.configure(f"  - {{name: billing, tool: alembic, path: {project.versions}, history: {{table: versions, schema: ours}}}}\n")
    project.up()
    assert {"ours.versions", "ours.versions_2"} <= set(project.database.tables())
