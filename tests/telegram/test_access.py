"""Who may use the bot, and how much."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.access import DAY, MINUTE, Access, RateLimit, Seldom
from tests.telegram.botapi import BotApiServer, User
from tests.telegram.running import RunningBot
from tests.telegram.stage import MARKED, Person, Stage, staged

QUESTION = "全市登记失业率是多少"


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("access", "user", "chat", "allowed"),
    [
        (Access(), 1, None, True),
        (Access(admins=(9,)), 1, 1, True),
        (Access(users=(1,)), 1, 1, True),
        (Access(users=(1,)), 1, -5, True),
        (Access(users=(1,)), 1, None, True),
        (Access(users=(1,)), 2, 2, False),
        (Access(users=(1,), admins=(9,)), 9, 9, True),
        (Access(chats=(-5,)), 2, -5, True),
        (Access(chats=(-5,)), 2, 2, False),
        (Access(chats=(-5,)), 2, None, False),
        (Access(users=(1,), chats=(-5,)), 1, -6, True),
        (Access(users=(1,), chats=(-5,)), 2, -6, False),
    ],
)
def test_access(access: Access, user: int, chat: int | None, allowed: bool) -> None:
    assert access.allows(user, chat) is allowed


@given(most=st.integers(0, 5), waits=st.lists(st.floats(0, 40, allow_nan=False), max_size=60))
def test_no_minute_has_more_than_the_limit(most: int, waits: list[float]) -> None:
    clock = Clock()
    limit = RateLimit(most, MINUTE, clock)
    taken = []
    for wait in waits:
        clock.now += wait
        too_early = limit.take(1)
        if too_early:
            assert 0 < too_early <= MINUTE
        else:
            taken.append(clock.now)
    for at in taken:
        assert sum(at <= other < at + MINUTE for other in taken) <= most


def test_who_waits_as_long_as_told_may_ask() -> None:
    clock = Clock()
    limit = RateLimit(2, DAY, clock)
    assert [limit.take(1), limit.take(1)] == [0.0, 0.0]
    clock.now += 100
    too_early = limit.take(1)
    assert too_early == DAY - 100
    clock.now += too_early
    assert limit.take(1) == 0.0


def test_limits_are_each_user_s_own() -> None:
    limit = RateLimit(1, MINUTE, Clock())
    assert (limit.take(1), limit.take(2)) == (0.0, 0.0)
    assert limit.take(1) and limit.take(2)


def test_seldom_is_once_in_a_while_for_each() -> None:
    clock = Clock()
    seldom = Seldom(60.0, clock)
    assert [seldom.now("a"), seldom.now("a"), seldom.now("b")] == [True, False, True]
    clock.now += 60
    assert [seldom.now("a"), seldom.now("a")] == [True, False]


@pytest.fixture
def server() -> Iterator[BotApiServer]:
    with BotApiServer(privacy=False) as running:
        yield running


def private(server: BotApiServer, user: User) -> Person:
    return Person(user, server.private_chat(user))


def test_only_users_and_chats_that_are_named_are_served(
    server: BotApiServer, tmp_path: Path
) -> None:
    names = ("Friend", "Admin", "Stranger")
    friend, admin, stranger = (server.user(name, language_code="zh-hans") for name in names)
    open_group = server.group("编辑部", [friend, stranger])
    closed_group = server.group("别处", [friend, stranger])
    state = tmp_path / "state.sqlite3"
    with RunningBot(
        server,
        state,
        allowed_users=(friend.id,),
        allowed_chats=(open_group.id,),
        admins=(admin.id,),
    ) as bot:
        stage = Stage(server, bot, state, lambda: bot)
        for user in (friend, admin):
            assert private(server, user).asks(QUESTION).entity_texts(MARKED) == ["3.2%"]
        for group, user in ((open_group, stranger), (open_group, friend), (closed_group, friend)):
            group.says(user, f"/ask {QUESTION}")
            assert group.wait_one().entity_texts(MARKED) == ["3.2%"]

        refused = private(server, stranger)
        refusal = refused.asks(QUESTION)
        assert str(stranger.id) in refusal.text and not refusal.entity_texts(MARKED)
        # Told once, then passed over; in groups (buttons apart) and inline without a word.
        refused.says(QUESTION)
        refused.says("/start")
        refused.chat.uploads(stranger, "新闻.txt", "春风镇建图书馆12家。".encode())
        before = len(closed_group.messages)
        closed_group.says(stranger, f"/ask {QUESTION}")
        answer = closed_group.messages[0]
        query = closed_group.presses(stranger, answer, "原文")
        inline = server.inline(stranger, QUESTION)
        stage.settle()
        assert refused.chat.messages == [refusal]
        assert len(closed_group.messages) == before
        assert closed_group.message(answer).edits == 0
        assert server.inline_answer(server.inline(friend, QUESTION)).results
        # A button that nothing answers would seem to hang.
        assert str(stranger.id) in server.callback_answer(query).text
        assert server.world.queries[inline].answer is None


@pytest.fixture(scope="module")
def slow_stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A bot that takes two questions a minute."""
    with staged(tmp_path_factory.mktemp("slow"), questions_per_minute=2) as running:
        yield running


class TestTooFast:
    def test_is_told_once_and_then_passed_over(self, slow_stage: Stage) -> None:
        person = slow_stage.person()
        for _ in range(2):
            assert person.asks(QUESTION).entity_texts(MARKED) == ["3.2%"]
        assert "问得太快了" in person.asks(QUESTION).text
        person.says(QUESTION)
        person.says(QUESTION)
        slow_stage.settle()
        assert len(person.chat.messages) == 3

    def test_holds_for_each_reader(self, slow_stage: Stage) -> None:
        one, other = slow_stage.person(), slow_stage.person()
        group = slow_stage.server.group("编辑部", [one.user, other.user])
        for _ in range(2):
            group.says(one.user, f"/ask {QUESTION}")
            group.wait_one()
        group.says(one.user, f"/ask {QUESTION}")
        assert "问得太快了" in group.wait_one().text
        group.says(other.user, f"/ask {QUESTION}")
        assert group.wait_one().entity_texts(MARKED) == ["3.2%"]

    def test_commands_are_not_counted(self, slow_stage: Stage) -> None:
        person = slow_stage.person()
        for _ in range(4):
            assert "我是问报" in person.asks("/start").text
        assert person.asks(QUESTION).entity_texts(MARKED) == ["3.2%"]

    def test_questions_on_buttons_count_too(self, slow_stage: Stage) -> None:
        person = slow_stage.person()
        welcome = person.asks("/start")
        button = welcome.buttons[0].text
        for _ in range(2):
            person.chat.presses(person.user, welcome, button)
            person.chat.wait_one()
        query = person.chat.presses(person.user, welcome, button)
        assert "问得太快了" in slow_stage.server.callback_answer(query).text

    def test_edits_count_too(self, slow_stage: Stage) -> None:
        person = slow_stage.person()
        asked = person.says(QUESTION)
        answer = person.chat.wait_one()
        person.chat.edits(person.user, asked, "第三产业增加值多少")
        changed = person.chat.wait_edit(answer)
        person.chat.edits(person.user, asked, "第二产业增加值多少")
        assert "问得太快了" in person.chat.wait_one().text
        assert person.chat.message(answer).text == changed.text
