import pytest

from summarizer.messages import say, speaks_chinese

VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("variable", VARIABLES)
@pytest.mark.parametrize("value", ["zh_CN.UTF-8", "zh_TW", "zh", "ZH_cn.gbk"])
def test_a_chinese_locale_gets_chinese(variable: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, value)
    assert say("中文", "English") == "中文"


@pytest.mark.parametrize("value", ["C", "C.UTF-8", "POSIX", "en_US.UTF-8", "de_DE"])
def test_any_other_locale_gets_english(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", value)
    assert say("中文", "English") == "English"


@pytest.mark.parametrize(
    ("values", "chinese"),
    [
        (("C", "zh_CN", "zh_CN"), False),
        (("zh_CN", "C", "C"), True),
        (("", "zh_CN", "C"), True),
        (("", "", "zh_CN"), True),
        (("", "en_GB", "zh_CN"), False),
    ],
)
def test_the_first_variable_that_says_something_decides(
    values: tuple[str, str, str], chinese: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in zip(VARIABLES, values, strict=True):
        monkeypatch.setenv(name, value)
    assert speaks_chinese() is chinese


def test_no_locale_at_all_is_no_error() -> None:
    assert say("中文", "English") in {"中文", "English"}
