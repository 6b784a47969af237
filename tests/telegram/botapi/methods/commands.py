"""The list of commands that the apps offer, per scope and language."""

import json
import re
from typing import Any

from tests.telegram.botapi.errors import bad_request
from tests.telegram.botapi.methods.reading import find_chat
from tests.telegram.botapi.methods.registry import method
from tests.telegram.botapi.parameters import Parameters, member, only_members
from tests.telegram.botapi.world import World

MAX_COMMANDS = 100
MAX_DESCRIPTION = 256
"""Characters."""

_NAME = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"(?:[a-z]{2})?")
_SCOPES: dict[str, tuple[str, ...]] = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}
"""What else each scope must name."""


@method("setMyCommands", "commands", "scope", "language_code")
def set_my_commands(world: World, parameters: Parameters) -> bool:
    commands = parameters.json("commands", list)
    if commands is None:
        raise bad_request('parameter "commands" is required')
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        _check_command(command)
    world.commands[_place(world, parameters)] = commands
    world.changed.notify_all()
    return True


@method("getMyCommands", "scope", "language_code")
def get_my_commands(world: World, parameters: Parameters) -> list[dict[str, str]]:
    return world.commands.get(_place(world, parameters), [])


@method("deleteMyCommands", "scope", "language_code")
def delete_my_commands(world: World, parameters: Parameters) -> bool:
    world.commands.pop(_place(world, parameters), None)
    world.changed.notify_all()
    return True


def language_of(parameters: Parameters) -> str:
    """Return the language meant, empty for all those without a text of their own."""
    language = parameters.string("language_code", "")
    if not _LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return language


def scope_key(scope: dict[str, Any]) -> str:
    """Return what a scope is kept under."""
    return json.dumps(scope, sort_keys=True)


def _place(world: World, parameters: Parameters) -> tuple[str, str]:
    scope = parameters.json("scope", dict) or {"type": "default"}
    kind = member(scope, "type", str)
    if kind not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    only_members(scope, ("type", *_SCOPES[kind]), "BotCommandScope")
    if "chat_id" in _SCOPES[kind]:
        find_chat(world, str(scope.get("chat_id", "")))
    if "user_id" in _SCOPES[kind]:
        member(scope, "user_id", int)
    return scope_key(scope), language_of(parameters)


def _check_command(command: object) -> None:
    if not isinstance(command, dict):
        raise bad_request("can't parse BotCommand: it must be an Object")
    only_members(command, ("command", "description"), "BotCommand")
    if not _NAME.fullmatch(member(command, "command", str)):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(member(command, "description", str).strip()) <= MAX_DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
