import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from summarizer.batch.ledger import FILE_NAME, Ledger
from summarizer.batch.model import Place, Settled, State
from tests.batch.played import settled

A, B = ("a", "/in/a", "1"), ("b", "/in/b", "1")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger(tmp_path / FILE_NAME)
    yield ledger
    ledger.close()


def states(ledger: Ledger) -> dict[str, str]:
    return {row.name: row.state.value for row in ledger.rows()}


def settle(ledger: Ledger, *outcomes: Settled) -> int:
    return ledger.settle([(each, Place(1, 0, 9) if each.line else None) for each in outcomes], [], {})


def test_a_report_is_taken_once(ledger: Ledger) -> None:
    assert ledger.claim([A, B]) == {"a", "b"}
    assert ledger.claim([A, B]) == frozenset()
    assert states(ledger) == {"a": "running", "b": "running"}


def test_what_was_in_hand_is_put_back_with_its_attempts(ledger: Ledger) -> None:
    ledger.claim([A])
    ledger.release()
    ledger.claim([A])
    (row,) = ledger.rows()
    assert (row.attempts, row.origin) == (2, "/in/a")


def test_the_names_given_back_are_those_that_failed_unheard(ledger: Ledger) -> None:
    ledger.claim([A, B])
    settle(ledger, Settled("a", "1", error="x"), settled("b"))
    ledger.release(["a", "b"])
    assert states(ledger) == {"a": "pending", "b": "done"}


def test_a_file_with_another_stamp_is_to_be_done_and_forgets_what_was(ledger: Ledger) -> None:
    ledger.claim([A])
    settle(ledger, settled("a"))
    ledger.find([A])
    assert states(ledger) == {"a": "done"}
    ledger.find([("a", "/in/a", "2")])
    (row,) = ledger.rows()
    assert (row.state, row.place, row.sha256, row.attempts) == (State.PENDING, None, None, 0)
    assert ledger.twin("sha a") is None


def test_work_on_a_file_that_was_found_changed_meanwhile_does_not_count(ledger: Ledger) -> None:
    ledger.claim([A])
    ledger.find([("a", "/in/a", "2")])
    assert settle(ledger, settled("a", stamp="1")) == 0
    assert states(ledger) == {"a": "pending"}


def test_usage_is_summed_over_attempts_and_reports(ledger: Ledger) -> None:
    ledger.claim([A, B])
    settle(ledger, settled("a"), settled("b"))
    settle(ledger, settled("a"))
    counts = ledger.counts()
    assert (counts.calls, counts.prompt_tokens, counts.cost, counts.total) == (3, 30, 1.5, 2)


def test_rows_come_in_the_order_of_finding_however_many_there_are(ledger: Ledger) -> None:
    names = [f"{number:04d}" for number in range(1203)]
    ledger.find([(name, "", "1") for name in reversed(names)])
    assert [row.name for row in ledger.rows()] == names[::-1]
    assert list(ledger.rows(State.DONE)) == []
    assert ledger.total() == 1203


def test_many_are_taken_at_once(ledger: Ledger) -> None:
    many = [(str(number), "", "1") for number in range(1203)]
    assert ledger.claim(many) == {name for name, _, _ in many}


def test_notes_replace_earlier_ones(ledger: Ledger) -> None:
    ledger.note({"spent": "1", "other": "x"})
    ledger.settle([], [], {"spent": "2"})
    assert ledger.meta() == {"spent": "2", "other": "x"}


def test_names_may_hold_anything_that_is_text(ledger: Ledger) -> None:
    odd = [("a'b\n\"c%_.txt", "", "1"), ("县/😀.zip!/b.docx", "", "1")]
    assert ledger.claim(odd) == {odd[0][0], odd[1][0]}


def test_threads_may_share_it(ledger: Ledger) -> None:
    taken: list[frozenset[str]] = []
    rows = [(str(number), "", "1") for number in range(300)]
    threads = [threading.Thread(target=lambda: taken.append(ledger.claim(rows))) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(len(each) for each in taken) == [0, 0, 0, 300]
