"""How an answer looks in a message, whatever is in the question and in the text."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import InlineKeyboardMarkup

from bot.answering.answer import Alternative, Answer, Evidence, Refusal, Reply, Status
from bot.answering.question import Kind, Question, Reading
from bot.telegram import buttons
from bot.telegram.language import Language, say
from bot.telegram.views import MOST_EVIDENCE, UNSURE, Shown, Style, View, answer_view, cited
from retrieval.page import Page, Span
from retrieval.script import Script
from tests.fakes import find, make_page
from tests.telegram.botapi.text import MAX_TEXT
from tests.telegram.html_checker import read
from tests.telegram.texts import AWKWARD

STYLE = Style(Language.SIMPLIFIED, None)
MAX_DATA = 64
"""Bytes of callback data that Telegram takes."""
PAGE = make_page(("园区扩建", ["园区有12家企业，产值30亿元。", "园区有15家企业。", "食堂有3个。"]))


def answered(
    text: str | None, evidence: Sequence[Evidence], question: str = "多少家", **more: Any
) -> Answer:
    asked = Question(question, question, Kind.NUMBER, kind_rule="made_up", units=("家",))
    status = Status.NO_ANSWER if text is None else Status.ANSWERED
    given = {"confidence": 0.9, **more}
    return Answer(asked, status, text, Kind.NUMBER, evidence=tuple(evidence), **given)


def shown(*answers: Answer, **how: Any) -> View:
    return answer_view(Reply("多少家", answers), how.pop("style", STYLE), 1, **how)


def data_of(keyboard: InlineKeyboardMarkup | None) -> list[str]:
    assert keyboard is not None
    return [str(b.callback_data) for row in keyboard.inline_keyboard for b in row]


def test_an_answer_that_is_not_there_says_why() -> None:
    for refusal in Refusal:
        html = shown(answered(None, [], refusal=refusal)).text.html()
        assert html == f"<b>{say(Language.SIMPLIFIED, refusal)}</b>"


def test_marks_stand_in_one_quotation_of_their_sentence() -> None:
    both = [find(PAGE, "12家"), find(PAGE, "30亿元")]
    html = shown(answered("12家、30亿元", both)).text.html()
    assert html.count("<blockquote>") == 1
    assert "有<b><u>12家</u></b>企业，产值<b><u>30亿元</u></b>" in html


def test_an_answer_on_many_sentences_shows_the_first_few() -> None:
    page = make_page(("多", [f"第{n}处有7家。" for n in range(MOST_EVIDENCE + 3)]))
    evidence = [find(page, f"第{n}处") for n in range(MOST_EVIDENCE + 3)]
    html = shown(answered("7家", evidence)).text.html()
    assert html.count("<blockquote>") == MOST_EVIDENCE


@pytest.mark.parametrize(
    ("source", "place"), [("晚报.txt", "—— 晚报.txt：园区，第 2 段"), ("园区", "—— 园区，第 2 段")]
)
def test_a_text_called_as_its_headline_is_named_once(source: str, place: str) -> None:
    style = Style(Language.SIMPLIFIED, None, many_pages=True)
    page = make_page(("园区", ["园区有12家企业。"]), source=source)
    view = shown(answered("12家", [find(page, "12家")]), style=style)
    assert view.text.plain().splitlines()[-1] == place


@pytest.mark.parametrize(("confidence", "hint"), [(UNSURE - 0.01, True), (UNSURE, False)])
def test_the_hint_is_for_low_confidence(confidence: float, hint: bool) -> None:
    view = shown(answered("12家", [find(PAGE, "12家")], confidence=confidence))
    assert ("请核对原文" in view.text.plain()) is hint


def test_no_answer_has_no_marks_even_if_the_passage_has() -> None:
    view = shown(answered(None, [], nearest=find(PAGE, "12家")))
    assert "<u>" not in view.text.html()
    assert "园区有12家企业" in view.text.plain()


def test_nothing_at_all_has_buttons_for_a_verdict_only() -> None:
    assert [buttons.read(d) for d in data_of(shown(answered(None, [])).keyboard)] == [
        buttons.Pressed("verdict", 1, "good"),
        buttons.Pressed("verdict", 1, "bad"),
    ]


def test_the_text_quoted_is_put_into_the_script_of_the_answer() -> None:
    style = Style(Language.SIMPLIFIED, Script.TRADITIONAL, Script.SIMPLIFIED)
    view = shown(answered("12家", [find(PAGE, "12家")]), style=style)
    assert "園區有12家企業，產值30億元。" in view.text.plain()


@pytest.mark.parametrize(
    ("language", "note"),
    [
        (Language.SIMPLIFIED, "按“园区”“多少”理解"),
        (Language.TRADITIONAL, "按「園區」「多少」理解"),
        (Language.ENGLISH, "Read as “园区”“多少”"),
    ],
)
def test_slips_are_said_before_the_answer(language: Language, note: str) -> None:
    style = Style(language, language.script, Script.SIMPLIFIED)
    readings = (Reading("圆区", "园区"), Reading("多小", "多少"))
    reply = Reply("圆区多小家", (answered("12家", [find(PAGE, "12家")]),), readings)
    assert answer_view(reply, style, 1).text.plain().startswith(f"{note}\n\n12家")


def test_others_of_one_sentence_stand_together() -> None:
    others = tuple(Alternative(text, 0.2, find(PAGE, text)) for text in ("30亿元", "12家", "3个"))
    view = shown(answered("15家", [find(PAGE, "15家")], alternatives=others), shown=Shown.OTHERS)
    text = view.text.plain()
    assert "30亿元；12家" in text and text.count("园区有12家企业") == 1 and "食堂有3个" in text


def test_cited_paragraphs_come_once_with_all_their_marks() -> None:
    both = (find(PAGE, "12家"), find(PAGE, "30亿元"))
    ((evidence, marks),) = cited([answered("42", both)])
    assert [evidence.paragraph.text[m.start : m.end] for m in marks] == ["12家", "30亿元"]


words = st.lists(st.sampled_from(AWKWARD), min_size=1, max_size=12).map("".join)
lengths = st.sampled_from([1, 30, 400, 3000])


@st.composite
def replies(draw: st.DrawFn) -> Reply:
    """Draw a reply about awkward texts, some of them far too long for a message."""
    answers = []
    for _ in range(draw(st.integers(1, 3))):
        sentences = [draw(words) * draw(lengths) for _ in range(draw(st.integers(1, 5)))]
        page = make_page((draw(words), sentences))
        spots = [draw(evidence_in(page)) for _ in range(draw(st.integers(1, 4)))]
        others = tuple(Alternative(draw(words) * 100, 0.1, spot) for spot in spots)
        text = draw(st.none() | words)
        answers.append(
            answered(
                text,
                spots if text is not None else [],
                draw(words)[:200],
                confidence=draw(st.floats(0, 1)),
                working=draw(st.none() | words) if text is not None else None,
                alternatives=others,
                nearest=spots[0] if text is None else None,
            )
        )
    return Reply("多少家", tuple(answers))


@st.composite
def evidence_in(draw: st.DrawFn, page: Page) -> Evidence:
    article = page.articles[0]
    paragraph = draw(st.sampled_from(article.prose()))
    sentence = paragraph.sentences[0]
    ends = st.integers(0, len(sentence.text))
    start, end = sorted((draw(ends), draw(ends)))
    return Evidence(page, article, paragraph, sentence, (Span(start, end),) if end > start else ())


@given(
    reply=replies(),
    what=st.sampled_from(Shown),
    style=st.builds(
        Style,
        st.sampled_from(Language),
        st.none() | st.sampled_from(Script),
        st.none() | st.sampled_from(Script),
        st.booleans(),
    ),
    heading=st.booleans(),
    follow_ups=st.lists(words.map(lambda text: text * 10), max_size=3),
)
def test_every_view_is_one_message_that_telegram_takes(
    reply: Reply, what: Shown, style: Style, heading: bool, follow_ups: list[str]
) -> None:
    view = answer_view(reply, style, 10**12, shown=what, follow_ups=follow_ups, heading=heading)
    text, _ = read(view.text.html())
    assert text == view.text.plain()
    assert view.text.units <= MAX_TEXT
    data = data_of(view.keyboard)
    assert all(1 <= len(item.encode()) <= MAX_DATA for item in data)
    assert len(set(data)) == len(data)
    assert all(buttons.read(item) is not None for item in data)


@pytest.mark.parametrize(
    ("data", "pressed"),
    [
        (buttons.show(5, Shown.SOURCE), buttons.Pressed("show", 5, "source")),
        (buttons.verdict(5, good=False), buttons.Pressed("verdict", 5, "bad")),
        (buttons.ask(2), buttons.Pressed("ask", 0, "2")),
        (buttons.language(Language.ENGLISH), buttons.Pressed("language", 0, "en")),
        (buttons.corpus(True), buttons.Pressed("corpus", 0, "own")),
        (buttons.remove(5), buttons.Pressed("remove", 5, "text")),
        ("", None),
        ("show", None),
        ("show:5", None),
        ("show:5:", None),
        ("show:-5:source", None),
        ("show:²:source", None),
        (f"show:{'9' * 30}:source", None),
    ],
)
def test_data_of_buttons(data: str, pressed: buttons.Pressed | None) -> None:
    assert buttons.read(data) == pressed


@given(st.text())
def test_any_data_is_read_or_none_of_ours(data: str) -> None:
    found = buttons.read(data)
    assert found is None or (found.number >= 0 and found.choice)
