import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval import script as script_module
from retrieval.script import Script, convert, script_of, to_script

SIMPLIFIED, TRADITIONAL = Script.SIMPLIFIED, Script.TRADITIONAL

any_text = st.text(st.characters(), max_size=60)
# Han text is rare in arbitrary text; drawn apart, with characters that the scripts share.
han_text = st.text(
    st.one_of(
        st.sampled_from("皇后里台只干发發余面系著着乾隆於后後裡裏为為爲个個云雲松"),
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
    ),
    max_size=30,
)
texts = st.one_of(any_text, han_text)
scripts = st.sampled_from(Script)


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("", None),
        ("多少人", None),
        ("2024, GDP?", None),
        # Characters that both scripts use.
        ("皇后只干了一里", None),
        ("台北余光中", None),
        ("看着", None),
        ("什么时候", SIMPLIFIED),
        ("几个人", SIMPLIFIED),
        ("什麼時候", TRADITIONAL),
        ("幾個人", TRADITIONAL),
        ("松樹下", TRADITIONAL),
        ("裏面", TRADITIONAL),
        # Of a mixed text, the script of most.
        ("这个国家的「臺灣」", SIMPLIFIED),
        ("這個國家的“发展”", TRADITIONAL),
        ("国國", SIMPLIFIED),
        # A byte that was no UTF-8.
        ("\udcff", None),
    ],
)
def test_script_of(text: str, script: Script | None) -> None:
    assert script_of(text) is script


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("后来发现皇后的头发", "後來發現皇后的頭髮"),
        ("乾隆年间干涉内政的干部", "乾隆年間干涉內政的幹部"),
        ("一百里外的这里下着雨", "一百里外的這裡下著雨"),
        ("只有三只鸟", "只有三隻鳥"),
        ("为什么台风来了", "為什麼颱風來了"),
        ("范仲淹与余光中的关系", "范仲淹與余光中的關係"),
        ("面条、面积和对面", "麵條、面積和對面"),
        ("松树下有多少个群众", "松樹下有多少個群眾"),
    ],
)
def test_either_script_becomes_the_other(simplified: str, traditional: str) -> None:
    assert to_script(simplified, TRADITIONAL) == traditional
    assert to_script(traditional, SIMPLIFIED) == simplified


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("皇后在松樹下等了余先生", TRADITIONAL),
        ("台灣的岳飛廟，只此一家", TRADITIONAL),
        ("范先生采風一百里，不干涉", TRADITIONAL),
        ("他看着我們，裏面有羣眾", TRADITIONAL),
        ("著名学者乾隆研究专家于先生", SIMPLIFIED),
        ("瞭望台上的后羿", SIMPLIFIED),
    ],
)
def test_text_already_in_the_script_stays(text: str, script: Script) -> None:
    assert to_script(text, script) == text
    assert to_script(text, script, source=script) == text


def test_text_that_does_not_tell_stays_unless_its_source_is_known() -> None:
    assert to_script("台北", TRADITIONAL) == "台北"
    assert to_script("后天", TRADITIONAL) == "后天"
    assert to_script("后天", TRADITIONAL, source=SIMPLIFIED) == "後天"
    assert to_script("后天", TRADITIONAL, source=TRADITIONAL) == "后天"
    # The text's own script counts for more.
    assert to_script("後天", TRADITIONAL, source=SIMPLIFIED) == "後天"


@given(texts, scripts, st.sampled_from([None, *Script]))
def test_length_is_kept(text: str, script: Script, source: Script | None) -> None:
    assert len(to_script(text, script, source)) == len(text)


@given(texts, scripts, st.sampled_from([None, *Script]))
def test_twice_changes_nothing_more(text: str, script: Script, source: Script | None) -> None:
    once = to_script(text, script, source)

    assert to_script(once, script, source) == once


@given(texts, scripts)
def test_what_has_a_script_is_unchanged_in_it(text: str, script: Script) -> None:
    if script_of(text) is script:
        assert to_script(text, script) == text


def test_a_phrase_of_another_length_moves_no_offset(monkeypatch: pytest.MonkeyPatch) -> None:
    class LongerPhrase:
        def convert(self, text: str) -> str:
            return {"甲乙": "甲甲乙", "乙": "丙"}.get(text, text)

    monkeypatch.setattr(script_module, "_converter", lambda _: LongerPhrase())

    assert convert("甲乙", "t2s") == "甲丙"
