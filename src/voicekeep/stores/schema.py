"""Every table of the database. Instants are microseconds since 1970 in UTC; identifiers are text; digests are bytes.

A `mac` column stands in each table that decides who may do what (`formats.rows`). What a column is for is said in
`records.catalogue.columns`, and a test compares the two.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, Table, Text, text

metadata = MetaData()

LATER: Final = "later"


def _text(name: str, **options: bool) -> Column[str]:
    return Column(name, Text, nullable=options.get("nullable", False), primary_key=options.get("key", False))


def _instant(name: str, *, nullable: bool = False) -> Column[int]:
    return Column(name, BigInteger, nullable=nullable)


def _bytes(name: str, *, nullable: bool = False) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=nullable)


def _number(name: str, *, key: bool = False) -> Column[int]:
    return Column(name, BigInteger, nullable=False, primary_key=key, autoincrement=False)


def _later(column: Column[str]) -> Column[str]:
    """Mark a column that the table got when it had rows: where it holds nothing, the row's code does not know of it."""
    column.info[LATER] = True
    return column


def _mac() -> Column[bytes]:
    return Column("mac", LargeBinary, nullable=False)


account = Table(
    "account", metadata, _text("subject", key=True), _bytes("email_index"), _instant("created_at"), _mac(),
    Index("account_email", "email_index", unique=True),
)  # fmt: skip
credential = Table(
    "credential", metadata, _text("subject", key=True), _text("method", key=True), _text("secret"),
    _instant("changed_at"), _mac(),
)  # fmt: skip
passkey = Table(
    "passkey", metadata, _text("passkey", key=True), _text("subject"), _bytes("credential_id"), _bytes("public_key"),
    _number("sign_count"), _instant("added_at"), _instant("used_at", nullable=True), _mac(),
    Index("passkey_credential", "credential_id", unique=True), Index("passkey_subject", "subject"),
)  # fmt: skip
ceremony = Table(
    "ceremony", metadata, Column("challenge_sha256", LargeBinary, primary_key=True), _text("purpose"),
    _text("subject", nullable=True), _instant("expires_at"), _mac(),
)  # fmt: skip
recovery_code = Table(
    "recovery_code", metadata, Column("code_sha256", LargeBinary, primary_key=True), _text("subject"),
    _instant("made_at"), _instant("used_at", nullable=True), _mac(), Index("recovery_code_subject", "subject"),
)  # fmt: skip
session = Table(
    "session", metadata, _text("session", key=True), _text("subject"), _bytes("token_sha256"),
    _instant("signed_in_at"), _text("method"), _instant("expires_at"), _instant("ended_at", nullable=True), _mac(),
    Index("session_token", "token_sha256", unique=True), Index("session_subject", "subject"),
)  # fmt: skip
sign_in_failure = Table(
    "sign_in_failure", metadata, Column("number", Integer, primary_key=True), _bytes("email_index"), _instant("at"),
    Index("sign_in_failure_index", "email_index", "at"),
)  # fmt: skip
member = Table(
    "member", metadata, _text("household"), _text("subject", key=True), _instant("since"), _mac(),
)  # fmt: skip
way_in = Table(
    "way_in", metadata, Column("token_sha256", LargeBinary, primary_key=True), _text("subject"),
    _instant("expires_at"), _instant("used_at", nullable=True), _mac(), Index("way_in_subject", "subject"),
)  # fmt: skip
mandate = Table(
    "mandate", metadata, _text("mandate", key=True), _text("subject"), _text("kind"), _text("rights"),
    _bytes("token_sha256"), _instant("offered_at"), _instant("expires_at"), _instant("until"),
    _text("agent", nullable=True), _instant("accepted_at", nullable=True), _instant("confirmed_at", nullable=True),
    _instant("ended_at", nullable=True), _mac(),
    Index("mandate_token", "token_sha256", unique=True), Index("mandate_subject", "subject"),
    Index("mandate_agent", "agent"),
)  # fmt: skip
choice = Table(
    "choice", metadata, _text("subject", key=True), _text("keeping"), _number("months"), _instant("at"), _mac(),
)  # fmt: skip
restriction = Table(
    "restriction", metadata, _text("subject", key=True), _text("ground"), _instant("since"), _mac(),
)  # fmt: skip
invitation = Table(
    "invitation", metadata, Column("token_sha256", LargeBinary, primary_key=True), _text("household", nullable=True),
    _instant("expires_at"), _instant("used_at", nullable=True), _mac(),
)  # fmt: skip
binding = Table(
    "binding", metadata, _text("device", key=True), _text("subject"), _bytes("credential_sha256"), _instant("since"),
    _instant("until", nullable=True), _mac(),
    Index("binding_credential", "credential_sha256", unique=True), Index("binding_subject", "subject"),
)  # fmt: skip
device = Table(
    "device", metadata, _text("device", key=True), _text("kind"), _bytes("credential_sha256", nullable=True),
    _bytes("public_key", nullable=True), _number("counter"), _instant("paired_at"), _mac(),
    Index("device_credential", "credential_sha256", unique=True),
)  # fmt: skip
device_binding = Table(
    "device_binding", metadata, _text("device", key=True), _number("number", key=True),
    _text("subject", nullable=True), _text("household", nullable=True), _instant("since"),
    _instant("until", nullable=True), _mac(),
    Index("device_binding_household", "household"), Index("device_binding_subject", "subject"),
    Index(
        "device_binding_open", "device", unique=True,
        sqlite_where=text("until IS NULL"),
    ),
)  # fmt: skip
device_presence = Table(
    "device_presence", metadata, _text("device", key=True), _text("muted"), _instant("there_until"),
    _instant("heard_at", nullable=True), _instant("mute_asked_at", nullable=True), _mac(),
)  # fmt: skip
device_line = Table(
    "device_line", metadata, _text("device", key=True), _bytes("known_by"), _bytes("sealed"), _mac(),
    Index("device_line_known_by", "known_by", unique=True),
)  # fmt: skip
pairing = Table(
    "pairing", metadata, _text("selector", key=True), _bytes("code_digest"), _text("opened_by"),
    _text("household", nullable=True), _instant("expires_at"), _number("tries"), _mac(),
    Index("pairing_opened_by", "opened_by"),
)  # fmt: skip
item = Table(
    "item", metadata, _text("item", key=True), _text("owner"), _text("kind"), _text("device", nullable=True),
    _instant("at"), _number("size"), _text("day_key"), _number("position"),
    Index("item_owner", "owner", "kind", "at", "item"),
)  # fmt: skip
request = Table(
    "request", metadata, _text("request", key=True), _text("subject"), _text("state"), _instant("received_at"),
    _text("due"), _text("language"), _instant("identified_at", nullable=True), _text("scope", nullable=True),
    _text("attempt", nullable=True), _later(_text("right", nullable=True)), _mac(),
    Index("request_subject", "subject"), Index("request_state", "state"),
)  # fmt: skip
submission = Table(
    "submission", metadata, _text("request", key=True), _text("subject"), _text("about"), _bytes("text", nullable=True),
    _number("restricts"), _instant("at"), _mac(), Index("submission_subject", "subject"),
)  # fmt: skip
attempt = Table(
    "attempt", metadata, _text("archive", key=True), _text("request"), _text("subject"), _text("stage"),
    _instant("created_at"), _number("body_size"), _number("tail_size"), _bytes("inventory_head", nullable=True),
    _bytes("inventory_signature", nullable=True), _mac(),
    Index("attempt_subject", "subject"), Index("attempt_request", "request"),
)  # fmt: skip
grant_link = Table(
    "grant_link", metadata, _text("grant", key=True), _text("archive"), _text("request"), _text("recipient"),
    _bytes("token_sha256"), _instant("expires_at"), _instant("revoked_at", nullable=True), _mac(),
    Index("grant_link_token", "token_sha256", unique=True), Index("grant_link_archive", "archive", unique=True),
    Index("grant_link_recipient", "recipient"),
)  # fmt: skip
download_session = Table(
    "download_session", metadata, _text("session", key=True), _text("archive", key=True), _text("grant"),
    _instant("opened_at"), _instant("expires_at"), _mac(),
)  # fmt: skip
notice = Table(
    "notice", metadata, _text("notice", key=True), _text("subject"), _text("kind"), _text("language", nullable=True),
    _instant("created_at"), _instant("next_at", nullable=True), _number("tries"), _instant("sent_at", nullable=True),
    _text("error", nullable=True), _mac(),
    Index("notice_next", "next_at"), Index("notice_subject", "subject"),
)  # fmt: skip
appointment = Table(
    "appointment", metadata, _text("appointment", key=True), _text("role"), _bytes("token_sha256"),
    _text("offered_by", nullable=True), _instant("offered_at"), _instant("expires_at"), _text("subject", nullable=True),
    _bytes("name", nullable=True), _instant("accepted_at", nullable=True), _text("granted_by", nullable=True),
    _instant("granted_at", nullable=True), _instant("ended_at", nullable=True), _mac(),
    Index("appointment_token", "token_sha256", unique=True), Index("appointment_subject", "subject"),
)  # fmt: skip
guest_receipt = Table(
    "guest_receipt", metadata, _text("receipt", key=True), _bytes("words_digest"), _text("item"), _text("owner"),
    _instant("made_at"), _instant("expires_at"), _instant("restricted_at", nullable=True), _mac(),
    Index("guest_receipt_words", "words_digest", unique=True), Index("guest_receipt_item", "item"),
)  # fmt: skip
proposal = Table(
    "proposal", metadata, _text("proposal", key=True), _text("measure"), _text("about"),
    _text("concerns", nullable=True), _text("detail"), _bytes("reason"), _text("proposed_by"), _text("proposed_as"),
    _instant("proposed_at"), _instant("expires_at"), _text("outcome"), _text("decided_by", nullable=True),
    _text("decided_as", nullable=True), _instant("decided_at", nullable=True), _bytes("answer", nullable=True), _mac(),
)  # fmt: skip
export_stop = Table(
    "export_stop", metadata, _number("number", key=True), _text("reason"), _mac(),
)  # fmt: skip
triage = Table(
    "triage", metadata, _text("triage", key=True), _text("source"), _text("archive", nullable=True),
    _text("item", nullable=True), _text("reporter", nullable=True), _text("saw", nullable=True),
    _instant("opened_at"), _text("state"), _instant("decided_at", nullable=True), _text("decided_by", nullable=True),
    _instant("aware_at", nullable=True), _mac(), Index("triage_source", "source", "archive", "item"),
)  # fmt: skip
frozen = Table(
    "frozen", metadata, _text("archive", key=True), _text("triage"), _number("number", key=True), _instant("since"),
    _mac(),
)  # fmt: skip
ring = Table(
    "ring", metadata, _text("item", key=True), _text("owner"), _text("device"), _instant("rings_at"),
    _text("rings_by"), _mac(), Index("ring_owner", "owner"),
)  # fmt: skip
false_waking = Table(
    "false_waking", metadata, _text("device", key=True), _text("day", key=True), _number("times"),
)  # fmt: skip
case_entry = Table(
    "case_entry", metadata, _text("triage", key=True), _number("number", key=True), _text("change"), _text("by"),
    _instant("at"), _bytes("body"), _mac(),
)  # fmt: skip
case_person = Table(
    "case_person", metadata, _text("triage", key=True), _text("subject", key=True), _text("role", key=True),
    _instant("since"), _mac(), Index("case_person_subject", "subject"),
)  # fmt: skip
released_item = Table(
    "released_item", metadata, _text("item", key=True), _text("archive", key=True), _text("of", key=True),
    _number("offset"), _number("length"),
)  # fmt: skip
found_digest = Table(
    "found_digest", metadata, _text("found", key=True), _bytes("audio"), _bytes("samples"), _instant("at"), _mac(),
)  # fmt: skip
ledger_entry = Table(
    "ledger_entry", metadata, _number("position", key=True), _bytes("natural_key"), _bytes("commitment"),
    Index("ledger_entry_natural_key", "natural_key", unique=True),
)  # fmt: skip
ledger_opening = Table(
    "ledger_opening", metadata, _number("position", key=True), _bytes("salt"), _bytes("fact"), _text("name"),
    _text("subject", nullable=True), _text("kind", nullable=True), _instant("at", nullable=True),
    _text("item", nullable=True), _text("archive", nullable=True), _bytes("audio", nullable=True),
    _bytes("samples", nullable=True),
    Index("ledger_opening_captured", "subject", "kind", "at", "item"), Index("ledger_opening_name", "name"),
    Index("ledger_opening_item", "item"), Index("ledger_opening_archive", "archive"),
    Index("ledger_opening_audio", "audio"), Index("ledger_opening_samples", "samples"),
)  # fmt: skip
ledger_node = Table(
    "ledger_node", metadata, _number("level", key=True), _number("number", key=True), _bytes("hash"),
)  # fmt: skip
ledger_checkpoint = Table("ledger_checkpoint", metadata, _number("size", key=True), _text("note"))
ledger_forgotten = Table("ledger_forgotten", metadata, _number("position", key=True), _number("erased_by"))
blob_lease = Table("blob_lease", metadata, _text("name", key=True), _instant("expires_at"))

APPEND_ONLY = (ledger_entry, ledger_node, ledger_checkpoint, case_entry)
"""Tables whose rows can be added, never changed or deleted; the database itself refuses it."""
