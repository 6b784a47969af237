"""What the spans of a sentence score together."""

import numpy as np
import pytest

from bot.answering.answerer import Answerer
from bot.answering.sentence_share import sentence_shares
from retrieval.reader import read_page

TEXT = "白石桥修缮记\n\n白石桥由石匠苗青禾主持修缮。修桥的工匠来自三个村子，工期很长。\n"


def test_the_sentence_with_more_of_the_score_adds_more() -> None:
    scores = np.array([3.0, 2.0, 2.0, -np.inf])
    sentences = np.array([0, 1, 1, 2])
    (shares,) = sentence_shares([scores], [sentences])

    assert shares[1] == shares[2] > shares[0] > shares[3]
    assert np.exp(shares[[0, 1, 3]]).sum() == pytest.approx(1.0, abs=1e-6)


def test_articles_are_weighed_together_and_nothing_is_shared_where_nothing_fits() -> None:
    one, other = np.array([1.0, 1.0]), np.array([1.0])
    first, second = sentence_shares([one, other], [np.array([0, 0]), np.array([0])])
    assert np.exp(first[0]) == pytest.approx(2 / 3)
    assert np.exp(second[0]) == pytest.approx(1 / 3)

    (none,) = sentence_shares([np.array([-np.inf])], [np.array([0])])
    assert none.tolist() == [0.0]


def test_the_explanation_adds_up_to_the_score() -> None:
    answer = Answerer((read_page(TEXT, "桥"),)).ask("谁主持修缮白石桥", explain=True).answers[0]
    trace = answer.traces[0]

    assert answer.text == "苗青禾"
    assert trace.shares[-1].rule == "sentence_share"
    # Shares below 0.005 are not listed.
    assert sum(share.share for share in trace.shares) == pytest.approx(trace.score, abs=0.3)
