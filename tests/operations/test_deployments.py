"""The deployments and the example files say the same as the program."""

from __future__ import annotations

import configparser
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped] # it comes with Prefect, without types
from typer.main import get_command

from flows.cli import app
from flows.operations.environment import POOL, SERVER, environment
from flows.operations.plans import ARRIVED, NIGHTLY, PLANS, TIME_ZONE
from flows.operations.serve import Serving
from flows.settings import Settings

ROOT = Path(__file__).parents[2]


@pytest.fixture
def declared() -> dict[str, dict[str, Any]]:
    told = yaml.safe_load((ROOT / "prefect.yaml").read_text("utf-8"))
    return {deployment["name"]: deployment for deployment in told["deployments"]}


def test_prefect_yaml_declares_what_serve_deploys(declared: dict[str, dict[str, Any]]) -> None:
    plans = {plan.name: plan for plan in PLANS}
    assert declared.keys() == plans.keys()
    for name, deployment in declared.items():
        plan = plans[name]
        assert deployment["description"] == plan.description
        assert deployment["entrypoint"].replace("/", ".").replace(".py:", ".") == plan.entrypoint
        assert deployment["work_pool"]["name"] == POOL
        assert deployment["concurrency_limit"] == {"limit": 1, "collision_strategy": "ENQUEUE"}
        schedules = deployment.get("schedules", [])
        assert schedules == ([{"cron": NIGHTLY, "timezone": TIME_ZONE}] if plan.is_nightly else [])
        expected = [event for trigger in deployment.get("triggers", []) for event in trigger["expect"]]
        assert expected == ([plan.event] if plan.event else [])


def test_the_event_of_the_watch_matches_what_prefect_yaml_waits_for(
    declared: dict[str, dict[str, Any]], tmp_path: Path
) -> None:
    from flows.operations.prefect_deployments import resource_id

    (trigger,) = declared["on-arrival"]["triggers"]
    assert ARRIVED in trigger["expect"]
    pattern = trigger["match"]["prefect.resource.id"]
    assert resource_id(tmp_path).startswith(pattern.removesuffix("*"))


def test_every_plan_makes_a_deployment_with_absolute_folders(settings: Settings) -> None:
    from flows.operations.prefect_deployments import _deployment

    for plan in PLANS:
        made = _deployment(plan, settings, NIGHTLY, TIME_ZONE)
        assert made.entrypoint == plan.entrypoint
        assert Path(made.parameters["seeds"]).is_absolute()
        assert len(made.schedules or []) == plan.is_nightly
        assert len(made.triggers) == (plan.event is not None)
        assert not _deployment(plan, settings, "", TIME_ZONE).schedules


def test_the_form_has_typed_parameters() -> None:
    from flows.pipeline import build

    told = build.parameters.properties
    assert told["rebuild"]["type"] == "boolean"
    assert told["only"]["type"] == "array"
    assert told["workers"]["minimum"] == 0
    assert told["seeds"]["format"] == "path"


def test_growth_of_the_database_is_bounded_by_settings_that_prefect_has(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from prefect.settings import Settings as PrefectSettings

    for name, value in SERVER.items():
        monkeypatch.setenv(name, value)
    told = PrefectSettings().server
    assert {"events", "flow_runs"} <= told.services.db_vacuum.enabled_vacuum_types
    assert told.services.db_vacuum.retention_period.days == 30
    assert told.events.retention_period.days == 7
    assert told.deployments.concurrency_slot_wait_seconds == 5


def test_what_the_user_set_holds_but_the_address_is_the_one_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PREFECT_WORKER_QUERY_SECONDS", "7")
    monkeypatch.setenv("PREFECT_API_URL", "http://elsewhere/api")
    told = environment("http://127.0.0.1:4200/api")
    assert told["PREFECT_WORKER_QUERY_SECONDS"] == "7"
    assert told["PREFECT_API_URL"] == "http://127.0.0.1:4200/api"
    assert told["DO_NOT_TRACK"] == "1"


def test_the_address_of_a_server_that_listens_everywhere_is_this_machine() -> None:
    assert Serving(host="0.0.0.0", port=5000).address == "http://127.0.0.1:5000/api"
    assert Serving(api="http://server:4200/api").address == "http://server:4200/api"


def options(command: str) -> set[str]:
    """The options of a command of `marsad`."""
    group: Any = get_command(app)
    return {name for option in group.commands[command].params for name in option.opts}


def assert_runs(words: list[str]) -> None:
    """The command and its options exist."""
    assert Path(words[0]).name == "marsad"
    assert {word for word in words[2:] if word.startswith("--")} <= options(words[1])


def test_the_systemd_unit_starts_a_command_that_exists_and_ends_it_in_time() -> None:
    unit = configparser.ConfigParser(interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign] # systemd's names have capitals
    unit.read(ROOT / "examples" / "marsad.service", encoding="utf-8")
    service = unit["Service"]
    assert_runs(shlex.split(service["ExecStart"]))
    assert service["KillMode"] == "mixed"
    assert int(service["TimeoutStopSec"]) > 2 * 15  # a worker and a server, each given its time
    assert "/srv/marsad/output" in service["ReadWritePaths"]


def test_the_container_file_copies_what_exists_and_starts_a_command_that_exists() -> None:
    text = (ROOT / "examples" / "Containerfile").read_text("utf-8").replace("\\\n", " ")
    lines = [line.split(None, 1) for line in text.splitlines() if line and not line.startswith("#")]
    steps = [(word, rest) for word, rest in (line for line in lines if len(line) == 2)]
    assert steps[0][0] == "FROM"
    version = re.search(r"python:3\.(\d+)", steps[0][1])
    assert version is not None
    assert 11 <= int(version.group(1)) <= 13
    for word, rest in steps:
        if word == "COPY":
            assert all((ROOT / source).exists() for source in rest.split()[:-1]), rest
    (command,) = [rest for word, rest in steps if word == "CMD"]
    assert_runs(yaml.safe_load(command))
