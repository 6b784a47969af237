"""A Bot API server of the test's own with a plain client for it; a bot shared by a module."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from tests.telegram.botapi import BotApiServer
from tests.telegram.stage import Person, Stage, staged

CallApi = Callable[..., dict[str, Any]]
"""Calls a method with these parameters in a JSON body and returns the whole answer."""


@pytest.fixture
def server() -> Iterator[BotApiServer]:
    with BotApiServer() as running:
        yield running


@pytest.fixture
def call(server: BotApiServer) -> Iterator[CallApi]:
    with httpx.Client(trust_env=False) as client:

        def post(method: str, **parameters: Any) -> dict[str, Any]:
            url = f"{server.base_url}{server.token}/{method}"
            answer = client.post(url, json=parameters)
            body: dict[str, Any] = answer.json()
            assert body.get("error_code", 200) == answer.status_code
            return body

        yield post


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A bot that reads tests/gold/bulletin.txt; every test brings its own people."""
    with staged(tmp_path_factory.mktemp("stage")) as running:
        yield running


@pytest.fixture
def person(stage: Stage) -> Person:
    return stage.person()
