"""A Bot API server of the test's own, and a plain client for it."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from tests.telegram.botapi import BotApiServer

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
