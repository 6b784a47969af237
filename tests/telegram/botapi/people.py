"""Users and other bots."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.telegram.botapi.world import World


@dataclass(eq=False)
class User:
    """Someone who writes to the bot, and what they can do outside a conversation."""

    world: "World" = field(repr=False)
    id: int
    first_name: str
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False
    blocked: bool = False
    """Whether they have blocked the bot."""
    deactivated: bool = False
    """Whether their account is gone."""

    def blocks_bot(self) -> None:
        """Block the bot: it can no longer write, and is told so."""
        self._private_chat_changes("member", "kicked", blocked=True)

    def unblocks_bot(self) -> None:
        """Let the bot write again."""
        self._private_chat_changes("kicked", "member", blocked=False)

    def to_json(self) -> dict[str, Any]:
        body: dict[str, Any] = {
            "id": self.id,
            "is_bot": self.is_bot,
            "first_name": self.first_name,
        }
        if self.username:
            body["username"] = self.username
        if self.language_code:
            body["language_code"] = self.language_code
        return body

    def _private_chat_changes(self, old: str, new: str, blocked: bool) -> None:
        with self.world.changed:
            if self.blocked == blocked:
                return
            self.blocked = blocked
            chat = self.world.chats.get(self.id)
            if chat is not None:
                chat.bot_status_changes(self, old, new)
            self.world.changed.notify_all()
