"""What the bot remembers, and what it forgets."""

import sqlite3
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.telegram.language import Language
from bot.telegram.store.answers import AnswerDraft
from bot.telegram.store.database import StoreError
from bot.telegram.store.feedback import Feedback
from bot.telegram.store.store import Forgotten, Store

DRAFT = AnswerDraft(
    chat_id=1, user_id=2, question_id=3, questions=("甲", "乙"), corpus="d", heading=False
)
VERDICT = Feedback(1, 2, 5, True, ("甲",), "number", ("12家", None), ("句。",), "d", False)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "state.sqlite3"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    store = Store(path)
    yield store
    store.close()


def add_text(store: Store, chat: int, user: int, body: str, message: int = 1) -> int:
    return store.texts.add(chat, user, "名", body, message, time.time(), last_part=0)


class TestFile:
    def test_is_for_its_owner_only(self, store: Store, path: Path) -> None:
        assert path.stat().st_mode & 0o077 == 0

    def test_is_used_by_one_at_a_time(self, store: Store, path: Path) -> None:
        with pytest.raises(StoreError, match="另一个 wenbao telegram"):
            Store(path)

    def test_is_free_again_once_closed(self, path: Path) -> None:
        Store(path).close()
        Store(path).close()

    def test_that_is_none_of_ours_is_refused_and_left_alone(self, tmp_path: Path) -> None:
        file = tmp_path / "letter.txt"
        file.write_text("亲爱的……" * 500, encoding="utf-8")
        before = file.read_bytes()
        with pytest.raises(StoreError):
            Store(file)
        assert file.read_bytes() == before

    def test_of_another_version_is_refused(self, path: Path) -> None:
        Store(path).close()
        with sqlite3.connect(path) as connection:
            connection.execute("PRAGMA user_version = 99")
        connection.close()
        with pytest.raises(StoreError):
            Store(path)


class TestInbox:
    def test_an_update_is_kept_once_until_it_is_done(self, store: Store) -> None:
        update = {"update_id": 7, "message": {"text": "甲\ud83d"}}
        assert [w.update_id for w in store.inbox.accept([update, update])] == [7]
        assert store.inbox.accept([update]) == []
        store.inbox.begin(7)
        (waiting,) = store.inbox.waiting()
        assert (waiting.body, waiting.attempts) == (update, 1)
        store.inbox.finish(7)
        assert store.inbox.waiting() == []
        assert store.inbox.accept([update]) == []

    def test_those_that_wait_come_in_their_order(self, store: Store) -> None:
        store.inbox.accept([{"update_id": number} for number in (3, 1, 2)])
        assert [w.update_id for w in store.inbox.waiting()] == [1, 2, 3]


class TestAnswers:
    def test_are_found_by_button_by_message_and_by_question(self, store: Store) -> None:
        number = store.answers.begin(DRAFT)
        store.answers.sent(number, 9)
        for found in (
            store.answers.get(number, 1),
            store.answers.at(1, 9),
            store.answers.to(1, 3, 2),
            store.answers.last(1, 2),
        ):
            assert found is not None
            assert (found.id, found.message_id, found.questions) == (number, 9, ("甲", "乙"))

    def test_are_not_found_from_another_chat(self, store: Store) -> None:
        number = store.answers.begin(DRAFT)
        store.answers.sent(number, 9)
        assert store.answers.get(number, 99) is None and store.answers.at(99, 9) is None
        assert store.answers.to(1, 3, 99) is None

    def test_one_begun_and_not_sent_keeps_its_number(self, store: Store) -> None:
        number = store.answers.begin(DRAFT)
        assert store.answers.begin(replace(DRAFT, questions=("丙",))) == number
        store.answers.sent(number, 9)
        assert store.answers.begin(DRAFT) != number

    def test_change_with_their_question(self, store: Store) -> None:
        number = store.answers.begin(DRAFT)
        store.answers.change(number, ("丙",), "e")
        found = store.answers.get(number, 1)
        assert found is not None and (found.questions, found.corpus) == (("丙",), "e")


class TestTexts:
    def test_belong_to_a_chat(self, store: Store) -> None:
        add_text(store, 1, 2, "甲")
        add_text(store, 5, 2, "乙")
        assert [text.body for text in store.texts.of(1)] == ["甲"]

    def test_brought_again_by_the_same_message_are_replaced(self, store: Store) -> None:
        for body in ("甲", "甲"):
            add_text(store, 1, 2, body)
        assert len(store.texts.of(1)) == 1

    def test_grow(self, store: Store) -> None:
        add_text(store, 1, 2, "甲")
        store.texts.extend(store.texts.of(1)[0], "\n乙", 2, 50.0)
        (text,) = store.texts.of(1)
        assert (text.body, text.message_id, text.last_part, text.at) == ("甲\n乙", 2, 2, 50.0)

    def test_a_new_one_undoes_the_choice_of_the_paper(self, store: Store) -> None:
        store.texts.ask_paper(1, True)
        store.texts.ask_paper(1, True)
        assert store.texts.asks_paper(1) and not store.texts.asks_paper(2)
        add_text(store, 1, 2, "甲")
        assert not store.texts.asks_paper(1)


def fill(store: Store, chat: int, user: int) -> None:
    store.answers.sent(store.answers.begin(replace(DRAFT, chat_id=chat, user_id=user)), 9)
    add_text(store, chat, user, f"正文{chat}-{user}", message=user)
    store.readers.set_dialogue(chat, user, ("甲",))
    store.readers.set_language(user, Language.ENGLISH)
    store.feedback.put(replace(VERDICT, chat_id=chat, user_id=user, answer_id=10 * chat + user))


class TestForget:
    def test_of_a_member_takes_theirs_only(self, store: Store) -> None:
        fill(store, 1, 2)
        fill(store, 1, 3)
        fill(store, 4, 2)
        assert store.forget(1, 2, whole_chat=False) == Forgotten(1, 1, 1)
        assert [text.user_id for text in store.texts.of(1)] == [3]
        assert store.readers.dialogue(1, 2) == () and store.readers.dialogue(1, 3) == ("甲",)
        assert store.answers.last(1, 2) is None and store.answers.last(4, 2) is not None
        assert {(f.chat_id, f.user_id) for f in store.feedback.all()} == {(1, 3), (4, 2)}
        # The language is theirs in all chats.
        assert store.readers.language(2) is Language.ENGLISH

    def test_of_a_chat_takes_all_of_it(self, store: Store) -> None:
        fill(store, 1, 2)
        fill(store, 1, 3)
        fill(store, 4, 2)
        store.texts.ask_paper(1, True)
        assert store.forget(1, 2, whole_chat=True) == Forgotten(2, 2, 2)
        assert store.texts.of(1) == () and not store.texts.asks_paper(1)
        assert len(store.texts.of(4)) == 1

    def test_of_one_s_own_chat_takes_the_language_too(self, store: Store) -> None:
        fill(store, 2, 2)
        store.forget(2, 2, whole_chat=True)
        assert store.readers.language(2) is None

    @pytest.mark.parametrize("how", ["forget", "remove", "tidy"])
    def test_leaves_nothing_in_the_files(self, store: Store, path: Path, how: str) -> None:
        number = add_text(store, 1, 2, "极其秘密的正文" * 2000)
        if how == "forget":
            store.forget(1, 2, whole_chat=True)
        elif how == "remove":
            store.remove_text(number)
        else:
            store.tidy(keep_days=-1)
        for file in path.parent.iterdir():
            assert "极其秘密".encode() not in file.read_bytes(), file


def test_tidy_keeps_verdicts_and_what_is_young(store: Store) -> None:
    fill(store, 1, 2)
    store.tidy(keep_days=1)
    assert store.texts.of(1) and store.answers.last(1, 2)
    store.tidy(keep_days=-1)
    assert not store.texts.of(1) and not store.answers.last(1, 2)
    assert store.readers.dialogue(1, 2) == ()
    assert len(list(store.feedback.all())) == 1


def test_move_carries_a_group_over(store: Store) -> None:
    fill(store, -1, 2)
    store.texts.ask_paper(-1, True)
    store.move(-1, -100)
    assert [text.body for text in store.texts.of(-100)] == ["正文-1-2"]
    assert store.texts.asks_paper(-100) and not store.texts.asks_paper(-1)
    assert store.readers.dialogue(-100, 2) == ("甲",)
    assert store.answers.last(-100, 2) and not store.answers.last(-1, 2)
    # A second word of it changes nothing.
    store.move(-1, -100)
    assert len(store.texts.of(-100)) == 1


def test_verdicts_come_back_as_they_were_and_the_last_one_counts(store: Store) -> None:
    store.feedback.put(VERDICT)
    store.feedback.put(replace(VERDICT, good=False))
    store.feedback.put(replace(VERDICT, user_id=3))
    assert list(store.feedback.all()) == [replace(VERDICT, good=False), replace(VERDICT, user_id=3)]


def test_all_of_it_survives_the_end_of_the_process(path: Path) -> None:
    first = Store(path)
    fill(first, 1, 2)
    first.inbox.accept([{"update_id": 7}])
    first.close()
    second = Store(path)
    assert second.texts.of(1) and second.answers.last(1, 2) and second.inbox.waiting()
    assert second.readers.language(2) is Language.ENGLISH
    second.close()
