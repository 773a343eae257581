"""What of a campaign is open to a person, asked for in two ways."""

from __future__ import annotations

import pytest
from tests.web.cast import Cast
from tests.web.ledger.made_list import Made, accept_all, make_campaign

from luoshi.web.documents.actions import change_header
from luoshi.web.ledger.actions.settling import assign
from luoshi.web.ledger.models import Duty
from luoshi.web.ledger.queries import duties_open_to
from luoshi.web.ledger.reach import reach
from luoshi.web.people.acting import acting
from luoshi.web.people.models import Person


@pytest.fixture
def made(cast: Cast) -> Made:
    """A duty of the north is supported by the south, one of the south is led by the north."""
    made = make_campaign(cast)
    accept_all(made, cast)
    by = {"by": acting(cast.li), "person": cast.li}
    assign([Duty.objects.filter(unit=cast.north).first()], {"supports": cast.south.name}, **by)
    assign([Duty.objects.filter(unit=cast.south).first()], {"lead": cast.north.name}, **by)
    return made


def agree(made: Made, person: Person) -> int:
    """That both ways give the same duties; how many."""
    asked = set(Duty.objects.filter(reach(person, made.campaign, "pk"), campaign=made.campaign).values_list("pk", flat=True))
    assert asked == set(duties_open_to(person).filter(campaign=made.campaign).values_list("pk", flat=True))
    return len(asked)


def test_both_ways_give_everybody_the_same_duties(made: Made, cast: Cast) -> None:
    counts = {name: agree(made, getattr(cast, name)) for name in ("li", "zhao", "wang", "chen")}
    north, south = Duty.objects.filter(unit=cast.north).count(), Duty.objects.filter(unit=cast.south).count()
    assert counts == {"li": north + south, "zhao": north + south, "wang": north + 1, "chen": south + 1}


def test_both_ways_keep_a_restricted_document_to_its_named_readers(made: Made, cast: Cast) -> None:
    change_header(made.version.document, by=acting(cast.li), person=cast.li, restricted=True, readers=[cast.li, cast.chen])
    counts = {name: agree(made, getattr(cast, name)) for name in ("li", "zhao", "wang", "chen")}
    assert counts["zhao"] == counts["wang"] == 0 and counts["li"] == counts["chen"] == Duty.objects.count()
