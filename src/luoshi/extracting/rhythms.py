"""How often: the rhythm that a stretch of text states.

A stated period (按季度, 每月28日前) goes before a rhythm without one (定期, 及时通报), and the first before later ones. Every
second year and every ten days are no value of ours and give none. 年度考核 is a name; 及时成立 is promptness, no rhythm;
逐年 and 持续 have no turn that could be asked for.
"""

from __future__ import annotations

import re

from luoshi.extracting.numerals import plain_text, read_number
from luoshi.extracting.records import Recurrence

_GUARD = re.compile(r"[每按逐日周月季半年][度个月年季日天周半逐]?|[定时随]期?|经常|常态")

_MEETS = r"(?:度)?(?:专题|工作|定期|集中|滚动)?(?:例会|调度|通报|会商|研判|分析|点评|讲评|督查|督导|督办|监测|小结|排名|晾晒|清零|碰头|汇总|推进会|会议|自查|巡查|抽查|排查|反馈|盘点|评比|总结|复盘|听取)"
_NOT_DATED = r"(?<![\d一二三四五六七八九十近节今昨当本上下民人济工明育法商晚初末假休每半一年])"
_TIMES = r"(?:至少|不少于|不低于|最少)?(?:[^，。；每\d]{0,8}?)(?P<times>[\d一二两三四五六七八九十]{1,3})次"

STATED = re.compile(
    rf"""(?P<daily>每日|每天|每个?工作日|逐日|按日|日日|{_NOT_DATED}日(?:报告|报制|{_MEETS}))
    |(?P<weekly>每个?星期|每周(?!年)|逐周|按周|{_NOT_DATED}周(?:报告|报制|{_MEETS}))
    |(?P<quarterly>每1?个?季度?(?!节)|按季度?(?!节)|逐季度?|(?:每|按)(?:三|3)个月|{_NOT_DATED}季度?(?:报告|报制|{_MEETS}))
    |(?P<halfyearly>每半年|每(?:六|6)个月|(?<!上)(?<!下)半年(?:报告|报制|一次|1次|{_MEETS})|每年上、?下半年|一年两次)
    |(?P<monthly>(?<!每[人生户岗村亩名县班])每1?个?月(?!饼|每[人生户])|按月|(?<!呈)逐月|月月|{_NOT_DATED}月度?(?:报告|报制|{_MEETS}))
    |(?P<yearly>(?<!每[人生户岗村亩名县班])每1?年度?(?!级|每[人生户岗])|按年度?(?!级|均)|年年(?![均度底])|一年一次|每个年度)""",
    re.X,
)
"""A rhythm whose period is stated; 日调度, 月通报 and their like only where no figure or name of a day comes before."""

OPEN = re.compile(
    r"不?定期(?!存款|合同|航班|限)|经常性?(?=[^项账]|$)|随时(?:报告|通报|报送|掌握|调度|抽查)"
    r"|实时(?:督查|督办|督导|调度|通报|报送|报告|更新|跟踪|掌握|反馈|公布|公开|发布|监督)"
    r"|及时(?:、?[准如全主足动依][确实面动额态法]?)?(?:向[^，。；]{1,12}?)?(?:通报|报告|上报|报送|汇报|反馈|公开|公布|公示|发布|更新|通知|调度|掌握|跟踪|研究解决|协调解决|总结推广|督促)"
    r"|(?<![在入])常态化(?!解|疫情|防控|条件|形势|以后)"
)
"""A rhythm without a period: 定期, 实时督查, 及时通报, 常态化."""

_DAY = re.compile(r"(?:度?(?:首月|第一个月|末月|最后一个月)?)([0-3]?\d|[一二三]?十?[一二三四五六七八九])[日号]")


def find_recurrence(text: str, start: int = 0, end: int | None = None) -> Recurrence | None:
    """The rhythm of text[start:end], or None.

    >>> find_recurrence("每月28日前报送进展").day
    28
    >>> find_recurrence("定期研究，每季度通报一次").value
    'quarterly'
    """
    stop = len(text) if end is None else end
    if not _GUARD.search(text, start, stop):
        return None
    plain = plain_text(text, start, stop)
    stated = STATED.search(plain.words)
    found = stated or OPEN.search(plain.words)
    if not found:
        return None
    value = _value(stated, plain.words) if stated else "ongoing"
    first, last = plain.span(*found.span())
    return Recurrence(value, first, last, text[first:last], _day(found, plain.words) if stated else None)


def _value(match: re.Match[str], words: str) -> str:
    """The period's name; 每年两次 is half-yearly, 每年四次 quarterly."""
    group = match.lastgroup or ""
    counted = re.compile(_TIMES).match(words, match.end()) if group == "yearly" else None
    often = {2: "half-yearly", 4: "quarterly", 12: "monthly"}.get(int(read_number(counted["times"])) if counted else 1)
    return often or group.replace("halfyearly", "half-yearly")


def _day(match: re.Match[str], words: str) -> int | None:
    """每月28日前 → 28."""
    day = _DAY.match(words, match.end()) if match.lastgroup in ("monthly", "quarterly") else None
    return int(read_number(day[1])) if day else None
