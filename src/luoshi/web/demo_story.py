"""What happens in the example campaign after the replies are in: settled, signed, two turns; on the days on which it is said to have happened.

One office is late, one sends another's words, one asks for more time, one waits on a body outside the line, one hands a duty on; one duty is closed, and
one that was closed is opened again. Every act is one that a person calls.
"""

from __future__ import annotations

from datetime import date

from luoshi.tracking.turn_rules import CHECKLIST
from luoshi.web import clock
from luoshi.web.documents.actions import note_relay
from luoshi.web.documents.models import Campaign, Document
from luoshi.web.ledger.actions import deciding, settling, signing, turning
from luoshi.web.ledger.actions.ticking import make_reminders, set_plan
from luoshi.web.ledger.models import Duty, Return, Turn
from luoshi.web.people.acting import acting
from luoshi.web.people.models import Person, Post, Unit

OPEN_AT_THE_DESK = ("赤岩", "青原")
"""The replies that are still to be settled."""
LEFT_OUT = {"学习": "表态，不列入", "提高认识": "表态，不列入", "要求": "转述上级要求，不列入"}
QUESTIONS = {"东浔": "请明确检查的周期和次数。", "北屏": "请说明完成时限晚于部署要求的原因。", "海曲": "请说明覆盖率低于部署要求的原因。"}
SAID = {
    "going": "已按方案推进，进度符合安排。",
    "done": "已全部完成，资料归档。",
    "stuck": "受汛期影响，部分点位尚未完成。",
}
COPIED = "成立工作专班，逐渡口建立档案，完成率达到六成，其余正在推进。"


class Story:
    """The people of the example and what they do, act by act."""

    def __init__(self, campaign: Campaign, directive: Document) -> None:
        self.campaign, self.directive = campaign, directive
        self.clerk, self.head, self.checker = (Person.objects.get(username=name) for name in ("clerk", "head", "checker"))

    def clerk_of(self, unit: Unit) -> Person:
        """Who answers for an office."""
        return Person.objects.get(roles__unit=unit, roles__role="clerk")

    def unit(self, words: str) -> Unit:
        """The office with these words in its name."""
        return Unit.objects.get(name__startswith=words)

    def duty(self, unit: str, words: str) -> Duty:
        """The duty of an office with these words in it."""
        return Duty.objects.filter(campaign=self.campaign, unit=self.unit(unit), words__contains=words, status="live").order_by("pk")[0]

    # -- August to October 2018 ------------------------------------------------------------------------------------

    def relay(self) -> None:
        """Who received the directive and passed it on; three have not."""
        units = [row.unit for row in self.campaign.addressees.select_related("unit").order_by("unit__name")]
        for number, unit in sorted(enumerate(units), key=lambda one: one[0] % 5):
            with clock.at(f"2018-09-{3 + number % 5:02d}T10:00"):
                received = date(2018, 8, 21 + number % 3)
                passed = {"passed_on": date(2018, 8, 27) if number % 2 else date(2018, 9, 3), "form": ("meeting", "document", "study")[number % 3], "reach": "lower"} if number % 5 else {}
                note_relay(self.directive, unit, received_on=received, **passed, by=acting(self.clerk), person=self.clerk)

    def settle(self) -> None:
        """All replies but two, with the post that answers; a few clauses left out, a few questions put."""
        by = acting(self.clerk)
        for row in self.campaign.addressees.select_related("unit").order_by("unit__name"):
            with clock.at("2018-10-08T10:00"):
                self._settle(row.unit)
        with clock.at("2018-10-08T15:00"):
            for unit, question in QUESTIONS.items():
                duty = Duty.objects.filter(campaign=self.campaign, status="accepted", unit=self.unit(unit)).order_by("pk")[0]
                settling.ask(duty, question, by=by, person=self.clerk)

    def _settle(self, unit: Unit) -> None:
        """What a unit's reply says: taken, with the unit's post; or left out, with a reason."""
        found = list(Duty.objects.filter(campaign=self.campaign, status="found", document__kind="response", unit=unit))
        if not found or unit.name.startswith(OPEN_AT_THE_DESK):
            return
        by, owner = acting(self.clerk), Post.objects.get(unit=unit, name="安全监督处处长")
        left = {duty.pk: why for duty in found for words, why in LEFT_OUT.items() if duty.words.startswith(words)}
        for why in sorted(set(left.values())):
            settling.reject([duty for duty in found if left.get(duty.pk) == why], why, by=by, person=self.clerk)
        typed = {"lead": unit.name, "owner_post": f"{unit} {owner.name}"}
        settling.accept([duty for duty in found if duty.pk not in left], by=by, person=self.clerk, typed=typed)

    def sign(self) -> None:
        """Version 1; a week later two duties are made clearer, and version 2."""
        with clock.at("2018-10-09T09:00"):
            signing.sign(self.campaign, by=acting(self.head), person=self.head, note="首批任务")
            set_plan(self.campaign, "quarterly", 8, by=acting(self.clerk), person=self.clerk)
        with clock.at("2018-10-16T09:00"):
            duty = self.duty("江浦", "综合演练")
            settling.edit(duty, {"deliverables": "演练方案、评估报告"}, by=acting(self.clerk), person=self.clerk)
        with clock.at("2018-10-17T09:00"):
            signing.sign(self.campaign, by=acting(self.head), person=self.head, note="明确成果")

    # -- two turns -------------------------------------------------------------------------------------------------

    def before_the_year_ends(self) -> None:
        """A province waits on its finance department; a duty is handed on; more time is asked for and granted."""
        with clock.at("2018-11-12T09:00"):
            baihe = self.clerk_of(self.unit("白河"))
            deciding.send_ask(self.duty("白河", "岸电"), "白河省财政厅", "白航函〔2018〕31号", by=acting(baihe), person=baihe)
        with clock.at("2018-12-03T09:00"):
            pingchuan, shiliang = self.unit("平川"), self.unit("石梁")
            giver, taker = self.clerk_of(pingchuan), self.clerk_of(shiliang)
            post = Post.objects.get(unit=shiliang, name="安全监督处处长")
            proposed = deciding.propose_transfer(self.duty("平川", "航校"), shiliang, post, "三所航校已划归石梁管理。", by=acting(giver), person=giver)
        with clock.at("2018-12-05T09:00"):
            deciding.consent_to_transfer(proposed, by=acting(taker), person=taker)
        with clock.at("2018-12-06T09:00"):
            deciding.approve_transfer(proposed, by=acting(self.head), person=self.head, answer="同意移交。")
        with clock.at("2018-12-17T09:00"):
            haiqu = self.clerk_of(self.unit("海曲"))
            asked = deciding.ask_extension(self.duty("海曲", "排查建档"), date(2019, 3, 31), "库区水位高，部分渡口无法登记。", by=acting(haiqu), person=haiqu)
        with clock.at("2018-12-20T09:00"):
            deciding.grant_extension(asked, by=acting(self.head), person=self.head, new_day=date(2019, 2, 28), answer="同意，二月底前完成。")

    def fourth_quarter(self) -> None:
        """The turn of the fourth quarter of 2018: one office is late, one sends another's words, one is sent back and
        makes good a part of it on paper, which is entered days after the deadline."""
        with clock.at("2019-01-02T09:00"):
            turn = turning.open_turn(self.campaign, date(2018, 10, 1), date(2018, 12, 31), date(2019, 1, 14), by=acting(self.clerk), person=self.clerk, name="2018-Q4")
        self._answer(turn, "2019-01-09", late="北屏", copies=("云岭", "西陵"), sent_back="石梁")
        rows = list(Return.objects.filter(turn=turn, unit=self.unit("石梁"), duty__rhythm__gt="").select_related("unit", "duty"))
        with clock.at("2019-01-22T10:00"):
            for row in rows:
                self._give(row, words=f"{row.duty.words.rstrip('，。；')}：四季度已按期完成，1月11日书面补报。", on=date(2019, 1, 11))
        with clock.at("2019-01-23T10:00"):
            for row in rows:
                self._check(Return.objects.get(pk=row.pk))

    def _answer(self, turn: Turn, day: str, *, late: str, copies: tuple[str, ...], sent_back: str) -> None:
        rows = [row for row in Return.objects.filter(turn=turn).select_related("unit", "duty") if not row.unit.name.startswith(late)]
        with clock.at(f"{day}T10:00"):
            for row in rows:
                self._give(row, words=COPIED if row.unit.name.startswith(copies) and "渡口" in row.duty.words else "")
        with clock.at(f"{day}T16:00"):
            for row in rows:
                self._check(Return.objects.get(pk=row.pk), sent_back)

    def _give(self, row: Return, *, words: str = "", on: date | None = None) -> None:
        """An office's return of the turn's last day, or of another: what it says of itself, or words that are given."""
        person = self.clerk_of(row.unit)
        state = "done" if not words and row.duty.last_day and row.duty.last_day <= row.turn.last else "going"
        words = words or f"{SAID[state]}（{row.duty.object or row.duty.words.rstrip('，。；')}）"
        evidence = [{"name": "登记表.txt", "content": f"{row.unit}：{row.duty.words}".encode(), "dated": row.turn.last, "kind": "ledger"}] if state == "done" else []
        turning.give_return(row, {"state": state, "words": words, "happened_on": on or row.turn.last}, by=acting(person, row.unit), person=person, evidence=evidence)

    def _check(self, row: Return, sent_back: str = "") -> None:
        if sent_back and row.unit.name.startswith(sent_back):
            turning.check_return(row, "back", by=acting(self.checker), person=self.checker, reason="没有说明完成数量，请补充。")
        elif row.words != COPIED:
            turning.check_return(row, "accepted", by=acting(self.checker), person=self.checker)

    def close_and_look_back(self) -> None:
        """Two duties are closed after the checklist; in March one of them is found not to be done."""
        closings = []
        with clock.at("2019-01-24T09:00"):
            for duty in (self.duty("云岭", "排查建档"), self.duty("平川", "排查建档")):
                person = self.clerk_of(duty.lead)
                closings.append(deciding.apply_closing(duty, "档案已建立，台账随附。", by=acting(person), person=person))
        with clock.at("2019-01-25T15:00"):
            for closing in closings:
                deciding.close_duty(closing, "done", by=acting(self.checker), person=self.checker, checklist=dict.fromkeys(CHECKLIST, True))
        with clock.at("2019-03-12T09:00"):
            deciding.resume_duty(self.duty("平川", "排查建档"), "回头看：抽查发现三处渡口未登记。", by=acting(self.checker), person=self.checker)

    def first_quarter(self) -> None:
        """The turn of the first quarter of 2019, answered in part and open still."""
        with clock.at("2019-04-01T09:00"):
            turn = turning.open_turn(self.campaign, date(2019, 1, 1), date(2019, 3, 31), date(2019, 4, 12), by=acting(self.clerk), person=self.clerk, name="2019-Q1")
        for row in Return.objects.filter(turn=turn).select_related("unit", "duty")[::2]:
            with clock.at("2019-04-10T10:00"):
                self._give(row)
        with clock.at("2019-04-15T09:00"):
            make_reminders()

    def play(self) -> None:
        """All that follows the replies, in order."""
        for act in (self.settle, self.sign, self.before_the_year_ends, self.fourth_quarter, self.close_and_look_back, self.first_quarter):
            act()
