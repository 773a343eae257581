"""The grammar of times as tables: how a time is written, and what beside it says that nobody is bound by it."""

from __future__ import annotations

import re

from luoshi.extracting.dates import FEASTS
from luoshi.extracting.numerals import HAN_DIGIT

YEAR = rf"(?<![\d.])[12一二][0-9{HAN_DIGIT}]{{3}}"
MONTH = r"(?<![\d.一二三四五六七八九十])(?:1[0-2]|0?[1-9]|十[一二]|[一二三四五六七八九十])"
DAY = r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
TO = r"(?:[-—–―~]{1,2}|至|到)"
LIMIT = r"(?:以内|之内|内)"
BEFORE = r"(?:以前|之前|前后|前(?![期列景沿身半端瞻进往途提几一二三四五六七八九十\d]))"
REST = rf"(?:月(?=[底末]))?(?P<edge>[底末初终]|中(?={BEFORE}))?(?P<rel>{BEFORE}|{LIMIT})?"

_MONTH_DAY = rf"{MONTH}月份?(?:{DAY}[日号])?"
_FROM_YEAR = rf"(?:{YEAR}年?(?:{_MONTH_DAY}|[上下]半年|年?[初底])?{TO})?"
_FROM_MONTH = rf"(?:(?:{_MONTH_DAY}|{MONTH}[底末]?){TO})?"
_PART = rf"""(?:(?P<half>[上下])半年|(?<!前)第?(?P<quarter>[一二三四1-4])季度|(?P<from>{_FROM_MONTH})(?P<month>{MONTH})月份?
    (?:(?:{DAY}[日号]{TO})?(?P<day>{DAY})[日号]|(?P<third>[上中下])旬)?)"""

CALENDAR = re.compile(
    rf"""(?=[\d一二三四五六七八九十今本明后上下第年月])(?:(?P<span>{_FROM_YEAR})(?P<year>{YEAR})(?:年年?|(?=[上下]半年))度?|(?P<near>今年|本年|明年|后年)年?度?
    |(?={_FROM_MONTH}{MONTH}月|[上下]半年|第?[一二三四1-4]季度)
    |(?<![去上前昨每少青老近历百多几数周\d一二三四五六七八九十两半])年(?=[底末终]|内)
    |(?P<moon>(?<![\d一二三四五六七八九十个每次多几数])(?:本|下个?)?月)(?=[底末内]|(?<=[本下个]月){DAY}[日号])(?:(?P<moonday>{DAY})[日号])?)(?:{_PART})?{REST}""",
    re.X,
)
"""A point or a stretch in the calendar: 2020年, 今年上半年, 9月底前, 2018年9月至12月, 年底前, 月底前."""

DOTTED = re.compile(rf"(?P<year>{YEAR})[./-](?P<month>\d{{1,2}})[./-](?P<day>\d{{1,2}})日?{BEFORE}")
"""2020.12.31前."""

PLAN = re.compile(r"[“\"‘'「]?(?P<plan>十[一二三四五六]五)[”\"’'」]?(?:规划)?(?:期?末期?|期间|时期)")
"""“十三五”末, “十四五”期间."""

FEAST = re.compile(rf"[“\"‘'「]?(?P<feast>{'|'.join(FEASTS)})[”\"’'」]?节?(?:假期)?{BEFORE}")
"""元旦前, “五一”前, 国庆节前."""

_COUNT = r"(?:\d{1,3}|[半两一二三四五六七八九十百]{1,4})"
RELATIVE = re.compile(
    rf"""(?P<low>{_COUNT}(?:个月|[年天日])?(?:{TO}|、))?(?<![\d.第])(?P<count>{_COUNT})(?P<unit>个?工作日|日历天|日|天|个?星期|周|个半月|个?月|个?季度|年半|年|个?小时)
    (?:左右)?(?:的?(?P<effort>时间|努力)|(?P<limit>{LIMIT}))""",
    re.X,
)
"""3个月内, 2—3年时间, 5个工作日内, 三年努力."""

AHEAD = re.compile(rf"(?:今后|未来|今后的|未来的|从现在起)(?P<count>{_COUNT})(?P<unit>年|个月)(?=[内间,，]|$)")
"""今后五年，"""
SPOKEN_OF = re.compile(r"[”\"’'」]?的?(?:主要|目标|指导思想|总体|工作|经济社会|重大|重点|发展|奋斗|任务|是|开局|收官|成就|良好|我国|全国)")
"""After a plan's period or 今后五年: a heading or a judgement about it, not a term."""

STEPS = {"工作日": "wd", "日": "d", "天": "d", "日历天": "d", "月": "m", "年": "y"}
"""Units of a limit that are written as they are; weeks, quarters, half years and hours are counted out."""
MULTIPLES = {"星期": (7, "d"), "周": (7, "d"), "季度": (3, "m")}

HEDGES = re.compile(r"适时|原则上|力争|争取|尽量|尽可能|基本|初步|努力|视情|酌情|大体|左右|前后|一般应?|逐步|条件成熟|具备条件")
"""Words that loosen a deadline, kept as written."""

EFFORT = re.compile(r"(?:用|利用|通过|经过|花|以)(?:了)?(?:最多|大约|约|近)?$")
NO_LIMIT = re.compile(r"(?:近|最近|前|过去|连续|累计|任意|任期|每|超过|满|距)$|(?:压缩|缩短|控制|缩减|减少?|降低?)(?:到|至|在|为)?[^，。；]{0,12}$")
RESTRAINT = re.compile(r"(?:,|，)?(?:原则上)?(?:一律)?(?:不得|不再|不予|不能|不可|禁止|免征|免收|有效|累计|连续|发生|出现|曾|的)")
READER = re.compile(r"电话[:：]?\d{3}|版权|转载|联系我们|投稿")
"""Furniture of a web page: its 请在30日内 asks the page's reader, not a unit."""

ANCHOR_FROM = re.compile(r"(?:自|从)([^，。；、]{1,16}?)(?:之日)?起(?:算|计算)?[，,]?(?:的)?$")
ANCHOR_AFTER = re.compile(r"([^，。；、]{1,12})后(?:的)?$")
ANCHOR_VERB = re.compile(r"收到|接到|印发|发布|公布|下发|下达|施行|实施|受理|立案|签订|签署|批准|审批|备案|验收|竣工|开工|办结|核实|作出|成立|完成|结束|届满|生效|到期|发现|发生|会议|会$")

PAST_BEFORE = re.compile(r"(?:截至|截止|截止到|截止至|截至到|[比较]|同比|去|上|次|(?<!不)超过|早在|曾于|已于|已在|以|与|和去|其中|隔|跨|次年)$")
EVERY_BEFORE = re.compile(r"(?:每|逐|按)(?:[年月季]|季度|年度|学年|半年)?(?:的)?$")
PAST_AFTER = re.compile(r"以来|以后|之后|后(?!年)|度|同期|起|开始|(?<![前内底末])(?:印发|发布|公布|颁布|修订|通过)|份?的?(?:同期|基数|水平|数据)|时[，,]")
DONE = re.compile(r"已(?![^，。；]{0,12}的)")
LOOKS_BACK = re.compile(r"已经?(?:[建完实达取成累基全开出形制]|有)|(?:[成得立现出布发行开确])了(?!解|结)|同比(?:增长|下降)|取得.{0,6}(?:成效|成绩|进展)")

ACT = re.compile(
    r"(?:[,，](?:要|力争|争取|确保|完成|实现))?(?:要|将|应当?|须|必须|力争|争取|确保|全省|全市|全部|全面|基本|如期|计划|拟|率先|实现|完成|建成|达到?|启动|召开|举办|举行|出台|制定|上报|报送|提交|"
    r"形成|建立|投入|投产|竣工|开工|通车|覆盖|取得|消除|淘汰|新增|培育|改造|新建|打造|整改|验收|上线|分别|分[两三四]批|各|底|适时|组织|开展|实施|推进|推广|力促|超过|突破|不低于|不少于|[、和,，](?=[12]\d{3}年))"
)
"""What follows a bare year, quarter or month that is a term and not a date of something."""
REACHING = re.compile(r"(?:要|将|力争|确保|争取|计划|预计)?(?:全面|基本|如期|全部)?(?:完成|实现|建成|达到|投入|投产|竣工|开工|通车|消除|出台|启动)")
"""The same for 今年 and 明年, which otherwise only say which year is spoken of."""
NAMES_AFTER = re.compile(r"(?:年|度)?[^，。；,、]{0,12}?(?:计划|规划|方案|纲要|要点|行动(?!起)|考核|报告|决算|预算|年鉴|工作[）)、。，;；]?$|工作(?:要点|会议|总结|任务|目标|安排))")
TOWARDS = re.compile(r"(?:到|至|(?<![关对在基高低由])于|在|力争|确保|争取|定于|拟于|不超过|不晚于|不迟于|最迟|截止时间为?|截止日期为?)$")
WORDED = re.compile(r"[到至]$")
DATE_OF_PAPER = re.compile(r"(?<![前内底末])[^，。；]{0,6}(?:印发|发布|公布|颁布|下发|施行|实施|执行|生效|修订|起|召开的|成立的|讲话)")
