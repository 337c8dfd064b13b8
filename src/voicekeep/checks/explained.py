"""Check what explains the data: nothing in it is the builder's to choose, so every byte can be demanded."""

from __future__ import annotations

from collections.abc import Mapping

from voicekeep.checks.errors import Findings
from voicekeep.checks.members import Read
from voicekeep.checks.sources import Bytes, Expected
from voicekeep.formats import cover, layout
from voicekeep.formats.bag import BAGIT_TXT, BagInfo, bag_info
from voicekeep.formats.cover import Cover
from voicekeep.formats.page import index_html
from voicekeep.formats.schema import json_schema
from voicekeep.formats.sheet import sheet
from voicekeep.records.items import ItemKind


class Explained:
    """The members of one archive that are not data."""

    def __init__(self, body: Bytes, members: Mapping[str, Read], expected: Expected, findings: Findings) -> None:
        self._body = body
        self._members = members
        self._expected = expected
        self._findings = findings

    def check(self, counts: Mapping[ItemKind, int], *, recordings: int, manifest: bytes) -> None:
        """Demand each member's bytes; `counts`, `recordings` and `manifest` are the check's own.

        Raises:
            NotACoverError: copy.json cannot be read.
        """
        said = cover.decode(self._content(layout.COPY, cover.COVER_MAX_BYTES))
        self._require_cover(said, counts, recordings)
        self._require(layout.BAGIT, BAGIT_TXT)
        self._require(layout.BAG_INFO, bag_info(self._info(said)))
        for kind in counts:
            self._require(layout.schema_member(kind), json_schema(kind))
        self._require(layout.SHEET, sheet(said))
        self._require(layout.COPY_SCRIPT, cover.encode_script(said))
        self._require(layout.INDEX, index_html())
        if self._members[layout.MANIFEST].sha256 != manifest:
            self._findings.add("manifest_differs", "P8", member=layout.MANIFEST)

    def _require_cover(self, said: Cover, counts: Mapping[ItemKind, int], recordings: int) -> None:
        expected = self._expected
        if (said.archive, said.request, said.subject) != (expected.archive, expected.request, expected.subject):
            self._findings.add("wrong_subject", "P3", member=layout.COPY)
        if said.scope != expected.scope:
            self._findings.add("wrong_scope", "P4", member=layout.COPY)
        if dict(said.counts) != dict(counts) or said.recordings != recordings:
            self._findings.add("counts_differ", "P4", member=layout.COPY)
        if (said.language, said.controller) != (expected.language, expected.controller):
            self._findings.add("cover_differs", "P4", member=layout.COPY)

    def _info(self, said: Cover) -> BagInfo:
        expected = self._expected
        return BagInfo(
            archive=expected.archive,
            request=expected.request,
            subject=expected.subject,
            made_on=said.created_at.date(),
        )

    def _require(self, name: str, wanted: bytes) -> None:
        if self._content(name, len(wanted)) != wanted:
            self._findings.add("altered_member", "P4", member=name)

    def _content(self, name: str, most: int) -> bytes:
        """Return a small member's bytes, or nothing of one that is larger than it may be."""
        read = self._members[name]
        return self._body.read(read.begins, read.member.size) if read.member.size <= most else b""
