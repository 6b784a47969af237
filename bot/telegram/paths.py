"""Where the bot keeps its state."""

from pathlib import Path

from bot.files import state_dir
from bot.settings import Settings

STATE_FILE = "telegram.sqlite3"


def state_file(settings: Settings) -> Path:
    """Return the state file that is set, or the one in the user's state directory."""
    if settings.telegram_state is not None:
        return settings.telegram_state.expanduser()
    return state_dir() / STATE_FILE
