import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rank_bm25 import BM25Plus

from retrieval.bm25 import Bm25Index, Bm25Retriever
from retrieval.page import Page, Role
from retrieval.retriever import Retriever
from tests.retrieval.pages import page

HARBOUR = "青石港去年新增集装箱航线十二条，吞吐量增长两成。"
SCHOOL = "白桦小学开设了木工课，学生们自己动手做书架。"
ORCHARD = "云岭果园今年采摘苹果三万斤，全部由合作社收购。"


def found(retriever: Retriever, query: str, k: int = 10) -> list[str]:
    return [hit.paragraph.text for hit in retriever.search(query, k)]


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("港口的集装箱航线增加了多少条", HARBOUR),
        ("哪所小学有木工课", SCHOOL),
        ("苹果卖给了谁，合作社收购了吗", ORCHARD),
        # Traditional script and full width find the same.
        ("蘋果採摘", ORCHARD),
        # Part of a name that is cut as one word is found by its characters.
        ("石港", HARBOUR),
    ],
)
def test_best_paragraph(query: str, best: str) -> None:
    assert found(Bm25Retriever((page(HARBOUR, SCHOOL, ORCHARD),)), query)[0] == best


def test_hit_says_where_it_was_found() -> None:
    pages = (page(SCHOOL), page(ORCHARD, HARBOUR))
    hit = Bm25Retriever(pages).search("集装箱", 1)[0]
    assert hit.page is pages[1]
    assert hit.article is pages[1].articles[0]
    assert hit.paragraph is pages[1].articles[0].paragraphs[1]


def test_best_first_and_never_without_a_shared_term() -> None:
    retriever = Bm25Retriever((page(HARBOUR, SCHOOL, ORCHARD),))
    hits = retriever.search("木工课和苹果，苹果采摘", 10)
    assert [hit.paragraph.text for hit in hits] == [ORCHARD, SCHOOL]
    assert hits[0].score > hits[1].score > 0


def test_ties_stand_in_reading_order() -> None:
    pages = (page(HARBOUR, SCHOOL, SCHOOL), page(SCHOOL))
    hits = Bm25Retriever(pages).search("木工课", 10)
    assert len({hit.score for hit in hits}) == 1
    assert [hit.paragraph for hit in hits] == [
        *pages[0].articles[0].paragraphs[1:],
        *pages[1].articles[0].paragraphs,
    ]
    assert hits[2].page is pages[1]


@pytest.mark.parametrize(("k", "count"), [(0, 0), (1, 1), (2, 2), (3, 3), (99, 3), (-1, 0)])
def test_at_most_k(k: int, count: int) -> None:
    assert len(found(Bm25Retriever((page(SCHOOL, SCHOOL, SCHOOL),)), "木工课", k)) == count


def test_word_in_every_paragraph_still_scores() -> None:
    """Okapi's IDF is zero or negative here."""
    texts = ("苹果又红又甜。", "苹果运往外地。")
    assert found(Bm25Retriever((page(*texts),)), "苹果") == list(texts)


def test_headline_is_context_of_its_paragraphs() -> None:
    silent = "三年之内全部完工。"
    pages = (page(silent, headline="青石港扩建"), page(silent, headline="白桦小学搬迁"))
    hits = Bm25Retriever(pages).search("青石港什么时候完工", 10)
    assert [hit.page.articles[0].headline for hit in hits] == ["青石港扩建", "白桦小学搬迁"]
    assert hits[0].score > hits[1].score


def test_captions_are_searched_and_bylines_are_not() -> None:
    made = page("图为果园采摘现场。", "本报记者 甲乙丙")
    caption, byline = made.articles[0].paragraphs
    article = replace(
        made.articles[0],
        paragraphs=(replace(caption, role=Role.CAPTION), replace(byline, role=Role.BYLINE)),
    )
    retriever = Bm25Retriever((replace(made, articles=(article,)),))
    assert found(retriever, "果园") == [caption.text]
    assert found(retriever, "甲乙丙") == []


@pytest.mark.parametrize(
    "pages",
    [(), (page(),), (page(""),), (page("", "的了。"),)],
    ids=["no page", "no paragraph", "empty paragraph", "stop words only"],
)
def test_nothing_to_search(pages: tuple[Page, ...]) -> None:
    assert Bm25Retriever(pages).search("苹果", 5) == ()


@pytest.mark.parametrize("query", ["", " \n", "？！", "的了吗", "zzz", "\udcff", "\0"])
def test_query_without_known_terms(query: str) -> None:
    assert Bm25Retriever((page(HARBOUR, SCHOOL),)).search(query, 5) == ()


@pytest.mark.parametrize(
    ("query", "expected"),
    [("苹果采摘" * 25_000, [ORCHARD]), ("苹" * 100_000, []), ("x1" * 50_000, [])],
)
def test_query_of_a_hundred_thousand_characters(query: str, expected: list[str]) -> None:
    assert found(Bm25Retriever((page(ORCHARD),)), query) == expected


@given(st.text(st.characters(), max_size=30), st.text(st.characters(), max_size=30))
def test_any_text_any_query(text: str, query: str) -> None:
    for hit in Bm25Retriever((page(text, ORCHARD),)).search(query, 2):
        assert 0 < hit.score < math.inf


letters = st.lists(st.sampled_from("abcdefgh"), max_size=12)


@given(st.lists(letters, min_size=1, max_size=8).filter(any), letters)
def test_scores_are_those_of_rank_bm25(documents: list[list[str]], query: list[str]) -> None:
    """The same scores, but for the lower bound that rank-bm25 gives to every document."""
    reference = BM25Plus(documents)
    expected = reference.get_scores(query)
    for term in query:
        bound = reference.idf.get(term, 0) * reference.delta
        expected -= [bound if term not in document else 0 for document in documents]
    np.testing.assert_allclose(Bm25Index(documents).scores(query), expected, atol=1e-9)
