"""What the program says to people, in Chinese or English, as their locale asks."""

import locale
import os


def speaks_chinese() -> bool:
    """Whether messages are to be Chinese: the first of LC_ALL, LC_MESSAGES and LANG that is set decides."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return value.lower().startswith("zh")
    # Windows sets none of the variables; its user locale is asked instead.
    return (locale.getlocale()[0] or "").lower().startswith(("zh", "chinese"))


def say(zh: str, en: str) -> str:
    """Choose the Chinese or the English wording of one message."""
    return zh if speaks_chinese() else en
