"""Who is on the stage: users, chats, and what users do by inline queries."""

from collections.abc import Iterable
from typing import Any

from tests.telegram.botapi.chat_record import WAIT
from tests.telegram.botapi.chats import Chat, data_of
from tests.telegram.botapi.messages import Record, SentMessage, seen
from tests.telegram.botapi.methods.inline import inline_text
from tests.telegram.botapi.people import User
from tests.telegram.botapi.world import QueryAnswer, World


class Cast:
    """Makes users and chats, and lets users ask in other chats."""

    def __init__(self, world: World) -> None:
        self.world = world

    def user(
        self,
        first_name: str,
        *,
        username: str | None = None,
        language_code: str | None = None,
        is_bot: bool = False,
    ) -> User:
        """Return a new user, or another bot."""
        with self.world.changed:
            number = 10_000_000 + self.world.number()
            user = User(self.world, number, first_name, username, language_code, is_bot)
            self.world.users[user.id] = user
            return user

    def private_chat(self, user: User) -> Chat:
        """Return the private chat of `user` with the bot, started before the test began."""
        with self.world.changed:
            return self._chat(user.id, "private")

    def group(
        self,
        title: str,
        members: Iterable[User] = (),
        *,
        supergroup: bool = False,
        forum: bool = False,
        username: str | None = None,
    ) -> Chat:
        """Return a new group that the bot is in; the first member has created it."""
        with self.world.changed:
            large = supergroup or forum or username is not None
            number = self.world.number()
            id = -1_001_000_000_000 - number if large else -4_000_000 - number
            kind = "supergroup" if large else "group"
            chat = self._chat(id, kind, title=title, username=username, forum=forum)
            for index, user in enumerate(members):
                chat.add_member(user, "member" if index else "creator")
            return chat

    def channel(self, title: str, *, username: str | None = None) -> Chat:
        """Return a new channel that the bot administers."""
        with self.world.changed:
            id = -1_003_000_000_000 - self.world.number()
            chat = self._chat(id, "channel", title=title, username=username)
            chat.bot_status = "administrator"
            return chat

    def inline(self, who: User, text: str, *, offset: str = "", chat_type: str = "sender") -> str:
        """Type `@bot text` in some chat and return the query's id."""
        return self.world.ask("inline_query", who, query=text, offset=offset, chat_type=chat_type)

    def inline_answer(self, query_id: str, timeout: float = WAIT) -> QueryAnswer:
        """Return what the bot answered to an inline query."""
        return self._answer(query_id, timeout)

    def callback_answer(self, query_id: str, timeout: float = WAIT) -> QueryAnswer:
        """Return what the bot answered to a pressed button."""
        return self._answer(query_id, timeout)

    def chooses(self, query_id: str, result_id: str) -> SentMessage:
        """Let the asker of an answered inline query choose a result; return the message sent.

        The bot is told (chosen_inline_result); it can edit the message if that has buttons.
        Raises LookupError when there is no such result.
        """
        with self.world.changed:
            query = self.world.queries[query_id]
            results = {item["id"]: item for item in query.answer.results} if query.answer else {}
            result = results[result_id]
            chosen = {
                "result_id": result_id,
                "from": query.user.to_json(),
                "query": query.content["query"],
            }
            record = Record({"via_bot": self.world.bot.to_json()}, by_bot=True)
            record.set_text(inline_text(result))
            record.set_keyboard(result.get("reply_markup"))
            if "reply_markup" in result:
                inline_id = f"AgAAA{self.world.number():06d}"
                self.world.inline_messages[inline_id] = record
                record.body["inline_message_id"] = chosen["inline_message_id"] = inline_id
            self.world.updates.put("chosen_inline_result", chosen)
            return seen(record)

    def presses_inline(self, who: User, message: SentMessage, button: str) -> str:
        """Press a button of a message that came by inline query; return the query's id."""
        inline_id = message.body["inline_message_id"]
        with self.world.changed:
            data = data_of(seen(self.world.inline_messages[inline_id]), button)
        return self.world.ask(
            "callback_query", who, inline_message_id=inline_id, chat_instance="1", data=data
        )

    def inline_message(self, message: SentMessage) -> SentMessage:
        """Return a message that came by inline query as it is now."""
        with self.world.changed:
            return seen(self.world.inline_messages[message.body["inline_message_id"]])

    def expire_queries(self) -> None:
        """Make every query so far too old to be answered."""
        with self.world.changed:
            for query in self.world.queries.values():
                query.expired = True

    def _chat(self, id: int, type: str, **about: Any) -> Chat:
        chat = self.world.chats.get(id)
        if chat is None:
            chat = self.world.chats[id] = Chat(self.world, id, type, **about)
        return chat

    def _answer(self, query_id: str, timeout: float) -> QueryAnswer:
        query = self.world.queries[query_id]
        return self.world.wait_for(lambda: query.answer, timeout, f"an answer to {query.content}")
