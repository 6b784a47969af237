"""The list of commands that Telegram's clients offer, by language and kind of chat."""

from collections.abc import Sequence

import structlog
from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)

from bot.telegram.client import Client
from bot.telegram.delivery import Delivery
from bot.telegram.language import Language, say

PRIVATE_COMMANDS = ("ask", "articles", "source", "read", "language", "forget", "help", "start")
"""In the order of the menu; names are Latin letters, Telegram takes no others."""
GROUP_COMMANDS = ("ask", "articles", "source", "read", "language", "forget", "help")
ADMIN_COMMANDS = ("status",)

# What clients in a language see; "" is for all others. Telegram tells scripts of Chinese not
# apart here: who chooses Traditional gets a menu for their own chat.
_LANGUAGES = {"": Language.ENGLISH, "zh": Language.SIMPLIFIED}

log = structlog.stdlib.get_logger(__name__)


class Menu:
    """Registers the commands; a failure is logged and changes nothing else."""

    def __init__(self, client: Client, delivery: Delivery, admins: Sequence[int]) -> None:
        self._client = client
        self._delivery = delivery
        self._admins = admins

    async def register(self) -> None:
        """Register the commands for all chats, and those of the operators for theirs."""
        for code, language in _LANGUAGES.items():
            for scope, names in (
                (BotCommandScopeAllPrivateChats(), PRIVATE_COMMANDS),
                (BotCommandScopeAllGroupChats(), GROUP_COMMANDS),
            ):
                await self._set(names, scope, language, code)
        for admin in self._admins:
            await self.for_chat(admin, Language.SIMPLIFIED)

    async def for_chat(self, chat_id: int, language: Language) -> None:
        """Register the commands of a private chat in the language chosen there."""
        names = PRIVATE_COMMANDS + (ADMIN_COMMANDS if chat_id in self._admins else ())
        await self._set(names, BotCommandScopeChat(chat_id), language, "")

    async def _set(
        self, names: Sequence[str], scope: BotCommandScope, language: Language, code: str
    ) -> None:
        commands = [BotCommand(name, say(language, f"command_{name}")) for name in names]
        done = await self._delivery.try_briefly(
            lambda: self._client.set_my_commands(commands, scope, code or None)
        )
        if not done:
            log.warning("commands not registered", scope=scope.type, language=code)
