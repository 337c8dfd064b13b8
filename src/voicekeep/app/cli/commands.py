"""Every command, in the order in which a newcomer meets them."""

from __future__ import annotations

import typer

from voicekeep.app.cli import (
    bench,
    cases,
    challenge,
    demo,
    desk,
    drill,
    evidence,
    keeping,
    notices,
    own_data,
    records,
    rehearsal,
    requests,
    speaker,
    trust,
    verifying,
)

cli = typer.Typer(
    name="voicekeep",
    help="A voice assistant that releases a recording only to the person it provably belongs to.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

cli.command("demo")(demo.demo)
cli.command("drill")(drill.drill)
cli.command("rehearse")(rehearsal.rehearse)
cli.command("challenge")(challenge.challenge)
cli.command("init")(keeping.init)
cli.command("serve")(keeping.serve)
cli.command("invite")(keeping.invite)
cli.command("doctor")(keeping.doctor)
cli.command("recover")(keeping.recover)
cli.command("appoint")(desk.appoint)
cli.command("notices")(notices.notices)
cli.command("choose")(own_data.choose)
cli.command("pair")(own_data.pair)
cli.command("import")(own_data.import_recordings)
cli.command("ask")(own_data.ask)
cli.command("erase")(own_data.erase)
cli.command("close-account")(own_data.close_account)
cli.command("verify")(verifying.verify)
cli.add_typer(speaker.speaker, name="speaker")
cli.add_typer(speaker.speakers, name="speakers")
cli.add_typer(trust.trust, name="trust")
cli.add_typer(evidence.ledger, name="ledger")
cli.add_typer(desk.exports, name="exports")
cli.add_typer(cases.incident, name="incident")
cli.add_typer(records.records, name="records")
cli.add_typer(requests.requests, name="requests")
cli.add_typer(bench.bench, name="bench")
