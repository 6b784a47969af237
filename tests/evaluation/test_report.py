import re
from html.parser import HTMLParser
from typing import ClassVar

import pytest

from bot.answering.dialogue import Dialogue
from bot.answering.question import Kind
from bot.evaluation.outcome import Outcome, Quote, grade
from bot.evaluation.questions import GoldQuestion
from bot.evaluation.report import histogram, render_report, segments
from bot.prediction import to_prediction
from retrieval.page import Span

from .fakes import Canned, FakeAnswerer, make_page

PAGE = make_page("甲村有12家<b>店</b>，增长50%。", headline="要<i>闻")


def outcome(gold: GoldQuestion, canned: Canned) -> Outcome:
    reply = FakeAnswerer((PAGE,), {gold.question: canned}).ask(gold.question, Dialogue())
    return grade(gold, to_prediction(reply, id=gold.id, elapsed_ms=len(gold.id)), reply)


OUTCOMES = [
    outcome(
        GoldQuestion("1", "<script>alert(1)</script>多少家", "number", ("13家", "<13>")),
        Canned("12家", 0.91, Kind.NUMBER, ("12", "家"), alternatives=("50%",)),
    ),
    outcome(GoldQuestion("2", "增长多少\x00", "percentage", ("50%",)), Canned(None, 0.2)),
    outcome(GoldQuestion("3", "几人", "none", ()), Canned("12家", 0.6, Kind.NUMBER)),
    outcome(GoldQuestion("4", "增长", 'x" onclick="y', ("50%",)), Canned("50%", 0.8)),
]


class Tags(HTMLParser):
    """Collects what a browser would see: tags with attributes, and that all are closed."""

    VOID: ClassVar = {"meta"}

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def parse(html: str) -> Tags:
    tags = Tags()
    tags.feed(html)
    tags.close()
    assert tags.open == []
    return tags


def test_report_shows_every_failure_and_needs_nothing_else() -> None:
    html = render_report(OUTCOMES, "<题目>.jsonl")
    tags = parse(html)
    failures = [attrs for tag, attrs in tags.seen if tag == "article"]
    assert [f["data-type"] for f in failures] == ["答错", "漏答", "误答"]
    assert [f["data-kind"] for f in failures] == ["number", "percentage", "none"]
    assert [tag for tag, _ in tags.seen].count("script") == 1
    assert not any({"src", "href", "onclick"} & set(attrs) for _, attrs in tags.seen)
    assert not re.search(r"url\(|@import|https?:", html)
    assert "\x00" not in html
    assert "<mark>12家</mark>&lt;b&gt;店&lt;/b&gt;，增长50%。" in html
    for text in ("<题目>.jsonl", "<script>alert(1)</script>多少家", "<13>", "要<i>闻", "增长多少␀"):
        assert text in tags.text


def test_plots_are_drawn() -> None:
    tags = parse(render_report(OUTCOMES, "q"))
    assert [tag for tag, _ in tags.seen].count("svg") == 3
    path = next(attrs["d"] for tag, attrs in tags.seen if tag == "path")
    # The most certain answer is wrong, the next right, the last wrong: precision 0, 1/2, 1/3 at
    # a coverage of 1/4, 2/4, 3/4.
    assert path == "M115.0 180.0L190.0 95.0L265.0 123.3"


def test_thresholds_have_a_table() -> None:
    rows = re.findall(r"<tr>((?:<td>[^<]*</td>)+)</tr>", render_report(OUTCOMES, "q"))

    # Of three answers one is right; the last to stay is wrong, the question to refuse is refused.
    assert [re.findall(r">([^<]+)<", row) for row in rows] == [
        ["0.6", "3", "75.0%", "33.3%", "50.0%", "33.3%", "0.0%"],
        ["0.8", "2", "50.0%", "50.0%", "75.0%", "33.3%", "100.0%"],
        ["0.9", "1", "25.0%", "0.0%", "50.0%", "0.0%", "100.0%"],
    ]


def test_report_without_gold_has_no_failures() -> None:
    html = render_report([outcome(GoldQuestion("1", "几家"), Canned("12家", 0.9))], "q")
    tags = parse(html)
    assert "article" not in [tag for tag, _ in tags.seen]
    assert [tag for tag, _ in tags.seen].count("svg") == 1


@pytest.mark.parametrize(
    ("marks", "pieces"),
    [
        ([], ["甲乙丙丁"]),
        ([(1, 2)], ["甲", "[乙]", "丙丁"]),
        ([(0, 4)], ["[甲乙丙丁]"]),
        ([(2, 4), (0, 1)], ["[甲]", "乙", "[丙丁]"]),
        ([(0, 2), (1, 3)], ["[甲乙]", "[丙]", "丁"]),
        ([(0, 3), (1, 2)], ["[甲乙丙]", "丁"]),
    ],
)
def test_segments(marks: list[tuple[int, int]], pieces: list[str]) -> None:
    quote = Quote("甲乙丙丁", tuple(Span(*mark) for mark in marks), "源", None)
    assert [f"[{text}]" if marked else text for text, marked in segments(quote)] == pieces


def test_histogram_counts_every_time_once() -> None:
    bars = histogram([1.0] * 50 + [2.0] * 49 + [1000.0])
    assert sum(bar.count for bar in bars) == 100
    assert bars[-1].high == pytest.approx(2.0)
    assert bars[-1].count == 50
    assert sum(bar.count for bar in histogram([0.0])) == 1
