"""A campaign of two provinces with a round-up read in it, and what its people do up to signing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.db import transaction
from tests.web.cast import Cast

import luoshi
from luoshi.extracting import Extraction
from luoshi.web.documents.actions import open_campaign, receive
from luoshi.web.documents.models import Campaign, Version
from luoshi.web.ledger.actions.finding import take_in
from luoshi.web.ledger.models import Duty
from luoshi.web.log.actions import record
from luoshi.web.people.acting import SYSTEM, acting
from luoshi.web.people.actions import begin_holding, found_post
from luoshi.web.people.models import Post

TEXT = """两省内河航运管理部门部署攻坚工作
近日，北河、南河等省内河航运管理局召开会议，学习全国会议精神，提出贯彻落实意见。
北河省内河航运管理局
要求，一要守住安全底线。2018年12月底前完成全部渡口渡船隐患排查，建立问题台账。二要减少船舶污染。到2020年主要港口岸电覆盖率达到80%以上。三要健全机制。按季度召开专题会议，制定责任清单。
南河省内河航运管理局
提出，一是制定三年行动方案，新建便民候船亭16个。二是定期听取汇报，研究解决突出问题。三是完善考核办法，及时通报有关情况。
"""


@dataclass(frozen=True)
class Made:
    """The campaign, the text that was read in it, and a post of each province."""

    campaign: Campaign
    version: Version
    north_post: Post
    south_post: Post

    @property
    def duties(self) -> list[Duty]:
        """The duties in reading order."""
        return list(Duty.objects.filter(campaign=self.campaign).order_by("document", "number", "pk"))


@cache
def read_text(text: str = TEXT) -> Extraction:
    """The text, read once for all tests."""
    return luoshi.extract(luoshi.read_text(text, name="两省.txt", dated="2018-08"))


def make_campaign(cast: Cast, *, paired: bool = False, text: str = TEXT) -> Made:
    """The campaign as its clerk opened it, with every duty still to be settled."""
    by = acting(cast.li)
    campaign = open_campaign("三项攻坚", cast.nation, by=by, person=cast.li, dated="2018-08", paired=paired, addressees=[cast.north, cast.south])
    version = receive(campaign, "两省.txt", text.encode(), by=by, kind="response", form="round-up")
    take_in(version, read_text(text), by=by)
    posts = [Post.objects.filter(unit=unit).first() or found_post(unit, "局长", by=SYSTEM) for unit in (cast.north, cast.south)]
    if not posts[0].holdings.exists():
        begin_holding(posts[0], cast.wang, by=SYSTEM)
    return Made(campaign, version, *posts)


def accept_all(made: Made, cast: Cast, *, owners: bool = True, only: Iterable[Duty] | None = None) -> None:
    """Every duty accepted by Li; with an owner post of the unit that leads it."""
    posts = {made.north_post.unit_id: made.north_post.pk, made.south_post.unit_id: made.south_post.pk}
    rows = list(made.duties if only is None else only)
    fields = {duty.subject: {"status": "accepted"} | ({"owner_post": posts[duty.lead_id]} if owners else {}) for duty in rows}
    with transaction.atomic():
        record("duty.accepted", made.campaign.chain, fields, by=acting(cast.li))
