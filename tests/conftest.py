"""Every test runs apart from the user's settings and files, and without a network."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import settings

# No test judges by the clock: the first example may have to load jieba's dictionary.
settings.register_profile("wenbao", deadline=None)
settings.load_profile("wenbao")


def _refuse(*_: object) -> NoReturn:
    raise AssertionError("a test reached for the network")


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
        patch.setattr(socket.socket, "connect", _refuse)
        yield


@pytest.fixture
def own_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory of the test's own, so that no `.env` of the checkout is read."""
    monkeypatch.chdir(tmp_path)
    return tmp_path
