"""Runs telemelya with what it keeps in Redis and in an object store kept in memory instead.

Run by the Python of telemelya's own environment; imports nothing of wenbao. Prints the port it
listens on, then serves until it is terminated.
"""

import socket

import fakeredis  # type: ignore[import-not-found]
import uvicorn  # type: ignore[import-not-found]
from telemelya.server.app import app  # type: ignore[import-not-found]
from telemelya.server.media import media_manager  # type: ignore[import-not-found]
from telemelya.server.state import state_manager  # type: ignore[import-not-found]

HOST = "127.0.0.1"


class _Body:
    """The content of an object, read as from a connection."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    async def __aenter__(self) -> "_Body":
        return self

    async def __aexit__(self, *_: object) -> None:
        """Nothing to close."""

    async def read(self) -> bytes:
        return self._content


class _ObjectStore:
    """The part of an S3 client that telemelya calls, by the names it has there."""

    def __init__(self) -> None:
        self._objects: dict[str, bytes] = {}

    async def head_bucket(self, **_: str) -> None:
        """Say that there is a bucket, by raising nothing."""

    async def put_object(self, *, Key: str, Body: bytes, **_: str) -> None:  # noqa: N803
        self._objects[Key] = Body

    async def get_object(self, *, Key: str, **_: str) -> dict[str, _Body]:  # noqa: N803
        return {"Body": _Body(self._objects[Key])}


async def _connect_state() -> None:
    state_manager._redis = fakeredis.FakeAsyncRedis(decode_responses=True)


async def _connect_media() -> None:
    media_manager._client = _ObjectStore()


def main() -> None:
    """Serve on a free port."""
    state_manager.connect = _connect_state
    media_manager.connect = _connect_media
    with socket.create_server((HOST, 0)) as listening:
        print(listening.getsockname()[1], flush=True)
        uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listening])


if __name__ == "__main__":
    main()
