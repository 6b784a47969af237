from dataclasses import replace

from bot.answering.answer import Refusal
from bot.answering.dialogue import Dialogue
from bot.answering.question import Kind, Reading
from bot.prediction import Prediction, to_prediction

from .fakes import Canned, FakeAnswerer, make_page

PAGE = make_page("今天下雨。\n甲村有12家店，增长50%。", source="晚报.txt", headline="要闻")


def predict(*canned: Canned) -> Prediction:
    answerer = FakeAnswerer((PAGE,), {"问": list(canned)})
    return to_prediction(answerer.ask("问", Dialogue()), id="7", elapsed_ms=1.23456)


SHOPS = Canned("12家", 0.87654321, Kind.NUMBER, ("12", "家"), alternatives=("50%",))
GROWTH = Canned("50%", 0.7, Kind.PERCENTAGE, ("50", "%"), working="见文")
SENTENCE = {
    "text": "甲村有12家店，增长50%。",
    "source": "晚报.txt",
    "article": "要闻",
    "paragraph": 1,
    "start": 6,
    "end": 20,
}


def test_answer() -> None:
    assert predict(SHOPS) == {
        "id": "7",
        "question": "问",
        "status": "answered",
        "refusal": None,
        "answer": "12家",
        "kind": "number",
        "value": {"number": "12", "unit": "家"},
        "confidence": 0.8765,
        "evidence": [SENTENCE | {"answer_start": 9, "answer_end": 12}],
        "working": None,
        "alternatives": [{"answer": "50%", "confidence": 0.4383}],
        "readings": [],
        "elapsed_ms": 1.235,
    }
    assert PAGE.text[9:12] == "12家"
    assert PAGE.text[6:20] == SENTENCE["text"]


def test_what_was_read_otherwise_is_recorded() -> None:
    reply = FakeAnswerer((PAGE,), {"问": [SHOPS]}).ask("问", Dialogue())
    reply = replace(reply, readings=(Reading("多小", "多少"),))
    record = to_prediction(reply, id="7", elapsed_ms=1)
    assert record["readings"] == [{"typed": "多小", "read": "多少"}]


def test_no_answer_has_no_evidence() -> None:
    record = predict(Canned(None, 0.2, Kind.DATE, refusal=Refusal.NO_TIME))
    assert (record["status"], record["answer"], record["value"]) == ("no_answer", None, None)
    assert (record["kind"], record["confidence"]) == ("date", 0.2)
    assert record["evidence"] == []
    assert record["refusal"] == "no_time"


def test_several_questions_are_joined() -> None:
    record = predict(SHOPS, Canned(None, 0.1), GROWTH)
    assert (record["status"], record["refusal"]) == ("answered", None)
    assert record["answer"] == "12家；50%"
    assert (record["kind"], record["confidence"]) == ("number", 0.7)
    assert [e["answer_start"] for e in record["evidence"]] == [9, 16]
    assert (record["value"], record["alternatives"]) == (None, [])
    assert record["working"] == "见文"


def test_large_and_small_numbers_are_plain_digits() -> None:
    big = predict(Canned("12家", value=("1E+3", "家")))
    small = predict(Canned("12家", value=("0.0000001", "家")))
    assert big["value"] == {"number": "1000", "unit": "家"}
    assert small["value"] == {"number": "0.0000001", "unit": "家"}
