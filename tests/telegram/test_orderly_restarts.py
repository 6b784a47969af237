"""A stop in good order costs nothing, however often it comes."""

from pathlib import Path

from bot.telegram.intake import MOST_ATTEMPTS
from tests.telegram.stage import staged


def test_stopped_in_good_order_again_and_again_it_gives_no_question_up(tmp_path: Path) -> None:
    with staged(tmp_path) as stage:
        person = stage.person()
        outage = stage.server.fault("sendMessage", status=502, times=None)
        person.says("有多少人？")
        stage.server.wait_struck(outage)
        stage.bot.stop()
        for _ in range(MOST_ATTEMPTS):
            tried = outage.struck
            with stage.make_bot():
                stage.server.wait_struck(outage, tried + 1)
        assert not person.chat.messages

        stage.server.clear_faults()
        with stage.make_bot():
            person.chat.wait_one()
