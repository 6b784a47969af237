"""Many chats at once while the network is bad: nothing is lost, little comes twice."""

import re
import shutil
from pathlib import Path

from bot.evaluation.questions import read_questions
from tests.telegram.botapi import BotApiServer
from tests.telegram.load import NO_ANSWER, Deed, Load, order_faults
from tests.telegram.process import BotProcess
from tests.telegram.running import PAPER

CHATS, QUESTIONS, PER_SECOND = 20, 60, 20.0


def test_nothing_is_lost_when_many_ask_over_a_bad_network(tmp_path: Path) -> None:
    asked = [q.question for q in read_questions(PAPER.with_name("bulletin.questions.jsonl"))]
    questions = (asked * 2)[:QUESTIONS]
    shutil.copy(PAPER, tmp_path)
    with BotApiServer(seed=1) as server:
        load = Load(server, CHATS, questions, seed=1)
        with BotProcess(
            tmp_path,
            server.token,
            server.base_url.removesuffix("/bot"),
            articles=tmp_path / PAPER.name,
            telegram_questions_per_minute=1_000,
        ) as bot:
            bot.wait_ready()
            order_faults(server, times_as_many=3)
            run = load.run(PER_SECOND)
            failures = dict(re.findall(r'wenbao_failures_total{kind="(\w+)"} (\S+)', bot.metrics()))
        assert run.lost == [], f"{failures}\n{bot.log[-4_000:]}"
        assert len(run.latencies[Deed.QUESTION]) == QUESTIONS
        assert run.twice <= run.maybe_twice
        assert sum(n for (_, status), n in run.statuses.items() if status != 200) > 0, "no faults"
        assert not set(failures) & set(NO_ANSWER)
