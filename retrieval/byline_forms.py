"""The forms of what stands in bylines, datelines and credits, as regular expressions."""

import re

from retrieval.layout import words
from retrieval.patterns import any_of

HAN = "[\u3400-\u4dbf\u4e00-\u9fff〇]"
DOTTED = rf"(?:[·•・]{HAN}{{1,8}}){{0,3}}"
# Several names may be run together; beside a title even three of them are sure to be names.
NAME = rf"{HAN}{{1,4}}{DOTTED}"
NAMES_BESIDE_TITLE = rf"{HAN}{{1,9}}{DOTTED}"

TITLE_WORD = any_of(words("byline", "titles"))
# 本报, 某某日报特约, 本报驻某地
TITLE_PREFIX = (
    rf"{HAN}{{0,6}}?{any_of(words('byline', 'title_prefixes'))}{{1,4}}(?:[驻駐]{HAN}{{1,4}}?)?"
)
TITLE = re.compile(rf"(?P<prefix>{TITLE_PREFIX})?{TITLE_WORD}(?P<colon>[:：]?)")

PHOTOGRAPHED = any_of(words("byline", "photographed"))
WROTE = any_of(words("byline", "wrote"))
DID_BOTH = any_of(words("byline", "did_both"))
DEED = rf"(?:(?P<both>{DID_BOTH})|(?P<photo>{PHOTOGRAPHED})|(?P<text>{WROTE}))"
ONLY_DEED = re.compile(rf"[/／]?{DEED}")
DEED_AFTER_SLASH = re.compile(rf"(?P<name>{NAME})[/／]{DEED}")
# Without a slash only words that end no ordinary word, or almost none (蓝图, 论文, 拍摄).
GLUED_DEED = re.compile(rf"(?P<name>{NAME}?)(?<![拍航翻])(?P<photo>翻?[摄攝])")
GLUED_DEED_BESIDE_TITLE = re.compile(rf"(?P<name>{NAMES_BESIDE_TITLE}?)(?<![拍航翻]){DEED}")
DEED_FIELD = re.compile(rf"{DEED}[:：/／]")
STAFF = rf"{any_of(words('byline', 'staff_prefixes'))}?{any_of(words('byline', 'staff'))}"
OTHER_FIELD = re.compile(rf"(?:{any_of(words('byline', 'other_fields'))}|{STAFF})[:：]")
STAFF_FIELD = re.compile(STAFF)
ANONYMOUS = re.compile(
    rf"{any_of(words('byline', 'anonymous_credits'))}|[^。！？，,]{{1,16}}(?:供图|供圖)"
    rf"|{any_of(words('byline', 'picture_agencies'))}[发發]"
)
# 馆方提供; only where brackets set it off, else it may be a headline.
ANONYMOUS_SET_OFF = re.compile(r"[^。！？，,]{1,16}提供")
FULL_DATE = r"\d{4}(?:年\d{1,2}月\d{1,2}日|[-/.]\d{1,2}[-/.]\d{1,2})"
WIRED = rf"{HAN}{{1,12}}\d{{1,2}}月\d{{1,2}}日[电電]"
CLOCK = r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?"
# （1/6 13:06 更新）, beside the day.
UPDATED = r"\d{1,2}/\d{1,2}|更新[于於]?"
DATE = re.compile(
    rf"(?P<full>{FULL_DATE})(?:T?{CLOCK})?|{CLOCK}|{UPDATED}|(?:星期|周|週)[一二三四五六日天]"
)
# What else stands in a page's head: 第3版, A07, 农历九月十四; the paper's name, the section.
FOLIO = re.compile(
    rf"(?P<folio>第?[A-Z]?(?:\d{{1,3}}|[一二三四五六七八九十]+){any_of(words('label', 'folio'))}"
    rf"(?:[·•・]{HAN}{{1,8}})*"
    rf"|[A-Z]\d{{1,3}}|{any_of(words('label', 'calendars'))}{HAN}{{2,8}})"
    rf"|{HAN}{{1,10}}(?:[·•・]{HAN}{{1,8}})*"
)
SENT = re.compile(rf"{WIRED}|[发發]自{HAN}{{2,8}}")
CHUNK = re.compile(r"(?:(?!(?<=\s)[/／]\s)[^\s,，、;；|｜（）()【】〔〕\[\]])+")
MARKER = re.compile(rf"[{re.escape(''.join(words('byline', 'markers')))}—]+\s*")
SECTION_MARKER = re.compile(rf"[{re.escape(''.join(words('label', 'markers')))}]\s*")
SPLIT_NAME_GAP = re.compile(r"[ \u3000]{1,4}")

OPEN, CLOSE = r"[（(【〔\[]", r"[）)】〕\]]"
IN_BRACKETS = rf"{OPEN}(?P<inside>[^（）()【】〔〕\[\]\n]{{1,40}}){CLOSE}"
AGENCY = any_of(words("dateline", "agencies"))
AGENCY_END = any_of(words("dateline", "ends"))
REPORTS = any_of(words("dateline", "reports"))
# 某网5月3日讯（记者…, 某网-某报某版5月3日讯（记者…: who reports must follow in brackets.
WEB_NEWS = (
    rf"{HAN}[^，。；：:（）()\n]{{1,18}}?(?:\d{{1,2}}月\d{{1,2}}日)?[讯訊电電]"
    rf"(?=[（(]{HAN}{{0,8}}?{TITLE_WORD})"
)
# 本报讯, 某报讯; 某社某地3月5日电; 【本报讯】. The longer forms must be set off from the text.
AGENCY_PART = re.compile(
    rf"{OPEN}?(?:{HAN}{{1,5}}[报報][讯訊](?=[\s（(【〔:：])|{HAN}{{1,5}}社{WIRED}|{WEB_NEWS}|{AGENCY}"
    rf"(?:[讯訊]|[^，。,；;：:（）()【】〔〕\[\]\n]{{0,20}}?{AGENCY_END}(?=[\s（(【〔）)】〕\]:：—-]|$)))"
    rf"{CLOSE}?"
)
# 本报讯 记者 甲 通讯员 乙 正文: each name between spaces.
SPACED = re.compile(
    rf"(?:(?:{TITLE_PREFIX})?{TITLE_WORD}[ \u3000](?:{HAN}{{2,4}}[ \u3000]+)+)+(?={HAN})"
)
REPORTER_PART = re.compile(IN_BRACKETS)
# 记者甲、乙报道; 記者甲／某地報導
REPORT = re.compile(
    rf"(?P<names>(?:{TITLE_PREFIX})?{TITLE_WORD}[^，。,；;：:（）()【】〔〕\[\]\n]{{1,40}}?)"
    rf"(?:[/／]{HAN}{{1,6}})?{REPORTS}(?=[\s:：，,]|$)"
)
# A whole line: the day, the paper, who reports from where. 2024/1/5 05:30 記者甲／某地報導;
# 某某報／記者甲／某地即時報導
REPORTED_LINE = re.compile(
    rf"(?:{FULL_DATE}(?:[ T]?{CLOCK})?\s*)?(?:{HAN}{{2,6}}\s*[/／]\s*)?"
    rf"(?P<names>(?:{TITLE_PREFIX})?{TITLE_WORD}[^，。,；;：:（）()【】〔〕\[\]\n/／]{{1,40}}?)\s*"
    rf"[/／]\s*{HAN}{{1,8}}{REPORTS}"
)
# In brackets also with a place and a day: 某社記者甲台北5日電, 某社記者甲台北5日綜合報導
REPORT_ENDS = re.compile(
    rf"(?:[/／]{HAN}{{1,6}})?(?:{REPORTS}|(?:\d{{1,2}}月)?\d{{1,2}}日{HAN}{{0,4}}(?:[电電]|{REPORTS}))$"
)
# The last name of several, whatever is run together with it.
LAST_NAME = re.compile(rf"(?:{TITLE_WORD}|[、，, ])\s*(?P<name>{HAN}{{3,9}})$")
AFTER_DATELINE = re.compile(r"[\s:：—]*")
BRACKETED = re.compile(rf"{OPEN}.*{CLOSE}")
# Some agencies put the day behind the last bracket: （編輯：甲）1130105
TAIL = re.compile(rf"{IN_BRACKETS}\s*(?:\d{{6,8}}\s*)?$")
SENTENCE_END = re.compile(r"[。！？!?…][”’」』）)]*")
LONGEST_TAIL = 48
# What is no name before one: 撰稿：文史馆员 甲
BODY = re.compile(rf"{HAN}{{2,}}{any_of(words('signature', 'unit_ends'))}")
