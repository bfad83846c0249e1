"""A project whose source is a TypeORM service."""

import json
from pathlib import Path

from harness.program import Project

# What a service's package.json asks for, by the version of TypeORM that runs beside.
RANGES = {"1": "^1.1.0", "0.3": "^0.3.20"}


class TypeormProject(Project):
    """A folder with migshim.yaml and core/src/migrations. The data source's type is what TypeORM calls the server we test with."""

    def __init__(self, folder, database, version="1", history=None, extra=""):
        self.history = {**({"type": "mariadb"} if database and database.kind == "mysql" else {}), **(history or {})}
        super().__init__(folder, database, self.sources_text(), extra)
        self.root = self.folder / "core"
        self.migrations = self.root / "src/migrations"
        self.migrations.mkdir(parents=True)
        (self.root / "package.json").write_text(json.dumps({"name": "core", "dependencies": {"typeorm": RANGES[version]}}))

    def sources_text(self):
        history = ", history: {" + ", ".join(f"{key}: {value}" for key, value in self.history.items()) + "}" if self.history else ""
        return f"  - {{name: core, tool: typeorm, path: core/src/migrations{history}}}\n"

    def configure(self, sources=None, extra="", url=None):
        super().configure(sources or self.sources_text(), extra, url)

    def write(self, name, text):
        """A file of the migrations' folder (or above it: "../constants.ts")."""
        path = Path(self.migrations / name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path
