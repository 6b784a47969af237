"""What the bot is called and what its page says."""

from typing import Any

from tests.telegram.botapi.errors import bad_request
from tests.telegram.botapi.methods.commands import language_of
from tests.telegram.botapi.methods.registry import method
from tests.telegram.botapi.parameters import Parameters
from tests.telegram.botapi.world import World

_LIMITS = {"name": 64, "description": 512, "short_description": 120}
"""Characters."""


@method("getMe")
def get_me(world: World, parameters: Parameters) -> dict[str, Any]:
    return world.bot.to_json() | {
        "can_join_groups": True,
        "can_read_all_group_messages": world.bot.reads_all_group_messages,
        "supports_inline_queries": world.bot.inline,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


@method("setMyName", "name", "language_code")
def set_my_name(world: World, parameters: Parameters) -> bool:
    return _set(world, parameters, "name")


@method("getMyName", "language_code")
def get_my_name(world: World, parameters: Parameters) -> dict[str, str]:
    return _get(world, parameters, "name")


@method("setMyDescription", "description", "language_code")
def set_my_description(world: World, parameters: Parameters) -> bool:
    return _set(world, parameters, "description")


@method("getMyDescription", "language_code")
def get_my_description(world: World, parameters: Parameters) -> dict[str, str]:
    return _get(world, parameters, "description")


@method("setMyShortDescription", "short_description", "language_code")
def set_my_short_description(world: World, parameters: Parameters) -> bool:
    return _set(world, parameters, "short_description")


@method("getMyShortDescription", "language_code")
def get_my_short_description(world: World, parameters: Parameters) -> dict[str, str]:
    return _get(world, parameters, "short_description")


def _set(world: World, parameters: Parameters, field: str) -> bool:
    text = parameters.string(field, "")
    if len(text) > _LIMITS[field]:
        raise bad_request(f"{field} is too long")
    world.descriptions[field, language_of(parameters)] = text
    world.changed.notify_all()
    return True


def _get(world: World, parameters: Parameters, field: str) -> dict[str, str]:
    unset = world.bot.first_name if field == "name" else ""
    own = world.descriptions.get((field, language_of(parameters)))
    return {field: own or world.descriptions.get((field, ""), unset)}
