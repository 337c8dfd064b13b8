"""People at the desk: accounts with a passkey and a role, as offering, accepting and granting made them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tests.app.simulator import Household, Someone
from tests.people.authenticator import Authenticator
from voicekeep.app.operations.proving import add_a_passkey, challenge_to_add, challenge_to_sign_in, sign_in_by_passkey
from voicekeep.app.operations.staff import accept_role, colleagues, grant_role, offer_on_the_host, offer_role
from voicekeep.people import Role, Session, SignedIn


@dataclass
class Member:
    """One member of staff, and the device that they sign in with."""

    someone: Someone
    key: Authenticator

    def sign_in(self, home: Household) -> SignedIn:
        """Sign in with the passkey."""
        return sign_in_by_passkey(home.keep, self.key.prove(challenge_to_sign_in(home.keep)))

    def session(self, home: Household) -> Session:
        """Return a fresh session."""
        return self.sign_in(home).session


def with_passkey(home: Household, name: str) -> Member:
    """Open an account, and add a passkey."""
    someone, key = home.join(name, keeping=None), Authenticator()
    session = home.session(someone)
    add_a_passkey(home.keep, session, key.make(challenge_to_add(home.keep, session)), "key")
    return Member(someone, key)


def as_company(home: Household) -> Household:
    """Let the keep be a company's from now on."""
    home.keep = replace(home.keep, settings=replace(home.keep.settings, mode="company"))
    return home


def first_administrators(home: Household) -> tuple[Member, Member]:
    """Appoint two on the host."""
    made = with_passkey(home, "adele"), with_passkey(home, "albert")
    for each in made:
        token = offer_on_the_host(home.keep, Role.ADMINISTRATOR)
        assert accept_role(home.keep, each.session(home), token, each.someone.name.title())
    return made


def appointed(home: Household, name: str, role: Role, by: tuple[Member, Member]) -> Member:
    """Have one administrator offer a role and the other grant it."""
    member = with_passkey(home, name)
    one, other = by
    token = offer_role(home.keep, one.session(home), role)
    assert not accept_role(home.keep, member.session(home), token, name.title())
    session = other.session(home)
    waiting = next(each for each in colleagues(home.keep, session) if each.grantable)
    grant_role(home.keep, session, waiting.appointment)
    return member
