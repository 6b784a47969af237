"""The set that a question asks the most of, where the text, not the question, names its members."""

import re
from dataclasses import dataclass, replace

from bot.answering.facts.measures import attribute_nouns
from bot.answering.facts.numerals import parse_chinese
from bot.answering.question import Question
from bot.answering.strategies.computed.decomposition import cleaned, words
from bot.answering.understanding.kind import head_kind

AGES = ("年龄", "年纪", "岁数")
OF_AGE = {"年长": "大", "年轻": "小"}
"""What is said of an age for what is said of a person."""
PLACE_ENDINGS = frozenset("省市县区镇乡村州国街道旗盟")
_CLASSIFIERS = "个类种样项家方边所座条位届名间只支部本幅款处"
IN_ORDER = "期批轮代季"
"""Measures whose members are told apart by number (哪一期: 第一期, 二期)."""
_SET = (
    re.compile(
        rf"^(?P<frame>.*?)(?:(?:里面|里头|当中|之中|中|里|内)的?)?,?"
        rf"(?:哪一?[{_CLASSIFIERS}]?|谁|(?:什么|啥)(?!原因|时候|地方|事))(?P<about>.*?)得?最为?(?P<word>\w{{1,2}}?)的?$"
    ),
    re.compile(
        rf"^(?P<frame>.*?(?:里面|里头|当中|之中|中|里|内)的?)?,?(?P<about>.*?)最为?(?P<word>\w{{1,2}}?)的"
        rf"(?P<kind>\w*?)(?:(?:是|为)(?:哪一?[{_CLASSIFIERS}]?(?P<sort>\w*)|谁|什么))?$"
    ),
)
_SORT_OF = re.compile("(?:类别|类型|种类|一[个种类项家条座所])$")
"""What a question adds to the noun for the members (企业[类别])."""
_WHOLE = re.compile(f"(?:[全我本这]|整个)[{''.join(sorted(PLACE_ENDINGS))}校厂院馆区场]")
"""What a set may be part of, and is never what is compared."""
_MEMBERS = re.compile(rf"^[这那]?(?P<count>[两二三四五六七八九十]|\d+)(?:大类|[{_CLASSIFIERS}大])")


@dataclass(frozen=True)
class SetAsked:
    """The most of a set is asked for that the text, not the question, enumerates."""

    frame: str
    """What the set is part of, and its conditions: 四类企业, 上半年."""
    kind_of: str
    """What its members are (哪个[乡镇]), "" if the question does not say."""
    noun: str
    """What is compared: 增速, 完成的项目."""
    word: str
    """多, 快 …"""
    count: int
    """How many members it has (四类企业), 0 if the question does not say."""


def set_asked(question: Question) -> SetAsked | None:
    """Return the set whose most is asked for, None if no pattern tells."""
    text = cleaned(question.folded)
    match = next((m for pattern in _SET if (m := pattern.match(text))), None)
    if match is None:
        return None
    named = match.groupdict()
    kind_of = _SORT_OF.sub("", named.get("kind") or named.get("sort") or "")
    frame, count = match["frame"] or "", 0
    if members := _MEMBERS.match(frame):
        count = _number(members["count"])
        frame = frame[members.end() :]
        kind_of = kind_of or frame
    about = match["about"]
    nouns = (*words("change"), *attribute_nouns())
    noun = max((n for n in nouns if about.endswith(n)), key=len, default="")
    asked = SetAsked(frame, kind_of, noun, match["word"], count)
    return _by_head(question, text, about, asked) or _by_noun(about, asked, match)


def _number(numeral: str) -> int:
    """Return the number of members that 四 or 4 says, 0 if it cannot be told."""
    if numeral.isdecimal():
        return int(numeral)
    parsed = parse_chinese(numeral.replace("两", "二"))
    return int(parsed.value) if parsed else 0


def _by_head(question: Question, text: str, about: str, asked: SetAsked) -> SetAsked | None:
    """Return the set of which the noun asked for tells what its members are, None if it does not.

    `about` is what stands between the question word and 最, `asked` what is known already.
    """
    frame, head = asked.frame, _head(question, about)
    rest = about.removeprefix(head)
    begins = bool(head) and about.startswith(head)
    if begins and about.endswith("的人"):  # 哪个工种|培训|的人
        deed = rest.removesuffix("的人")
        return replace(asked, frame=frame + deed, kind_of=head, noun="人数")
    deeds = [t for t in question.tokens if t.text == rest]
    if begins and about.endswith("占"):  # 哪个行业|占得最多
        return replace(asked, kind_of=head, noun="占比")
    if begins and rest in words("change"):  # 哪个产业|增长最快
        return replace(asked, kind_of=head, noun=rest)
    if begins and deeds and deeds[0].tag == "v":  # 哪个县|种得最多
        return replace(asked, frame=frame + deeds[0].text, kind_of=head, noun="")
    if head != question.head:  # 哪个区|企业最多
        noun = rest.strip("的")
        done = any(t.text == noun and t.tag[0] == "v" for t in question.tokens)
        if done:
            return replace(asked, frame=frame + noun, kind_of=head, noun="")
        return replace(asked, kind_of=head, noun=noun)
    verb = _deed_last(text, about)
    if verb < len(about) and not (head and deeds):  # 什么花|种得最多
        return replace(asked, frame=frame + about[verb:], kind_of=about[:verb], noun="")
    if set(about) <= PLACE_ENDINGS:  # 哪个县(区)
        return replace(asked, kind_of=about, noun="")
    if begins and rest and not asked.noun:
        return replace(asked, kind_of=head, noun=rest.strip("的"))
    return None


def _by_noun(about: str, asked: SetAsked, match: re.Match[str]) -> SetAsked:
    """Return the set of which what stands before the noun compared tells what its members are."""
    frame, noun, word = asked.frame, asked.noun, asked.word
    rest = about[: len(about) - len(noun)].strip("的")
    if _WHOLE.fullmatch(rest):  # 全省|最长的隧道
        frame, rest = frame + rest, ""
    if not noun and ("的" in rest or (rest and match.re is _SET[1])):
        owner, _, owned = rest.partition("的")
        is_sort = set(owner) <= PLACE_ENDINGS or head_kind(owner) is not None
        rest, noun = (owner, owned) if owned and is_sort else ("", rest)
    if noun in AGES and word in ("大", "小"):
        noun, word = "", "年长" if word == "大" else "年轻"
    if asked.kind_of:  # 甲体增长最快的是哪个县
        frame, rest = frame + rest, ""
    return SetAsked(frame, rest or asked.kind_of, noun, word, asked.count)


def _head(question: Question, about: str) -> str:
    """Return the noun asked for; what follows a rank or a number is of it (哪个区|企业最多)."""
    if about[:1] and about[0] in IN_ORDER:
        return about[0]
    at = question.wh.end if question.wh else -1
    first = next((t for t in question.tokens if t.start <= at < t.end), None)
    if first is None or about[:1] not in PLACE_ENDINGS or len(about) < 2:
        return question.head
    return about[0] if first.end <= at + 1 or first.tag[0] == "v" else question.head


def _deed_last(text: str, about: str) -> int:
    """Return where in 花种(得最多) the verb begins that 得 follows, its length if there is none."""
    return len(about) - (len(about) > 1 and f"{about}得最" in text)


def is_of_sort(name: str, asked: SetAsked) -> bool:
    """Tell whether a name may be what is asked for: of a place, its last character tells."""
    kind_of = asked.kind_of
    return not kind_of or not set(kind_of) <= PLACE_ENDINGS or name[-1] in kind_of
