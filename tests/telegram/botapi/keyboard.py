"""Inline keyboards: checked as Telegram checks them, shown as rows of buttons."""

from dataclasses import dataclass
from typing import Any

from tests.telegram.botapi.errors import bad_request
from tests.telegram.botapi.parameters import member, only_members

MAX_BUTTONS = 100
"""Buttons of one inline keyboard."""

MAX_DATA = 64
"""Bytes of a button's callback data."""

_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
_LOOKS = ("text", "icon_custom_emoji_id", "style")


@dataclass(frozen=True)
class Button:
    """A button under a message; just one of the actions is set."""

    text: str
    data: str | None = None
    url: str | None = None
    inline_query: str | None = None
    """What choosing it would write after the bot's name."""


Keyboard = tuple[tuple[Button, ...], ...]


def check_keyboard(markup: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return an inline keyboard as it is kept, None for none; raises ApiError when it is wrong."""
    if markup is None:
        return None
    if "inline_keyboard" not in markup:
        raise bad_request("only inline keyboards are known to this server")
    only_members(markup, ("inline_keyboard",), "InlineKeyboardMarkup")
    rows = member(markup, "inline_keyboard", list)
    if not all(isinstance(row, list) for row in rows):
        raise bad_request("can't parse inline keyboard button: row must be an Array")
    buttons = [button for row in rows for button in row]
    if len(buttons) > MAX_BUTTONS:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    for button in buttons:
        _check_button(button)
    kept = [row for row in rows if row]
    return {"inline_keyboard": kept} if kept else None


def _check_button(button: object) -> None:
    if not isinstance(button, dict):
        raise bad_request(
            "can't parse inline keyboard button: InlineKeyboardButton must be an Object"
        )
    only_members(button, (*_LOOKS, *_ACTIONS), "InlineKeyboardButton")
    if not member(button, "text", str).strip():
        raise bad_request("can't parse inline keyboard button: text buttons can't be empty")
    actions = [name for name in _ACTIONS if name in button]
    if not actions:
        raise bad_request(
            "can't parse inline keyboard button: text buttons are unallowed in the inline keyboard"
        )
    if len(actions) > 1:
        raise bad_request("can't parse inline keyboard button: it must have exactly one action")
    if actions == ["callback_data"]:
        size = len(member(button, "callback_data", str).encode())
        if not 1 <= size <= MAX_DATA:
            raise bad_request("BUTTON_DATA_INVALID")
    if actions == ["url"] and not button["url"].startswith(("http://", "https://", "tg://")):
        raise bad_request("BUTTON_URL_INVALID")


def buttons_of(markup: dict[str, Any] | None) -> Keyboard:
    """Return the rows of buttons of a kept keyboard."""
    return tuple(
        tuple(
            Button(
                text=button["text"],
                data=button.get("callback_data"),
                url=button.get("url"),
                inline_query=button.get(
                    "switch_inline_query_current_chat", button.get("switch_inline_query")
                ),
            )
            for button in row
        )
        for row in (markup or {"inline_keyboard": []})["inline_keyboard"]
    )
