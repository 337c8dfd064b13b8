"""What a person chose, since when: theirs, opened with their key, shown to them and nobody else (R31)."""

from __future__ import annotations

from tests.web.visitors import Street
from voicekeep.app.operations.accounts import choices_made, choose
from voicekeep.app.web.words import words_in
from voicekeep.records.items import Keeping

WORDS = words_in("en")


def test_each_choice_is_told_with_its_day_and_the_latest_holds(here: Street) -> None:
    home = here.home
    ada = home.join("ada")  # chose the sound, for three months, on 4 November
    home.clock.pass_by(days=10)
    choose(home.keep, home.session(ada), Keeping.NOTHING, 0)
    home.clock.pass_by(days=10)
    choose(home.keep, home.session(ada), Keeping.TRANSCRIPT, 18)
    page = here.signed_in(ada).get("/choices").text
    table = page.partition("<tbody>")[2].partition("</tbody>")[0]
    rows = table.split("</tr>")[:3]
    told = [("24 November", "transcript", "18"), ("14 November", "nothing", ""), ("4 November", "audio", "3")]
    for row, (day, keeping, months) in zip(rows, told, strict=True):
        assert f"<td>{day} 2030" in row
        assert WORDS[f"keeping_{keeping}"] in row
        assert not months or WORDS[f"months_{months}"] in row
        assert (WORDS["choices_holds"] in row) is (day == "24 November")


def test_nobody_reads_anothers_choices(here: Street) -> None:
    home = here.home
    ada, bruno = home.join("ada"), home.join("bruno", None)
    choose(home.keep, home.session(bruno), Keeping.NOTHING, 0)
    for someone, keeping in ((ada, Keeping.AUDIO), (bruno, Keeping.NOTHING)):
        [made] = choices_made(home.keep, home.session(someone))
        assert (made.owner, made.keeping) == (someone.subject, keeping)
    page = here.signed_in(bruno).get("/choices").text
    assert page.count(WORDS["keeping_audio"]) == 1, "the form offers it, and the history holds none of Ada's"


def test_before_the_first_choice_there_is_no_list(here: Street) -> None:
    bruno = here.home.join("bruno", None)
    assert WORDS["choices_made"] not in here.signed_in(bruno).get("/choices").text


def test_a_form_that_came_back_still_shows_the_list(here: Street) -> None:
    visitor = here.signed_in(here.home.join("ada"))
    answer = visitor.send("/choices", keeping="audio")
    assert answer.status_code == 400
    assert WORDS["choices_made"] in answer.text
