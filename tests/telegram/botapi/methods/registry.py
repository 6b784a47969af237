"""Methods add themselves here, with the parameters that they take."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from tests.telegram.botapi.parameters import Parameters
from tests.telegram.botapi.world import World

Handler = Callable[[World, Parameters], Any]


@dataclass(frozen=True)
class Method:
    """One method of the API."""

    name: str
    parameters: tuple[str, ...]
    handler: Handler
    waits: bool
    """Whether the handler is a coroutine that takes the world's lock itself."""

    async def call(self, world: World, parameters: Parameters) -> Any:
        """Carry out the method and return its result; raises ApiError."""
        parameters.accept_only(self.parameters)
        if self.waits:
            return await self.handler(world, parameters)
        with world.changed:
            return self.handler(world, parameters)


METHODS: dict[str, Method] = {}
"""By name in lower case: the names are case-insensitive."""


def method(name: str, *parameters: str) -> Callable[[Handler], Handler]:
    """Add the function below as method `name`; it is run under the world's lock."""

    def add(handler: Handler) -> Handler:
        METHODS[name.lower()] = Method(name, parameters, handler, waits=False)
        return handler

    return add


def waiting_method(
    name: str, *parameters: str
) -> Callable[
    [Callable[[World, Parameters], Awaitable[Any]]], Callable[[World, Parameters], Awaitable[Any]]
]:
    """Add the coroutine function below as method `name`; it takes the lock itself."""

    def add(
        handler: Callable[[World, Parameters], Awaitable[Any]],
    ) -> Callable[[World, Parameters], Awaitable[Any]]:
        METHODS[name.lower()] = Method(name, parameters, handler, waits=True)
        return handler

    return add
