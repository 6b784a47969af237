"""The figures and every failure as one HTML file that needs nothing but itself.

Jinja escapes all that comes from files; the plots are drawn by the template from the numbers
worked out here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.evaluation.confidence import OperatingPoint, precision_coverage, reliability
from bot.evaluation.labels import (
    CAUSE_NAMES,
    THRESHOLD_HEADINGS,
    decimal,
    kind_name,
    percent,
    refusal_name,
    threshold_row,
)
from bot.evaluation.outcome import Outcome, Quote
from bot.evaluation.scores import (
    RECALL_AT,
    Scores,
    at_thresholds,
    confidences_of_answers,
    latency,
    score,
    score_by_kind,
    score_refusals,
)
from bot.plain import visible

CURVE_POINTS = 200
"""More points than this are thinned out: the line would look the same."""
HISTOGRAM_BARS = 24


@dataclass(frozen=True)
class Bar:
    """A bar of a histogram; `low` and `high` in milliseconds, the last one open-ended."""

    low: float
    high: float
    count: int


def render_report(outcomes: Sequence[Outcome], title: str) -> str:
    """Return the report on `outcomes` (not empty) as HTML; `title` is the question file's name."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "percent": percent,
        "decimal": decimal,
        "kind_name": kind_name,
        "refusal_name": refusal_name,
        "visible": visible,
        "segments": segments,
        "threshold_row": threshold_row,
    }
    environment.globals["THRESHOLD_HEADINGS"] = THRESHOLD_HEADINGS
    overall = score(outcomes)
    answered = confidences_of_answers(outcomes)
    curve = _thinned(precision_coverage(answered, overall.graded))
    return environment.get_template("report.html").render(
        title=title,
        overall=overall,
        kinds=score_by_kind(outcomes),
        refusals=score_refusals(outcomes),
        tiles=_tiles(overall),
        curve=curve,
        curve_floor=_floor(curve),
        bins=reliability(answered),
        latency=latency(outcomes),
        histogram=histogram([o.prediction["elapsed_ms"] for o in outcomes]),
        thresholds=at_thresholds(outcomes),
        failures=[(o, CAUSE_NAMES[o.cause]) for o in outcomes if o.cause is not None],
    )


def segments(quote: Quote) -> list[tuple[str, bool]]:
    """Return the sentence in pieces, each with whether it is marked as the answer."""
    pieces = []
    at = 0
    for mark in sorted(quote.marks):
        start = max(at, mark.start)
        if start < mark.end:
            pieces += [(quote.text[at:start], False), (quote.text[start : mark.end], True)]
            at = mark.end
    pieces.append((quote.text[at:], False))
    return [(text, marked) for text, marked in pieces if text]


def histogram(times: Sequence[float]) -> list[Bar]:
    """Return equally wide bars up to the 98th percentile; the last takes all above as well."""
    ordered = sorted(times)
    top = ordered[int(0.98 * (len(ordered) - 1))] or 1.0
    width = top / HISTOGRAM_BARS
    counts = [0] * HISTOGRAM_BARS
    for time in ordered:
        counts[min(int(time / width), HISTOGRAM_BARS - 1)] += 1
    return [Bar(at * width, (at + 1) * width, count) for at, count in enumerate(counts)]


def _tiles(overall: Scores) -> list[tuple[str, str, str]]:
    """Return the headline figures there are: name, figure, what it is of."""
    tiles = []
    if overall.right_answer_rate is not None:
        of = f"{overall.right_answers} / {overall.answerable}"
        tiles.append(("答对", percent(overall.right_answer_rate), of))
    if overall.right_refusal_rate is not None:
        of = f"{overall.right_refusals} / {overall.unanswerable}"
        tiles.append(("拒答正确", percent(overall.right_refusal_rate), of))
    if overall.graded:
        tiles.append(("错数", str(overall.wrong_numbers), "答出的数与标准答案不同"))
        tiles.append(("作答之中正确", percent(overall.precision), "阈值处的精确率"))
    if overall.em is not None:
        tiles.append(("EM", percent(overall.em), "CMRC 2018 算法"))
        tiles.append(("F1", percent(overall.f1), "CMRC 2018 算法"))
    if overall.sentence_accuracy is not None:
        tiles.append(("句子正确", percent(overall.sentence_accuracy), "出处句找对了"))
    if overall.oracle is not None:
        tiles.append(("候选之中有答案", percent(overall.oracle), "再好的权重也到此为止"))
    if overall.recall is not None:
        for k in RECALL_AT:
            tiles.append((f"召回率 @{k}", percent(overall.recall[k]), "检索到本题的文章"))
        tiles.append(("MRR", decimal(overall.mrr), "名次倒数的平均"))
    if overall.auroc is not None:
        tiles.append(("AUROC", decimal(overall.auroc), "辨别文中有无答案"))
    if overall.ece is not None:
        tiles.append(("ECE", decimal(overall.ece), "置信度的校准误差"))
    return tiles


def _thinned(curve: Sequence[OperatingPoint]) -> list[OperatingPoint]:
    step = max(1, -(-len(curve) // CURVE_POINTS))
    return [p for at, p in enumerate(curve) if at % step == 0 or at == len(curve) - 1]


def _floor(curve: Sequence[OperatingPoint]) -> float:
    """Return where the precision axis begins, so that the line uses its height."""
    lowest = min((point.precision for point in curve), default=0.0)
    return next(floor for floor in (0.9, 0.75, 0.5, 0.0) if floor <= lowest)
