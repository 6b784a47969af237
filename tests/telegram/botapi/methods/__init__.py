"""The methods of the Bot API, by name."""

from tests.telegram.botapi.methods import (
    about_chats,
    commands,
    editing,
    files,
    getting_updates,
    inline,
    profile,
    queries,
    sending,
)
from tests.telegram.botapi.methods.registry import METHODS, Method

# Importing a module is what adds its methods.
_MODULES = (
    about_chats,
    commands,
    editing,
    files,
    getting_updates,
    inline,
    profile,
    queries,
    sending,
)

__all__ = ["METHODS", "Method"]
