"""A private PostgreSQL for a test session: own folder, own port, gone afterwards.

Import `postgres_url` (and `postgres_cluster`, which it needs) into a conftest.py.
"""

from __future__ import annotations

import getpass
import itertools
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

_names = itertools.count(1)
_running: list[Cluster] = []


class Cluster:
    """One server on a free port of 127.0.0.1, without passwords and without fsync (no test of power loss)."""

    def __init__(self) -> None:
        binaries = _binaries()
        if binaries is None:
            pytest.fail(
                "PostgreSQL is not installed: these tests need initdb and pg_ctl (Debian: postgresql-15)",
                pytrace=False,
            )
        self._binaries = binaries
        # Short: the path of a Unix socket must stay below 108 bytes.
        self._folder = Path(tempfile.mkdtemp(prefix="mcpg", dir="/tmp"))
        self._user = "postgres" if os.geteuid() == 0 else getpass.getuser()
        if os.geteuid() == 0:  # the server refuses to run as root
            shutil.chown(self._folder, "postgres", "postgres")
        data = self._folder / "data"
        try:
            self._run(
                "initdb",
                "-D",
                data,
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
            )
            self.port = _free_port()
            options = f"-p {self.port} -k {self._folder} -c listen_addresses=127.0.0.1 -c fsync=off"
            self._run("pg_ctl", "-D", data, "-l", self._folder / "log", "-w", "-o", options, "start")
        except BaseException:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise

    def url(self, database: str = "postgres") -> str:
        """The address of a database, as SQLAlchemy and libpq take it."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def create_database(self) -> str:
        """A new, empty database; its address."""
        name = f"test{next(_names)}"
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        return self.url(name)

    def drop_database(self, url: str) -> None:
        """Drop a database of `create_database`, whoever is still connected."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            name = sql.Identifier(url.rpartition("/")[2])
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        try:
            self._run("pg_ctl", "-D", self._folder / "data", "-m", "immediate", "-w", "stop")
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str | Path) -> None:
        other = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
        done = subprocess.run(
            [self._binaries / program, *arguments],
            cwd=self._folder,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(self._folder)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # the server inherits it: a pipe would never end
            stderr=subprocess.DEVNULL,
            check=False,
            **other,
        )
        if done.returncode != 0:
            log = self._folder / "log"
            said = log.read_text(errors="replace")[-2000:] if log.exists() else ""
            pytest.fail(f"{program} ended with {done.returncode}\n{said}", pytrace=False)


@pytest.fixture(scope="session")
def postgres_cluster(request: pytest.FixtureRequest) -> Cluster:
    """The session's server, started at first use; the same one wherever the fixture is imported."""
    if not _running:
        _running.append(Cluster())
        request.config.add_cleanup(lambda: _running.pop().stop())
    return _running[0]


@pytest.fixture
def postgres_url(postgres_cluster: Cluster) -> Iterator[str]:
    """The address of an empty database of the test's own."""
    url = postgres_cluster.create_database()
    yield url
    postgres_cluster.drop_database(url)


def _binaries() -> Path | None:
    debian = sorted(
        (p for p in Path("/usr/lib/postgresql").glob("*/bin") if (p / "initdb").exists()),
        key=lambda p: [int(part) for part in p.parent.name.split(".")],
    )
    if debian:
        return debian[-1]
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
