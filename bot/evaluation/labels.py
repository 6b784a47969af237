"""How figures, kinds and causes are called in tables and reports."""

from bot.evaluation.causes import Cause
from bot.evaluation.scores import Selective

KIND_NAMES = {
    "number": "数目",
    "percentage": "比例",
    "money": "金额",
    "date": "时间",
    "duration": "时长",
    "person": "人物",
    "place": "地点",
    "organisation": "机构",
    "title": "名称",
    "list": "列举",
    "reason": "原因",
    "manner": "方式",
    "definition": "定义",
    "yes_no": "是否",
    "comparison": "比较",
    "sum": "求和",
    "difference": "求差",
    "speaker": "说话人",
    "quotation": "引语",
    "author": "作者",
    "photographer": "摄影",
    "phrase": "其他",
    "none": "文中没有",
}
STYLE_NAMES = {
    "terse": "简短",
    "colloquial": "口语",
    "traditional": "繁体",
    "typo": "错字",
}

CAUSE_NAMES = {
    Cause.MISSED: "漏答",
    Cause.UNCALLED: "误答",
    Cause.NO_CANDIDATE: "不在候选之中",
    Cause.OTHER_SENTENCE: "找错了句子",
    Cause.OTHER_SPAN: "同句另一处",
    Cause.TOO_SHORT: "太短",
    Cause.TOO_LONG: "太长",
    Cause.OVERLAPPING: "错开",
    Cause.WRONG: "答错",
}

THRESHOLD_HEADINGS = ("阈值", "作答", "作答比例", "所答正确", "所答 F1", "答对", "拒答对")

REFUSAL_NAMES = {
    "not_mentioned": "没有提到",
    "no_figure": "没给数字",
    "no_time": "没给时间",
    "no_name": "没给名字",
    "no_place": "没给地点",
    "no_reason": "没说原因",
    "no_more": "没有更多",
    "not_understood": "没看懂",
}


def kind_name(kind: str) -> str:
    """Return the Chinese name of a kind; a name of the file's own stays as it is."""
    return KIND_NAMES.get(kind, kind)


def refusal_name(refusal: str) -> str:
    """Return the short Chinese name of a reason to refuse."""
    return REFUSAL_NAMES[refusal]


def style_name(style: str) -> str:
    """Return the Chinese name of a style of phrasing; another name stays as it is."""
    return STYLE_NAMES.get(style, style)


def percent(share: float | None, digits: int = 1) -> str:
    """Return a share of 1 as per cent, `—` where there is none."""
    return "—" if share is None else f"{share:.{digits}%}"


def decimal(value: float | None, digits: int = 3) -> str:
    """Return a figure between 0 and 1 as a decimal, `—` where there is none."""
    return "—" if value is None else f"{value:.{digits}f}"


def threshold_row(at: Selective) -> tuple[str, ...]:
    """Return the cells under THRESHOLD_HEADINGS."""
    shares = (at.coverage, at.precision, at.f1, at.right_answer_rate, at.right_refusal_rate)
    return (decimal(at.threshold, 1), str(at.answered), *(percent(share) for share in shares))
