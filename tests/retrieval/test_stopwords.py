from collections import Counter
from importlib.resources import files

import pytest

from retrieval.fold import fold
from retrieval.stopwords import stop_words


def test_every_word_is_folded_and_listed_once() -> None:
    lines = files("retrieval").joinpath("stopwords.txt").read_text(encoding="utf-8").splitlines()
    listed = Counter(word for line in lines for word in line.split("#")[0].split())
    assert {word: count for word, count in listed.items() if count > 1} == {}
    assert [word for word in listed if fold(word) != word] == []
    assert set(listed) == stop_words()


@pytest.mark.parametrize("word", ["没有", "不", "第一", "去年", "记者", "企业", "增长", "一", "亿"])
def test_words_with_a_meaning_are_kept(word: str) -> None:
    assert word not in stop_words()
