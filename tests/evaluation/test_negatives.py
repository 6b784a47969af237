"""Questions put to a passage that is near them and does not answer."""

from bot.evaluation.negatives import with_hard_negatives
from bot.evaluation.questions import GoldQuestion
from bot.evaluation.squad import Passage

ASKED = GoldQuestion("1", "青石镇的茶馆开了几家？", answers=("三家",), starts=(7,))
UNANSWERED = GoldQuestion("2", "青石镇的药房开了几家？", answers=())
UNGRADED = GoldQuestion("3", "青石镇的茶馆好吗？")
PASSAGES = (
    Passage("题.json#甲", 0, "青石镇的茶馆开了三家。", (ASKED, UNANSWERED, UNGRADED)),
    Passage("题.json#乙", 0, "青石镇的茶馆后来又开了几家。", ()),  # of the same article
    Passage("题.json#丙", 1, "青石镇的茶馆开了三家，书店没有。", ()),  # has the answer
    Passage("题.json#丁", 2, "青石镇的茶馆关门了。", ()),
    Passage("题.json#戊", 3, "青石镇下雨。", ()),
    Passage("题.json#己", 4, "早稻熟了。", ()),
)


def test_each_question_goes_to_the_nearest_passage_without_an_answer() -> None:
    asked = {p.source: p.questions for p in with_hard_negatives(PASSAGES)}

    assert asked["题.json#甲"] == PASSAGES[0].questions
    (negative,) = asked["题.json#丁"]
    assert (negative.id, negative.question) == ("1@丁", ASKED.question)
    assert (negative.answers, negative.has_gold, negative.answerable) == ((), True, False)
    # Where the text says nothing, no passage has the answer.
    assert [q.id for q in asked["题.json#丙"]] == ["2@丙"]
    assert [asked[f"题.json#{name}"] for name in "乙戊己"] == [(), (), ()]


def test_without_another_article_there_is_none() -> None:
    assert with_hard_negatives(PASSAGES[:3])[0].questions == PASSAGES[0].questions
    assert [len(p.questions) for p in with_hard_negatives(PASSAGES[:2])] == [3, 0]
