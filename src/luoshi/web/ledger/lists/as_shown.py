"""What a signer was shown, said so shortly that a form carries it: where the chains of the campaign and of the people ended, and the day.

All that stands on a list follows from the two chains and the day. So as long as neither chain has a later entry that can change a list, what is
signed is what was shown, however much else was recorded in between.
"""

from __future__ import annotations

from luoshi.tracking import Head
from luoshi.tracking.kinds import HOLDING, kinds_that_set
from luoshi.web import clock
from luoshi.web.documents.models import Campaign
from luoshi.web.ledger.lists.versions import KEPT
from luoshi.web.log.models import Chain, Entry
from luoshi.web.people.acting import PEOPLE

CHANGING = kinds_that_set({
    "duty": {*KEPT, "status", "original_day"}, "document": {"restricted"}, "campaign": {"paired"},
    "unit": {"name", "code"}, "post": {"name", "unit"}, "holding": HOLDING, "account": {"name"},
})  # fmt: skip
"""The kinds of entries that can change what is signed: rows, their order, the names and holders printed with them, and what a row must have."""


def shown_now(campaign: Campaign) -> str:
    """What a form carries of a page that is made after this was asked."""
    ends = {name: f"{number} {digest}" for name, number, digest in Chain.objects.filter(name__in=(campaign.chain, PEOPLE)).values_list("name", "number", "digest")}
    return " ".join([*(ends.get(chain, f"{Head().number} {Head().digest}") for chain in (campaign.chain, PEOPLE)), clock.today().isoformat()])


def is_as_shown(campaign: Campaign, shown: str) -> bool:
    """Whether what would be signed now is what was shown; False of what no page has carried."""
    match shown.split():
        case [number, digest, people, people_digest, day] if all(one.isdecimal() and one.isascii() and len(one) < 16 for one in (number, people)):
            ends = {campaign.chain: Head(int(number), digest), PEOPLE: Head(int(people), people_digest)}
            return day == clock.today().isoformat() and all(is_last_change(chain, end) for chain, end in ends.items())
    return False


def is_last_change(chain: str, end: Head) -> bool:
    """Whether a chain once ended so, and has no later entry that can change a list."""
    is_there = end == Head() or Entry.objects.filter(chain=chain, number=end.number, digest=end.digest).exists()
    return is_there and not Entry.objects.filter(chain=chain, number__gt=end.number, kind__in=CHANGING).exists()
