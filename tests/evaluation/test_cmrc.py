"""Expected values are worked out by hand from the official script's algorithm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation import cmrc


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("北京大学", "北 京 大 学"),
        ("《晚报》（第3版）。", "晚 报 第 3 版"),
        ("23,876人", "23,876 人"),
        ("92.4亿元", "92.4 亿 元"),
        ("70.6%", "70.6 %"),
        ("$5,000", "$ 5,000"),
        ("iPhone 4S手机", "iphone 4s 手 机"),
        ("3-5年", "35 年"),
        ("10:30", "1030"),
        ("U.S.", "u.s ."),
        ("Dr. Smith", "dr. smith"),
        ("Smith said etc.", "smith said etc ."),
        ("wait...", "wait ..."),
        ("a, b", "a , b"),
        ("(abc)", "( abc )"),
        ('"hi"', "`` hi ''"),
        ('他说"hi"了', "他 说 `` hi '' 了"),
        ("don't", "do n't"),
        ("Li's", "li 's"),
        ("cannot", "can not"),
        ("①②", "①②"),
        ("一……二", "一 …… 二"),
        ("７０％", "７０％"),
        ("龥龦", "龥 龦"),
        ("", ""),
        ("。，", ""),
    ],
)
def test_segment(text: str, tokens: str) -> None:
    assert list(cmrc.segment(text)) == tokens.split()


@pytest.mark.parametrize(
    ("prediction", "answers", "em", "f1"),
    [
        ("北京大学", ["北京大学"], 1, 1.0),
        ("《北京大学》。", ["北京大学"], 1, 1.0),
        ("ABC", ["abc"], 1, 1.0),
        # 2 of 4 characters: P = 1, R = 1/2.
        ("北京", ["北京大学"], 0, 2 / 3),
        ("北京大学", ["北京"], 0, 2 / 3),
        # The longest unbroken run is 2 (甲乙), though 3 characters stand in order: P = R = 2/4.
        ("甲乙丙戊", ["甲乙丁丙"], 0, 0.5),
        # The best of the gold answers counts.
        ("北京", ["天津", "北京市"], 0, 0.8),
        ("北京", ["天津", "北京"], 1, 1.0),
        # A number is one token: 23,876 人 against 23,876 is P = 1/2, R = 1.
        ("23,876人", ["23,876"], 0, 2 / 3),
        ("23876人", ["23,876人"], 0, 0.5),
        # Punctuation inside is removed on both sides.
        ("1998年-2001年", ["1998年2001年"], 1, 1.0),
        # EM does not fold spaces or widths, F1 splits at spaces.
        ("4 S", ["4S"], 0, 0.0),
        ("７０％", ["70%"], 0, 0.0),
        ("上海", ["北京"], 0, 0.0),
        ("", ["北京"], 0, 0.0),
        # Nothing but punctuation is left of both: equal, but no run in common.
        ("。", ["，"], 1, 0.0),
    ],
)
def test_em_and_f1(prediction: str, answers: list[str], em: float, f1: float) -> None:
    assert cmrc.exact_match(prediction, answers) == em
    assert cmrc.f1(prediction, answers) == pytest.approx(f1)


TOKENS = st.lists(st.sampled_from("甲乙丙"), max_size=12)


@given(TOKENS, TOKENS)
def test_longest_common_run_is_the_longest_shared_slice(left: list[str], right: list[str]) -> None:
    slices = {tuple(right[i:j]) for i in range(len(right)) for j in range(i + 1, len(right) + 1)}
    lengths = [
        j - i
        for i in range(len(left))
        for j in range(i + 1, len(left) + 1)
        if tuple(left[i:j]) in slices
    ]
    assert cmrc.longest_common_run(left, right) == max(lengths, default=0)
