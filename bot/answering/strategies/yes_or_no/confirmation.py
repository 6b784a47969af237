"""Is it so many: the figure of a question against the figure of the text."""

import re

from bot.answering.answer import Answer, Status
from bot.answering.facts.quantities import Quantity, find_quantities
from bot.answering.question import Question
from bot.answering.strategies.base import Context, no_answer
from bot.answering.strategies.yes_or_no.polarity import POLAR, answer_form, word_lists
from bot.answering.understanding.understand import understand


def figure_to_confirm(question: Question) -> Quantity | None:
    """Return the number that the question asks to confirm (是5家吗, 超过3万人吗)."""
    quantities = find_quantities(question.folded)
    if not quantities:
        return None
    last = quantities[-1]
    before = question.folded[: last.span.start]
    if last.dimension == "ordinal" or any(word in before for word in word_lists()["universal"]):
        return None
    after = [t for t in question.tokens if t.start >= last.span.end]
    counted = all(t.tag.startswith(("n", "f", "u", "y", "x", "l", "j")) for t in after)
    return last if counted else None


def confirm_figure(question: Question, figure: Quantity, context: Context) -> Answer:
    """Ask for the number, and compare what the text says with the figure of the question."""
    asked = _open_question(question, figure)
    found = context.span_answer(understand(asked, context.finder.known))
    stated = _stated(found)
    if stated is None or stated.unit != figure.unit:
        return no_answer(question, 0.0, next(iter(found.evidence), None))
    yes, no = answer_form(question)
    agrees = _holds(question, figure, stated)
    working = None if agrees else f"文中为{found.text}"
    return Answer(
        question,
        Status.ANSWERED,
        yes if agrees else no if no != "没有" else "不是",
        question.kind,
        found.confidence,
        evidence=found.evidence,
        working=working,
    )


def _open_question(question: Question, figure: Quantity) -> str:
    """Return the question with 多少 for its figure: 是5家吗 → 是多少家."""
    folded, span = question.folded, figure.core_span
    before = POLAR.sub("", folded[: span.start])
    for words in ("more", "less", "at_least", "at_most"):
        for word in word_lists()[words]:
            before = before.removesuffix(word).removesuffix(word + "了")
    after = re.sub(r"了?(?:吗|么|嘛|没有)?[呀啊]?[?]?$", "", folded[span.end :])
    after = re.sub(r"^(?:左右|以上|以下|以内)", "", after)
    return f"{before}多少{figure.unit}{after}"


def _stated(found: Answer) -> Quantity | None:
    """Return the quantity that an answer is."""
    if found.status is not Status.ANSWERED or found.text is None:
        return None
    quantities = find_quantities(found.text)
    return quantities[0] if len(quantities) == 1 else None


def _holds(question: Question, figure: Quantity, stated: Quantity) -> bool:
    """Tell whether a stated quantity fits the figure with the words around it."""
    before = question.folded[: figure.core_span.start].removesuffix("了")
    after = question.folded[figure.core_span.end :]
    text, claim = stated.value, figure.value

    def stands(words: str) -> bool:
        return any(before.endswith(word) for word in word_lists()[words])

    if stands("at_most"):
        return text <= claim
    if stands("at_least") or after.startswith("以上"):
        return text >= claim
    if stands("less") or after.startswith("以下"):
        return text < claim
    if stands("more"):
        return text > claim
    return text == claim
