"""The file: how it is opened, its tables, transactions."""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from retrieval.errors import UserFacingError

try:
    import fcntl
except ImportError:  # Windows has no such locks; two bots there meet as a conflict at Telegram.
    fcntl = None  # type: ignore[assignment]

SCHEMA = Path(__file__).with_name("schema.sql")
VERSION = 1
"""Of the schema; kept in the file as `user_version`."""
BUSY_SECONDS = 5.0
"""How long a statement waits for another process (an export) to let go of the file."""


class StoreError(UserFacingError):
    """The state file cannot be used; says which and what to do."""


class Database:
    """A connection to the state file; for the thread that opened it.

    Every statement is durable against the end of the process (kill -9) once it returns: SQLite
    writes it to the log beside the file (WAL). Statements are short, so the event loop may wait
    for them.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        """Open the file, made with its tables if it is new; raises StoreError."""
        self.path = path
        self._lock: int | None = None
        try:
            if read_only:
                if not path.is_file():
                    raise StoreError(f"找不到状态文件 {path}；先运行 wenbao telegram")
                self._connection = _connect(f"{path.resolve().as_uri()}?mode=ro")
            else:
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                # Readers' questions and texts are in it: for its owner only, from the first byte.
                os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
                self._lock = _locked(path)
                self._connection = _connect(path.resolve().as_uri())
                self._prepare()
            self._refuse_others()
            if not self._version():
                raise StoreError(f"状态文件 {path} 里什么也没有；先运行 wenbao telegram")
            self._check(VERSION)
        except sqlite3.Error as error:
            raise StoreError(
                f"状态文件 {path} 用不了（{error}）；请移走它，或用 WENBAO_TELEGRAM_STATE 另指一个"
            ) from None
        except OSError as error:
            raise StoreError(f"状态文件 {path} 打不开：{error.strerror or error}") from None

    def _prepare(self) -> None:
        self._refuse_others()
        self._check(0, VERSION)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        # What is deleted is overwritten: /forget means it.
        self._connection.execute("PRAGMA secure_delete = ON")
        if not self._version():
            # All or nothing: the process may be killed in between.
            tables = SCHEMA.read_text(encoding="utf-8")
            self._connection.executescript(
                f"BEGIN; {tables}; PRAGMA user_version = {VERSION}; COMMIT"
            )

    def _refuse_others(self) -> None:
        if not self._version() and self.row("SELECT 1 FROM sqlite_schema"):
            raise StoreError(f"{self.path} 是别的程序的数据库；请用 WENBAO_TELEGRAM_STATE 另指一个")

    def _version(self) -> int:
        version: int = self._connection.execute("PRAGMA user_version").fetchone()[0]
        return version

    def _check(self, *versions: int) -> None:
        if self._version() not in versions:
            raise StoreError(
                f"状态文件 {self.path} 是另一个版本的 wenbao 写的；请升级，或另指一个文件"
            )

    def execute(self, statement: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        """Run one statement."""
        return self._connection.execute(statement, values)

    def rows(self, statement: str, values: Sequence[object] = ()) -> list[sqlite3.Row]:
        """Return all rows of a query."""
        return self._connection.execute(statement, values).fetchall()

    def row(self, statement: str, values: Sequence[object] = ()) -> sqlite3.Row | None:
        """Return the first row of a query, or None."""
        found: sqlite3.Row | None = self._connection.execute(statement, values).fetchone()
        return found

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Run all statements of the block or none."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def forget_log(self) -> None:
        """Empty the log beside the file, so that nothing deleted stays readable in it."""
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close the file; what it holds is complete at any time."""
        self._connection.close()
        if self._lock is not None:
            os.close(self._lock)


def _connect(uri: str) -> sqlite3.Connection:
    connection: Any = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_SECONDS)
    connection.row_factory = sqlite3.Row
    assert isinstance(connection, sqlite3.Connection)
    return connection


def _locked(path: Path) -> int:
    """Return a descriptor that holds the file for this process; raises StoreError if another does.

    The lock is on a file beside it, since SQLite locks and unlocks its own. The operating system
    lets go of it when the process ends, however it ends.
    """
    descriptor = os.open(path.with_name(path.name + ".lock"), os.O_CREAT | os.O_RDWR, 0o600)
    if fcntl is not None:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            raise StoreError(
                f"另一个 wenbao telegram 正在用 {path}；先停掉它，或另指一个文件"
            ) from None
    return descriptor
