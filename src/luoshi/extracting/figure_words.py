"""The grammar of figures: numerals, measure words (from `measures.toml`), and what beside a figure compares it or takes it away."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

from luoshi.extracting.numerals import ARABIC

_TABLE = tomllib.loads(files("luoshi.extracting").joinpath("measures.toml").read_text(encoding="utf-8"))


def _words(*names: str) -> frozenset[str]:
    """The words under these names of the table."""
    return frozenset(word for name in names for word in _TABLE[name].split())


def _either(words: frozenset[str]) -> str:
    """An alternation, the longest first, each kept from being the beginning of another word."""
    but = {unit: after.replace(" ", "") for unit, after in _TABLE["but"].items()}
    return "|".join(
        re.escape(word) + (f"(?![{but[word]}])" if word in but else "") for word in sorted(words, key=lambda w: (-len(w), w))
    )


SMALL_CHINESE = _words("small_chinese")
THRESHOLD = _words("threshold")
TIMES = _words("times")
LARGE_LATIN = _words("latin_large")

_LATIN = _words("latin", "latin_large")
_UNIT = rf"(?:%|‰|个百分点|(?:{_either(_words('counting', 'physical', 'money', 'times'))})|(?:{_either(_LATIN)})(?![A-Za-z0-9+]))"
_PER = rf"(?:/(?:{_either(_words('counting', 'physical'))}|天|日|月|年|小时))?"
_POWER = r"(?:[百千]?万亿?|[百千]?亿|[百千])"
_FIGURE = rf"(?:{ARABIC}{_POWER}?|[一二两三四五六七八九][一二三四五六七八九十百千万亿零]*|十[一二三四五六七八九]?万?)(?:点[一二三四五六七八九零]+)?"

FIGURE = re.compile(
    rf"""(?<![A-Za-z\d.·〔第每/×+一二两三四五六七八九十百千万亿])(?:
    (?P<parts>[百千])分之(?P<part>{_FIGURE}|百)
    |(?P<number>{_FIGURE})(?P<more>[多余])?(?P<power>[万亿])?
     (?:(?P<between>%|[万亿]|个百分点)?(?:[-—–―~]{{1,2}}|至|到)(?P<upper>{_FIGURE}))?(?P<unit>{_UNIT}{_PER})?
    |(?P<level>[十百千]?(?:万|亿|万亿))(?P<levelunit>元)?级
    |翻(?P<fold>[一两二三1-3]?)番(?!基准|目标|的)
    )""",
    re.X,
)
"""One figure with its unit: 92.8%, 33.92万, 10-20家, 百分之五, 千万级, 翻一番."""

BOUNDS = {
    ">=": "不少于 不低于 不小于 至少 最少 突破 大于等于 大于或等于 ≥",
    "<=": "不超过 不高于 不多于 不大于 最多 至多 小于等于 ≤",
    ">": "超过 超 高于 大于 多于",
    "<": "低于 少于 小于",
    "~": "大约 约 接近 将近 大概 近",
}
_BOUND = "|".join(sorted((word for words in BOUNDS.values() for word in words.split()), key=len, reverse=True))
BOUND_OF = {word: sign for sign, words in BOUNDS.items() for word in words.split()}

UP = "提高|提升|增长|增加|上升|上浮|上涨|扩大|提速|(?<![新净倍递])增"
DOWN = "下降|降低|减少|压减|削减|压缩|缩短|缩减|下调|精简|核减|压降|(?<![升沉])降"
BEFORE_FIGURE = re.compile(
    rf"(?P<change>(?P<up>{UP})|(?P<down>{DOWN}))?(?P<settles>(?:力争|确保|预期|预计|保持|稳定|控制|维持|总体)*(?P<within>在)|了|幅度)?"
    rf"(?P<absolute>到|至|为|达到?|成)?(?P<bound>(?<![节合预公契条])(?:{_BOUND}))?了?$"
)
"""What stands directly before a figure: 提高, 提高到, 不少于, 增长保持在, 约."""
OBJECT_BETWEEN = re.compile(r"(?:(?P<up>提高|提升|扩大|增加)|(?P<down>降低|减少|压减|削减|压缩|缩短|精简))[^，。；、,;\d到至达为在率比]{1,10}$")
"""降低物流成本10%: the change before its object, the figure after it; only for per cent."""
FROM = re.compile(r"(?:由|从)[^，。；、]{0,10}$")
RISES_TO = re.compile(r"[^，。；、]{0,6}?(?:提高|提升|增加|增长|上升|扩大|降低?|下降|压缩|压减|减少?|缩短|下调|精简)(?:到|至|为)")

AFTER_FIGURE = re.compile(r"(?P<least>及?以上|之上)|(?P<most>及?以下|以内|之内|内(?![^、，。；,;]))|(?P<about>左右|上下)")

NAMED_COUNT = re.compile(
    r"件[^，。；]{0,6}?实事|项(?:制度|规定|纪律)(?!创新|改革|成果)|个(?:方面|层面|层次|\d)|名(?:列|义)|条(?:主线|底线|红线|生命线|战线|腿)"
    r"|家(?:之言|亲)|户(?:一|联)|处(?:室|级|长)|所(?:有|在)|座谈|套(?:路|餐|种)|台(?:区|山|湾|风|账|商)|组(?:长|团)"
)
"""From the measure word on: a number in a name, or one that counts parts of a speech rather than things."""
NAMED_CHINESE = re.compile(
    r"个(?:意识|自信|维护|坚决|全面|代表|一百年|一|确立|环节|阶段|步骤|关键|问题|导向|坚持|扎实|离不开|毫不|走在|着力|不|区分|有利|最严|严禁|更加|坚定|决不|务必|"
    r"必须|加大|规定|确保|大局|认同|统一|结合|到位|转变|现代化|全覆盖|五年|率先|特别|绝对|台阶|重要|抓手|突破口|百年|轮子|文明|角度|维度|字|孩子|为主|重点|主要|定位|高于|"
    r"多月|季度|月|行动|没有|根本|失衡|彻底|突出|标志|实现|巩固|提升|千方|千亿|万亿|百亿|时代|市场|专项|三年|严格|清单|基础|保障|制高点|关系|等级|[“\"])"
)
"""After a Chinese numeral most of 两个…, 三个… are names; these in particular."""
NAME_BEFORE = re.compile(r"(?:前|头|首|第|上|其|某|哪|几|任|唯|专|逐|这|那|各|该|编号|电话|热线|国道)$")
STATED = re.compile(rf"(?:压缩|缩短|缩减|压减|减少?|控制|达|提高|增加|延长|精简|优化|下?降低?)(?:到|至|为|在|了)?(?:平均)?(?:{_BOUND})?$|(?:{_BOUND})$")
"""Before days, hours and steps, which are figures only where they are reached or cut (压缩至3个工作日)."""
SETS_UP = re.compile(r"(?:设立|设置|投入|安排|筹集|完成|实现|新增|建设|建成|培训|引进|帮助|带动|发放|办理|吸纳|形成|新建|改造|超额|力争|确保)(?:超过?|不低于)?$")
SIZE = re.compile(r"(?:产值|收入|规模|营收|投资|销售额|市值|利润|税收|交易额|资产|人口)(?:超过?|达到?|低于|大于)$")
"""Before a threshold: a size that tells which things are meant."""
CLASS_AFTER = re.compile(r"[\u4e00-\u9fff]{1,2}级")
"""30万吨级: which size, not how much."""
BARE_ENDS = re.compile(r"[，。；、,;]|$")
RATE_VERBS = frozenset(("提高", "提升", "上升", "扩大", "上浮", "提速"))
"""Verbs that change a rate; before things counted they say what is done to them (提升20个村)."""
RATES = frozenset(("%", "‰", "个百分点", "倍", "元", "天", "分", "岁", "年", "位"))
NOUN_AFTER = re.compile(r"(?:的)?[\u4e00-\u9fff]")
NOT_NOUN = re.compile(r"的?(?:以|并|和|与|及|或|，|、|用于|任务|目标|左右|计划|投资|增|贷款|资金|水平)")
SHARES = re.compile(r"[、和与及]")
"""Between two figures of one statement (分别增长26.9%和17.6%), which share their sign."""
