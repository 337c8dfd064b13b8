"""P3, P9: no function, page or command on the release path takes a person, a file or an address typed by hand."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from types import ModuleType

import pytest
import typer
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.routing import BaseRoute, Route

from voicekeep.app.cli.commands import cli
from voicekeep.app.operations import (
    asking,
    building,
    checking,
    download,
    handing_over,
    history,
    mandates,
    overriding,
    release,
    standing,
    taking_up,
)
from voicekeep.app.web import (
    closing_pages,
    copy_pages,
    desk_overrides,
    desk_pages,
    desk_records,
    guest_pages,
    heard_pages,
    household_pages,
    incident_pages,
    mandate_pages,
    my_data,
    restriction_pages,
    security_pages,
    sign_in_pages,
    well_known,
)
from voicekeep.app.web.api import make_api

RELEASE_PATH = (asking, release, building, checking, handing_over, download, history, taking_up, overriding)
ACTING = (mandates, standing)  # who stands for whom; what they make of a mandate's row is not typed by anybody
OF_A_ROW = {"record_of"}  # they take the agent of a mandate that was read
NAMES_A_PERSON = ("subject", "person", "owner", "email", "recipient", "user", "path", "file", "folder")


@pytest.mark.parametrize("module", RELEASE_PATH, ids=lambda module: module.__name__.rpartition(".")[2])
def test_no_function_of_the_release_path_takes_a_person_or_a_place(module: ModuleType) -> None:
    for name, function in inspect.getmembers(module, inspect.isfunction):
        if function.__module__ != module.__name__ or name.startswith("_"):
            continue
        for parameter in inspect.signature(function).parameters.values():
            assert parameter.name not in NAMES_A_PERSON, f"{name} takes {parameter.name}"
            assert "SubjectId" not in str(parameter.annotation), f"{name} takes a person"
            assert "Path" not in str(parameter.annotation), f"{name} takes a place"


@pytest.mark.parametrize("module", ACTING, ids=lambda module: module.__name__.rpartition(".")[2])
def test_who_acts_for_whom_is_read_from_a_mandate_and_never_typed(module: ModuleType) -> None:
    for name, function in inspect.getmembers(module, inspect.isfunction):
        if function.__module__ != module.__name__ or name.startswith("_") or name in OF_A_ROW:
            continue
        for parameter in inspect.signature(function).parameters.values():
            assert parameter.name not in NAMES_A_PERSON, f"{name} takes {parameter.name}"
            assert "SubjectId" not in str(parameter.annotation), f"{name} takes a person"


def test_a_standing_is_made_in_one_place() -> None:
    made = [
        path
        for path in Path(inspect.getfile(standing)).parents[2].rglob("*.py")
        if re.search(r"(?<!isinstance\(who, )\bStanding\(", path.read_text("utf-8"))
    ]
    assert [path.name for path in made] == ["mandates.py"]
    assert made[0].parent.name == "people"


def test_no_command_takes_a_person() -> None:
    commands = typer.main.get_command(cli).commands  # type: ignore[attr-defined]
    for name in ("ask", "choose", "pair", "import", "erase", "close-account"):
        taken = {parameter.name for parameter in commands[name].params}
        assert not taken & {"subject", "person", "owner", "email", "user", "password"}, name


def test_no_address_of_a_page_names_a_person() -> None:
    pages = (
        sign_in_pages,
        security_pages,
        my_data,
        heard_pages,
        household_pages,
        mandate_pages,
        copy_pages,
        closing_pages,
        desk_pages,
        desk_records,
        guest_pages,
        incident_pages,
        restriction_pages,
        desk_overrides,
        well_known,
    )
    routes: list[BaseRoute] = [route for page in pages for route in page.router.routes if isinstance(route, APIRoute)]
    assert len(routes) > 10
    routes += [route.original_route for route in iter_route_contexts(make_api().routes)]
    assert len(routes) > 50
    for route in routes:
        assert isinstance(route, Route)
        assert not set(route.param_convertors) & set(NAMES_A_PERSON), route.path
