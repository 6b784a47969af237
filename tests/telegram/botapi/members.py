"""Membership as the Bot API tells of it (ChatMember)."""

from typing import Any

_ADMINISTRATOR_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)

PRESENT = frozenset({"creator", "administrator", "member"})
"""Statuses of those who are in a chat."""


def chat_member(user: dict[str, Any], status: str) -> dict[str, Any]:
    """Return the ChatMember object of `user` with `status`."""
    body: dict[str, Any] = {"user": user, "status": status}
    if status == "creator":
        body["is_anonymous"] = False
    elif status == "administrator":
        body |= {"can_be_edited": False, "is_anonymous": False}
        body |= dict.fromkeys(_ADMINISTRATOR_RIGHTS, True)
    elif status == "kicked":
        body["until_date"] = 0
    return body
