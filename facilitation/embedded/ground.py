"""Where servers may stand: a folder that their user can reach, with socket paths short enough for the system.

PostgreSQL refuses to run as root. When we are root it runs as `postgres` or `nobody`, who must be able to reach the cluster,
the socket and the program itself, without our opening any parent folder (a clone under /root stays closed).
"""

import hashlib
import os
import pwd
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

SOCKET_PATH_LIMIT = 103  # bytes; the shortest limit among the systems we run on
SERVER_SOCKET_NAME = ".s.PGSQL.5432.lock"


@dataclass(frozen=True, slots=True)
class Account:
    """The user that PostgreSQL runs as: none when we are an ordinary user already."""

    uid: int
    gid: int


def server_account() -> Account | None:
    """Return the account to run PostgreSQL as, or None to run it as ourselves."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    return Account(65534, 65534)


def reachable(path: Path, account: Account | None) -> bool:
    """Whether the account can walk to `path`: every parent folder lets others through."""
    if account is None:
        return True
    return all(parent.stat().st_mode & 0o001 for parent in [*path.resolve().parents] if parent.exists())


def cluster_folder(data: Path, account: Account | None) -> Path:
    """Return the folder of the cluster: inside the data folder, or a place of its own keyed by that folder's path."""
    if reachable(data / "postgres", account):
        return data / "postgres"
    return _elsewhere(data) / "postgres"


def socket_folder(data: Path, account: Account | None) -> Path:
    """Return the private folder of the sockets, short enough for a socket path."""
    wanted = data / "run"
    if len(os.fsencode(wanted / SERVER_SOCKET_NAME)) <= SOCKET_PATH_LIMIT and reachable(wanted, account):
        return wanted
    return Path(tempfile.gettempdir()) / f"anteroom-{_key(data)}-{os.geteuid()}"


def reachable_programs(folder: Path, data: Path, account: Account | None) -> Path:
    """Return the PostgreSQL program folder, copied beside the cluster if the account cannot reach where it lies."""
    if reachable(folder / "postgres", account):
        return folder
    target = _elsewhere(data) / f"programs-{_key(folder)}"
    if not (target / "complete").exists():
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(folder.parent, target, symlinks=True)
        (target / "complete").touch()
    return target / folder.name


def make_private(folder: Path, account: Account | None) -> None:
    """Make a folder that only the server's account may enter."""
    folder.mkdir(parents=True, exist_ok=True)
    if account is not None:
        os.chown(folder, account.uid, account.gid)
    folder.chmod(0o700)


def _elsewhere(data: Path) -> Path:
    """A folder under the system's state folder, keyed by the data folder, for servers that cannot enter it."""
    folder = Path("/var/lib") / f"anteroom-{_key(data)}"
    folder.mkdir(mode=0o711, parents=True, exist_ok=True)
    return folder


def _key(path: Path) -> str:
    """A short name for a path."""
    return hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:10]
