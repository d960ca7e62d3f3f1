"""Which request gets which fault."""

import re
from collections.abc import Callable, Mapping

from tests.endpoint.answers import Asked
from tests.endpoint.faults import FAULTS

# Told the request and how often the very same one came before; gives the name of a fault, or None to pass.
Script = Callable[[Asked, int], str | None]


def in_turn(*names: str) -> Script:
    """The first request gets the first fault and so on, the last one for ever: `in_turn("503", "ok")`."""
    left = list(known(*names))
    return lambda _asked, _before: left.pop(0) if len(left) > 1 else left[0]


def when(pattern: str, name: str, times: int | None = None) -> Script:
    """Requests in which the pattern occurs get this fault, each only `times` times where that is given."""
    known(name)
    searched = re.compile(pattern)
    return lambda asked, before: (
        name if (times is None or before < times) and searched.search(asked.text) else None
    )


def mixed(shares: Mapping[str, float], seed: int = 0) -> Script:
    """Faults at random, each with its share of all requests.

    What a request gets follows from the seed, its text and how often it came, whatever else is in flight.
    """
    known(*shares)
    key = seed.to_bytes(8, "little")

    def script(asked: Asked, before: int) -> str | None:
        drawn = asked.fraction(key + before.to_bytes(4, "little"))
        for name, share in shares.items():
            drawn -= share
            if drawn < 0:
                return name
        return None

    return script


def first_of(*scripts: Script) -> Script:
    """What the first script says that says anything."""
    return lambda asked, before: next((name for each in scripts if (name := each(asked, before))), None)


def known(*names: str) -> tuple[str, ...]:
    """The names, or ValueError where one is no fault's."""
    for name in names:
        if name not in FAULTS:
            raise ValueError(f"no fault {name!r}; there are: {', '.join(FAULTS)}")
    return names
