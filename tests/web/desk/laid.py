"""A desk laid for a test: a campaign of the national bureau, with a round-up read and waiting to be settled."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.web.cast import Cast

import luoshi
from luoshi.extracting import Extraction
from luoshi.tracking import By
from luoshi.web.documents.actions import open_campaign, receive
from luoshi.web.documents.models import Campaign, Document, Version
from luoshi.web.ledger.actions.finding import take_in
from luoshi.web.ledger.models import Duty
from luoshi.web.people.acting import acting
from luoshi.web.people.models import Person

EXAMPLES = Path(__file__).parents[3] / "examples"
ROUND_UP = EXAMPLES / "round-up.txt"
LITTLE = """关于贯彻落实航运攻坚工作的意见
北河省内河航运管理局
提出，要提高认识。9月底前制定渡口排查办法，明确责任分工；开展渡运隐患排查，每季度召开一次调度会。加强船舶污染防治，力争到2020年岸电覆盖率达到80%以上。
南河省内河航运管理局
要求，建立问题台账，完成全部渡口改造。
"""
"""A page of our own, small enough to be looked at as a whole."""


@cache
def read_text(words: str, pack: str = "general", dated: str = "2018-08") -> Extraction:
    """What is read in a text."""
    return luoshi.extract(luoshi.read_text(words, dated=dated), pack=pack)


@cache
def read_file(path: Path, pack: str = "general", dated: str = "2018-08") -> Extraction:
    """What is read in a file."""
    return luoshi.extract(luoshi.read(path, dated=dated), pack=pack)


@dataclass(frozen=True)
class Laid:
    """A desk with everything that a test asks of it."""

    cast: Cast
    campaign: Campaign
    version: Version

    @property
    def document(self) -> Document:
        """The document."""
        return Document.objects.get(pk=self.version.document_id)

    @property
    def address(self) -> str:
        """Where the desk is."""
        return f"/documents/{self.version.document_id}/desk/"

    def duties(self, **where: object) -> list[Duty]:
        """Its duties in reading order."""
        return list(Duty.objects.filter(document=self.version.document_id, **where))

    def by(self, person: Person | None = None) -> By:
        """Li as she acts for the national bureau, or another."""
        return acting(person or self.cast.li, self.cast.nation)


def lay(cast: Cast, extraction: Extraction | None = None, *, name: str = "round-up.txt", restricted: bool = False, campaign: Campaign | None = None) -> Laid:
    """A desk in a campaign of Li's; of the little page unless another text is given."""
    by = acting(cast.li, cast.nation)
    read = extraction or read_text(LITTLE)
    opened = campaign or open_campaign("航运攻坚", cast.nation, by=by, person=cast.li, dated="2018-08", addressees=[cast.north, cast.south])
    version = receive(opened, name, read.document.source.text.encode(), by=by, kind="response", form="round-up", restricted=restricted)
    take_in(version, read, by=by)
    version.refresh_from_db()
    return Laid(cast, opened, version)
