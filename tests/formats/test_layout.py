from __future__ import annotations

from itertools import chain, combinations

from voicekeep.formats import layout
from voicekeep.formats.zipped import local_header
from voicekeep.records.items import ItemKind


def test_no_two_members_share_a_name_and_each_is_safe() -> None:
    names = (*layout.BEFORE_RECORDINGS, *layout.after_recordings(tuple(ItemKind)), *layout.TAIL)
    assert len(set(names)) == len(names)
    assert all(local_header(name, 0, 0) for name in names)


def test_a_kind_outside_the_scope_has_no_member() -> None:
    every = set(layout.after_recordings(tuple(ItemKind)))
    for kinds in chain.from_iterable(combinations(ItemKind, count) for count in range(len(ItemKind) + 1)):
        stems = {layout.FILE_STEM[kind] for kind in set(ItemKind) - set(kinds)}
        members = layout.after_recordings(kinds)
        assert set(members) <= every
        assert not [name for name in members if name.rpartition("/")[2].partition(".")[0] in stems]


def test_the_order_does_not_depend_on_how_the_kinds_are_named() -> None:
    assert layout.after_recordings(list(reversed(ItemKind))) == layout.after_recordings(tuple(ItemKind))
