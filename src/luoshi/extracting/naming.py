"""Deliverables (what can be laid on the table) and programmes (named instruments) in a duty's words."""

from __future__ import annotations

import re

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
_HEAD_ONLY = re.compile(r"(?:有针对性的|[^的]{2,}的|一批|一系列|全省|全市|统一|相应|本|各项|全国|省级|现代化|新型|及大[^的]*应用)")
_QUOTED = re.compile(r"[“\"「]([^”\"」]{2,24})[”\"」]")
_SLOGANS = re.compile(r"四个意识|四个自信|两个维护|两个确立|四个全面|五位一体|三大攻坚战|四个走在|保发展、保安全|绣花|千万级|百万级|亿级|[0-9]+级|两不愁|点”|最后一公里|钉钉子|店小二|牛鼻子|硬骨头|回头看|零容忍|拦路虎|主力军|排头兵|压舱石|稳定器|助推器")
_NAMED = re.compile(
    r"(?:实施|推进|推动|启动|开展|组织|落实|建设|深化|加快|抓好|打造|服务|对接|融入|支持|参与|完成|创建|办好|推广|运用|执行|发挥|用好)(?:好|了)?(?P<name>[^，。；“”《》、的]{2,20}?(?:战略|工程|专项行动|行动计划|攻坚计划|计划|三年行动|行动|试验区|先导区|示范区|示范县|国家物流枢纽|项目|模式|经验|办法|活动|承诺制|签约服务|保护制度|贷款|基金|保险补偿))(?![的建])"
)
_GENERIC = re.compile(r"^(?:重大|重点|一批|各项|本|有关|相关|该|国家|省级|新建|续建|创新|基础设施|建设|合作|农业|工业|专项|工作|年度|招商|这些?|全省|示范|试点|大型|优质|好)*(?:工程|项目|计划|行动|模式|经验|办法|活动|战略|基金|贷款)$")


def find_programmes(text: str, start: int, end: int, pack: Pack) -> tuple[Named, ...]:
    """Named programmes and instruments: the pack's own, what stands in quotation marks, and names ending in 工程, 战略, 行动 …

    >>> from luoshi.packs import load_pack
    >>> [p.name for p in find_programmes("推进“邮政在乡”和“快递下乡”工程", 0, 18, load_pack())]
    ['邮政在乡', '快递下乡']
    """
    out: dict[str, Named] = {}
    for programme in pack.programmes:
        for name in (programme.name, *programme.also):
            at = text.find(name, start, end)
            if at >= 0:
                out.setdefault(programme.name, Named(programme.name, at, at + len(name)))
    for quoted in _QUOTED.finditer(text, start, end):
        if not _SLOGANS.search(quoted.group()) and not any(n.start <= quoted.start(1) < n.end for n in out.values()):
            out.setdefault(quoted[1], Named(quoted[1], *quoted.span(1)))
    for named in _NAMED.finditer(text, start, end):
        name = named["name"]
        if not _GENERIC.match(name) and not any(n.start < named.end("name") and n.end > named.start("name") for n in out.values()):
            out.setdefault(name, Named(name, *named.span("name")))
    return tuple(sorted(out.values(), key=lambda n: n.start))


def find_deliverables(text: str, start: int, end: int) -> tuple[Named, ...]:
    """Things that can be laid on the table, by their plain names.

    >>> [d.name for d in find_deliverables("制订三大攻坚战成效考核办法", 0, 13)]
    ['考核办法']
    """
    out: list[Named] = []
    for made in _MADE.finditer(text, start, end):
        first, last = made.span("name")
        if _NOT_MADE.match(text, made.start()) and text[last - 2 : last] in ("制度", "系统", "平台", "标准", "措施", "机制", "规范", "意见", "计划") and not text.startswith("建立健全", made.start()):
            if not text.startswith(("健全", "完成"), made.start()):
                continue
        out.append(_plain_name(text, first, last))
    return tuple(out)


_CORE = re.compile(
    r"(?:联审联管机制|[^，。的和及等、]{0,8}(?:推广|协调|联动|工作|会商|长效|激励|约束|监测)机制|" + _PAPER + "|[^的和及等、0-9]{0,8}" + _BODY + r")$"
)


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
