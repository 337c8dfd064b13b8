"""A copy that is held, and the two people at the desk who can let its doubt pass."""

from __future__ import annotations

from dataclasses import dataclass

from tests.app.asks import Desk
from tests.app.held import works
from tests.app.simulator import Household, Someone, facts
from voicekeep.app.operations.asking import copies_of
from voicekeep.app.operations.proving import change_password
from voicekeep.app.operations.release import PlainDesk, release
from voicekeep.app.operations.views import CopyView
from voicekeep.people import Role
from voicekeep.records.facts import Fact, Overridden
from voicekeep.records.ids import RequestId
from voicekeep.request import State


@dataclass
class HeldDesk(Desk):
    """A desk with somebody whose copy is held."""

    ada: Someone

    def held(self) -> RequestId:
        """Let Ada replace her password and ask: the check itself holds it, for nothing else."""
        change_password(self.keep, self.home.session(self.ada), self.ada.password)
        request = self.home.release(self.ada)
        assert self.view(request).findings == ("credentials_changed",)
        return request

    def view(self, request: RequestId) -> CopyView:
        return next(each for each in copies_of(self.keep, self.home.session(self.ada)) if each.request == request)

    def state(self, request: RequestId) -> State:
        return self.row(request).state

    def goes_on(self, request: RequestId) -> State:
        release(request, PlainDesk(self.keep))
        return self.state(request)

    def facts(self) -> list[Fact]:
        return facts(self.home)

    def overridden(self) -> list[Overridden]:
        return [fact for fact in self.facts() if isinstance(fact, Overridden)]


def held_desk_in(home: Household) -> HeldDesk:
    ada, olga, otto = (home.join(name) for name in ("ada", "olga", "otto"))
    return HeldDesk(home, works(home, olga), works(home, otto, Role.DATA_PROTECTION_OFFICER), ada)
