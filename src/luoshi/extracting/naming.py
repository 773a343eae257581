"""Deliverables (what can be laid on the table) and programmes (named instruments) in a duty's words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from luoshi.extracting.records import Named
from luoshi.packs import Pack

_MAKE = (
    r"(?:制定|制订|出台|印发|编制|修订|建立健全|建立|健全|成立|组建|设立|召开|列出|明确|梳理|形成|建设|搭建|构建|打造|开发|研制|完成|签订|发布|推出|起草|拟定|报送|提交|建成|实施|完善)"
)
_PAPER = (
    r"(?:考核办法|管理办法|实施办法|办法|实施方案|工作方案|行动方案|方案|实施细则|细则|行动计划|工作计划|年度计划|计划|专项规划|规划|指导意见|实施意见|意见|责任清单|任务清单|问题清单|突破清单|权责清单|清单|台账|目录|名录|名单|指南|标准|规范|条例|预案|报告|责任书|承诺书|协议|合同|手册|图谱|白皮书|措施)"
)
_BODY = r"(?:领导小组|工作小组|协调小组|专班|工作专班|指挥部|联席会议|专题会议|动员部署会议|部署会议|动员会|推进会|现场会|例会|调度会|委员会|研究院|实验室|办公室|机制|制度|平台|数据库|资源库|系统|中心|数字标签|验证测试环境)"
_MADE = re.compile(_MAKE + r"(?:了|好|起)?(?P<name>[^，。；、“”《》]{0,22}?(?:“[^”]{1,12}”)?[^，。；、“”《》]{0,10}?(?:" + _PAPER + "|" + _BODY + r"))(?![^，。；、]{0,2}(?:内|建设资金))")
_NOT_MADE = re.compile(r"(?:完善|健全|实施|明确|完成|形成)")
_QUOTED = re.compile(r"[“\"「]([^”\"」]{2,24})[”\"」]")
_SLOGANS = re.compile(
    r"四个意识|四个自信|两个维护|两个确立|四个全面|五位一体|三大攻坚战|四个走在|保发展、保安全|绣花|千万级|百万级|亿级|[0-9]+级|两不愁|点”|最后一公里|钉钉子|店小二|牛鼻子|硬骨头|零容忍|拦路虎|主力军|排头兵|压舱石|稳定器|助推器"
    r"|应[^”]尽[^”]|清零|[^”]{2}难|(?:拉网|保姆|场景|菜单|订单|集中|沉浸|一体|下沉)式[”\"」]|体检|过筛子|粉丝|逻辑集中|僵尸企业|三公|一哄而上|总开关|黑[^”]{1,2}[”\"」]|两州|三区三州"
)
_COUNTED_BEFORE = re.compile(r"[0-9]+[个项家]?(?:以上|左右)?的?$")
_CLOSES = re.compile(r"[，。；、,;]|$")
_ZONE = r"(?:试验区|先导区|示范区|合作区|保税区|自贸区|自由贸易区|自由贸易港|示范县|物流枢纽|物流基地|经济走廊)"
_PLAN = r"(?:战略|工程|专项行动|行动计划|攻坚计划|改善计划|三年行动计划|三年行动|行动|计划|专项整治|普查|综合改革)"
_RULE = r"(?:制度|责任制|承诺制|确认制|审查制|河长制|林长制|湖长制)"
_FUND = r"(?:贷款|基金|专项资金|保险补偿|签约服务|经验|模式|活动|服务平台|意见|工作方案|行动方案|三年行动方案|条例|若干措施|国土空间规划)"
_NAME = r"(?P<name>(?:（[^）]{1,8}）|[^，。；“”《》（）]){2,34}"
_NAMED = (
    re.compile(r"(?:实施|推进|推动|启动|启动实施|开展|组织|落实|深化|加快|抓好|打造|对接|融入|参与|创建|办好|服务|做好|开展)(?:好|了|了?一批)?" + _NAME + _PLAN + r")(?!大学|建设项目|技术|师|领导小组|指挥部|的)"),
    re.compile(r"(?:落实|执行|推行|严格执行|实施|全面落实)(?:好)?" + _NAME + _RULE + r")(?!改革)"),
    re.compile(r"(?:用好|推广|运用|发挥好?|借鉴推广|开展|推进|实施|落实|纳入|享受|办好)" + _NAME + _FUND + r")(?!制定)"),
    re.compile(r"(?:加快|推进|推动|深化|建设|申报设立|设立|参与|创建|打造|支持)" + _NAME + _ZONE + ")"),
)
_AND_SO_ON = re.compile(r"(?:运用|推广|扩大|用好|落实|参与|探索)(?P<name>[^，。；“”《》的]{4,40}?)等(?:优惠|创新|国家|支持|扶持)?(?:政策|产品|模式|途径|国家重点项目|重点项目)")
_TITLE = re.compile(r"(?:落实|实施|贯彻|执行|遵守|宣传)[^，。；《》]{0,6}《(?P<name>[^》]{3,40})》")
_PART = re.compile(r"、|和|及|与")
_SUFFIX = re.compile("(?:" + "|".join((_PLAN, _RULE, _FUND, _ZONE)) + ")$")
_ANY_ENDING = re.compile("|".join((_PLAN, _RULE, _FUND, _ZONE, "等(?:优惠|创新|国家|支持|扶持|重点|政策|产品|模式|途径)")))
_GENERIC = re.compile(
    r"^(?:[0-9一二三四五六七八九十]+[个项家条]|重大|重点|一批|各项|各类|本|有关|相关|该|这|国家|省级|市级|县级|新建|续建|创新|基础设施|建设|合作|农业|工业|专项|工作|年度|招商|全省|全市|示范|试点|大型|优质|好|一体化|整改|监管|改造|治理|培训|宣传|扶贫|民生|各种|系列|管理|责任|保障|经济|社会|发展|行动|人才|企业|网络安全|法律|规章|上述|以上|推动实施|实施)*"
    r"(?:工程|计划|行动|模式|经验|办法|活动|战略|基金|贷款|制度|条例|意见|示范区|试验区|责任制|专项行动|专项整治|服务平台|工作方案|行动计划|若干措施)$"
)


def find_programmes(text: str, start: int, end: int, pack: Pack) -> tuple[Named, ...]:
    """Named programmes and instruments: the pack's own, what stands in quotation marks, titles that are carried out, and names that
    end as instruments do (…工程, …战略, …行动计划, …责任制, …试验区).

    >>> from luoshi.packs import load_pack
    >>> [p.name for p in find_programmes("推进“邮政在乡”和“快递下乡”工程", 0, 18, load_pack())]
    ['邮政在乡', '快递下乡']
    """
    out: dict[str, Named] = {}
    for name, span in _candidates(text, start, end, pack):
        if not any(n.start < span[1] and n.end > span[0] for n in out.values()):
            out.setdefault(name, Named(name, *span))
    return tuple(sorted(out.values(), key=lambda n: n.start))


Candidate = tuple[str, tuple[int, int]]


def _candidates(text: str, start: int, end: int, pack: Pack) -> Iterator[Candidate]:
    """In the order of trust."""
    for found in _pack_names(pack).finditer(text, start, end):
        programme = pack.programme(found.group())
        if programme:
            yield programme.name, found.span()
    if _QUOTES.search(text, start, end):
        for quoted in _QUOTED.finditer(text, start, end):
            if not _SLOGANS.search(quoted.group()) and not _is_counted(text, start, quoted):
                yield quoted[1], quoted.span(1)
    if "《" in text[start:end]:
        for title in _TITLE.finditer(text, start, end):
            yield title["name"], title.span("name")
    if not _ANY_ENDING.search(text, start, end):
        return
    for pattern in _NAMED:
        for named in pattern.finditer(text, start, end):
            yield from _split(text, *named.span("name"))
    for named in _AND_SO_ON.finditer(text, start, end):
        yield from ((text[a:b], (a, b)) for a, b in _parts(text, *named.span("name")))


def _is_counted(text: str, start: int, quoted: re.Match[str]) -> bool:
    """形成1000个以上的“数字标签”。: things that are made, not a programme."""
    return bool(_COUNTED_BEFORE.search(text, start, quoted.start()) and _CLOSES.match(text, quoted.end()))


_QUOTES = re.compile("[“\"「]")


@lru_cache(maxsize=8)
def _pack_names(pack: Pack) -> re.Pattern[str]:
    names = sorted((n for p in pack.programmes for n in (p.name, *p.also)), key=lambda n: (-len(n), n))
    return re.compile("|".join(map(re.escape, names)) or "(?!)")


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for mark in [*_PART.finditer(text, start, end), None]:
        stop = mark.start() if mark else end
        if stop - at >= 2:
            yield at, stop
        at = mark.end() if mark else end


_LEAD = re.compile(r".*(?:的|好|一批|地区|[0-9]+户以上)(?=[^的]{4,})")


def _split(text: str, start: int, end: int) -> Iterator[Candidate]:
    """等级保护和安全保护制度 → two; 化肥、农药零增长行动 → one, for only the last part ends as a name does."""
    lead = _LEAD.match(text, start, end)
    start = lead.end() if lead else start
    parts = list(_parts(text, start, end))
    if len(parts) > 1 and (all(_SUFFIX.search(text[a:b]) for a, b in parts) or (len(parts) == 2 and "和" in text[start:end] and min(b - a for a, b in parts) >= 4)):
        for a, b in parts:
            if not _GENERIC.match(text[a:b]):
                yield text[a:b], (a, b)
    elif not _GENERIC.match(text[start:end]) and end - start >= 4:
        yield text[start:end], (start, end)


_STANDING = ("制度", "系统", "平台", "标准", "措施", "机制", "规范", "意见", "计划")


def _is_made(text: str, start: int, last: int) -> bool:
    """完善…机制, 落实…制度 make nothing new; 健全…机制 and 完成…平台 do."""
    if not _NOT_MADE.match(text, start) or text[last - 2 : last] not in _STANDING:
        return True
    return text.startswith(("健全", "完成"), start)


def find_deliverables(text: str, start: int, end: int) -> tuple[Named, ...]:
    """Things that can be laid on the table, by their plain names.

    >>> [d.name for d in find_deliverables("制订三大攻坚战成效考核办法", 0, 13)]
    ['考核办法']
    """
    out: list[Named] = []
    for made in _MADE.finditer(text, start, end):
        first, last = made.span("name")
        if _is_made(text, made.start(), last):
            out.append(_plain_name(text, first, last))
    return tuple(out)


def _plain_name(text: str, first: int, last: int) -> Named:
    """The head of the name without the modifiers before it."""
    words = text[first:last]
    drop = max((m.end() for m in re.finditer(r"的|一批|等|全省|全市|统一|相应|现代化", words)), default=0)
    if drop and drop < len(words) - 1:
        first += drop
        words = text[first:last]
    paper = re.search(_PAPER + "$", words)
    if paper and len(words) > 8:
        first = last - len(paper.group())
    elif len(words) > 12:
        body = re.search(r"[^，。]{0,4}" + _BODY + "$", words)
        if body:
            first = last - len(body.group())
    return Named(text[first:last].replace("“", "").replace("”", ""), first, last)
