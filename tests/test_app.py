import threading
from pathlib import Path

import pytest

from summarizer import Summarizer, from_text, summarize
from summarizer.engine import Progress
from summarizer.errors import ConfigError, InputNotFound
from tests.loopback import LoopbackServer

REPORT = Path(__file__).parent / "data" / "short_report.txt"


def test_a_file_is_summarised_in_one_call(fake_endpoint: LoopbackServer) -> None:
    record = summarize(REPORT, base_url=fake_endpoint.url, model="fake")
    assert record.summary.title == "临江县水务局2024年上半年工作总结"
    assert record.source.name == REPORT.name


def test_a_path_may_be_text(fake_endpoint: LoopbackServer) -> None:
    assert summarize(str(REPORT), base_url=fake_endpoint.url, model="fake").source.name == REPORT.name


def test_one_model_summarises_many_documents_from_any_thread(fake_endpoint: LoopbackServer) -> None:
    document = from_text(REPORT.read_text(encoding="utf-8"), "text")
    found = []
    with Summarizer(base_url=fake_endpoint.url, model="fake") as summarizer:
        threads = [
            threading.Thread(target=lambda: found.append(summarizer.summarize(document))) for _ in range(3)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        found.append(summarizer.summarize(REPORT))
    assert len(found) == 4
    assert len({record.summary for record in found}) == 1


def test_progress_is_told_of_every_stage_in_order(fake_endpoint: LoopbackServer) -> None:
    steps: list[Progress] = []
    with Summarizer(base_url=fake_endpoint.url, model="fake") as summarizer:
        summarizer.summarize(REPORT, steps.append)
    assert list(dict.fromkeys(step.stage for step in steps)) == ["facts", "items", "sections", "prose"]
    assert all(step.done <= step.total for step in steps)


def test_a_bad_document_leaves_the_model_usable(fake_endpoint: LoopbackServer, tmp_path: Path) -> None:
    with Summarizer(base_url=fake_endpoint.url, model="fake") as summarizer:
        with pytest.raises(InputNotFound):
            summarizer.summarize(tmp_path / "no.txt")
        assert summarizer.summarize(REPORT).summary.achievements


def test_a_summarizer_may_be_opened_again(fake_endpoint: LoopbackServer) -> None:
    summarizer = Summarizer(base_url=fake_endpoint.url, model="fake")
    for _ in range(2):
        with summarizer:
            assert summarizer.summarize(REPORT).usage.calls > 0


def test_a_setting_that_is_misspelt_is_told_before_anything_is_opened() -> None:
    with pytest.raises(ConfigError, match="did you mean model"):
        Summarizer(modle="fake")
