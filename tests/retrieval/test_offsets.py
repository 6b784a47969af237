"""Whatever is read, every character can be found again in the file, and none is lost."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.page import MappedText, Page, Span
from retrieval.reader import read_page
from retrieval.sentences import split_clauses

LINE_BREAKS = "\n\r\x0b\x0c\x85\u2028\u2029"

# Anything but lone surrogates, which no decoded file holds.
any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
# Few signs, so that they meet: stops, brackets, line ends, Latin, digits, markup, genre words.
SIGNS = (
    "。！？，；：、…“”‘’「」『』（）《》〈〉【】[]()\"'.,!?:;—■□\u3000 \t\n\r\u2028"
    "#*_`>|-~甲乙丙丁1234aBc２"
)
WORDS = (
    *("\r\n", "\n\n", "\n# ", "** ", "](", "——"),
    *("本报讯 ", "记者", "本报记者 ", "摄", "报道", "图为"),
)
dense_text = st.lists(st.sampled_from([*SIGNS, *WORDS]), max_size=120).map("".join)

piece = st.text("甲乙丙丁戊己庚辛壬癸", min_size=1, max_size=30)
sentence = st.builds(
    lambda parts, stop: "，".join(parts) + stop,
    st.lists(piece, min_size=1, max_size=4),
    st.sampled_from(["。", "！", "？", "。”", ""]),
)
paragraph = st.lists(sentence, min_size=1, max_size=5).map("".join)
newspaper_line = st.one_of(
    paragraph,
    piece,
    st.sampled_from(
        ["本报记者 赵钱 孙李", "赵钱摄", "■ 要闻", "（赵钱 摄）", "图为大桥。", "- 甲", "甲\t乙"]
    ),
    paragraph.map(lambda text: "本报讯 记者赵钱报道 " + text),
    paragraph.map(lambda text: "\u3000\u3000" + text),
    st.tuples(paragraph, st.integers(10, 40)).map(
        lambda pair: "\n".join(pair[0][at : at + pair[1]] for at in range(0, len(pair[0]), pair[1]))
    ),
)
newspaper = st.lists(
    st.tuples(newspaper_line, st.sampled_from(["\n", "\n\n", "\r\n", "\n\n\n"])), max_size=20
).map(lambda lines: "".join(line + end for line, end in lines))


def without_markup(text: str) -> str:
    return text.translate(dict.fromkeys(map(ord, "#*>|`~_-+=[]")))


def texts(page: Page) -> Iterator[MappedText]:
    for article in page.articles:
        yield from article.authors
        yield from article.photographers
        for part in article.paragraphs:
            yield part.mapped
            for item in part.sentences:
                yield item.mapped
                yield from split_clauses(item.mapped)


def check_mapping(page: Page) -> None:
    for mapped in texts(page):
        assert mapped.text.strip()
        assert sum(map(len, mapped.runs)) == len(mapped.text)
        offsets = [mapped.offset(at) for at in range(len(mapped))]
        assert offsets == sorted(set(offsets))
        for char, offset in zip(mapped.text, offsets, strict=True):
            in_file = page.text[offset]
            assert char == in_file or (char == " " and in_file in LINE_BREAKS)
        assert mapped.file_span() == Span(offsets[0], offsets[-1] + 1)


def offsets_of_words(mapped: MappedText) -> list[int]:
    return [mapped.offset(at) for at, char in enumerate(mapped.text) if not char.isspace()]


def check_sentences(page: Page) -> None:
    for article in page.articles:
        assert [p.index for p in article.paragraphs] == list(range(len(article.paragraphs)))
        for part in article.paragraphs:
            assert [s.index for s in part.sentences] == list(range(len(part.sentences)))
            of_sentences = [at for s in part.sentences for at in offsets_of_words(s.mapped)]
            assert of_sentences == offsets_of_words(part.mapped)
            for item in part.sentences:
                of_clauses = [at for c in split_clauses(item.mapped) for at in offsets_of_words(c)]
                assert of_clauses == offsets_of_words(item.mapped)


def covered(page: Page) -> list[int]:
    return sorted(
        at
        for article in page.articles
        for part in article.paragraphs
        for at in offsets_of_words(part.mapped)
    )


@given(st.one_of(any_text, dense_text, newspaper))
def test_every_character_maps_to_the_file(text: str) -> None:
    page = read_page(text, "made up")
    assert page.text == text
    check_mapping(page)
    check_sentences(page)
    offsets = covered(page)
    assert len(offsets) == len(set(offsets))


@given(newspaper)
def test_a_newspaper_loses_no_character(text: str) -> None:
    # Two bullets make a text Markdown, whose markup is left out.
    text = text.replace("- 甲", "甲")
    expected = [at for at, char in enumerate(text) if not char.isspace()]
    assert covered(read_page(text, "made up")) == expected


@given(st.one_of(any_text, dense_text).map(without_markup))
def test_a_text_without_markup_loses_no_character(text: str) -> None:
    expected = [at for at, char in enumerate(text) if not char.isspace()]
    assert covered(read_page(text, "made up")) == expected


@given(newspaper)
def test_paragraphs_come_in_the_order_of_the_file(text: str) -> None:
    starts = [p.mapped.offset(0) for a in read_page(text, "made up").articles for p in a.paragraphs]
    assert starts == sorted(starts)


# A loop quadratic in the length of any of these would not come to an end.
@pytest.mark.parametrize(
    "text",
    [
        "甲" * 1_000_000,
        "（" * 300_000,
        "“（《" * 50_000 + "》）”" * 50_000,
        "甲，\n" * 30_000,
        "本报记者 赵钱\n" * 10_000,
        "赵钱摄\n" * 10_000,
        "■ 要闻\n" * 10_000,
        "本报" * 200_000,
        "甲。 " * 50_000,
    ],
    ids=lambda text: text[:4],
)
def test_a_large_text_loses_no_character(text: str) -> None:
    expected = sum(not char.isspace() for char in text)
    assert len(covered(read_page(text, "made up"))) == expected
