import io
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from bot.answering.answer import (
    Alternative,
    Answer,
    Evidence,
    Refusal,
    Reply,
    RuleShare,
    Status,
    Trace,
)
from bot.answering.question import Kind, Question, Reading
from bot.answering.understanding.understand import understand
from bot.others import MOST, others_shown
from bot.plain import visible
from bot.rendering import EXCERPT_MARGIN, NO_QUESTION, REFUSALS, Screen, in_words, make_console
from retrieval.page import Article, MappedText, Page, Paragraph, Role, Sentence, Span
from tests.fakes import find, make_page

PAGE = make_page(
    ("春风镇办起图书馆", ["镇上共有图书馆12家。", "去年只有9家。"]),
    ("河边新修步道", ["步道全长八公里。"]),
)


def make_screen(
    *pages: Page, styled: bool = False, folded_at: int | None = None
) -> tuple[Screen, io.StringIO]:
    drawn = io.StringIO()
    console = Console(
        file=drawn,
        color_system="standard" if styled else None,
        force_terminal=styled,
        highlight=False,
        soft_wrap=folded_at is None,
        width=folded_at or 80,
    )
    return Screen(console, pages or (PAGE,)), drawn


def answered(*evidence: Evidence, text: str, working: str | None = None) -> Answer:
    question = Question("有多少家", "有多少家", Kind.NUMBER)
    return Answer(
        question,
        Status.ANSWERED,
        text,
        Kind.NUMBER,
        0.95,
        evidence=evidence,
        working=working,
    )


def test_an_answer_with_its_sentence_and_place() -> None:
    screen, drawn = make_screen()

    screen.answer(answered(find(PAGE, "12家"), text="12家"))

    assert drawn.getvalue().splitlines() == [
        "12家  （很有把握）",
        "  镇上共有图书馆【12家】。",
        "  —— 春风镇办起图书馆，第 2 段",
    ]


def test_small_talk_is_told_what_to_ask() -> None:
    screen, drawn = make_screen()
    screen.answer(
        Answer(Question("你好", "你好", Kind.NONE), Status.NO_ANSWER, None, Kind.NONE, 0.0)
    )
    assert drawn.getvalue() == f"{NO_QUESTION}\n"


def other(words: str, confidence: float, page: Page = PAGE) -> Alternative:
    return Alternative(words, confidence, find(page, words))


def test_others_are_said_with_their_confidence_once_for_all_alike() -> None:
    screen, drawn = make_screen()
    answer = answered(find(PAGE, "12家"), text="12家")

    screen.answer(
        replace(
            answer,
            alternatives=(other("9家", 0.6), other("八公里", 0.2), other("全长", 0.1)),
        )
    )

    assert (
        drawn.getvalue().splitlines()[-1] == "  其他可能：9家（有些把握）；八公里；全长（把握不大）"
    )


def test_another_cut_of_what_is_shown_is_no_other_candidate() -> None:
    answer = replace(
        answered(find(PAGE, "12家"), text="12家"),
        alternatives=tuple(
            other(words, 0.1) for words in ("图书馆12家", "去年", "去年只有", "9家", "步道", "全长")
        ),
    )

    assert [o.text for o in others_shown(answer)] == ["去年", "9家", "步道", "全长"]
    assert len(others_shown(replace(answer, evidence=()))) == MOST


def test_a_style_marks_the_answer_where_there_are_styles() -> None:
    screen, drawn = make_screen(styled=True)

    screen.answer(answered(find(PAGE, "12家"), text="12家"))

    assert "【" not in drawn.getvalue()
    assert "\x1b[1;30;43m12家\x1b[0m" in drawn.getvalue()


def test_figures_that_contradict_each_other_are_both_shown() -> None:
    screen, drawn = make_screen()
    both = answered(
        find(PAGE, "12家"), find(PAGE, "9家"), text="12家", working="文中两处不同：12家；9家"
    )

    screen.answer(both)

    assert "文中两处不同：12家；9家" in drawn.getvalue()
    assert "【12家】" in drawn.getvalue()
    assert "【9家】" in drawn.getvalue()


def test_no_answer_offers_the_nearest_sentence_as_such() -> None:
    screen, drawn = make_screen()
    nearest = find(PAGE, "步道")
    answer = replace(answered(text=""), status=Status.NO_ANSWER, text=None, nearest=nearest)

    screen.answer(answer)

    assert drawn.getvalue().splitlines() == [
        "文中没有提到。",
        "  最接近的一句（供参考）：",
        "  步道全长八公里。",
        "  —— 河边新修步道，第 2 段",
    ]


@pytest.mark.parametrize("refusal", Refusal)
def test_says_why_there_is_no_answer(refusal: Refusal) -> None:
    screen, drawn = make_screen()

    screen.answer(replace(answered(text=""), status=Status.NO_ANSWER, text=None, refusal=refusal))

    assert drawn.getvalue() == REFUSALS[refusal] + "\n"


def test_an_explanation_says_which_change_was_asked() -> None:
    screen, drawn = make_screen()

    screen.explanation(replace(answered(text="3%"), question=understand("销量环比下降了多少")))

    assert "；变化 环比、下降；" in drawn.getvalue()


def test_what_scores_the_same_is_not_set_against_the_winner() -> None:
    screen, drawn = make_screen()
    winner = Trace("12家", 1.5, (RuleShare("unit_fits", 1.5),))

    screen.explanation(replace(answered(text="12家"), traces=(winner, winner)))

    assert drawn.getvalue().splitlines()[-1].split() == ["合计", "+1.50"]


def test_several_questions_are_told_apart() -> None:
    screen, drawn = make_screen()
    answer = answered(find(PAGE, "12家"), text="12家")
    other = replace(answer, question=replace(answer.question, text="去年呢"))

    screen.reply(Reply("有多少家，去年呢", (answer, other)))

    assert "〔有多少家〕" in drawn.getvalue()
    assert "〔去年呢〕" in drawn.getvalue()


def test_a_question_is_headed_as_it_was_put() -> None:
    screen, drawn = make_screen()
    answer = answered(find(PAGE, "12家"), text="12家")
    other = replace(answer, question=replace(answer.question, text="去年有多少家"))

    screen.reply(Reply("有多少家，去年呢", (answer, other), asked=("有多少家", "去年呢")))

    assert "〔去年呢〕" in drawn.getvalue()
    assert "〔去年有多少家〕" not in drawn.getvalue()


def test_slips_are_said_before_the_answer() -> None:
    screen, drawn = make_screen()
    readings = (Reading("多小", "多少"), Reading("步到", "步道"))

    screen.reply(Reply("多小步到", (answered(find(PAGE, "12家"), text="12家"),), readings))

    assert drawn.getvalue().startswith("按“多少”“步道”理解\n12家")


def test_the_file_is_named_when_there_are_several() -> None:
    other = make_page(("海边", ["船有3只。"]), source="海边.txt")
    screen, drawn = make_screen(PAGE, other)

    screen.answer(answered(find(other, "3只"), text="3只"))
    screen.article_list()

    assert "—— 海边.txt：海边，第 2 段" in drawn.getvalue()
    assert "  3  海边  2 段 · 海边.txt" in drawn.getvalue()


def test_a_narrow_terminal_gets_whole_numbers_and_lines_set_in() -> None:
    page = make_page(("春风镇办起图书馆", ["镇上的图书馆共有12家,去年增加了3家。"]))
    screen, drawn = make_screen(page, folded_at=20)

    screen.answer(answered(find(page, "12家"), text="12家", working="10家 + 2家 = 12家"))
    screen.article_list()

    assert drawn.getvalue().splitlines() == [
        "12家  （很有把握）",
        "  10家 + 2家 = 12家",
        "  镇上的图书馆共有",
        "  【12家】,去年增加",
        "  了3家。",
        "  —— 春风镇办起图书",
        "  馆，第 2 段",
        "  1  春风镇办起图书",
        "     馆  2 段",
    ]


def test_an_overlong_sentence_is_cut_to_what_stands_around_the_answer() -> None:
    long = make_page(("长句", ["前" * 5000 + "12家" + "后" * 5000]))
    screen, drawn = make_screen(long)

    screen.answer(answered(find(long, "12家"), text="12家"))

    margin = EXCERPT_MARGIN
    assert f"  …{'前' * margin}【12家】{'后' * margin}…\n" in drawn.getvalue()


def test_a_mark_runs_over_a_line_break_of_the_file() -> None:
    # The file reads 共12⏎⏎家。 and the sentence 共12家。
    mapped = MappedText("共12家。", (Span(0, 3), Span(5, 7)))
    paragraph = Paragraph(mapped, Role.PROSE, 0, (Sentence(mapped, 0),))
    article = Article(0, None, None, (), (), (paragraph,))
    page = Page("断行.txt", "共12\n\n家。", (article,))
    screen, drawn = make_screen(page)

    screen.cited_paragraphs(
        [Evidence(page, article, paragraph, paragraph.sentences[0], (Span(1, 4),))]
    )

    assert drawn.getvalue() == "（无标题的第 1 篇），第 1 段\n  1  共【12家】。\n"


@given(st.text(st.characters()))
def test_visible_text_holds_nothing_a_terminal_obeys(text: str) -> None:
    shown = visible(text)

    assert len(shown) == len(text)
    assert all(c == "\n" or unicodedata.category(c) not in ("Cc", "Cs") for c in shown)
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    shown.encode("utf-8")


@pytest.mark.parametrize("part", ["headline", "sentence", "answer", "source"])
def test_control_characters_of_a_file_never_reach_the_terminal(part: str) -> None:
    evil = {
        name: f"\x1b]0;题\x07\x9b31m{name}" if name == part else name
        for name in ("headline", "sentence", "answer", "source")
    }
    page = make_page((evil["headline"], [evil["sentence"]]), source=evil["source"])
    screen, drawn = make_screen(page, PAGE)

    evidence = find(page, "sentence")
    screen.answer(answered(evidence, text=evil["answer"], working=evil["answer"]))
    screen.article_list()
    screen.article(1)
    screen.cited_paragraphs([evidence])

    assert not set(drawn.getvalue()) & {"\x1b", "\x07", "\x9b"}


@given(st.floats(0, 1))
def test_every_confidence_has_a_wording(confidence: float) -> None:
    assert in_words(confidence)


@pytest.mark.parametrize(
    ("color", "no_color", "styled"),
    [("auto", "", False), ("never", "", False), ("always", "", True), ("always", "1", True)],
)
def test_colours_without_a_terminal(
    color: str, no_color: str, styled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", no_color)

    console = make_console(color)  # type: ignore[arg-type]

    assert (console.color_system is not None) is styled
