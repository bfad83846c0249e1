"""Graphs of Alembic revisions: written by hand in one line, or random; and their files."""

from harness.program import Project

FILE = '''"""message of {id}

Revision ID: {id}
Revises: {revises}
Create Date: 2024-01-{day:02} {hour:02}:{minute:02}:00.123456

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = {id!r}
down_revision: Union[str, Sequence[str], None] = {down!r}
branch_labels: Union[str, Sequence[str], None] = {labels!r}
depends_on: Union[str, Sequence[str], None] = {depends!r}


def upgrade() -> None:
    {upgrade}


def downgrade() -> None:
    {downgrade}
'''


class Node:
    def __init__(self, id, down=(), depends=(), labels=()):
        self.id, self.down, self.depends, self.labels = id, tuple(down), tuple(depends), tuple(labels)


def scalar(items):
    """As the template writes it: None, one text, or several."""
    return None if not items else items[0] if len(items) == 1 else tuple(items)


def parse(text):
    """"a1 b1<a1 c1<a1@cc m1<b1,c1 x1 x2<x1:b1": `<` before down_revision, `:` before depends_on, `@` before labels."""
    nodes = []
    for word in text.split():
        parts = {"": "", "<": "", ":": "", "@": ""}
        at = ""
        for character in word:
            if character in "<:@":
                at = character
            else:
                parts[at] += character
        split = lambda sign: [one for one in parts[sign].split(",") if one]
        nodes.append(Node(parts[""], split("<"), split(":"), split("@")))
    return nodes


def random_graph(random, size):
    """Branches, merges, several bases, dependencies (one a revision: of several Alembic's own order is that of a set) and labels."""
    nodes = []
    for number in range(size):
        id = "".join(random.choice("0123456789abcdef") for _ in range(12))
        ancestors = [node.id for node in nodes]
        open_ends = [node.id for node in nodes if not any(node.id in other.down for other in nodes)]
        kind = random.random()
        down = []
        if nodes and kind < 0.62:
            down = [random.choice(open_ends)]
        elif nodes and kind < 0.78:
            down = [random.choice(ancestors)]
        elif len(open_ends) > 1 and kind < 0.92:
            down = random.sample(open_ends, random.randint(2, min(3, len(open_ends))))
        depends = [random.choice(ancestors)] if nodes and random.random() < 0.15 else []
        labels = [f"label{number}"] if random.random() < 0.12 else []
        nodes.append(Node(id, down, [one for one in depends if one not in down], labels))
    return nodes


class AlembicProject(Project):
    """A folder with migshim.yaml and billing/versions."""

    def __init__(self, folder, database, graph=(), history=None, extra=""):
        self.history = history or {}
        super().__init__(folder, database, self.sources_text(), extra)
        self.versions = self.folder / "billing/versions"
        self.versions.mkdir(parents=True)
        self.graph = parse(graph) if isinstance(graph, str) else list(graph)
        for number, node in enumerate(self.graph):
            self.write(node, number)

    def sources_text(self):
        history = ", history: {" + ", ".join(f"{key}: {value}" for key, value in self.history.items()) + "}" if self.history else ""
        return f"  - {{name: billing, tool: alembic, path: billing/versions{history}}}\n"

    def configure(self, sources=None, extra="", url=None):
        super().configure(sources or self.sources_text(), extra, url)

    def write(self, node, number=0, upgrade="pass", downgrade="pass", name=None):
        path = self.versions / (name or f"{node.id}_message.py")
        path.write_text(FILE.format(id=node.id, revises=", ".join(node.down), down=scalar(node.down), labels=scalar(node.labels),
                                    depends=scalar(node.depends), day=1 + number // 1440 % 28, hour=number // 60 % 24, minute=number % 60,
                                    upgrade=upgrade.replace("\n", "\n    "), downgrade=downgrade.replace("\n", "\n    ")))
        return path

    def ask(self, oracle, *commands, **options):
        """What the real Alembic says to COMMANDS, each a list of words."""
        return oracle.run(self.versions, self.database, *commands, **options)


    def rows(self):
        """The rows of alembic_version, sorted; none when there is no table."""
        return sorted(row[0] for row in self.database.query("SELECT version_num FROM alembic_version")) if "alembic_version" in self.database.tables() else []


def random_target(random, nodes, up):
    """A target in the language of `alembic upgrade` or `downgrade`: what people type, and what they type wrongly."""
    node = random.choice(nodes)
    labels = [label for one in nodes for label in one.labels] or [node.id]
    label, number = random.choice(labels), random.randint(1, 3)
    common = [node.id, node.id[:5], node.id, f"{node.id}-{number}", f"{node.id}+{number}", f"{label}@{node.id}"]
    if up:
        return random.choice(common + ["heads", "heads", "head", f"{label}@head", f"{label}@heads", f"+{number}", f"{label}@+{number}", "+1", "nothing", "ab"])
    return random.choice(common + ["base", f"{label}@base", f"-{number}", f"{label}@-{number}", "-1", f"{node.id}@-1", "nothing", "+1"])
