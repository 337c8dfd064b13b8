"""For whoever runs a home: what people asked for, until when, and the answers that they cannot give themselves."""

from __future__ import annotations

from typing import Annotated

import typer

from voicekeep.app.cli.keeping import DATA, Data
from voicekeep.app.cli.speaking import out
from voicekeep.app.operations.answering import answer_on_the_host
from voicekeep.app.operations.queueing import QueueLine, queue_on_the_host, submitted_on_the_host
from voicekeep.app.operations.refusing import refuse_on_the_host
from voicekeep.app.wiring import open_keep
from voicekeep.records.ids import RequestId
from voicekeep.records.rights import ARTICLES, RefusalGround

requests = typer.Typer(
    name="requests", help="What people asked for, until when, and what they are answered.", no_args_is_help=True
)

Named = Annotated[str, typer.Argument(help="Number of the request, as `requests list` tells it.")]


@requests.command("list")
def listed(data: Data = DATA) -> None:
    """List what waits for an answer, the one that is due first at the top; nothing says whose it is."""
    with open_keep(data.expanduser()) as keep:
        lines = queue_on_the_host(keep)
    for line in lines:
        out.print(_told(line), markup=False)
    if not lines:
        out.print("nothing waits for an answer")


@requests.command("show")
def shown(request: Named, data: Data = DATA) -> None:
    """Print what was written with a request for you to decide; once that is done, it is gone."""
    with open_keep(data.expanduser()) as keep:
        text = submitted_on_the_host(keep, RequestId(request))
    out.print(text or "nothing was written with it, or it is decided", markup=False)


@requests.command("answer")
def answered(
    request: Named,
    done: Annotated[str, typer.Option("--done", help="What was done, in the words of the letter to its person.")],
    data: Data = DATA,
) -> None:
    """Say what was done of what was asked for; an objection is upheld by it. At home only: a company has its desk."""
    with open_keep(data.expanduser()) as keep:
        answer_on_the_host(keep, RequestId(request), done)
    out.print("Answered; the letter is in their account.")


@requests.command("refuse")
def refused(
    request: Named,
    ground: Annotated[RefusalGround, typer.Option("--ground", help="Which ground of the law.")],
    reason: Annotated[str, typer.Option("--reason", help="Why it is so in this case; its person reads it.")],
    data: Data = DATA,
) -> None:
    """Refuse, with a ground of the law and a reason. At home only: in a company it takes two at the desk."""
    with open_keep(data.expanduser()) as keep:
        refuse_on_the_host(keep, RequestId(request), ground, reason)
    out.print("Refused; the letter is in their account.")


def _told(line: QueueLine) -> str:
    what = f"{line.request}  {line.right} (Art. {ARTICLES[line.right]})  {line.state}"
    if line.paused:
        return f"{what}  the clock stands still"
    when = "today is the last day" if line.days_left == 0 else _days(line.days_left)
    return f"{what}  due {line.due.isoformat()}: {when}"


def _days(left: int) -> str:
    days = f"{abs(left)} day{'' if abs(left) == 1 else 's'}"
    return f"{days} left" if left > 0 else f"{days} late"
