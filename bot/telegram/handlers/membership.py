"""The bot is added, removed, blocked; a group becomes a supergroup."""

import structlog
from telegram import Update
from telegram.constants import ChatMemberStatus, ChatType

from bot.telegram.people import Place, reader_of
from bot.telegram.shared import Context, Shared

_IN = (ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER)

log = structlog.stdlib.get_logger(__name__)


class Membership:
    """Keeps up with where the bot is."""

    def __init__(self, shared: Shared) -> None:
        self._client = shared.client
        self._store = shared.store
        self._corpora = shared.corpora
        self._replies = shared.replies

    async def on_change(self, update: Update, _: Context) -> None:
        """Greet a group; forget the texts of one that has removed the bot."""
        change = update.my_chat_member
        assert change is not None
        chat = change.chat
        was, now = change.old_chat_member.status in _IN, change.new_chat_member.status in _IN
        if chat.type not in (ChatType.GROUP, ChatType.SUPERGROUP):
            log.info("private chat", chat=chat.id, status=change.new_chat_member.status)
        elif now and not was:
            log.info(
                "added to a group",
                chat=chat.id,
                reads_all_messages=self._client.can_read_all_group_messages,
            )
            reader = reader_of(update, self._store.readers)
            place = Place(chat.id, False)
            await self._replies.say(
                place, reader.language, "hello_group", name=self._client.username
            )
        elif was and not now:
            # Nobody there could ask for it any more.
            self._corpora.forget(chat.id)
            self._store.forget(chat.id, 0, whole_chat=True)
            log.info("removed from a group, its texts forgotten", chat=chat.id)

    async def on_migration(self, update: Update, _: Context) -> None:
        """Carry over what is kept of a group that has become a supergroup."""
        message = update.message
        assert message is not None
        if message.migrate_to_chat_id is not None:
            self._store.move(message.chat.id, message.migrate_to_chat_id)
            log.info("group migrated", old=message.chat.id, new=message.migrate_to_chat_id)
