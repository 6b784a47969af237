"""The wordings of a newspaper for everyday words: the file, and what of a question they cover."""

from collections import Counter

import pytest

from bot.answering.lexicon.paraphrases import is_said, paraphrases, stands
from bot.answering.understanding.understand import understand
from retrieval.fold import fold
from retrieval.word_lists import read_words

LINES = list(read_words("bot.answering.lexicon", "paraphrases.txt"))


def _pairs() -> list[tuple[str, str]]:
    """Return each words as asked with each words as said."""
    sides = [(line[: line.index(">")], line[line.index(">") + 1 :]) for line in LINES]
    return [(asked, said) for left, right in sides for asked in left for said in right]


def _covered(question: str) -> list[str]:
    """Return the parts of a question that a text may say otherwise."""
    understood = understand(question)
    spans = [p.span for p in paraphrases(understood)]
    return [understood.folded[span.start : span.end] for span in spans]


def _said(question: str) -> set[str]:
    """Return all that a text may say for any part of a question."""
    return {word for p in paraphrases(understand(question)) for word in p.said}


# --- the file ------------------------------------------------------------------------------------


def test_every_line_has_words_as_asked_and_words_as_said() -> None:
    wrong = [line for line in LINES if line.count(">") != 1 or ">" in (line[0], line[-1])]

    assert wrong == []


def test_no_pair_is_twice() -> None:
    assert [pair for pair, count in Counter(_pairs()).items() if count > 1] == []


def test_words_are_folded() -> None:
    assert [word for line in LINES for word in line if fold(word) != word] == []


def test_no_word_as_said_is_a_single_character() -> None:
    assert [(asked, said) for asked, said in _pairs() if len(said) < 2] == []


def test_no_word_is_said_for_itself() -> None:
    assert [asked for asked, said in _pairs() if asked == said] == []


# --- a question ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "covered", "shorter"),
    [
        ("关门大吉的铺子有几家", "关门大吉", "关门"),
        ("展馆花了多少钱", "花了", "花"),
        ("山上没通过的有几家", "没通过", "通过"),
    ],
)
def test_the_longest_entry_at_a_word_counts(question: str, covered: str, shorter: str) -> None:
    assert covered in _covered(question)
    assert shorter not in _covered(question)


def test_an_entry_that_reaches_into_the_question_word_leaves_the_words_before_it_theirs() -> None:
    assert {"网上卖", "网上卖了多少"} <= set(_covered("网上卖了多少荞面"))


def test_what_no_entry_has_is_not_covered() -> None:
    assert _covered("青禾水厂的厂长") == []


def test_an_entry_may_reach_into_the_question_word() -> None:
    assert "种了多少" in _covered("王稻生种了多少荞麦")


def test_an_entry_holds_one_way_only() -> None:
    assert "耗资" in _said("云桥馆花了多少钱")
    assert "花了" not in _said("云桥馆耗资多少")


@pytest.mark.parametrize(
    ("word", "text", "expected"),
    [
        ("通过", "方案获得通过", True),
        ("通过", "通过", True),
        ("通过", "方案未通过", False),
        ("通过", "方案没通过", False),
        ("合格", "7台不合格,5台合格", True),
        ("合格", "7台不合格", False),
        ("竣工", "渡口开工", False),
    ],
)
def test_what_is_denied_is_not_said(word: str, text: str, expected: bool) -> None:
    assert stands(word, text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("耗资460万元", True), ("未投入使用", False), ("卖了460万元", False)],
)
def test_a_word_is_said_in_other_words(text: str, expected: bool) -> None:
    question = understand("云桥馆花了多少钱")
    token = next(t for t in question.tokens if t.text.startswith("花"))

    assert is_said(question, token, text) is expected


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("义军攻占了哪座城", "攻克"),
        ("石塔的定义是什么", "是指"),
        ("窑主的死因是什么", "病逝"),
        ("旧渡口被什么取代", "取而代之"),
        ("山寨的人害怕什么", "畏惧"),
        ("他的女儿嫁到了哪里", "长女"),
    ],
)
def test_the_words_of_an_encyclopaedia_are_known(question: str, said: str) -> None:
    assert said in _said(question)
