import pytest

from bot.answering.dialogue import Dialogue
from bot.answering.question import Kind
from bot.evaluation.judge import Verdict, judge, normalise
from bot.evaluation.questions import GoldQuestion
from bot.prediction import Prediction, to_prediction

from .fakes import Canned, FakeAnswerer, make_page

RIGHT, WRONG, WRONG_NUMBER = Verdict(True, False), Verdict(False, False), Verdict(False, True)


def predict(canned: Canned) -> Prediction:
    answerer = FakeAnswerer((make_page("甲村有12家。"),), {"问": canned})
    return to_prediction(answerer.ask("问", Dialogue()), id="1", elapsed_ms=1)


def quantity(text: str, number: str, unit: str) -> Canned:
    return Canned(text, kind=Kind.NUMBER, value=(number, unit))


@pytest.mark.parametrize(
    ("kind", "gold", "canned", "verdict"),
    [
        ("person", ["李四"], Canned("李四"), RIGHT),
        ("person", ["李四"], Canned("张三"), WRONG),
        ("person", ["李四"], Canned(None), WRONG),
        ("person", ["張國強", "李四"], Canned("张国强"), RIGHT),
        ("title", ["《晚报》"], Canned("晚报"), RIGHT),
        ("phrase", ["ＡＢＣ 公司"], Canned("abc公司"), RIGHT),
        # Numbers: text or value, but never without the unit.
        ("number", ["224家"], quantity("224家", "224", "家"), RIGHT),
        ("number", ["224家"], quantity("共二百二十四家", "224", "家"), RIGHT),
        ("number", ["约224家"], quantity("224家", "224", "家"), RIGHT),
        ("number", ["1200余家"], quantity("超过1,200家", "1200", "家"), RIGHT),
        ("money", ["2亿多元"], quantity("20000万元", "20000", "万元"), RIGHT),
        ("percentage", ["增长70.6%"], quantity("70.6%", "70.6", "%"), RIGHT),
        ("number", ["224家"], quantity("224人", "224", "人"), WRONG),
        ("number", ["224家"], quantity("22.4家", "22.4", "家"), WRONG_NUMBER),
        ("number", ["224家"], Canned("225家"), WRONG_NUMBER),
        ("money", ["2亿元"], quantity("2万元", "2", "万元"), WRONG_NUMBER),
        ("number", ["3-5家"], Canned("35家"), WRONG_NUMBER),
        # The question is no quantity question: wrong, but no wrong number.
        ("date", ["2月18日"], Canned("3月18日"), WRONG),
        # Without a gold kind the predicted kind decides.
        (None, ["224家"], quantity("9家", "9", "家"), WRONG_NUMBER),
        # Not in the text.
        ("none", [], Canned(None), RIGHT),
        ("none", None, Canned(None), RIGHT),
        ("none", [], Canned("李四"), WRONG),
        ("none", [], quantity("9家", "9", "家"), WRONG_NUMBER),
        ("number", [], Canned(None), RIGHT),
    ],
)
def test_any_of(kind: str | None, gold: list[str] | None, canned: Canned, verdict: Verdict) -> None:
    answers = None if gold is None else tuple(gold)
    question = GoldQuestion("1", "问", kind, answers)
    assert judge(question, predict(canned)) == verdict


@pytest.mark.parametrize(
    ("kind", "gold", "answer", "verdict"),
    [
        ("list", ("甲业", "乙业"), "甲业、乙业", RIGHT),
        ("list", ("甲业", "乙业"), "乙业和甲业", RIGHT),
        ("list", ("甲业", "乙业"), "甲业", WRONG),
        ("number", ("12家", "50%"), "12家；增长50%", RIGHT),
        ("number", ("12家", "50%"), "12家", WRONG),
        ("number", ("12家", "50%"), "12家；40%", WRONG_NUMBER),
        ("list", ("甲业",), None, WRONG),
    ],
)
def test_each_of(kind: str, gold: tuple[str, ...], answer: str | None, verdict: Verdict) -> None:
    assert judge(GoldQuestion("1", "问", kind, all=gold), predict(Canned(answer))) == verdict


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("“甲、乙”。", "甲乙"),
        ("92.4 亿元", "92.4亿元"),
        ("23,876人", "23876人"),
        ("1,2,3", "1,2,3"),
        ("７０．６％", "70.6%"),
        ("3—5月", "3—5月"),
        ("報紙", "报纸"),
    ],
)
def test_normalise(text: str, bare: str) -> None:
    assert normalise(text) == bare
