"""Readers bring texts of their own: read, asked, kept apart, refused, forgotten."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.telegram import uploads
from bot.telegram.uploads import LIMITS, TEXTS_PER_CHAT
from tests.retrieval.documents import made
from tests.telegram.botapi import SentMessage
from tests.telegram.stage import MARKED, Person, Stage, labels, offered, staged

LIBRARY = "春风镇办起图书馆\n\n本报讯 春风镇今年新建图书馆12家，总投资3000万元，藏书20万册。\n"
BRIDGE = "临江县建成大桥\n\n本报讯 临江县昨日建成大桥5座，全长1800米，每日通行车辆6000辆。\n"
SECRET = "总投资3000万元"
FILLER = "沿街的商户说，生意比从前好了不少，来往的人也多了起来。"


def library(words: str = "12家") -> str:
    return LIBRARY.replace("12家", words)


def long_text(characters: int, last: str = "全镇共有桥梁17座。") -> str:
    """Return an article of about so many characters, whose last sentence is `last`."""
    body = f"春风镇的一天\n\n本报讯 {FILLER}"
    while len(body) + len(last) < characters:
        body += ("\n" if len(body) % 400 < 30 else "") + FILLER
    return body + last


def pastes(person: Person, text: str, **how: object) -> SentMessage:
    """Paste a text into one message and return what the progress turns into."""
    person.says(text, **how)
    return person.chat.wait_edit(person.chat.wait_one())


FORMATS: dict[str, Callable[[], bytes]] = {
    "文章.txt": lambda: "\n".join(made.LINES).encode(),
    "文章.md": lambda: f"# {made.HEADLINE}\n\n".encode() + "\n\n".join(made.LINES[1:]).encode(),
    "文章.html": lambda: made.html().encode(),
    "文章.pdf": made.pdf,
    "文章.docx": made.word,
    "国标.txt": lambda: "\n".join(made.LINES).encode("gb18030"),
    "大五.txt": lambda: (
        "春風鎮辦起圖書館\n\n本報訊 春風鎮昨日辦起圖書館，首批共有12輛圖書車。".encode("big5")
    ),
}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_read_and_asked(person: Person, name: str) -> None:
    summary = person.brings(name, FORMATS[name]())
    assert summary.text.startswith(f"读好了：《{name}》"), summary.text
    assert "1 篇文章" in summary.text
    answer = person.asks("首批共有多少辆图书车")
    assert answer.text.split("\n")[0].startswith("12")


class TestSummary:
    def test_turns_up_in_the_place_of_the_progress(self, person: Person) -> None:
        sent = person.chat.uploads(person.user, "文章.txt", "\n".join(made.LINES).encode())
        progress = person.chat.wait_one()
        assert progress.reply_to == sent["message_id"]
        summary = person.chat.wait_edit(progress)
        assert summary.versions == ("正在读《文章.txt》……",)
        assert f"· {made.HEADLINE}" in summary.text
        assert "1 篇文章，5 段" in summary.text

    def test_offers_questions_that_are_answered(self, person: Person) -> None:
        summary = person.brings("文章.txt", "\n".join(made.LINES).encode())
        questions = offered(summary)
        assert 2 <= len(questions) <= 3
        for question in questions:
            person.chat.presses(person.user, summary, question)
            answer = person.chat.wait_one()
            assert answer.text.startswith(f"〔{question}〕") and answer.entity_texts(MARKED)

    def test_comes_as_a_message_when_the_progress_has_been_deleted(
        self, stage: Stage, person: Person
    ) -> None:
        fault = stage.server.fault("download", delay=0.5)
        person.chat.uploads(person.user, "新闻.txt", LIBRARY.encode())
        person.chat.deletes(person.chat.wait_one())
        assert person.chat.wait_one().text.startswith("读好了：《新闻.txt》")
        assert fault.struck == 1

    def test_of_a_second_text_counts_both(self, person: Person) -> None:
        person.brings("一.txt", LIBRARY.encode())
        second = person.brings("二.txt", BRIDGE.encode())
        assert "一共 2 份文字" in second.text
        assert person.asks("新建图书馆多少家").entity_texts(MARKED) == ["12家"]
        answer = person.asks("建成大桥多少座")
        assert answer.entity_texts(MARKED) == ["5座"]
        # With several files the place names its file.
        assert "—— 二.txt：临江县建成大桥，" in answer.text

    def test_ends_the_dialogue_about_the_text_before(self, person: Person) -> None:
        person.asks("第三产业增加值多少")
        person.brings("新闻.txt", LIBRARY.encode())
        assert "6.9%" not in person.asks("增长多少").text


class TestPasted:
    def test_a_long_message_is_a_text(self, person: Person) -> None:
        summary = pastes(person, long_text(600))
        assert summary.text.startswith("读好了：《春风镇的一天》")
        assert person.asks("全镇共有桥梁多少座").entity_texts(MARKED) == ["17座"]

    def test_a_forwarded_message_is_a_text_even_when_shorter(self, person: Person) -> None:
        text = long_text(120)
        summary = pastes(person, text, forwarded="某人")
        assert summary.text.startswith("读好了")

    def test_a_short_forwarded_message_is_a_question(self, person: Person) -> None:
        answer = person.asks("全市登记失业率是多少", forwarded="某人")
        assert answer.entity_texts(MARKED) == ["3.2%"]

    def test_read_takes_the_words_after_it(self, person: Person) -> None:
        summary = pastes(person, f"/read {LIBRARY}")
        assert summary.text.startswith("读好了：《春风镇办起图书馆》")
        assert person.asks("新建图书馆多少家").entity_texts(MARKED) == ["12家"]

    @pytest.mark.parametrize("characters", [5000, 13_000])
    def test_cut_by_telegram_it_is_one_text_with_one_summary(
        self, stage: Stage, person: Person, characters: int
    ) -> None:
        text = long_text(characters)
        parts = person.chat.pastes(person.user, text)
        assert len(parts) >= 2
        stage.settle()
        (summary,) = person.chat.messages
        person.chat.wait_one()
        assert f"{len(text) + len(parts) - 1:,} 字" in summary.text
        assert person.asks("全镇共有桥梁多少座").entity_texts(MARKED) == ["17座"]
        assert "1. 春风镇的一天" in person.asks("/articles").text

    def test_a_question_after_a_long_text_is_a_question(self, person: Person) -> None:
        pastes(person, long_text(600))
        assert person.asks("全镇共有桥梁多少座").entity_texts(MARKED) == ["17座"]

    def test_with_half_a_surrogate_pair(self, stage: Stage, person: Person) -> None:
        said = person.says("你好")
        person.chat.wait_one()
        number = said["message_id"] + 500
        text = "\ud83d" + long_text(600)
        stage.server.raw_update({"message": {**said, "text": text, "message_id": number}})
        assert person.chat.wait_edit(person.chat.wait_one()).text.startswith("读好了")
        assert person.asks("全镇共有桥梁多少座").entity_texts(MARKED) == ["17座"]


REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "empty": ("空.txt", lambda: b"", "《空.txt》是空的"),
    "white space": ("白.txt", lambda: b" \n\t ", "《白.txt》是空的"),
    "not Chinese": ("en.txt", lambda: b"The mayor opened 12 libraries. " * 20, "没有读到中文文章"),
    "picture": ("图.png", lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "读不了《图.png》这种格式"),
    "no suffix": ("无后缀", lambda: b"\0\1\2\3" * 50, "《无后缀》"),
    "wrong suffix": ("假.txt", made.word, "内容和扩展名不符"),
    "damaged": ("坏.docx", lambda: made.word()[:2000], "《坏.docx》"),
    "scan": ("扫描.pdf", made.picture_pdf, "可能是扫描件"),
    "encrypted": ("密.pdf", lambda: made.pdf(encrypted="secret"), "有密码"),
    "many pages": ("厚.pdf", lambda: made.pdf_of_pages(300), "超过 200 页的上限"),
    "too long": (
        "长.txt",
        lambda: (FILLER * (LIMITS.max_characters // len(FILLER) + 1)).encode(),
        "超过 300,000 字的上限",
    ),
}


class TestRefused:
    @pytest.mark.parametrize("kind", REFUSED)
    def test_with_the_reason_and_nothing_is_kept(self, person: Person, kind: str) -> None:
        name, content, says = REFUSED[kind]
        refusal = person.brings(name, content())
        assert says in refusal.text and not refusal.buttons
        assert "现在读的是报纸" in person.asks("/articles").text

    def test_too_large_is_not_even_fetched(self, stage: Stage, person: Person) -> None:
        person.chat.uploads(person.user, "大.txt", b"x", size=LIMITS.max_bytes + 1)
        assert "超过 5 MB 的上限" in person.chat.wait_one().text
        files = [c.params.get("path") for c in stage.server.calls_of("download")]
        assert not any(path and path.endswith("大.txt") for path in files)

    @pytest.mark.parametrize(
        ("code", "says"),
        [
            ("zh-hans", "有密码，打不开"),
            ("zh-hant", "有密碼"),
            ("en", "is protected by a password"),
            ("fr", "is protected by a password"),
        ],
    )
    def test_in_the_reader_s_language(self, stage: Stage, code: str, says: str) -> None:
        refusal = stage.person(code).brings("a.pdf", made.pdf(encrypted="secret"))
        assert says in refusal.text

    @pytest.mark.parametrize(
        "name", ["<b>.txt", "a&amp;b.txt", "\u202etxt.exe.txt", "长" * 200 + ".txt"]
    )
    def test_names_do_no_harm(self, person: Person, name: str) -> None:
        assert "没有读到中文文章" in person.brings(name, b"nothing here").text
        assert person.brings(name, LIBRARY.encode()).text.startswith("读好了")
        assert len(labels(person.asks("/articles"))) == 2

    def test_a_pasted_text_that_is_not_chinese(self, person: Person) -> None:
        refusal = pastes(person, "The mayor opened 12 libraries yesterday. " * 20)
        assert "没有读到中文文章" in refusal.text

    def test_one_character_written_again_and_again_is_no_text(self, person: Person) -> None:
        assert "没有读到中文文章" in pastes(person, "哈" * 400).text

    def test_one_more_than_a_chat_may_have(self, person: Person) -> None:
        for number in range(TEXTS_PER_CHAT):
            text = library(f"{number + 20}家").encode()
            assert person.brings(f"{number}.txt", text).text.startswith("读好了")
        person.chat.uploads(person.user, "多.txt", LIBRARY.encode())
        assert f"最多保存 {TEXTS_PER_CHAT} 份文字" in person.chat.wait_one().text
        person.presses(person.asks("/articles"), "删除《3.txt》")
        assert person.brings("多.txt", LIBRARY.encode()).text.startswith("读好了")

    def test_too_much_together(self, person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(uploads, "CHARACTERS_PER_CHAT", 2 * len(LIBRARY))
        for number in range(2):
            text = library(f"{number + 20}家").encode()
            assert person.brings(f"{number}.txt", text).text.startswith("读好了")
        refusal = person.brings("2.txt", LIBRARY.encode())
        assert f"所有文字加起来最多 {2 * len(LIBRARY)} 字" in refusal.text


def test_a_text_that_comes_again_is_kept_once(person: Person) -> None:
    person.brings("一.txt", LIBRARY.encode())
    person.presses(person.asks("/articles"), "改问报纸")

    again = person.brings("二.txt", LIBRARY.encode())

    assert again.text.startswith("读好了：《一.txt》") and offered(again)
    assert labels(person.asks("/articles")) == ["改问报纸", "删除《一.txt》"]


@pytest.fixture(scope="module")
def thrifty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with staged(tmp_path_factory.mktemp("thrifty"), texts_per_day=2) as running:
        yield running


def test_more_than_a_reader_may_bring_in_a_day_is_refused(thrifty: Stage) -> None:
    person = thrifty.person()
    for number in range(2):
        assert person.brings(f"{number}.txt", LIBRARY.encode()).text.startswith("读好了")
    person.chat.uploads(person.user, "2.txt", LIBRARY.encode())
    assert "今天已经读了 2 份文字" in person.chat.wait_one().text
    person.says(long_text(600))
    assert "今天已经读了 2 份文字" in person.chat.wait_one().text
    # Somebody else may.
    assert thrifty.person().brings("a.txt", LIBRARY.encode()).text.startswith("读好了")


def test_deleting_texts_does_not_give_the_day_s_share_back(thrifty: Stage) -> None:
    person = thrifty.person()
    for number in range(2):
        person.brings(f"{number}.txt", LIBRARY.encode())
    person.asks("/forget")
    person.chat.uploads(person.user, "2.txt", LIBRARY.encode())
    assert "今天已经读了 2 份文字" in person.chat.wait_one().text


class TestApart:
    def test_another_chat_never_sees_the_text(self, stage: Stage, person: Person) -> None:
        other = stage.person(name="周二")
        person.brings("新闻.txt", LIBRARY.encode())
        assert "12家" not in other.asks("春风镇新建图书馆多少家").text
        assert "春风镇" not in other.asks("/articles").text
        assert "现在读的是 4 篇文章" in other.asks("/start").text

    def test_nor_does_a_group_of_the_same_reader(self, stage: Stage, person: Person) -> None:
        group = stage.server.group("编辑部", [person.user])
        person.brings("新闻.txt", LIBRARY.encode())
        group.says(person.user, "/ask 春风镇新建图书馆多少家")
        assert "12家" not in group.wait_one().text

    def test_two_chats_with_the_same_text_forget_apart(self, stage: Stage, person: Person) -> None:
        other = stage.person(name="周二")
        for one in (person, other):
            one.brings("新闻.txt", LIBRARY.encode())
        person.asks("/forget")
        assert other.asks("春风镇新建图书馆多少家").entity_texts(MARKED) == ["12家"]


class TestChoice:
    def test_of_the_paper_or_own_texts(self, person: Person) -> None:
        person.brings("新闻.txt", LIBRARY.encode())
        listed = person.asks("/articles")
        assert labels(listed) == ["改问报纸", "删除《新闻.txt》"]
        paper = person.presses(listed, "改问报纸")
        assert paper.text.startswith("现在读的是报纸，共 4 篇")
        assert person.asks("全市登记失业率是多少").entity_texts(MARKED) == ["3.2%"]
        own = person.presses(paper, "改问自己的文章")
        assert own.text.startswith("现在读的是自己发来的文章，共 1 篇")
        assert person.asks("新建图书馆多少家").entity_texts(MARKED) == ["12家"]

    def test_of_one_to_remove(self, person: Person) -> None:
        person.brings("一.txt", LIBRARY.encode())
        person.brings("二.txt", BRIDGE.encode())
        listed = person.presses(person.asks("/articles"), "删除《一.txt》")
        assert labels(listed) == ["改问报纸", "删除《二.txt》"]
        assert "12家" not in person.asks("新建图书馆多少家").text
        last = person.presses(listed, "删除《二.txt》")
        assert last.text.startswith("现在读的是报纸") and not last.buttons

    def test_a_new_text_is_asked_even_after_the_paper_was_chosen(self, person: Person) -> None:
        person.brings("一.txt", LIBRARY.encode())
        person.presses(person.asks("/articles"), "改问报纸")
        person.brings("二.txt", BRIDGE.encode())
        assert person.asks("建成大桥多少座").entity_texts(MARKED) == ["5座"]


def test_texts_and_choice_are_kept_over_a_restart(tmp_path: Path) -> None:
    with staged(tmp_path) as before:
        person, reader = before.person(), before.person()
        person.brings("新闻.txt", LIBRARY.encode())
        reader.brings("新闻.txt", LIBRARY.encode())
        reader.presses(reader.asks("/articles"), "改问报纸")
        with before.restarted():
            assert person.asks("新建图书馆多少家").entity_texts(MARKED) == ["12家"]
            assert reader.asks("全市登记失业率是多少").entity_texts(MARKED) == ["3.2%"]


def traces(state: Path, words: str) -> list[str]:
    """Return the files of the state in which words stand, as UTF-8 or as JSON escapes."""
    forms = [words.encode(), words.encode("utf-16-le"), words.encode("unicode_escape")]
    return [
        file.name
        for file in state.parent.glob(f"{state.name}*")
        if any(form in file.read_bytes() for form in forms)
    ]


class TestDeleted:
    def test_by_forget_nothing_of_it_is_left_in_the_files(self, tmp_path: Path) -> None:
        with staged(tmp_path) as stage:
            person = stage.person()
            person.brings("新闻.txt", LIBRARY.encode())
            answer = person.asks("春风镇的图书馆总投资多少")
            assert answer.entity_texts(MARKED) == ["3000万元"]
            person.chat.presses(person.user, answer, "👍")
            stage.settle()
            assert traces(stage.state, SECRET)
            assert person.asks("/forget").text.startswith("都删除了：1 份文字、1 个回答、1 个评价")
            stage.settle()
            for words in (SECRET, "春风镇", "新闻.txt", "3000万元"):
                assert traces(stage.state, words) == [], words
            assert "3000万元" not in person.asks("春风镇的图书馆总投资多少").text

    def test_by_its_button_nothing_of_it_is_left_in_the_files(self, tmp_path: Path) -> None:
        with staged(tmp_path) as stage:
            person = stage.person()
            pastes(person, long_text(600))
            person.presses(person.asks("/articles"), "删除《春风镇的一天》")
            stage.settle()
            assert traces(stage.state, "桥梁17座") == []

    def test_a_forgotten_text_stays_forgotten_after_a_restart(self, tmp_path: Path) -> None:
        with staged(tmp_path) as before:
            person = before.person()
            person.brings("新闻.txt", LIBRARY.encode())
            person.asks("/forget")
            with before.restarted():
                assert "现在读的是报纸" in person.asks("/articles").text


MEDIA = {
    "photo": [{"file_id": "A", "file_unique_id": "B", "width": 9, "height": 9}],
    "voice": {"file_id": "A", "file_unique_id": "B", "duration": 3},
    "video": {"file_id": "A", "file_unique_id": "B", "width": 9, "height": 9, "duration": 3},
    "sticker": {
        "file_id": "A",
        "file_unique_id": "B",
        "width": 9,
        "height": 9,
        "is_animated": False,
        "is_video": False,
        "type": "regular",
    },
}


@pytest.mark.parametrize("kind", MEDIA)
def test_what_is_no_text_is_told_what_can_be_read(stage: Stage, person: Person, kind: str) -> None:
    body = person.chat.new_body(**{"from": person.user.to_json(), kind: MEDIA[kind]})
    stage.server.raw_update({"message": body | {"date": int(time.time())}})
    assert person.chat.wait_one().text.startswith("我只看得懂文字和文件")


def test_a_text_below_a_picture_is_read(stage: Stage, person: Person) -> None:
    sent = {"from": person.user.to_json(), "photo": MEDIA["photo"], "caption": long_text(320)}
    body = person.chat.new_body(**sent)
    stage.server.raw_update({"message": body | {"date": int(time.time())}})
    assert person.chat.wait_edit(person.chat.wait_one()).text.startswith("读好了")


def test_what_is_no_text_is_passed_over_in_groups(stage: Stage, person: Person) -> None:
    group = stage.server.group("编辑部", [person.user])
    stage.server.raw_update(
        {"message": group.new_body(**{"from": person.user.to_json(), "photo": MEDIA["photo"]})}
    )
    stage.settle()
    assert group.messages == []


def test_a_document_that_cannot_be_fetched_for_a_while_is_read_then(
    stage: Stage, person: Person
) -> None:
    fault = stage.server.fault("download", status=500, times=1)
    assert person.brings("新闻.txt", LIBRARY.encode()).text.startswith("读好了")
    assert fault.struck == 1
