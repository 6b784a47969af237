"""What holds of every answer, whatever the page and whatever is asked."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answering.answer import Answer, Evidence, Reply, Status
from bot.answering.answerer import Answerer
from bot.answering.dialogue import Dialogue
from retrieval.page import Page
from retrieval.reader import read_page

CLAUSES = (
    "去年，北岸新开书店12家",
    "增长15%",
    "其中“早点铺”5家",
    "馆长林小满说：“还会更多。”",
    "因为下雨，灯会改到3月8日",
    "桥长120米，\n\n总投资2.5亿元",
    "第一期于2021年5月完工",
    "所谓口袋书屋，就是巷口的小书架",
    "展出《渡口》《老街》等作品，包括画、瓷器和剪纸",
    "与南岸相比，多3家",
    "村民通过义卖筹款1.2万元",
    "書店營業到21時",
)
QUESTIONS = (
    "书店多少家，增长多少",
    "北岸和南岸一共有多少家书店",
    "馆长是谁？他说了什么",
    "灯会为什么改期",
    "村民怎么筹款",
    "什么是口袋书屋",
    "展出了哪些作品",
    "书店比茶馆多多少家",
    "桥长100米吗",
    "總投資多少",
    "谁写的这篇文章",
    "照片是谁拍的",
    "哪个多",
    "茶馆呢",
    "你好",
)

_text = st.text(max_size=120)
_line = st.lists(st.sampled_from(CLAUSES) | st.text(max_size=12), min_size=1, max_size=4)
_lines = st.lists(_line.map("，".join), max_size=5).map("。\n\n".join)
_pages = st.one_of(_lines, _text).map(lambda text: read_page(text, "made-up.txt"))
# Surrogates stand for bytes of the command line that are no UTF-8.
_asked = st.one_of(
    st.sampled_from(QUESTIONS), st.text(st.characters(), max_size=30), st.text(max_size=30)
)
modest = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def _evidence(answer: Answer) -> list[Evidence]:
    return [
        *answer.evidence,
        *(other.evidence for other in answer.alternatives),
        *([answer.nearest] if answer.nearest else []),
    ]


def _check_marks(evidence: Evidence) -> None:
    text, page = evidence.text, evidence.page
    assert evidence.sentence in evidence.paragraph.sentences
    assert evidence.paragraph in evidence.article.paragraphs
    assert page.text[evidence.span.start] == text[0]
    for mark, span in zip(evidence.marks, evidence.answer_spans, strict=True):
        assert 0 <= mark.start < mark.end <= len(text)
        offsets = [evidence.sentence.mapped.offset(at) for at in range(mark.start, mark.end)]
        assert (span.start, span.end) == (offsets[0], offsets[-1] + 1)
        # Line breaks and markup inside are mended; the characters are the file's.
        in_file = (page.text[at] for at in offsets)
        for char, original in zip(text[mark.start : mark.end], in_file, strict=True):
            assert char == original or (char == " " and original.isspace())


def _check(reply: Reply, message: str) -> None:
    assert reply.message == message
    assert reply.answers
    assert len(reply.asked) == len(reply.answers)
    for answer in reply.answers:
        assert 0.0 <= answer.confidence <= 1.0
        if answer.status is Status.ANSWERED:
            assert answer.text
            assert answer.evidence
        else:
            assert answer.text is None
            assert answer.evidence == ()
            assert answer.value is None
        for evidence in _evidence(answer):
            _check_marks(evidence)


@given(_pages, _asked)
@modest
def test_evidence_stands_in_the_file(page: Page, message: str) -> None:
    _check(Answerer((page,)).ask(message), message)


@given(_pages, _asked)
@modest
def test_so_it_does_when_an_answer_must_be_given(page: Page, message: str) -> None:
    _check(Answerer((page,), always_answer=True).ask(message, explain=True), message)


@given(_lines, st.lists(_asked, min_size=1, max_size=3))
@modest
def test_the_same_is_answered_every_time(text: str, messages: list[str]) -> None:
    pages = (read_page(text, "made-up.txt"),)
    answerer = Answerer(pages)

    turns = []
    for asked in (answerer, answerer, Answerer(pages)):
        dialogue = Dialogue()
        turns.append([asked.ask(message, dialogue) for message in messages])

    assert turns[0] == turns[1] == turns[2]


@given(st.lists(_pages, max_size=3), _asked)
@modest
def test_any_number_of_pages_can_be_asked(pages: list[Page], message: str) -> None:
    _check(Answerer(tuple(pages)).ask(message), message)


def test_a_reply_has_its_questions_as_they_were_put() -> None:
    page = read_page("镇上有书店3家，茶馆5家。\n", "made-up.txt")

    reply = Answerer((page,)).ask("书店几家？茶馆呢")

    assert [a.text for a in reply.answers] == ["3家", "5家"]
    assert [asked for asked, _ in reply.headed()] == ["书店几家？", "茶馆呢"]


def test_nothing_is_known_without_a_page() -> None:
    (answer,) = Answerer(()).ask("书店多少家").answers

    assert answer.status is Status.NO_ANSWER
    assert answer.nearest is None
