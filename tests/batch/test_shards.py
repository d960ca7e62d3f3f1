import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.batch.shards import Shard
from summarizer.errors import ConfigError

NAMES = st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), unique=True)


@given(NAMES, st.integers(1, 9))
def test_each_report_falls_to_one_shard_whatever_lies_beside_it(names: list[str], of: int) -> None:
    shards = [Shard(number, of) for number in range(1, of + 1)]
    assert all(sum(shard.takes(name) for shard in shards) == 1 for name in names)


def test_shards_are_about_as_large_as_each_other() -> None:
    taken = [sum(Shard(n, 4).takes(f"县/{i}.txt") for i in range(4000)) for n in (1, 2, 3, 4)]
    assert min(taken) > 900


def test_a_report_falls_to_the_same_shard_for_ever() -> None:
    """A batch that is gone on with by a later version must find its reports in the same parts."""
    assert [n for n in (1, 2, 3) if Shard(n, 3).takes("县/a.txt")] == [3]


def test_a_shard_is_read_as_it_is_written() -> None:
    assert str(Shard.parse(" 2/8 ")) == "2/8"


@pytest.mark.parametrize("text", ["", "2", "0/2", "3/2", "1/0", "-1/2", "a/b", "1/2/3", "1.0/2"])
def test_a_shard_that_is_none_is_told(text: str) -> None:
    with pytest.raises(ConfigError, match="2/8"):
        Shard.parse(text)
