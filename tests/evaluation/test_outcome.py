import pytest

from bot.answering.dialogue import Dialogue
from bot.evaluation.outcome import Outcome, grade
from bot.evaluation.questions import GoldQuestion
from bot.prediction import to_prediction

from .fakes import Canned, FakeAnswerer, make_page

PAGE = make_page("甲村有12家店，增长50%。\n乙村有12户，都盖了新房。")


def outcome(gold: GoldQuestion, answer: str | None, *, reading_comprehension: bool) -> Outcome:
    answerer = FakeAnswerer((PAGE,), {gold.question: Canned(answer)})
    reply = answerer.ask(gold.question, Dialogue())
    prediction = to_prediction(reply, id=gold.id, elapsed_ms=1)
    return grade(gold, prediction, reply, reading_comprehension=reading_comprehension)


@pytest.mark.parametrize(
    ("answers", "answer", "right", "em", "f1", "hit"),
    [
        (("12家",), "12家", True, 1, 1, True),
        # The right sentence, another span: not an exact match.
        (("12家",), "12家店", False, 0, 0.8, True),
        # The gold is in the sentence but for width and punctuation.
        (("增长，５０％",), "12家", False, 0, 0, True),
        (("新房",), "12家", False, 0, 0, False),
        (("新房",), None, False, 0, 0, False),
        ((), None, True, None, None, None),
        ((), "12家", False, None, None, None),
    ],
)
def test_reading_comprehension(
    answers: tuple[str, ...],
    answer: str | None,
    right: bool,
    em: float | None,
    f1: float | None,
    hit: bool | None,
) -> None:
    gold = GoldQuestion("1", "问", answers=answers)
    graded = outcome(gold, answer, reading_comprehension=True)
    assert (graded.right, graded.em, graded.sentence_hit) == (right, em, hit)
    assert graded.f1 == pytest.approx(f1)


@pytest.mark.parametrize(
    ("evidence", "answer", "hit"),
    [
        (("甲村有12家店",), "12家", True),
        (("丙村", "前文。甲村有12家店，增长50%。后文"), "12家", True),
        (("乙村有12户",), "12家", False),
        (("乙村有12户",), None, False),
        ((), "12家", None),
    ],
)
def test_sentence_by_the_evidence_named(
    evidence: tuple[str, ...], answer: str | None, hit: bool | None
) -> None:
    gold = GoldQuestion("1", "问", "number", ("12家",), evidence=evidence)
    assert outcome(gold, answer, reading_comprehension=False).sentence_hit == hit


def test_without_gold_nothing_is_graded() -> None:
    graded = outcome(GoldQuestion("1", "问"), "12家", reading_comprehension=False)
    assert (graded.verdict, graded.em, graded.f1, graded.sentence_hit) == (None,) * 4
    assert [quote.text for quote in graded.quotes] == ["甲村有12家店，增长50%。"]


def test_the_nearest_passage_is_kept_when_there_is_no_answer() -> None:
    graded = outcome(GoldQuestion("1", "问", "none"), None, reading_comprehension=False)
    assert [quote.text for quote in graded.quotes] == ["甲村有12家店，增长50%。"]
    assert graded.quotes[0].marks == ()
