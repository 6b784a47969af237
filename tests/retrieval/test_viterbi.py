"""The guess at unknown words is jieba's own, to the last bit."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jieba import posseg
from jieba.posseg.viterbi import viterbi as jieba_viterbi

from retrieval.viterbi import viterbi

TABLES: tuple[Any, ...] = (
    posseg.char_state_tab_P,
    posseg.start_P,
    posseg.trans_P,
    posseg.emit_P,
)
KNOWN = sorted(posseg.char_state_tab_P)


@pytest.mark.parametrize("text", ["的", "龘", "龘靐", "蒲沐川", "梁家沟里", "二〇二三", "囍囍囍囍"])
def test_some_runs(text: str) -> None:
    assert viterbi(text, *TABLES) == jieba_viterbi(text, *TABLES)


@given(st.text(st.sampled_from(KNOWN) | st.characters(codec="utf-8"), min_size=1, max_size=8))
def test_any_run(text: str) -> None:
    assert viterbi(text, *TABLES) == jieba_viterbi(text, *TABLES)
