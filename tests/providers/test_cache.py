import asyncio
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest

from summarizer.errors import BadCompletion, CacheFailed
from summarizer.providers import Completion, Limits, Message
from summarizer.providers.base import JsonSchema
from summarizer.providers.cache import Cached, CallCache

QUESTION = (Message("user", "报告第一段讲了什么？"),)
SCHEMA: JsonSchema = {"type": "object"}


class Counting:
    """Answers with the number of times it was asked."""

    model = "counting"
    limits = Limits(4096, 1, 1)

    def __init__(self, identity: str = "counting 1", error: Exception | None = None) -> None:
        self.identity = identity
        self.asked = 0
        self.error = error

    async def complete(self, messages: Sequence[Message], schema: JsonSchema, max_tokens: int) -> Completion:
        self.asked += 1
        if self.error:
            raise self.error
        return Completion(f"第{self.asked}次", 10, 3, truncated=True)

    async def close(self) -> None:
        pass


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "calls.sqlite"


def ask(
    cached: Cached, messages: Sequence[Message] = QUESTION, schema: JsonSchema = SCHEMA, most: int = 50
) -> Completion:
    return asyncio.run(cached.complete(messages, schema, most))


def test_the_same_question_is_asked_once_across_programs(path: Path) -> None:
    provider = Counting()
    with CallCache(path) as cache:
        first = ask(Cached(provider, cache))
    with CallCache(path) as cache:
        second = ask(Cached(provider, cache))
    assert provider.asked == 1
    assert (first.text, first.prompt_tokens, first.completion_tokens, first.truncated) == (
        "第1次",
        10,
        3,
        True,
    )
    assert (second.text, second.prompt_tokens, second.completion_tokens, second.truncated) == (
        "第1次",
        10,
        3,
        True,
    )
    assert (first.cached, second.cached) == (False, True)
    assert first.seconds == second.seconds


def test_an_answer_whose_count_is_not_known_stays_so(path: Path) -> None:
    with CallCache(path) as cache:
        cache.put("k", Completion("{}", 0, 0, miscounted=True))
        kept = cache.get("k")
    assert kept is not None
    assert kept.miscounted


def test_answers_in_the_form_of_another_version_are_forgotten(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as older:
        older.execute("CREATE TABLE calls (key TEXT PRIMARY KEY, text TEXT)")
        older.execute("INSERT INTO calls VALUES ('k', '{}')")
    older.close()
    with CallCache(path) as cache:
        assert cache.get("k") is None
        cache.put("k", Completion("{}", 1, 1))
    with CallCache(path) as cache:
        assert cache.get("k") is not None


@pytest.mark.parametrize(
    "other",
    [
        {"messages": (Message("user", "报告第二段讲了什么？"),)},
        {"messages": (Message("system", "报告第一段讲了什么？"),)},
        {"schema": {"type": "string"}},
        {"most": 51},
    ],
)
def test_another_question_is_asked(path: Path, other: dict[str, object]) -> None:
    provider = Counting()
    with CallCache(path) as cache:
        ask(Cached(provider, cache))
        assert not ask(Cached(provider, cache), **other).cached  # type: ignore[arg-type]


def test_a_repetition_and_another_model_are_asked_anew(path: Path) -> None:
    provider, other = Counting(), Counting("counting 2")
    with CallCache(path) as cache:
        ask(Cached(provider, cache))
        assert not ask(Cached(provider, cache, repeat=1)).cached
        assert not ask(Cached(other, cache)).cached


def test_a_failure_is_not_kept(path: Path) -> None:
    failing, working = Counting(error=BadCompletion("nothing")), Counting()
    with CallCache(path) as cache:
        with pytest.raises(BadCompletion):
            ask(Cached(failing, cache))
        assert not ask(Cached(working, cache)).cached


def test_what_was_not_used_for_longest_goes_when_the_cache_is_full(path: Path) -> None:
    with CallCache(path, most=15 * 1200) as cache:
        for number in range(20):
            cache.put(str(number), Completion("字" * 333, 1, 1))
            cache.get("0")
        assert cache.get("0") is not None
        assert cache.get("1") is None
        assert cache.get("19") is not None
        assert cache.stats().calls < 20


def test_clearing_forgets_all(path: Path) -> None:
    with CallCache(path) as cache:
        cache.put("a", Completion("答", 1, 1))
        cache.clear()
        assert cache.get("a") is None
        assert cache.stats().calls == 0


def test_two_programs_may_share_the_file(path: Path) -> None:
    with CallCache(path) as one, CallCache(path) as other:
        one.put("a", Completion("甲", 1, 1))
        other.put("a", Completion("乙", 1, 1))
        assert [cache.get("a").text for cache in (one, other)] == ["甲", "甲"]  # type: ignore[union-attr]


def test_a_file_that_is_no_cache_is_named(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("这不是数据库，只是一些文字。" * 100, encoding="utf-8")
    with pytest.raises(CacheFailed, match=r"calls\.sqlite"):
        CallCache(path)


def test_a_table_of_another_form_is_named(path: Path) -> None:
    path.parent.mkdir()
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE calls (something TEXT)")
    database.execute("PRAGMA user_version = 2")
    database.close()
    with pytest.raises(CacheFailed):
        CallCache(path)


def test_answers_that_come_together_are_all_kept(path: Path) -> None:
    with CallCache(path) as cache:
        kept = [cache.keep(str(number), Completion(f"答{number}", 1, 1)) for number in range(1000)]
        for each in kept:
            each.result(10)
    with CallCache(path) as cache:
        assert [cache.get(str(number)).text for number in (0, 500, 999)] == ["答0", "答500", "答999"]  # type: ignore[union-attr]
        assert cache.stats().calls == 1000


def test_an_answer_is_on_disk_once_it_is_said_to_be(path: Path) -> None:
    with CallCache(path) as cache, CallCache(path) as other:
        cache.keep("a", Completion("答", 1, 1)).result(10)
        assert other.get("a") is not None


def test_an_answer_that_nobody_waits_for_any_more_is_kept_and_harms_no_other(path: Path) -> None:
    with CallCache(path) as cache:
        left = [cache.keep(str(number), Completion("答", 1, 1)) for number in range(50)]
        for each in left[::2]:
            each.cancel()
        cache.put("last", Completion("答", 1, 1))
    with CallCache(path) as cache:
        assert cache.stats().calls == 51


def test_a_disk_that_fails_fails_the_answers_that_wait_and_not_the_writer(path: Path) -> None:
    with CallCache(path) as cache:
        cache.put("a", Completion("答", 1, 1))
        other = sqlite3.connect(path)
        other.execute("DROP TABLE calls")
        other.commit()
        other.close()
        for _ in range(2):
            with pytest.raises(CacheFailed, match="--no-cache"):
                cache.put("b", Completion("答", 1, 1))
