"""Starts PostgreSQL and MariaDB, runs a command with their URLs in its environment, and stops them whatever happens.

usage: with-servers COMMAND [ARGUMENT...]

MIGSHIM_TEST_POSTGRESQL and MIGSHIM_TEST_MYSQL are URLs of a database in which the command may do what it likes (and may create others).
"""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from harness.servers import MariaServer, PostgresServer, postgres_binaries


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    servers = [PostgresServer(postgres_binaries()), MariaServer()]
    try:
        with ThreadPoolExecutor() as pool:
            list(pool.map(lambda server: server.start(), servers))
        environment = {
            **os.environ,
            "MIGSHIM_TEST_POSTGRESQL": servers[0].url("postgres"),
            "MIGSHIM_TEST_MYSQL": servers[1].url("test"),
        }
        status = subprocess.call(sys.argv[1:], env=environment)
    finally:
        for server in servers:
            server.stop()
    sys.exit(status if status >= 0 else 128 - status)


if __name__ == "__main__":
    main()
