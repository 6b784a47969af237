"""Every test runs apart from the user's settings and files, and with no network but loopback."""

import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# No test judges by the clock: the first example may have to load jieba's dictionary.
settings.register_profile("wenbao", deadline=None)
settings.load_profile("wenbao")


_LOOPBACK = ("127.0.0.1", "::1", "localhost")

_connect, _connect_ex = socket.socket.connect, socket.socket.connect_ex


def _refuse_the_network(reached_for: socket.socket, address: Any) -> None:
    """Raise unless `address` is on this machine: tests run their own servers."""
    if reached_for.family != socket.AF_UNIX and address[0] not in _LOOPBACK:
        raise AssertionError(f"a test reached for the network: {address}")


def _connect_here(reached_for: socket.socket, address: Any) -> None:
    _refuse_the_network(reached_for, address)
    _connect(reached_for, address)


def _connect_ex_here(reached_for: socket.socket, address: Any) -> int:
    _refuse_the_network(reached_for, address)
    return _connect_ex(reached_for, address)


@pytest.fixture(scope="session", autouse=True)
def _apart_from_the_user(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.upper().startswith("WENBAO_"):
                patch.delenv(name)
        for name in ("NO_COLOR", "COLUMNS", "LINES"):
            patch.delenv(name, raising=False)
        patch.setenv("HOME", str(home))
        for kind in ("STATE", "CONFIG", "CACHE", "DATA"):
            patch.setenv(f"XDG_{kind}_HOME", str(home / kind.lower()))
        patch.setattr(socket.socket, "connect", _connect_here)
        patch.setattr(socket.socket, "connect_ex", _connect_ex_here)
        yield


@pytest.fixture
def own_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory of the test's own, so that no `.env` of the checkout is read."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


_TOLD = pytest.StashKey[list[str]]()


@pytest.fixture
def tell(pytestconfig: pytest.Config) -> Callable[[str], None]:
    """Takes lines to print at the end of the run, of what is no failure and worth knowing."""
    return pytestconfig.stash.setdefault(_TOLD, []).append


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    for line in config.stash.get(_TOLD, []):
        terminalreporter.write_line(line)
