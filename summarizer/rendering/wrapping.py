"""Line breaking for Chinese: anywhere between characters, but not in numbers nor beside punctuation.

rich breaks at spaces only, which leaves Chinese lines ragged and lets them begin with a full stop.
"""

import re
from collections.abc import Iterator

from rich.cells import cell_len, chop_cells
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.text import Text

# What is never broken: a character, or a run of Latin letters and digits with its multiplier, with the
# opening marks before and the closing marks after it. Spaces after it hang over the end of the line.
_UNIT = re.compile(
    r"(?P<solid>[（《“‘〔【「『]*(?:[!-~–]+[万亿]*|.)[，。、；：！？）》”’〕】」』％…]*)"
    r"(?P<space>[ 　]*)"
)


def break_points(text: str, width: int) -> Iterator[int]:
    """Yield the positions in `text` at which lines of at most `width` cells begin, but for the first."""
    used = 0
    for unit in _UNIT.finditer(text):
        if used and used + cell_len(unit["solid"]) > width:
            yield unit.start()
            used = 0
        position = unit.start()
        if cell_len(unit["solid"]) > width:
            *full, rest = chop_cells(unit["solid"], width)
            for line in full:
                yield (position := position + len(line))
            used = cell_len(rest + unit["space"])
        else:
            used += cell_len(unit[0])


class Flowing:
    """A rich renderable: styled text broken into lines as Chinese is."""

    def __init__(self, text: Text) -> None:
        self._text = text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the lines, each as wide as it needs to be."""
        for line in self._text.divide(break_points(self._text.plain, options.max_width)):
            line.rstrip()
            line.no_wrap = True
            yield line

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """Say that the text fits any width from a few characters to one line."""
        widest = min(self._text.cell_len, options.max_width)
        return Measurement(min(8, widest), widest)
