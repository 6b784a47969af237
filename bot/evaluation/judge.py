"""When an answer is right."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from bot.answering.answer import Status
from bot.answering.question import QUANTITY_KINDS
from bot.evaluation.questions import GoldQuestion
from bot.prediction import Prediction, ValueRecord
from retrieval.fold import fold

_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_NUMBER = re.compile(r"(?P<number>\d+(?:\.\d+)?)(?P<scale>万亿|[千万亿])?")
_SCALES = {"千": 10**3, "万": 10**4, "亿": 10**8, "万亿": 10**12}
_QUANTITY = re.compile(
    # A number, a qualifier that may stand before the unit, the unit up to another one or the end.
    _NUMBER.pattern + r"[余多]?(?P<unit>.*?)(?:[余多]|左右|以上|以下)?$"
)


@dataclass(frozen=True)
class Verdict:
    """How one prediction compares with the gold."""

    right: bool
    wrong_number: bool
    """A quantity was answered that is not the gold's, or one where the text has none."""


def judge(gold: GoldQuestion, prediction: Prediction) -> Verdict:
    """Grade a prediction against a question that has gold.

    Right is: no answer where the text does not say; one of `answers` but for width, script,
    case, spaces and punctuation, or its value with its unit; every one of `all` in the answer.
    """
    answer = prediction["answer"]
    quantity = prediction["value"] is not None or prediction["kind"] in QUANTITY_KINDS
    if prediction["status"] != Status.ANSWERED or answer is None:
        return Verdict(right=not gold.answerable, wrong_number=False)
    if not gold.answerable:
        return Verdict(right=False, wrong_number=quantity)
    given = normalise(answer)
    if gold.all:
        right = all(normalise(part) in given for part in gold.all)
    else:
        right = any(
            given == normalise(text) or _same_value(prediction["value"], text)
            for text in gold.answers or ()
        )
    asked_for_quantity = quantity if gold.kind is None else gold.kind in QUANTITY_KINDS
    wrong = not right and asked_for_quantity and not _numbers_stand_in_gold(answer, gold)
    return Verdict(right, wrong)


def normalise(text: str) -> str:
    """Return `text` in one width, script and case, without spaces and punctuation.

    What carries meaning in numbers stays: per cent signs and marks between two digits
    (`92.4`, `3-5`), but not the comma of thousands.
    """
    folded = _THOUSANDS.sub("", fold(text))
    return "".join(
        char
        for at, char in enumerate(folded)
        if unicodedata.category(char)[0] not in "PZC"
        or char in "%‰"
        or (at and folded[at - 1].isdigit() and folded[at + 1 : at + 2].isdigit())
    )


def _same_value(value: ValueRecord | None, text: str) -> bool:
    found = _QUANTITY.search(normalise(text))
    if value is None or found is None:
        return False
    given = _QUANTITY.search(normalise(value["number"] + value["unit"]))
    return given is not None and _amount(given) == _amount(found)


def _amount(found: re.Match[str]) -> tuple[Decimal, str]:
    return _number(found), found["unit"]


def _number(found: re.Match[str]) -> Decimal:
    return Decimal(found["number"]) * _SCALES.get(found["scale"], 1)


def _numbers_stand_in_gold(answer: str, gold: GoldQuestion) -> bool:
    """Tell whether the answer holds numbers and each is one of the gold's."""
    given = {_number(found) for found in _NUMBER.finditer(normalise(answer))}
    expected = {
        _number(found)
        for text in (*(gold.answers or ()), *gold.all)
        for found in _NUMBER.finditer(normalise(text))
    }
    return bool(given) and given <= expected
