"""A strict Bot API server for tests, over real HTTP; README.md says what it is strict about."""

from tests.telegram.botapi.chats import Chat
from tests.telegram.botapi.keyboard import Button
from tests.telegram.botapi.messages import SentMessage
from tests.telegram.botapi.people import User
from tests.telegram.botapi.server import BotApiServer
from tests.telegram.botapi.world import Call, QueryAnswer, WaitError

__all__ = [
    "BotApiServer",
    "Button",
    "Call",
    "Chat",
    "QueryAnswer",
    "SentMessage",
    "User",
    "WaitError",
]
