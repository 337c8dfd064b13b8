"""People and officers at the same doors at the same time, each in a browser of their own, with each other's addresses.

What a browser shows of somebody is gathered, addresses and forms. Everybody else tries each of them, and beside each
one an address that there is not: both are answered alike, in words, and with nothing of anybody.
"""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from playwright.sync_api import Browser, Page, expect

from tests.app.desk import Member
from tests.app.simulator import Someone
from tests.browser.axe import unfold
from tests.browser.test_passkeys import with_authenticator
from tests.web.served import served
from tests.web.walking import Ground, ground
from voicekeep.app.operations.asking import copies_of
from voicekeep.app.operations.release import PlainDesk, release
from voicekeep.app.web import serve_instead
from voicekeep.people import Role
from voicekeep.records.ids import RequestId

NAMED = re.compile(r"\b([a-z]{3}_)[a-z2-7]{26}\b|(?<=/copy/)[\w-]{40,}")
GATHER = """async begin => {
  const addresses = new Map(), forms = new Map(), waiting = [begin];
  const way = text => { const at = new URL(text, location.origin); return at.pathname + at.search; };
  const sort = text => text.replace(/([a-z]{3}_)[a-z2-7]{26}/g, "$1").replace(/[\\w-]{40,}|\\d{4}-\\d\\d-\\d\\d/g, "");
  while (waiting.length) {
    const at = waiting.pop();
    if (addresses.has(sort(at))) continue;  // one of each sort
    addresses.set(sort(at), at);
    if (/^\\/heard\\/sound|\\/(pdf|html|csv|json)$/.test(at)) continue;  // a file, and dear to make
    const page = new DOMParser().parseFromString(await (await fetch(at)).text(), "text/html");
    for (const each of page.querySelectorAll("main a[href], main audio[src]")) {
      waiting.push(way(each.getAttribute("href") || each.getAttribute("src")));
    }
    for (const form of page.querySelectorAll("main form[method=post]")) {
      const sent = Object.fromEntries([...new FormData(form)].filter(([name]) => name !== "form_token"));
      const action = way(form.getAttribute("action"));
      forms.set(sort(action + JSON.stringify(sent)), [action, sent]);
    }
  }
  return [[...addresses.values()], [...forms.values()]];
}"""
TRY = """async tries => {
  const token = document.querySelector("input[name=form_token]").value, answers = [];
  for (const [path, sent] of tries) {
    const body = sent && new URLSearchParams({ ...sent, form_token: token });
    const answer = await fetch(path, sent ? { method: "POST", body } : {});
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    answers.push([answer.status, page.querySelector("main") ? page.querySelector("main").textContent : null]);
  }
  return answers;
}"""

Try = tuple[str, dict[str, str] | None]
Answer = tuple[int, str | None]


@dataclass
class Doors:
    """A keep behind a port, everybody whom there is, and a browser for each."""

    here: Ground
    browser: Browser
    url: str

    def page(self) -> Page:
        return self.browser.new_context(base_url=self.url, locale="en-GB").new_page()

    def person(self, someone: Someone) -> Page:
        """Sign somebody in by password."""
        page = self.page()
        page.goto("/sign-in")
        page.fill("#email", someone.email)
        page.fill("#password", someone.password)
        page.keyboard.press("Enter")
        page.wait_for_url("**/my-data")
        return page

    def officer(self, member: Member) -> Page:
        """Sign a member of staff in with their passkey, which lies in this browser's authenticator."""
        page = with_authenticator(self.page(), key=credential_of(member))
        page.goto("/sign-in")
        page.get_by_role("button", name="Sign in with a passkey").press("Enter")
        page.wait_for_url("**/my-data")
        page.goto("/desk")
        return page

    def release_all(self, someone: Someone) -> None:
        """Let the worker make what somebody waits for."""
        with self.here.home.keep.database.read() as transaction:
            waiting = transaction.requests.of_subject(someone.subject)[0].request
        release(RequestId(waiting), PlainDesk(self.here.home.keep))


def credential_of(member: Member) -> dict[str, Any]:
    """Return a passkey as a browser's authenticator takes it in."""
    key = member.key
    key.count += 1000  # an authenticator never counts backwards, and each browser has one of its own
    private = key.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    names = {"credentialId": key.called, "privateKey": private, "userHandle": key.user}
    encoded = {name: base64.b64encode(value).decode() for name, value in names.items()}
    return {**encoded, "isResidentCredential": True, "rpId": "localhost", "signCount": key.count}


def made_up(text: str) -> str:
    """Return an address like this one at which there is nothing."""
    letters = "abcdefghijklmnopqrstuvwxyz234567"

    def other(found: re.Match[str]) -> str:
        if found[1]:
            return found[1] + "".join(secrets.choice(letters) for _ in range(25)) + "a"
        return secrets.token_urlsafe(32)

    return NAMED.sub(other, text)


def tries_of(page: Page, begin: str) -> list[Try]:
    """Return what somebody's pages lead to and send, as far as it names anything."""
    addresses, forms = page.evaluate(GATHER, begin)
    everything: list[Try] = [*((address, None) for address in addresses), *((path, sent) for path, sent in forms)]
    return [(path, sent) for path, sent in everything if NAMED.search(f"{path} {sent}")]


def require_alike(page: Page, tries: Iterable[Try], secrets_of: Iterable[str], who: str) -> int:
    """Require that what there is and what there is not are answered alike to whom neither belongs."""
    wanted = list(tries)
    twins = [(made_up(path), sent and {k: made_up(v) for k, v in sent.items()}) for path, sent in wanted]
    both: list[list[Any]] = page.evaluate(TRY, [*wanted, *twins])
    for (path, sent), real, invented in zip(wanted, both, both[len(wanted) :], strict=False):
        assert real[0] == invented[0], (who, path, sent)
        assert (real[1] is None) == (invented[1] is None), (who, path)
        assert NAMED.sub("", real[1] or "") == NAMED.sub("", invented[1] or ""), (who, path, sent)
        assert real[1] is not None, (who, path)  # a page in words, no file
        assert sent is not None or not NAMED.search(path.partition("?")[0]) or real[0] == 404, (who, path, real)
        assert not [secret for secret in secrets_of if secret in real[1]], (who, path)
    return len(wanted)


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Doors]:
    with ground(tmp_path_factory.mktemp("doors")) as here:
        application = here.street.application
        with served(application) as port:
            url = f"http://localhost:{port}"
            keep = here.home.keep
            serve_instead(application, replace(keep, settings=replace(keep.settings, public_url=url)))
            yield Doors(here, browser, url)
            for context in list(browser.contexts):
                context.close()


@pytest.mark.timeout(600)  # seconds; some hundred answers
def test_two_people_and_two_officers_try_each_others_addresses(doors: Doors) -> None:
    here, home = doors.here, doors.here.home
    bruno = home.join("bruno")
    home.say(bruno, "the marzipan of the neighbour")
    home.release(bruno)
    first, other = doors.person(here.first.someone), doors.person(bruno)
    officer, protector = (doors.officer(here.staff[role]) for role in (Role.OFFICER, Role.DATA_PROTECTION_OFFICER))
    administrator = doors.officer(here.staff[Role.ADMINISTRATOR])
    had = len(copies_of(home.keep, home.session(here.first.someone)))
    firsts, others = tries_of(first, "/my-data"), tries_of(other, "/my-data")
    assert len(firsts) > 15
    marks = ["quince", "zeppelin", "begonias", "orangery", "walnut", here.first.someone.email]
    for page, who in ((other, "other"), (officer, "officer"), (protector, "protector")):
        require_alike(page, firsts, marks, who)
    require_alike(first, others, ["marzipan of", bruno.email], "first")
    # nobody who is not on duty learns that there is a desk
    desk = {address for page in (officer, protector, administrator) for address in page.evaluate(GATHER, "/desk")[0]}
    desk = {address for address in desk if address.startswith("/desk")}
    assert len(desk) > 10
    for page in (first, other):
        answers = page.evaluate(TRY, [[address, None] for address in ("/desk-nowhere", *sorted(desk))])
        assert {tuple(each) for each in answers} == {tuple(answers[0])}
    # each officer at the other's doors, and both at an administrator's
    for page, address in ((officer, "/desk/staff"), (protector, "/desk/staff"), (administrator, "/desk/requests")):
        refused, nowhere = page.evaluate(TRY, [[address, None], ["/desk/nowhere", None]])
        assert refused == nowhere
    # and after all this the first person has what they had
    assert tries_of(first, "/my-data") == firsts
    assert len(copies_of(home.keep, home.session(here.first.someone))) == had


def test_two_officers_at_once(doors: Doors) -> None:
    here = doors.here
    one, two = (doors.officer(here.staff[role]) for role in (Role.OFFICER, Role.DATA_PROTECTION_OFFICER))
    person = doors.person(here.first.someone)
    for page in (one, two):
        page.goto("/desk/exports")
        page.fill("#reason", "a doubt about the last release")
    one.locator("form[action='/desk/exports/off'] button").press("Enter")
    expect(one.locator("main")).to_contain_text("a doubt about")
    two.locator("form[action='/desk/exports/off'] button").press("Enter")  # of a page that is no longer true
    expect(two.locator("h1")).to_have_count(1)
    person.goto(f"/copy/{here.first.link}")
    expect(person.locator("main")).to_contain_text("a doubt about the last release")
    one.goto("/desk/exports")
    one.fill("#reason", "it was none")
    one.locator("main form button").press("Enter")
    one.goto("/desk/proposals")
    expect(one.get_by_role("button", name="Agree")).to_have_count(0)
    two.goto("/desk/proposals")
    approve = two.locator("form[action$='/approve']")
    path = approve.get_attribute("action")
    [refused] = one.evaluate(TRY, [[path, {}]])
    assert refused[0] == 409
    assert "Nothing was done" in refused[1]
    again = two.context.new_page()
    again.goto("/desk/proposals")
    approve.get_by_role("button").press("Enter")
    expect(two.locator("main")).to_contain_text("Nothing waits")
    again.locator("form[action$='/approve'] button").press("Enter")
    expect(again.locator("main")).to_contain_text("Nothing was done")
    person.goto(f"/copy/{here.first.link}")
    expect(person.locator("h1")).to_have_text("Your copy")


def mandate_to(adas: Page, gretas: Page, until: str) -> str:
    """Give a mandate over a copy from hand to hand; return the page of whom it was given to."""
    adas.goto("/mandates")
    unfold(adas)
    adas.locator("form[action='/mandates'] input[value=copy]").check()
    adas.locator("form[action='/mandates'] input[name=until]").fill(until)
    adas.locator("form[action='/mandates'] button").press("Enter")
    gretas.goto("/mandates")
    unfold(gretas)
    gretas.locator("form[action='/mandates/take'] input[name=code]").fill(adas.locator("main code").first.inner_text())
    gretas.locator("form[action='/mandates/take'] button").press("Enter")
    gretas.wait_for_load_state()
    adas.goto("/mandates")
    adas.locator("form[action$='/confirm'] input[name=called]").fill("sister")
    adas.locator("form[action$='/confirm'] button").press("Enter")
    expect(adas.locator("form[action$='/confirm']")).to_have_count(0)
    gretas.goto("/mandates")
    gretas.locator("a[href^='/acting/']").first.click()
    return gretas.url


def child_of(adas: Page, until: str) -> tuple[str, str]:
    """Open a child's profile; return its page, and the code with which the child opens its own account."""
    adas.goto("/household")
    unfold(adas)
    for name, typed in (("child-name", "Mimi"), ("called", "mother"), ("until", until)):
        adas.fill(f"#{name}", typed)
    adas.keyboard.press("Enter")
    adas.wait_for_url("**/acting/*")
    profile = adas.url
    adas.get_by_role("button", name="Make the code").press("Enter")
    return profile, adas.locator("main code").first.inner_text()


def test_an_agent_whose_time_is_over_and_a_child_that_grows_up(doors: Doors) -> None:
    home = doors.here.home
    ada, greta = home.join("ada"), home.join("greta")
    home.say(ada, "the key is under the pot")
    adas, gretas, child = doors.person(ada), doors.person(greta), doors.page()
    day = (home.clock.now + timedelta(days=4)).date().isoformat()
    # 1 a mandate, and a copy by it
    acting = mandate_to(adas, gretas, day)
    gretas.get_by_role("button", name="Ask for the copy").press("Enter")
    expect(gretas.locator("#copies")).to_contain_text("On its way")
    doors.release_all(ada)
    link = gretas.get_by_role("link", name="Fetch my copy").get_attribute("href") or ""
    # 2 a child's profile, of which no agent sees anything, and its own account
    profile, code = child_of(adas, day)
    require_alike(gretas, [(profile.removeprefix(doors.url), None)], ["Mimi"], "agent")
    child.goto("/own-account")
    for name, typed in (("code", code), ("name", "Mimi"), ("email", "mimi@keep.test"), ("password", "a line of mine")):
        child.fill(f"#{name}", typed)
    child.keyboard.press("Enter")
    child.wait_for_url("**/my-data")
    adas.goto(profile)
    expect(adas.locator("main")).to_contain_text("The child signs in by itself.")
    # 3 when their time is over, what stood open before does nothing: a form, a link, a profile
    gretas.goto(acting)
    home.clock.pass_by(days=5)
    gretas.get_by_role("button", name="Ask for the copy").press("Enter")
    gretas.wait_for_load_state()
    gretas = doors.person(greta)
    for page, address in ((gretas, acting), (gretas, link), (doors.person(ada), profile)):
        page.goto(address)
        expect(page.locator("main")).to_contain_text("Its time is over.")
        expect(page.locator("main")).not_to_contain_text("the pot")
    assert len([each for each in copies_of(home.keep, home.session(greta)) if each.token]) == 0
    child.goto("/mandates")
    expect(child.locator("main")).to_contain_text("mother")
