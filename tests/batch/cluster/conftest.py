"""A cluster of two nodes on loopback, reports in a folder, an endpoint that answers them."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

WORDS = (
    "第{number}街道二〇二四年上半年工作总结\n一、工作情况\n新建学校{number}所，培训教师{number}30人次，群众满意度明显提高。\n"
    "二、存在问题\n资金缺口{number}万元。\n三、下一步工作\n年底前改造校舍{number}间。\n"
)


@pytest.fixture
def reports(tmp_path: Path) -> Callable[[int], Path]:
    """A function that writes so many reports and gives their folder."""

    def write(count: int) -> Path:
        folder = tmp_path / "in"
        for number in range(count):
            path = folder / f"{number % 7}" / f"r{number:05d}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(WORDS.format(number=number + 2), encoding="utf-8")
        return folder

    return write


@pytest.fixture(scope="module")
def nodes() -> Iterator[Any]:
    """Two nodes with a processor each; this process is on the first."""
    ray = pytest.importorskip("ray")
    from ray.cluster_utils import Cluster  # noqa: PLC0415 - an extra

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patch.setenv(name, "tests")
        path = [os.getcwd(), os.environ.get("PYTHONPATH", "")]  # noqa: PTH109
        patch.setenv("PYTHONPATH", os.pathsep.join(path).rstrip(os.pathsep))
        cluster = Cluster(
            initialize_head=True,
            head_node_args={"num_cpus": 1, "include_dashboard": False},
        )
        cluster.add_node(num_cpus=1)
        ray.init(address=cluster.address, log_to_driver=False, logging_level="error")
        cluster.wait_for_nodes()
        yield cluster
        ray.shutdown()
        cluster.shutdown()
