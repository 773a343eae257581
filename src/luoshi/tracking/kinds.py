"""The kinds of entries: of what each speaks, which fields it may set, and whether a person may take it back.

A field that no kind here may set cannot change, whatever calls.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of entry."""

    sets: dict[str, frozenset[str]]
    """Subject type → the fields that it may set."""
    creates: bool = False
    """Whether what it speaks of may be new."""
    undoable: bool = False
    """Whether a person may take it back as long as nothing was built on it."""


def _fields(words: str) -> frozenset[str]:
    return frozenset(words.split())


PERIOD = "since until"
UNIT = _fields(f"name short kind code paper merged_into {PERIOD}")
RELATION = _fields(f"lower superior kind {PERIOD}")
POST = _fields(f"unit name side {PERIOD}")
HOLDING = _fields(f"post person {PERIOD}")
ACCOUNT = _fields("username name active")
ROLE = _fields(f"person unit role {PERIOD}")

CAMPAIGN = _fields(f"name pack unit paired dated example {PERIOD}")
ADDRESSEE = _fields(f"campaign unit {PERIOD}")
DOCUMENT = _fields("campaign unit kind form title number dated received_on restricted answers paper status current why")
VERSION = _fields("document number file part name size same_as status digest letters trouble")
READER = _fields(f"document person {PERIOD}")
RELAY = _fields("campaign document unit received_on passed_on form reach paper note")

WORDING = _fields("words kind theme action object due due_words last_day rhythm rhythm_words quantity deliverables programmes conditions missing")
"""What a duty says."""
ASSIGNING = _fields("lead supports owner_post party_post admin_post support_posts")
"""Who answers for it."""
ORIGIN = _fields("campaign document number unit unit_name confidence reason sources hand")
"""Where it comes from."""
DUTY = WORDING | ASSIGNING | ORIGIN | _fields("original_day score_day provisional closed_on closed_as waits status why into parent split_complete questions note listed listed_number list")
LIST = _fields("campaign number signed_on person post head count note digest")

PLAN = _fields(f"campaign rhythm days {PERIOD}")
TURN = _fields("campaign name first last opened_on due_on closed_on")
RETURN = _fields("turn duty unit period why status state figure figure_unit words happened_on given_on given_count person post evidence answer times_back")
CHECK = _fields("return_row unit verdict giving reason checked_on person post")
EXTENSION = _fields("duty reason asked_on wanted person unit decided_on verdict new_day scored_on_new answer decided_by")
TRANSFER = _fields("duty reason proposed_on from_unit to_unit from_post to_post person consented_on consented_by decided_on decided_by verdict answer")
ASK = _fields("duty body paper sent_on person unit waits answered_on outcome reply")
CLOSING = _fields("duty applied_on words evidence person unit decided_on decided_by verdict checklist reason resumed_on resumed_why")
DATES = _fields("due last_day original_day score_day provisional")
"""The dates of a duty: the current, the first and the one that counts; and whether a calendar may still move them."""

WORDLESS = frozenset({
    "status", "list", "listed", "listed_number", "parent", "into", "lead", "supports", "owner_post", "party_post", "admin_post", "support_posts", "current",
    "due", "last_day", "original_day", "score_day", "provisional", "closed_on", "closed_as", "waits",
})  # fmt: skip
"""Fields that hold no words of a document: an entry that sets nothing else keeps what it says when the document is removed."""

FOUND, ACCEPTED, REJECTED, MERGED, SPLIT, LIVE, WITHDRAWN, REMOVED = "found", "accepted", "rejected", "merged", "split", "live", "withdrawn", "removed"
STATUSES = (FOUND, ACCEPTED, REJECTED, MERGED, SPLIT, LIVE, WITHDRAWN, REMOVED)
OPEN_TO_SETTLE = (FOUND, ACCEPTED, REJECTED)
"""What can still be settled at the desk."""


def _make(subject: str, fields: frozenset[str], **more: bool) -> Kind:
    return Kind({subject: fields}, **more)


_UNTIL = _fields("until")
_STATUS = _fields("status why")
_SETTLED = WORDING | ASSIGNING | _fields("status why note")

KINDS: dict[str, Kind] = {
    # people and units
    "unit.founded": _make("unit", UNIT, creates=True),
    "unit.renamed": _make("unit", _fields("name short"), undoable=True),
    "unit.changed": _make("unit", _fields("kind code paper since"), undoable=True),
    "unit.closed": Kind({"unit": _UNTIL, "relation": _UNTIL, "post": _UNTIL, "holding": _UNTIL, "role": _UNTIL}, undoable=True),
    "unit.merged": Kind({"unit": _fields("until merged_into"), "relation": RELATION, "post": _fields("unit"), "role": ROLE}, creates=True, undoable=True),
    "relation.begun": _make("relation", RELATION, creates=True, undoable=True),
    "relation.ended": _make("relation", _UNTIL, undoable=True),
    "unit.moved": Kind({"relation": RELATION}, creates=True, undoable=True),
    "post.founded": _make("post", POST, creates=True),
    "post.renamed": _make("post", _fields("name side"), undoable=True),
    "post.closed": Kind({"post": _UNTIL, "holding": _UNTIL}, undoable=True),
    "holding.begun": _make("holding", HOLDING, creates=True, undoable=True),
    "holding.ended": _make("holding", _UNTIL, undoable=True),
    "holding.passed": _make("holding", HOLDING, creates=True, undoable=True),
    "person.added": _make("account", ACCOUNT, creates=True),
    "person.renamed": _make("account", _fields("name")),
    "person.closed": Kind({"account": _fields("active"), "role": _UNTIL, "holding": _UNTIL}),
    "person.reopened": _make("account", _fields("active")),
    "password.set": Kind({}),
    "email.set": Kind({}),
    "second-factor.removed": Kind({}),
    "sessions.ended": Kind({}),
    "role.given": _make("role", ROLE, creates=True),
    "role.ended": _make("role", _UNTIL),
    # a campaign and its texts
    "campaign.opened": Kind({"campaign": CAMPAIGN, "addressee": ADDRESSEE}, creates=True),
    "campaign.changed": _make("campaign", _fields("name pack paired dated")),
    "campaign.closed": _make("campaign", _fields("until")),
    "addressee.named": _make("addressee", ADDRESSEE, creates=True),
    "addressee.dropped": _make("addressee", _fields("until")),
    "document.received": Kind({"document": DOCUMENT, "version": VERSION}, creates=True),
    "document.changed": _make("document", _fields("unit kind form title number dated received_on restricted answers paper")),
    "version.added": Kind({"document": _fields("current"), "version": VERSION}, creates=True),
    "version.read": Kind({"version": _fields("status digest letters same_as part trouble"), "document": _fields("title number dated unit kind form answers"), "duty": DUTY}, creates=True),
    "version.failed": _make("version", _fields("status trouble")),
    "version.retried": _make("version", _fields("status trouble")),
    "document.removed": Kind({"document": DOCUMENT, "version": VERSION, "duty": DUTY}),
    "reader.named": _make("reader", READER, creates=True),
    "reader.dropped": _make("reader", _fields("until")),
    "relay.noted": _make("relay", RELAY, creates=True, undoable=True),
    # the desk
    "duty.accepted": _make("duty", _SETTLED, undoable=True),
    "duty.rejected": _make("duty", _STATUS, undoable=True),
    "duty.reopened": _make("duty", _STATUS, undoable=True),
    "duty.edited": _make("duty", WORDING | ASSIGNING | {"note"}, undoable=True),
    "duty.assigned": _make("duty", ASSIGNING | {"missing"}, undoable=True),
    "duty.asked": _make("duty", _fields("questions"), undoable=True),
    "duty.split": _make("duty", DUTY, creates=True, undoable=True),
    "duty.merged": _make("duty", _fields("status into sources supports questions parent"), undoable=True),
    "duty.added": _make("duty", DUTY, creates=True, undoable=True),
    "duty.cascaded": _make("duty", _fields("parent"), undoable=True),
    "duty.split-completed": _make("duty", _fields("split_complete"), undoable=True),
    "duty.joined": _make("duty", _fields("status into sources supports questions"), undoable=True),
    "duty.anchored": _make("duty", _fields("sources number unit unit_name lead")),
    # the list
    "duty.imported": _make("duty", DUTY, creates=True),
    "duty.withdrawn": _make("duty", _fields("status why listed"), undoable=True),
    "slip.sent": Kind({}),
    "list.signed": Kind({"list": LIST, "duty": _fields("status list listed listed_number last_day original_day score_day provisional")}, creates=True),
    # a turn
    "plan.set": _make("plan", PLAN, creates=True),
    "turn.opened": _make("turn", TURN, creates=True),
    "return.asked": _make("return", RETURN, creates=True),
    "turn.closed": _make("turn", _fields("closed_on")),
    "return.given": _make("return", RETURN - _fields("turn duty unit period why times_back")),
    "return.checked": Kind({"check": CHECK, "return": _fields("status times_back answer")}, creates=True),
    "extension.asked": _make("extension", EXTENSION, creates=True),
    "extension.granted": Kind({"extension": EXTENSION, "duty": DATES}),
    "extension.refused": _make("extension", EXTENSION),
    "transfer.proposed": _make("transfer", TRANSFER, creates=True),
    "transfer.consented": _make("transfer", TRANSFER),
    "transfer.refused": _make("transfer", TRANSFER),
    "transfer.approved": Kind({"transfer": TRANSFER, "duty": ASSIGNING}),
    "ask.sent": Kind({"ask": ASK, "duty": _fields("waits")}, creates=True),
    "ask.answered": Kind({"ask": ASK, "duty": _fields("waits")}),
    "closing.applied": _make("closing", CLOSING, creates=True),
    "closing.granted": Kind({"closing": CLOSING, "duty": _fields("closed_on closed_as")}),
    "closing.refused": _make("closing", CLOSING),
    "duty.resumed": Kind({"closing": _fields("resumed_on resumed_why"), "duty": _fields("closed_on closed_as")}),
    "due.computed": _make("duty", DATES),
    # of entries themselves
    "undone": Kind({}),
    "payload.removed": Kind({}),
}


def kinds_that_set(fields: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """The kinds of entries that may set any of the fields (type of subject → fields); and the taking back, which may concern any of them.

    >>> kinds_that_set({"plan": {"days"}, "document": {"restricted"}})
    ('document.received', 'document.changed', 'document.removed', 'plan.set', 'undone')
    """
    return (*(name for name, kind in KINDS.items() if any(kind.sets[one].intersection(wanted) for one, wanted in fields.items() if one in kind.sets)), "undone")


def subject_type(subject: str) -> str:
    """What a subject is.

    >>> subject_type("duty:17")
    'duty'
    """
    return subject.partition(":")[0]
