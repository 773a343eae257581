"""Where in a document a paragraph stands: under which headings, and whether that part reviews, sets goals or plans.

A section's *mode* changes how its clauses are read: what a review tells has happened; what stands under 主要目标 is a state to
be reached even where it is put as an action; what stands under 基本原则 is a principle.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from luoshi.reading import Paragraph

_REVIEW = re.compile(r"回顾|(?:主要|显著|重大|历史性)(?:成绩|成就|成效)|工作情况|过去[一五]年|(?:工作|情况)总结|^(?:[一二三四]、)?(?:发展)?(?:现状|形势|背景)|取得的?(?:成绩|成效|成就)")
_GOAL = re.compile(r"目标(?!导向|任务分解|责任)(?!.*(?:任务|举措|措施)$)")
_PRINCIPLE = re.compile(r"(?:基本|工作|总体)原则|原则$")
_GUIDE = re.compile(r"指导思想|总体要求|总体思路|总要求")
_PLAN = re.compile(r"任务|措施|举措|安排|重点|保障|实施|计划|工作要求|职责|分工|推进|加强|打造|深化|建设|下一步|今后|打算|努力|抓好|做好|着力|提升")
_RANKS = {"cn-comma": 1, "article": 1, "cn-paren": 2, "digit-dot": 3, "digit-paren": 4, "circled": 5, "dash": 6}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading above a paragraph: its depth (1 for the outermost), where it stands, and the mode of what is below it."""

    rank: int
    start: int
    end: int
    mode: str


@dataclass(frozen=True, slots=True)
class Section:
    """The headings above a paragraph, outermost first, and what they make of it."""

    headings: tuple[Heading, ...] = ()

    @property
    def mode(self) -> str:
        """plan · goal · principle · guide · review."""
        return self.headings[-1].mode if self.headings else "plan"


def mode_of(words: str, before: str) -> str:
    """What a heading makes of the part below it; `before` is the mode of the part around it."""
    if _REVIEW.search(words) and not _PLAN.search(words.replace("取得", "")):
        return "review"
    if _PRINCIPLE.search(words):
        return "principle"
    if _GUIDE.search(words) and not _GOAL.search(words):
        return "guide"
    if _GOAL.search(words) and len(words) < 24:
        return "goal"
    return before if before in ("review", "goal", "principle") else "plan"


def rank_of(paragraph: Paragraph) -> int:
    """Depth of a heading, 1 for the outermost; unnumbered ones take their level, or 1."""
    if paragraph.numbering:
        return _RANKS.get(paragraph.numbering.style, 5)
    return paragraph.level or 1


def under(section: Section, rank: int, span: tuple[int, int], words: str) -> Section:
    """The section that a heading of this rank opens within `section`."""
    kept = tuple(h for h in section.headings if h.rank < rank)
    mode = mode_of(words, kept[-1].mode if kept else "plan")
    return Section((*kept, Heading(rank, *span, mode)))
