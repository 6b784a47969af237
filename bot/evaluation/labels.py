"""How figures and kinds are called in tables and reports."""

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


def kind_name(kind: str) -> str:
    """Return the Chinese name of a kind; a name of the file's own stays as it is."""
    return KIND_NAMES.get(kind, kind)


def style_name(style: str) -> str:
    """Return the Chinese name of a style of phrasing; another name stays as it is."""
    return STYLE_NAMES.get(style, style)


def percent(share: float | None, digits: int = 1) -> str:
    """Return a share of 1 as per cent, `—` where there is none."""
    return "—" if share is None else f"{share:.{digits}%}"


def decimal(value: float | None, digits: int = 3) -> str:
    """Return a figure between 0 and 1 as a decimal, `—` where there is none."""
    return "—" if value is None else f"{value:.{digits}f}"
