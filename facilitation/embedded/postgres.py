"""An embedded PostgreSQL: unix socket only, no log archive, settings that leave no trace (anonymity.md 9.5)."""

import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from facilitation.embedded import ground
from facilitation.embedded.binaries import postgres_bin
from facilitation.embedded.children import death_with_parent

SETTINGS = {
    "listen_addresses": "''",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "archive_mode": "off",
    "wal_recycle": "off",
    "wal_keep_size": "0",
    "max_wal_size": "128MB",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "track_commit_timestamp": "off",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_min_messages": "fatal",
    "log_parameter_max_length_on_error": "0",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_connections": "off",
    "log_checkpoints": "off",
    "max_connections": "60",
    "timezone": "UTC",
}
INITDB = [
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--encoding=UTF8",
    "--auth=trust",
    "--username=anteroom",
    "--no-instructions",
]
COMPLETE = "anteroom-complete"  # written when initdb has finished: without it the folder is half made


class PostgresFailed(Exception):
    """PostgreSQL did not start; the sentence holds its last words."""


@dataclass
class Postgres:
    """One embedded server in a data folder. `start` is safe after any kill; `stop` waits for a clean end."""

    data: Path
    durable: bool = True
    account: ground.Account | None = field(default_factory=ground.server_account)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def cluster(self) -> Path:
        """The folder of the cluster."""
        return ground.cluster_folder(self.data, self.account)

    @property
    def sockets(self) -> Path:
        """The folder of the socket: what ANTEROOM_DB_HOST names."""
        return ground.socket_folder(self.data, self.account)

    def start(self, timeout: float = 60) -> None:
        """Create the cluster if there is none, clear what a kill left behind, start and wait until it answers."""
        self.programs = ground.reachable_programs(postgres_bin(), self.data, self.account)
        ground.make_private(self.sockets, self.account)
        if not (self.cluster / COMPLETE).exists():
            self._create()
        self._clear_leftovers()
        extra = [] if self.durable else ["-c", "fsync=off", "-c", "full_page_writes=off"]
        command: list[str | Path] = [self.programs / "postgres", "-D", self.cluster, "-k", self.sockets, *extra]
        log = (self.data / "postgres.log").open("wb")
        self.process = subprocess.Popen(
            command, stdout=log, stderr=log, cwd="/", preexec_fn=death_with_parent(), **self._as_account()
        )
        log.close()
        self._wait(timeout)

    def stop(self) -> None:
        """Ask for a fast shutdown and wait; kill only if it does not come."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def ensure_database(self, name: str = "anteroom") -> None:
        """Create the database of the house if it is not there."""
        import psycopg
        from psycopg import sql

        with psycopg.connect(host=str(self.sockets), user="anteroom", dbname="postgres", autocommit=True) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
            if found is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))

    def _create(self) -> None:
        """Run initdb in an empty folder; a folder left half made by an interrupted run is made anew."""
        shutil.rmtree(self.cluster, ignore_errors=True)
        ground.make_private(self.cluster, self.account)
        command: list[str | Path] = [self.programs / "initdb", "-D", self.cluster, *INITDB]
        result = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False, **self._as_account())
        if result.returncode != 0:
            raise PostgresFailed(f"The database folder could not be made: {result.stderr.strip()[-400:]}")
        lines = "".join(f"{name} = {value}\n" for name, value in SETTINGS.items())
        with (self.cluster / "postgresql.conf").open("a", encoding="utf-8") as configuration:
            configuration.write(f"\n# Anteroom\n{lines}")
        (self.cluster / COMPLETE).touch()

    def _clear_leftovers(self) -> None:
        """Remove pid and socket lock files of a killed server; never while a live one works in this folder."""
        lock = self.cluster / "postmaster.pid"
        if lock.exists():
            first = lock.read_text(encoding="utf-8").split("\n", 1)[0]
            if first.isdigit() and _is_postgres(int(first), self.cluster):
                os.kill(int(first), signal.SIGINT)
                psutil.wait_procs([psutil.Process(int(first))], timeout=20)
            lock.unlink(missing_ok=True)
        for leftover in self.sockets.glob(".s.PGSQL.*"):
            leftover.unlink(missing_ok=True)

    def _wait(self, timeout: float) -> None:
        """Wait until the server answers on its socket."""
        import psycopg

        end = time.monotonic() + timeout
        while time.monotonic() < end:
            if self.process is not None and self.process.poll() is not None:
                words = (self.data / "postgres.log").read_text(encoding="utf-8", errors="replace").strip()
                raise PostgresFailed(f"PostgreSQL stopped while starting: {words[-400:]}")
            try:
                psycopg.connect(host=str(self.sockets), user="anteroom", dbname="postgres", connect_timeout=2).close()
            except psycopg.OperationalError:
                time.sleep(0.03)
            else:
                return
        raise PostgresFailed(f"PostgreSQL did not answer within {timeout:.0f} seconds.")

    def _as_account(self) -> dict[str, Any]:
        """Arguments that make a child run as the server's account."""
        return {} if self.account is None else {"user": self.account.uid, "group": self.account.gid}


def _is_postgres(pid: int, cluster: Path) -> bool:
    """Whether this process is a PostgreSQL server working in this cluster."""
    try:
        words = psutil.Process(pid).cmdline()
    except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
        return False
    return any("postgres" in word for word in words[:1]) and str(cluster) in words
