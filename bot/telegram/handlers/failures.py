"""What becomes of an update whose handler has failed."""

import structlog
from telegram import Update
from telegram.error import BadRequest

from bot.telegram.access import Seldom
from bot.telegram.delivery import StoppingError, UnreachableError
from bot.telegram.people import place_of, reader_of
from bot.telegram.shared import Context, Shared
from bot.telegram.workers import BusyError, TooSlowError

SAY_AGAIN_SECONDS = 60.0
"""A chat is told of a defect no more often."""
REFUSALS = ("busy", "too_slow")
"""Failures that are no defect; their phrases have the same names."""

log = structlog.stdlib.get_logger(__name__)


class Failures:
    """The last resort: nothing that happens to one update stops the bot, nothing is silent."""

    def __init__(self, shared: Shared) -> None:
        self._ordering = shared.ordering
        self._replies = shared.replies
        self._metrics = shared.metrics
        self._readers = shared.store.readers
        self._apologies = Seldom(SAY_AGAIN_SECONDS)

    async def on_error(self, update: object, context: Context) -> None:
        """Log a failure; of a defect, tell the asker that there is no answer."""
        error = context.error
        if isinstance(error, StoppingError) and isinstance(update, Update):
            self._ordering.keep(update.update_id)
            log.info("left for after the restart", update=update.update_id)
            return
        if isinstance(error, UnreachableError):
            return  # Logged and counted where it was met.
        kind, phrase = _kind_of(error)
        self._metrics.failures.labels(kind).inc()
        unexpected = error if kind == "defect" else None
        log.error("update failed", error=type(error).__name__, exc_info=unexpected)
        message = update.message or update.edited_message if isinstance(update, Update) else None
        if not isinstance(update, Update) or message is None:
            return
        # That there is too much to do is told to everyone whom it leaves without an answer.
        if kind in REFUSALS or self._apologies.now(message.chat.id):
            try:
                reader = reader_of(update, self._readers)
                await self._replies.say(
                    place_of(message), reader.language, phrase, message.message_id
                )
            except Exception as second:
                log.error("apology failed", error=type(second).__name__)


def _kind_of(error: Exception | None) -> tuple[str, str]:
    """Return what a failure is counted as, and the phrase for the asker."""
    match error:
        case BusyError():
            return "busy", "busy"
        case TooSlowError():
            return "too_slow", "too_slow"
        case BadRequest():
            return "bad_request", "defect"
    return "defect", "defect"
