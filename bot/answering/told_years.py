"""An answer that is a time without its year (9月3日, 同年9月), with the year named before it."""

from dataclasses import replace

from bot.answering.answer import Answer, together
from bot.answering.candidate import Candidate
from bot.answering.timeline import SAME_YEAR
from bot.answering.understanding.grain import asks_year


def with_year(answer: Answer, told: Candidate, year: Candidate) -> Answer:
    """Return an answer that is the time `told` with its year: that alone where a year was asked."""
    evidence = together([year.evidence(), told.evidence()])
    if asks_year(answer.question):
        return replace(answer, text=year.answer_text, evidence=evidence)
    named = year.match.pool.texts[year.index]
    return replace(answer, evidence=evidence, working=f"{SAME_YEAR}：{named}")
