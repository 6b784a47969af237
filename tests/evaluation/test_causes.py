"""Why a question went wrong."""

from dataclasses import replace

import pytest

from bot.answering.answer import Reply
from bot.answering.dialogue import Dialogue
from bot.evaluation.causes import Cause, find_cause
from bot.evaluation.questions import GoldQuestion

from .fakes import Canned, FakeAnswerer, make_page

CONTEXT = "木工老周在渡口修好了一条旧船。\n三天后他又在渡口修了旧桥。"


def cause_of(
    answer: str | None, *gold: str, known: bool | None = True, context: str | None = CONTEXT
) -> Cause:
    question = GoldQuestion("1", "修了什么", answers=gold)
    reply = FakeAnswerer((make_page(CONTEXT),), {"修了什么": Canned(answer)}).ask(
        "修了什么", Dialogue()
    )
    return find_cause(question, reply, context=context, known=known)


@pytest.mark.parametrize(
    ("answer", "gold", "cause"),
    [
        (None, ("一条旧船",), Cause.MISSED),
        ("旧桥", (), Cause.UNCALLED),
        ("旧桥", ("一条旧船",), Cause.OTHER_SENTENCE),
        ("木工", ("一条旧船",), Cause.OTHER_SPAN),
        ("旧船", ("一条旧船",), Cause.TOO_SHORT),
        ("修好了一条旧船", ("一条旧船",), Cause.TOO_LONG),
        ("渡口修好了一条", ("一条旧船",), Cause.OVERLAPPING),
        # Of several gold answers the one nearest to what was given counts.
        ("一条旧船", ("船", "修好了一条旧船"), Cause.TOO_SHORT),
        ("修好了一条旧船", ("船", "了一条旧船。"), Cause.OVERLAPPING),
        # At whichever place the gold's text stands.
        ("渡口修了", ("渡口",), Cause.TOO_LONG),
    ],
)
def test_cause(answer: str | None, gold: tuple[str, ...], cause: Cause) -> None:
    assert cause_of(answer, *gold) == cause


@pytest.mark.parametrize("answer", ["旧桥", "旧船"])
def test_what_no_candidate_has_cannot_be_found(answer: str) -> None:
    assert cause_of(answer, "一条旧船", known=False) == Cause.NO_CANDIDATE
    assert cause_of(None, "一条旧船", known=False) == Cause.MISSED


def test_without_places_an_answer_is_only_wrong() -> None:
    assert cause_of("旧桥", "一条旧船", known=None, context=None) == Cause.WRONG


def test_what_is_computed_is_no_span() -> None:
    question = GoldQuestion("1", "修了吗", answers=("旧桥",))
    answerer = FakeAnswerer((make_page(CONTEXT),), {"修了吗": Canned("旧船")})
    (answer,) = answerer.ask("修了吗", Dialogue()).answers

    computed = Reply("修了吗", (replace(answer, text="是"),))

    assert find_cause(question, computed, context=CONTEXT) == Cause.OTHER_SENTENCE
