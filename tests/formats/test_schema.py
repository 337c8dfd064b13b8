from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from tests.archive.copies import everything_but_turns, turn
from voicekeep.formats.schema import json_schema
from voicekeep.records.items import ItemKind

SAMPLES = {**everything_but_turns(), ItemKind.TURN: [turn(1), turn(2, audio=None, transcript=None, device=None)]}


@pytest.mark.parametrize("kind", list(ItemKind))
def test_every_line_is_valid_and_every_other_field_is_not(kind: ItemKind) -> None:
    schema = json.loads(json_schema(kind))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    for item in SAMPLES[kind]:
        record = json.loads(item.record)
        assert list(validator.iter_errors(record)) == []
        assert list(validator.iter_errors({**record, "stranger": "x"}))
        for name in record:
            assert list(validator.iter_errors({key: value for key, value in record.items() if key != name}))
            assert list(validator.iter_errors({**record, name: []}))


def test_null_is_allowed_exactly_where_a_value_may_be_unknown() -> None:
    validator = Draft202012Validator(json.loads(json_schema(ItemKind.TURN)))
    record = json.loads(turn(1).record)
    refused = {name for name in record if list(validator.iter_errors({**record, name: None}))}
    assert refused == {"kind", "v", "item", "owner", "at", "evidence", "speaker"}
