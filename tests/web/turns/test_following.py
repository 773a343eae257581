"""Tables that follow from others: what is altered in them behind the log is told by `luoshi rebuild`, table by table."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import CliRunner
from tests.web.turns.conftest import Signed
from tests.web.turns.test_turning import opened

from luoshi.web import clock
from luoshi.web.ledger.actions.turning import give_return
from luoshi.web.ledger.models import DutyGram, DutyWords, EvidenceFile, Return, Source, Support, TurnRuns, TurnTally
from luoshi.web.log.actions import record
from luoshi.web.log.rebuilding import differences
from luoshi.web.people.acting import acting
from luoshi.web_cli import rebuild

ALTERED: dict[str, Callable[[], object]] = {
    "words index": lambda: DutyWords.objects.filter(pk=DutyWords.objects.order_by("pk").values("pk")[:1]).update(text="别的"),
    "pairs of words": lambda: DutyGram.objects.filter(duty=DutyWords.objects.order_by("pk").values("pk")[:1]).delete(),
    "source rows": lambda: Source.objects.filter(duty=DutyWords.objects.order_by("pk").values("pk")[:1]).update(start=999),
    "support rows": lambda: Support.objects.all().delete(),
    "sums": lambda: TurnTally.objects.filter(given=1).update(given=2),
    "sums of": lambda: TurnTally.objects.filter(given=1).delete(),
    "runs of": lambda: TurnRuns.objects.all().delete(),
    "runs of unit": lambda: TurnRuns.objects.update(runs=b"1234"),
    "file rows": lambda: EvidenceFile.objects.all().delete(),
}


@pytest.fixture
def answered(signed: Signed) -> Signed:
    duty = signed.duty("隐患排查")
    record("duty.assigned", signed.made.campaign.chain, {duty.subject: {"supports": [signed.cast.south.pk]}}, by=acting(signed.cast.li))
    row = Return.objects.get(turn=opened(signed), duty=duty)
    with clock.at("2019-01-05T09:00"):
        give_return(row, {"state": "done", "words": "已完成全部渡口的排查，建立台账。"}, by=acting(signed.cast.wang), person=signed.cast.wang, evidence=[{"name": "台账.txt", "content": "台账".encode()}])
    return signed


@pytest.mark.parametrize("field", ALTERED)
def test_each_table_that_follows_from_another_is_compared(answered: Signed, field: str) -> None:
    assert list(differences()) == []
    ALTERED[field]()
    found = list(differences())
    assert len(found) == 1 and found[0].field.startswith(field)


def test_rebuild_tells_a_sum_that_is_not_that_of_the_returns(answered: Signed) -> None:
    assert CliRunner().invoke(rebuild, ["--lang", "en"]).exit_code == 0
    TurnTally.objects.filter(given=1).update(given=7)
    told = CliRunner().invoke(rebuild, ["--lang", "en"])
    assert told.exit_code == 1 and "sums of unit" in told.output
