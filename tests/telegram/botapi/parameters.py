"""The parameters of one request, read strictly.

They come as text however they were sent (the Bot API server itself turns JSON bodies into it);
each getter says what it must be and refuses anything else.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from tests.telegram.botapi.errors import bad_request

Kind = TypeVar("Kind")


@dataclass(frozen=True)
class Upload:
    """A file sent with a request."""

    name: str
    content: bytes
    mime_type: str


@dataclass(frozen=True)
class Parameters:
    """What was sent with one request."""

    values: dict[str, str]
    uploads: dict[str, Upload]

    def accept_only(self, names: Iterable[str]) -> None:
        """Refuse what the method does not have; files may have any name that is attached."""
        attached = {
            value.removeprefix("attach://")
            for value in self.values.values()
            if value.startswith("attach://")
        }
        for name in sorted({*self.values, *self.uploads} - {*names, *attached}):
            raise bad_request(f'unknown parameter "{name}"')

    def string(self, name: str, default: str | None = None) -> str:
        """Return a text; without a default it must be given."""
        value = self.values.get(name)
        if value is None:
            if default is None:
                raise bad_request(f'parameter "{name}" is required')
            return default
        return value

    def integer(self, name: str, default: int | None = None) -> int:
        """Return a whole number; without a default it must be given."""
        value = self.values.get(name)
        if value is None:
            if default is None:
                raise bad_request(f'parameter "{name}" is required')
            return default
        try:
            return int(value)
        except ValueError:
            raise bad_request(f'parameter "{name}" must be an Integer') from None

    def boolean(self, name: str) -> bool:
        """Return a truth value, false when it is not given."""
        value = self.values.get(name, "false").lower()
        if value not in ("true", "false"):
            raise bad_request(f'parameter "{name}" must be a Boolean')
        return value == "true"

    def json(self, name: str, kind: type[Kind]) -> Kind | None:
        """Return a JSON-serialized object (`dict`) or array (`list`), None when not given."""
        value = self.values.get(name)
        if value is None or value == "null":
            return None
        try:
            decoded = json.loads(value)
        except ValueError:
            raise bad_request(f'can\'t parse JSON of parameter "{name}"') from None
        if not isinstance(decoded, kind):
            expected = "Object" if kind is dict else "Array"
            raise bad_request(f'parameter "{name}" must be an {expected}')
        return decoded


def from_json_body(body: bytes) -> dict[str, str]:
    """Return the members of a JSON body as the text they would have had in a form."""
    try:
        decoded = json.loads(body or b"{}")
    except ValueError:
        raise bad_request("can't parse JSON-encoded request body") from None
    if not isinstance(decoded, dict):
        raise bad_request("JSON-encoded request body must be an Object")
    return {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in decoded.items()
        if value is not None
    }


def member(of: dict[str, Any], name: str, kind: type[Kind], default: Kind | None = None) -> Kind:
    """Return member `name` of a JSON object; without a default it must be there."""
    value = of.get(name, default)
    if value is None:
        raise bad_request(f'field "{name}" must be specified')
    # A JSON true is no number, though Python counts it as one.
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise bad_request(f'field "{name}" has a wrong type')
    return value


def only_members(of: dict[str, Any], allowed: Iterable[str], what: str) -> None:
    """Refuse members that the documentation does not give to a `what`."""
    for name in sorted(set(of) - set(allowed)):
        raise bad_request(f'{what} has no field "{name}"')
