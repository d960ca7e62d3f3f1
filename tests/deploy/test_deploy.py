"""The files in deploy/ are as their programs take them, and their commands are commands of ours."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from summarizer.cli.batch import run as command

DEPLOY = Path(__file__).parents[2] / "deploy"


def load(name: str) -> Any:
    yaml = pytest.importorskip("yaml")
    return yaml.safe_load((DEPLOY / name).read_text(encoding="utf-8"))


def options(line: str) -> set[str]:
    """The options of a command line; a program of its own takes them, without doing anything."""
    words = shlex.split(line)
    assert words[:2] == ["summarizer", "batch"]
    app = typer.Typer()
    app.command()(command.run)
    told = CliRunner().invoke(app, ["--help"], env={"COLUMNS": "200"}).output
    used = {word for word in words if word.startswith("-") and word != "-o"}
    assert used <= set(re.findall(r"--[a-z-]+", told))
    return used


def test_the_cluster_file_is_of_the_form_that_ray_takes() -> None:
    ray = pytest.importorskip("ray")
    jsonschema = pytest.importorskip("jsonschema")
    schema = Path(ray.__file__).parent / "autoscaler" / "ray-schema.json"
    jsonschema.validate(load("ray-cluster.yaml"), json.loads(schema.read_text(encoding="utf-8")))


def test_the_commands_that_the_files_give_are_ours() -> None:
    text = (DEPLOY / "ray-cluster.yaml").read_text(encoding="utf-8")
    found = re.search(r'"(summarizer batch [^"]+)"', text)
    assert found
    assert {"--engine", "--ray-address"} <= options(found[1])
    assert "--engine" in options(load("rayjob.yaml")["spec"]["entrypoint"])


def test_the_job_runs_one_image_with_keys_from_a_secret_on_head_and_workers() -> None:
    spec = load("rayjob.yaml")["spec"]["rayClusterSpec"]
    pods = [spec["headGroupSpec"], *spec["workerGroupSpecs"]]
    containers = [container for pod in pods for container in pod["template"]["spec"]["containers"]]
    assert len({container["image"] for container in containers}) == 1
    assert all(
        container["envFrom"] == [{"secretRef": {"name": "summarizer-keys"}}] for container in containers
    )
    assert all(
        container["resources"]["limits"] == container["resources"]["requests"] for container in containers
    )
    assert all(
        group["minReplicas"] <= group["replicas"] <= group["maxReplicas"]
        for group in spec["workerGroupSpecs"]
    )


def test_the_container_holds_what_the_wheel_is_built_of() -> None:
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    copied = {word for line in re.findall(r"^COPY (.+)", text, re.MULTILINE) for word in line.split()[:-1]}
    assert {"pyproject.toml", "README.md", "LICENSE", "summarizer", "prompts", "schemas", "evals"} == copied
    assert "[ray," in text
