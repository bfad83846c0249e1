"""Prisma on MariaDB. No WebAssembly build of the engine has MySQL, so this checks against the documented table and behaviour
(schema-engine's flavour/mysql.rs; rows seen in public dumps), and against the mariadb client fed with the same files."""

import subprocess

import pytest
from harness.databases import prisma_history
from harness.servers import PASSWORD

FILES = [
    ("20240101000000_init", """-- CreateTable
CREATE TABLE `User` (
    `id` INTEGER NOT NULL AUTO_INCREMENT,
    `email` VARCHAR(191) NOT NULL,
    `note` TEXT NULL,

    UNIQUE INDEX `User_email_key`(`email`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
"""),
    ("20240102000000_data", "INSERT INTO `User` (`email`, `note`) VALUES ('a;b@x', 'it''s; \\'fine\\' \"q\"'), ('ü@x', '日本 -- no comment');\n# a comment; of MySQL's\n-- another; one\n/* and; this */\n"),
    ("20240103000000_enum", "ALTER TABLE `User` ADD COLUMN `role` ENUM('USER', 'ADMIN;2') NOT NULL DEFAULT 'USER';\nUPDATE `User` SET `role` = 'ADMIN;2' WHERE `email` LIKE 'a%';\n"),
    ("20240104000000_trigger", """CREATE TABLE `Log` (`id` INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY, `what` TEXT);
CREATE TRIGGER `user_log` AFTER INSERT ON `User` FOR EACH ROW BEGIN
  INSERT INTO `Log` (`what`) VALUES (CONCAT('new; ', NEW.`email`));
  IF NEW.`id` > 1000 THEN SET @x = 1; END IF;
END;
INSERT INTO `User` (`email`) VALUES ('trigger@x');
"""),
    ("20240105000000_procedure", """CREATE PROCEDURE `tidy`(IN n INT)
BEGIN
  DECLARE i INT DEFAULT 0;
  WHILE i < n DO SET i = i + 1; END WHILE;
  CASE n WHEN 1 THEN SELECT 1; ELSE SELECT 2; END CASE;
END;
CALL `tidy`(3);
CREATE FUNCTION `twice`(n INT) RETURNS INT DETERMINISTIC RETURN n * 2;
"""),
    ("20240106000000_view", "CREATE VIEW `Admins` AS SELECT `email` FROM `User` WHERE `role` = 'ADMIN;2';\n/*!40101 SET @y = 2 */;\n"),
    ("20240107000000_crlf", "CREATE TABLE `Crlf` (\r\n  `a` INT -- x; y\r\n);\r\n"),
]


def load(project):
    for name, sql in FILES:
        project.add(name, sql)


def test_same_schema_as_the_client(make_project, make_database):
    project, other = make_project("mysql"), make_database("mysql")
    load(project)
    project.up()
    connection = other.connect()  # the server itself splits: multi-statement packets, as Prisma sends them
    cursor = connection.cursor()
    for _, sql in FILES:
        cursor.execute(sql)
        while cursor.nextset():
            pass
    connection.close()
    assert project.database.dump(data=True, without=("_prisma_migrations",)) == other.dump(data=True)


def test_history_table_and_rows(make_project):
    project = make_project("mysql")
    load(project)
    project.up()
    columns = project.database.query(
        "SELECT column_name, column_type, is_nullable, column_default, column_key FROM information_schema.columns "
        "WHERE table_schema = database() AND table_name = '_prisma_migrations' ORDER BY ordinal_position")
    assert columns == [
        ("id", "varchar(36)", "NO", None, "PRI"), ("checksum", "varchar(64)", "NO", None, ""), ("finished_at", "datetime(3)", "YES", "NULL", ""),
        ("migration_name", "varchar(255)", "NO", None, ""), ("logs", "text", "YES", "NULL", ""), ("rolled_back_at", "datetime(3)", "YES", "NULL", ""),
        ("started_at", "datetime(3)", "NO", "current_timestamp(3)", ""), ("applied_steps_count", "int(10) unsigned", "NO", "0", ""),
    ]
    table = project.database.query("SHOW CREATE TABLE _prisma_migrations")[0][1]
    assert "utf8mb4_unicode_ci" in table
    rows = prisma_history(project.database)
    assert [row["migration_name"] for row in rows] == [name for name, _ in FILES]
    assert all(row["applied_steps_count"] == 1 and row["logs"] is None and row["finished_at"] >= row["started_at"] for row in rows)


@pytest.mark.parametrize("mend", ["nothing was lost", "down"])
def test_failure_keeps_what_mysql_keeps(make_project, mend):
    """DDL commits by itself: what ran stays, the journal knows it, and a rerun of the mended file goes on behind it or says what is in doubt."""
    project = make_project("mysql")
    load(project)
    project.up()
    folder = project.add("20240108000000_broken", "CREATE TABLE `half` (`id` INT);\nINSERT INTO `nowhere` VALUES (1);\nCREATE TABLE `rest` (`id` INT);\n")
    result = project.up(status=1)
    assert "nowhere" in result.err
    assert "half" in project.database.tables() and "rest" not in project.database.tables()
    row = prisma_history(project.database)[-1]
    assert row["migration_name"] == "20240108000000_broken" and row["finished_at"] is None and row["applied_steps_count"] == 0
    assert "nowhere" in (row["logs"] or "")
    if mend == "down":
        project.database.script("DROP TABLE `half`")
        project.run("mark", "rolled-back", "20240108000000_broken", "--yes")
        (folder / "migration.sql").write_text("CREATE TABLE `half` (`id` INT);\n")
        project.up()
    else:
        result = project.up(status=None)
        if result.status == 0:
            pytest.fail("the same broken file can't succeed")
        assert result.status in (1, 4), result.text()
        project.database.script("CREATE TABLE `nowhere` (`id` INT)")
        result = project.up(status=None)
        if result.status == 4:  # wants a decision first; that is what `mark rolled-back` or an edit is for
            assert "20240108000000_broken" in result.err
            return
        assert result.status == 0, result.text()
        assert "rest" in project.database.tables()
        assert project.database.scalar("SELECT count(*) FROM `nowhere`") == 1


def test_named_lock_is_prismas(make_project):
    """While Prisma holds its named lock we wait, and then say so."""
    project = make_project("mysql")
    load(project)
    connection = project.database.connect()
    cursor = connection.cursor()
    cursor.execute("SELECT GET_LOCK('prisma_migrate', 5)")
    try:
        project.configure(extra="policy: {lock_timeout: 500ms}\n")
        result = project.up(status=5)
        assert "prisma_migrate" in result.err or "lock" in result.err.lower()
        assert project.database.tables() == []
    finally:
        connection.close()
    project.up()


def test_provider_of_the_lock_file(make_project):
    project = make_project("mysql")
    load(project)
    (project.migrations / "migration_lock.toml").write_text('provider = "postgresql"\n')
    result = project.up(status=None)
    assert result.status in (1, 2, 4) and "P3019" in result.err, result.text()
    assert project.database.tables() == []


def test_password_never_printed(make_project):
    project = make_project("mysql")
    load(project)
    project.configure(url=project.database.url.replace("@127.0.0.1", "x@127.0.0.1"))
    result = project.up(status=1)
    assert PASSWORD not in result.err + result.out
