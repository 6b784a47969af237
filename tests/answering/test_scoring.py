"""Candidates and their scores: spans of the text, and sums that can be checked by hand."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.annotation import CLOSERS, OPENERS, AnnotatedArticle
from bot.answering.facts.timepoint import TimeKind
from bot.answering.lexicon.words import contrast
from bot.answering.matching import shared_text
from bot.answering.matching.match import Match
from bot.answering.matching.similarity import SYNONYM, similarity, word_weight
from bot.answering.matching.weighing import closeness, nearest
from bot.answering.question import Question
from bot.answering.rules import LABELS, RULES, TRAITS
from bot.answering.scoring import (
    FAMILIES,
    ScoredArticle,
    label_classes,
    read_weights,
    rule_values,
    trait_values,
)
from bot.answering.spans.candidates import MAX_LONG_TOKENS, CandidatePool, generate
from bot.answering.spans.token_spans import EDGE
from bot.answering.understanding.understand import understand
from retrieval.page import Span
from retrieval.reader import read_page

TEXT = """渡口修好了

去年，北岸新开书店12家、茶馆30家。（其中“早点铺”5家。）馆长林小满说：“还会更多。”
"""


def annotated(text: str) -> AnnotatedArticle:
    page = read_page(text, "made-up.txt")
    return AnnotatedArticle(page, page.articles[0])


def evenly(word: str) -> float:
    return 1.0


def scored(question: str, table: str | None = None) -> tuple[ScoredArticle, Match, Question]:
    article = ScoredArticle.prepare(annotated(TEXT), None if table is None else read_weights(table))
    asked = understand(question)
    return article, Match(asked, article.pool, evenly), asked


def _index(pool: CandidatePool, text: str) -> int:
    return pool.texts.index(text)


# --- candidates ----------------------------------------------------------------------------------


def test_candidates_are_phrases_clauses_and_sentences() -> None:
    texts = generate(annotated(TEXT)).texts

    assert {"12家", "书店", "书店12家", "去年,北岸新开书店12家、茶馆30家", "林小满"} <= set(texts)
    assert not {"家、", "、茶馆", "了", "(其中"} & set(texts)
    assert len(set(zip(*map(tuple, _bounds(generate(annotated(TEXT)))), strict=True))) == len(texts)


def _bounds(pool: CandidatePool) -> tuple[list[int], list[int]]:
    return pool.first.tolist(), pool.last.tolist()


_CHINESE = st.text("北岸书店12家、，。；《》“”（）的和是去年·\n!?亿元%", min_size=1, max_size=60)


@given(_CHINESE)
@settings(max_examples=60)
def test_candidates_stay_within_a_sentence_and_its_brackets(text: str) -> None:
    page = read_page(text, "made-up.txt")
    for item in page.articles:
        article = AnnotatedArticle(page, item)
        pool = generate(article)
        for first, last, found in zip(*_bounds(pool), pool.texts, strict=True):
            sentence = article.sentence_at(first)
            assert article.sentence_at(last) is sentence
            assert 0 <= last - first < MAX_LONG_TOKENS
            start, end = article.tokens[first].start, article.tokens[last].end
            assert sentence.folded[start:end] == found
            assert len(sentence.folded) == len(sentence.sentence.text)
            for opener, closer in zip(OPENERS, CLOSERS, strict=True):
                assert found.count(opener) == found.count(closer)


@given(_CHINESE)
@settings(max_examples=60)
def test_what_stands_beside_and_in_candidates_is_as_their_texts_say(text: str) -> None:
    page = read_page(text, "made-up.txt")
    for item in page.articles:
        pool = generate(AnnotatedArticle(page, item))
        folded = [pool.article.sentences[n].folded for n in pool.sentence]
        starts = [pool.article.tokens[first].start for first in pool.first]
        before = [sentence[:at][-1:] for sentence, at in zip(folded, starts, strict=True)]
        after = [
            sentence[at + len(found) :][:1]
            for sentence, at, found in zip(folded, starts, pool.texts, strict=True)
        ]
        assert [_char(code) for code in pool.before] == before
        assert [_char(code) for code in pool.after] == after
        assert pool.holding("的和").tolist() == [not {"的", "和"}.isdisjoint(t) for t in pool.texts]
        assert pool.ending_with("书店").tolist() == [t.endswith("书店") for t in pool.texts]
        bare = [t.strip("《》“”") for t in pool.texts]
        assert pool.sorts.ends_longer("店").tolist() == [
            b[:-1] != "" and b[-1] == "店" for b in bare
        ]
        whole = "".join(s.folded for s in pool.article.sentences)
        counts = np.exp(TRAITS["repeated"](pool)).round().tolist()
        assert counts == [whole.count(t) for t in pool.texts]
        assert [(i, q.span) for i, q in pool.quantities.items()] == [
            (index, quantity.span)
            for index, (n, at, found) in enumerate(
                zip(pool.sentence, starts, pool.texts, strict=True)
            )
            for quantity in pool.article.sentences[n].quantities
            if quantity.span == Span(at, at + len(found))
        ]


def _char(code: int) -> str:
    return "" if code == EDGE else chr(code)


@given(_CHINESE, _CHINESE)
@settings(max_examples=40)
def test_what_stands_in_the_question_does_so_however_it_is_cut(text: str, question: str) -> None:
    page = read_page(text, "made-up.txt")
    for item in page.articles:
        pool = generate(AnnotatedArticle(page, item))
        asked = understand(question)
        match = Match(asked, pool, evenly)
        assert shared_text.stands_in_question(match).tolist() == [
            t in asked.folded for t in pool.texts
        ]


# --- rules ---------------------------------------------------------------------------------------


@given(_CHINESE, st.sampled_from(["书店有多少家", "谁", "北岸在哪", "去年呢", "12家什么", "？"]))
@settings(max_examples=40)
def test_every_rule_gives_a_number_for_every_candidate(text: str, question: str) -> None:
    page = read_page(text, "made-up.txt")
    for item in page.articles:
        article = ScoredArticle.prepare(AnnotatedArticle(page, item))
        match = Match(understand(question), article.pool, evenly)
        assert rule_values(match).shape == (len(article.pool), len(RULES))
        assert trait_values(article.pool).shape == (len(article.pool), len(TRAITS))
        assert np.isfinite(rule_values(match)).all()
        assert np.isfinite(trait_values(article.pool)).all()
        assert [len(classes) for classes in label_classes(article.pool)] == [
            len(article.pool)
        ] * len(LABELS)


@pytest.mark.parametrize(
    ("question", "rule", "candidate", "value"),
    [
        ("书店有多少家", "unit_agrees", "12家", 1.0),
        ("书店有多少家", "unit_agrees", "去年", 0.0),
        ("书店有多少家", "scope_behind_best", "12家", 0.0),
        ("馆长是谁", "head_precedes", "林小满", 1.0),
        ("馆长是谁", "head_precedes", "12家", 0.0),
        ("哪位馆长说还会更多", "is_question", "馆长", 1.0),
        ("什么时候新开书店", "as_fine_as_asked", "12家", 0.0),
        ("哪年新开书店", "as_fine_as_asked", "去年", 1.0),
        ("哪月新开书店", "other_grain_than_asked", "去年", 1.0),
        ("北岸新开什么", "same_left_word", "书店", 1.0),
        ("北岸新开什么", "repeats_question", "北岸", 1.0),
        ("北岸新开什么", "stands_in_question", "北岸", 1.0),
        ("北岸新开什么", "shared_characters", "北岸新开书店", 4 / 6),
        ("什么店新开在北岸", "ends_with_head_char", "书店", 1.0),
        ("北岸新开什么", "same_left_characters", "书店", 2.0),
        ("什么12家", "same_right_characters", "书店", np.sqrt(3)),
        ("北岸新开什么", "from_there_to_the_end", "书店12家、茶馆30家", 1.0),
        ("书店和什么新开了", "joined_as_asked", "茶馆", 0.0),
        ("茶馆和什么新开了", "joined_as_asked", "12家", 1.0),
        ("茶馆新开了什么", "joined_as_asked", "12家", 0.0),
        ("茶馆新开了什么", "joined_with_asked", "12家", 1.0),
        ("馆长在渡口说什么", "new_coverage", "林小满", 1.0),
        ("馆长在渡口说什么", "new_behind_best", "林小满", 0.0),
        ("哪年新开书店", "until_next_time", "去年", 1.0),
        ("哪年林小满说", "until_next_time", "去年", 1.0),
        ("哪年林小满说", "until_next_time", "12家", 0.0),
        ("书店有多少家", "fits_sort", "12家", 1.0),
        ("书店有多少家", "fits_sort", "林小满", 0.0),
    ],
)
def test_rule_says_what_its_name_says(
    question: str, rule: str, candidate: str, value: float
) -> None:
    article, match, _ = scored(question)

    assert RULES[rule](match)[_index(article.pool, candidate)] == pytest.approx(value)


@pytest.mark.parametrize(
    ("trait", "candidate", "value"),
    [
        ("is_quantity", "12家", 1.0),
        ("is_quantity", "书店", 0.0),
        ("is_time", "去年", 1.0),
        ("has_digit", "书店12家", 1.0),
        ("quoted", "早点铺", 1.0),
        ("with_quotes", "“早点铺”", 1.0),
        ("quoted", "“早点铺”", 0.0),
        ("enumerates", "书店12家、茶馆30家", 1.0),
        ("enumeration_goes_on", "12家", 1.0),
        ("headline", "渡口", 1.0),
        ("headline", "书店", 0.0),
        ("holds_mark", "去年,北岸新开书店12家、茶馆30家", 1.0),
        ("characters", "12家", float(np.log(3))),
        ("topic_sentence", "渡口", 1.0),
        ("topic_sentence", "林小满", 0.0),
        ("transcribed", "林小满", 1 / 3),
    ],
)
def test_trait_says_what_its_name_says(trait: str, candidate: str, value: float) -> None:
    pool = generate(annotated(TEXT))

    assert TRAITS[trait](pool)[_index(pool, candidate)] == pytest.approx(value)


# --- scores --------------------------------------------------------------------------------------

TABLE = "\n".join(
    (
        "rule," + ",".join(FAMILIES),
        "unit_agrees," + ",".join(["2.0"] * len(FAMILIES)),
        "has_digit," + ",".join(["0.5"] * len(FAMILIES)),
        "length:2," + ",".join(["0.25"] * len(FAMILIES)),
        "size:3," + ",".join(["-1.0"] * len(FAMILIES)),
    )
)


def test_a_score_is_the_weighted_sum() -> None:
    article, match, _ = scored("书店有多少家", TABLE)

    score = article.score(match)

    # 12家 is in the unit asked, has a digit, and is two tokens and three characters long.
    assert score[_index(article.pool, "12家")] == pytest.approx(2.0 + 0.5 + 0.25 - 1.0)
    assert score[_index(article.pool, "书店")] == pytest.approx(0.0)


def test_the_weights_are_those_of_the_kind_asked_for() -> None:
    header = "rule," + ",".join(FAMILIES)
    row = "has_digit," + ",".join("1.0" if family == "number" else "0.0" for family in FAMILIES)
    article, match, _ = scored("书店有多少家", f"{header}\n{row}")
    _, who, _ = scored("馆长是谁", f"{header}\n{row}")

    at = _index(article.pool, "12家")
    assert article.score(match)[at] == 1.0
    assert article.score(match, of_page=True)[at] == 0.0
    assert article.score(who)[at] == 0.0


@pytest.mark.parametrize("question", ["书店有多少家", "馆长是谁", "去年新开什么", "早点铺呢"])
@pytest.mark.parametrize("figures", [False, True])
def test_the_shares_of_a_trace_add_up_to_the_score(question: str, figures: bool) -> None:
    article, match, _ = scored(question)
    scores = article.score(match, of_page=figures)
    rows = len(RULES) + len(TRAITS) + len(LABELS)

    for index in range(0, len(article.pool), 5):
        trace = article.trace(match, index, of_page=figures)
        assert trace.candidate == article.pool.texts[index]
        assert trace.score == pytest.approx(float(scores[index]), abs=1e-3)
        # Shares under 0.005 are left out.
        total = sum(share.share for share in trace.shares)
        assert total == pytest.approx(trace.score, abs=0.005 * rows)
        sizes = [abs(share.share) for share in trace.shares]
        assert sizes == sorted(sizes, reverse=True)


# --- words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "found", "value"),
    [
        ("书店", "书店", 1.0),
        ("成立", "创办", SYNONYM),
        ("12", "120", 0.0),
        ("第一期", "第二期", 0.0),
        ("进口", "出口", 0.0),
        ("进口", "进出口", 0.0),
        ("出口", "进出口", 0.0),
        ("书店", "茶馆", 0.0),
        ("县", "图书馆县", 0.35),
    ],
)
def test_similarity(asked: str, found: str, value: float) -> None:
    assert similarity(asked, found) == value


def test_a_longer_word_holds_what_was_asked_a_shorter_lacks_some() -> None:
    assert 1.0 > similarity("书店", "旧书店") > similarity("旧书店", "书店") > 0.0


@given(
    st.text("进出口第一二期书店馆12上下", max_size=5),
    st.text("进出口第一二期书店馆12上下", max_size=5),
)
def test_similarity_is_a_share_and_contrasts_go_both_ways(one: str, other: str) -> None:
    assert 0.0 <= similarity(one, other) <= 1.0
    if len(one) == len(other):
        assert contrast(one, other) == contrast(other, one)
    assert not contrast(one, one)


def test_words_weigh_by_rarity_function_words_nothing() -> None:
    assert word_weight("的", evenly) == 0.0
    assert 0.0 < word_weight("数量", evenly) < word_weight("书店", evenly) == 1.0


def test_distance_to_the_nearest_hit_within_the_sentence() -> None:
    hits = np.array([[True, False, False, True, False, False]])
    back_to_sentence = np.array([0, 1, 2, 3, 0, 1], dtype=np.float32)

    far, *distances = nearest(hits, back_to_sentence)[0].tolist()

    assert distances[:3] == [1.0, 2.0, 3.0]
    assert far == distances[3] == distances[4] > 1000
    assert closeness(np.array([0.0, 4.0]), 4.0) == pytest.approx([1.0, np.exp(-1)])


def test_the_weights_of_a_question_sum_to_one_and_carried_words_count_less() -> None:
    _, match, asked = scored("北岸有多少家书店")
    leaning = Match(replace(asked, carried=("茶馆", "早点铺", "渡口")), match.pool, evenly)

    assert match.weights.sum() == pytest.approx(1.0)
    assert leaning.weights.sum() == pytest.approx(1.0)
    own = leaning.weights[: len(match.words)].sum()
    assert leaning.weights[len(match.words) :].sum() == pytest.approx(0.4 * own)


# --- what sentences leave out, and pronouns ------------------------------------------------------

OTTERS = """水獭住在溪边，吃鱼为生。它们用石头敲开贝壳。毛皮分两层。
"""


def test_what_an_article_is_said_of_says_nothing_of_its_sentences() -> None:
    article = ScoredArticle.prepare(annotated(OTTERS))
    match = Match(understand("水獭的毛皮分几层"), article.pool, evenly)

    assert match.subject == "水獭"
    assert shared_text.character_coverage(match).argmax() == 2
    assert shared_text.character_coverage(match)[0] == 0.0


def test_where_a_question_has_nothing_else_the_subject_counts() -> None:
    article = ScoredArticle.prepare(annotated(OTTERS))
    match = Match(understand("水獭是什么"), article.pool, evenly)

    assert shared_text.character_coverage(match).argmax() == 0


def test_a_pronoun_stands_for_what_the_sentence_before_is_said_of() -> None:
    article = ScoredArticle.prepare(annotated(OTTERS))
    texts = article.pool.texts
    ((pronoun, subjects),) = article.pronouns.items()

    assert texts[pronoun] == "它们"
    assert "水獭" in {texts[index] for index in subjects}


def test_a_part_of_a_century_is_finer_than_it() -> None:
    pool = ScoredArticle.prepare(annotated("渡口建于18世纪末期，3月底通航。\n")).pool
    grains = {pool.texts[index]: grain for index, grain in pool.grains.items()}

    assert grains["18世纪"] is TimeKind.CENTURY
    assert grains["18世纪末期"] is TimeKind.PERIOD
    assert grains["3月"] is TimeKind.MONTH
    assert grains["3月底"] is TimeKind.PERIOD
