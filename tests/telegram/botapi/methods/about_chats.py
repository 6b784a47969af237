"""What the bot can ask about chats."""

from typing import Any

from tests.telegram.botapi.errors import bad_request, forbidden
from tests.telegram.botapi.members import PRESENT, chat_member
from tests.telegram.botapi.methods.reading import find_chat
from tests.telegram.botapi.methods.registry import method
from tests.telegram.botapi.parameters import Parameters
from tests.telegram.botapi.world import World

_GIFTS = (
    "unlimited_gifts",
    "limited_gifts",
    "unique_gifts",
    "premium_subscription",
    "gifts_from_channels",
)


@method("getChat", "chat_id")
def get_chat(world: World, parameters: Parameters) -> dict[str, Any]:
    chat = find_chat(world, parameters.string("chat_id"))
    if not chat.bot_is_there and chat.type != "private":
        raise forbidden(f"bot is not a member of the {chat.type} chat")
    return chat.to_json() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, False),
    }


@method("getChatMember", "chat_id", "user_id")
def get_chat_member(world: World, parameters: Parameters) -> dict[str, Any]:
    chat = find_chat(world, parameters.string("chat_id"))
    user_id = parameters.integer("user_id")
    if user_id == world.bot.id:
        return chat_member(world.bot.to_json(), chat.bot_status)
    if user_id not in world.users:
        raise bad_request("PARTICIPANT_ID_INVALID")
    return chat_member(world.users[user_id].to_json(), chat.status_of(user_id))


@method("getChatMemberCount", "chat_id")
def get_chat_member_count(world: World, parameters: Parameters) -> int:
    chat = find_chat(world, parameters.string("chat_id"))
    present = sum(status in PRESENT for status in chat.members.values())
    return present + chat.bot_is_there


@method("getChatAdministrators", "chat_id")
def get_chat_administrators(world: World, parameters: Parameters) -> list[dict[str, Any]]:
    chat = find_chat(world, parameters.string("chat_id"))
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    administrators = [
        chat_member(world.users[user_id].to_json(), status)
        for user_id, status in chat.members.items()
        if status in ("creator", "administrator")
    ]
    if chat.bot_status == "administrator":
        administrators.append(chat_member(world.bot.to_json(), chat.bot_status))
    return administrators


@method("leaveChat", "chat_id")
def leave_chat(world: World, parameters: Parameters) -> bool:
    chat = find_chat(world, parameters.string("chat_id"))
    if chat.type == "private":
        raise bad_request("chat member status can't be changed in private chats")
    chat.bot_status = "left"
    world.changed.notify_all()
    return True
