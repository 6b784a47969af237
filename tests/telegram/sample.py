"""A question, its answer, and the page that it is in."""

from tests.fakes import make_page

QUESTION = "今年新建多少：一百家"
ANSWER = "一百家"
PAGE = make_page(
    ("图书馆", ["春风镇有图书馆一百家。", "今年新建书屋二百间。", "读者比去年增加三万人。"])
)
