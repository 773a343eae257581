"""The example campaign: an invented waterway office, its fourteen provincial offices, a directive and their replies.

Everything is put in by the same actions that a person calls, on the days on which it is said to have happened.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from luoshi.tracking import By
from luoshi.web import clock
from luoshi.web.demo_story import Story
from luoshi.web.documents.actions import open_campaign, receive
from luoshi.web.documents.models import DIRECTIVE, RESPONSE, Campaign, Document
from luoshi.web.people import actions as people
from luoshi.web.people.acting import SYSTEM, acting
from luoshi.web.people.models import ADMINISTRATIVE, PARTY, Person, Unit
from luoshi.web.reader import read_waiting
from luoshi.web.words import say

PASSWORD = "luoshi-demo"
TODAY = "2019-04-16T09:00:00+08:00"
"""When the demo opens: the day after the last act of its story."""
NATION = "国家内河航运局"
ACCOUNTS = (
    ("clerk", "周敏", "clerk"),
    ("head", "郑远山", "head"),
    ("checker", "何清", "checker"),
    ("auditor", "许静", "auditor"),
    ("admin", "方舟", "administrator"),
)
"""The people of the national office: sign-in name, name, role."""
BELOW = {"云岭省内河航运管理局": ("yunling", "孙岭"), "海曲省内河航运管理局": ("haiqu", "钱海")}
"""The provincial offices whose clerks can sign in."""
NAMES = ("王川", "李泽", "张汀", "刘渡", "陈航", "杨帆", "黄浦", "吴津", "徐江", "孙泊", "马港", "朱湾", "胡溪", "林洲")
"""The clerks of the others, who hold their role and do not sign in here."""
POSTS = (("党组书记", PARTY), ("局长", ADMINISTRATIVE), ("安全监督处处长", "business"))


def fill(examples: Path) -> None:
    """A fresh database, filled: units and people in July, the directive in August, the replies in September 2018."""
    with clock.at("2018-07-02T09:00"):
        nation, provinces = _found_units(sorted(path.stem for path in (examples / "replies").glob("*.txt")))
        _add_people(nation, provinces)
    clerk = Person.objects.get(username="clerk")
    by = acting(clerk, nation)
    campaign, directive = _send_out(examples, nation, provinces, by)
    story = Story(campaign, directive)
    story.relay()
    _take_replies(examples, campaign, directive, provinces, by)
    _take_round_up(examples, nation, by)
    story.play()


def _found_units(names: list[str]) -> tuple[Unit, dict[str, Unit]]:
    nation = people.found_unit(NATION, by=SYSTEM, short="国家局")
    provinces = {name: people.found_unit(name, by=SYSTEM, short=name.removesuffix("内河航运管理局"), superiors=[(nation, "leads")]) for name in names}
    for unit in (nation, *provinces.values()):
        for post, side in POSTS:
            people.found_post(unit, post, by=SYSTEM, side=side)
    return nation, provinces


def _add_people(nation: Unit, provinces: dict[str, Unit]) -> None:
    for username, name, role in ACCOUNTS:
        people.give_role(people.add_person(username, name, by=SYSTEM, password=PASSWORD), role, nation, by=SYSTEM)
    for number, (unit, name) in enumerate(zip(provinces.values(), NAMES, strict=True), 1):
        username, own = BELOW.get(unit.name, (f"clerk-{number:02d}", name))
        person = people.add_person(username, own, by=SYSTEM, password=PASSWORD if unit.name in BELOW else "")
        people.give_role(person, "clerk", unit, by=SYSTEM)
        people.begin_holding(unit.posts.get(name="安全监督处处长"), person, by=SYSTEM)
    head = Person.objects.get(username="head")
    people.begin_holding(nation.posts.get(name="局长"), head, by=SYSTEM)


def _send_out(examples: Path, nation: Unit, provinces: dict[str, Unit], by: By) -> tuple[Campaign, Document]:
    """The campaign and its directive."""
    with clock.at("2018-08-20T10:00"):
        campaign = open_campaign("打好内河航运三大攻坚战", nation, by=by, dated="2018-08-20", addressees=list(provinces.values()), example=True)
        version = receive(campaign, "directive.txt", (examples / "directive.txt").read_bytes(), by=by, kind=DIRECTIVE, unit=nation, dated="2018-08-20")
        read_waiting()
    return campaign, version.document


def _take_replies(examples: Path, campaign: Campaign, directive: Document, provinces: dict[str, Unit], by: By) -> None:
    """The replies, as they came in day by day; one office's has not come."""
    for day, (name, path) in zip(_days(), _replies(examples), strict=False):
        with clock.at(day):
            receive(campaign, path.name, path.read_bytes(), by=by, kind=RESPONSE, form="reply", unit=provinces[name], dated="2018-09", answers=[directive])
    with clock.at("2018-09-29T17:00"):
        read_waiting()


def _replies(examples: Path) -> Iterator[tuple[str, Path]]:
    """Each office's reply but the last one's."""
    yield from [(path.stem, path) for path in sorted((examples / "replies").glob("*.txt"))][:-1]


def _days() -> Iterator[str]:
    """Moments on the working days of September 2018 from the 10th on."""
    for number in (10, 11, 12, 13, 14, 17, 18, 19, 20, 21, 25, 26, 27, 28):
        yield f"2018-09-{number}T10:{number}"


def _take_round_up(examples: Path, nation: Unit, by: By) -> None:
    """A second campaign: a damaged page about eight offices, read and waiting at the desk."""
    with clock.at("2018-09-29T17:30"):
        campaign = open_campaign("综合报道核对", nation, by=by, dated="2018-09", example=True)
        receive(campaign, "round-up.txt", (examples / "round-up.txt").read_bytes(), by=by, kind=RESPONSE, form="round-up")
        read_waiting()


def clock_offset() -> float:
    """Seconds from now back to the day on which the demo opens."""
    return datetime.fromisoformat(TODAY).timestamp() - clock.now().timestamp()


def signs_of(address: str, lang: str) -> str:
    """What the terminal shows: the address, and who can sign in."""
    names = [username for username, *_ in (*ACCOUNTS, *BELOW.values())]
    lines = [say("demo.address", lang, address=address)] if address else []
    lines.append(say("demo.names", lang, names=say("join.list", lang).join(names), password=PASSWORD))
    return "".join(f"{line}\n" for line in lines)
