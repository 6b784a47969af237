"""`wenbao telegram` with an answerer that does what questions tell it; run as a program."""

import os
import signal
import sys
import time
from unittest.mock import patch

from bot.answering.answer import Reply
from bot.answering.dialogue import Dialogue
from bot.cli import main
from bot.telegram import command, service
from bot.telegram.corpus import Corpus
from tests.telegram.sample import PAGE
from tests.telegram.scripted import ScriptedAnswerer

DEADLY, SLOW, ENDLESS, DEFECT = "要命", "费时", "没完", "出错"
"""Words that a question has in it to kill the process, take a while, never end, or fail."""
SLOW_SECONDS = 1.5
GRACE_SECONDS = 4.0
"""In the place of the bot's own: for what is slow, long enough."""


class OddAnswerer(ScriptedAnswerer):
    """Does to the process what a question says."""

    def ask(
        self, message: str, dialogue: Dialogue | None = None, *, explain: bool = False
    ) -> Reply:
        if DEADLY in message:
            os.kill(os.getpid(), signal.SIGKILL)
        if DEFECT in message:
            raise ValueError(message)
        if SLOW in message:
            time.sleep(SLOW_SECONDS)
        while ENDLESS in message:
            time.sleep(SLOW_SECONDS)
        return super().ask(message, dialogue, explain=explain)


if __name__ == "__main__":
    odd = Corpus(OddAnswerer(PAGE), "odd", own=False)
    with (
        patch.object(command, "paper_corpus", lambda pages, threshold: odd),
        patch.object(service, "GRACE_SECONDS", GRACE_SECONDS),
    ):
        sys.exit(main(["telegram"]))
