"""Which messages of a group reach the bot (Bot features, "Privacy mode")."""

from typing import TYPE_CHECKING, Any

from tests.telegram.botapi.text import FormattedText
from tests.telegram.botapi.world import BotAccount

if TYPE_CHECKING:
    from tests.telegram.botapi.chat_record import ChatRecord


def bot_sees(
    bot: BotAccount, chat: "ChatRecord", body: dict[str, Any], said: FormattedText
) -> bool:
    """Return whether a message (not one of service) is delivered to the bot."""
    if chat.type in ("private", "channel") or chat.bot_status == "administrator":
        return True
    if bot.reads_all_group_messages:
        return True
    if _answers(body, bot):
        return True
    own_name = f"@{bot.username}".lower()
    for entity in said.entities:
        covered = said.covered(entity).lower()
        if entity.type == "bot_command" and ("@" not in covered or covered.endswith(own_name)):
            return True
        if entity.type == "mention" and covered == own_name:
            return True
    return False


def _answers(body: dict[str, Any], bot: BotAccount) -> bool:
    replied = body.get("reply_to_message", {})
    return bool(replied.get("from", {}).get("id") == bot.id)
