"""From the options of a command to an answerer that is ready.

Only what every command needs is imported at the top.
"""

import logging
import time
from pathlib import Path
from typing import TYPE_CHECKING

from retrieval.errors import UserFacingError

if TYPE_CHECKING:
    from bot.answering.answerer import Answerer
    from bot.settings import Settings

SEED_PAGE = Path(__file__).resolve().parent.parent / "seeds"
"""The newspaper page of the checkout, read when no articles are named."""

log = logging.getLogger("bot.cli")  # the command line speaks, wherever its code stands


def load_settings_of(options: dict[str, str | None]) -> "Settings":
    """Return the settings, the options of a command before all others, and have logs written."""
    from bot.settings import load_settings

    settings = load_settings(options)
    logging.basicConfig(level=settings.log_level, format="%(levelname)s %(name)s: %(message)s")
    return settings


def articles_named(settings: "Settings") -> Path:
    """Return the articles named in the settings, or the page that comes with the checkout."""
    if settings.articles is not None:
        return settings.articles.expanduser()
    if not SEED_PAGE.is_dir():
        raise UserFacingError("找不到随项目附带的报纸（seeds/）；请用 --articles 指明要读的文章")
    return Path(SEED_PAGE.name) if Path.cwd() == SEED_PAGE.parent else SEED_PAGE


def ready_answerer(settings: "Settings") -> "Answerer":
    """Read the articles and get ready to answer, with a sign of life if it takes long."""
    from bot.progress import spinner

    started = time.perf_counter()
    with spinner("正在读文章 …"):
        from bot.answering.answerer import Answerer
        from retrieval.library import load_pages

        answerer = Answerer(load_pages(articles_named(settings)), threshold=settings.threshold)
    log.info("ready after %.2f s", time.perf_counter() - started)
    return answerer
