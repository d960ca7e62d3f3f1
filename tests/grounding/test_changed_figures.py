"""Bars: one thing of a figure changed in an otherwise true statement is always flagged, the true one never."""

import random
import re
from itertools import islice
from pathlib import Path

import pytest

from summarizer.grounding import unsupported
from summarizer.quantities import find_quantities

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
PATHS = [
    *sorted((ROOT / "examples").glob("*.txt")),
    *sorted((SHARED / "reports").glob("*.txt")),
    *sorted((SHARED / "corpus").glob("*.txt")),
]
WANTED = 300
OPPOSITE = {
    "增长": "下降", "增加": "减少", "提高": "降低", "上升": "下降", "提升": "下降", "下降": "增长", "减少": "增加",
    "降低": "提高", "压减": "增加", "缩小": "扩大", "新增": "减少",
}  # fmt: skip


def statements():
    """Each figure in digits with its clause, and the sentence that holds it."""
    for path in PATHS:
        text = path.read_text("utf-8", errors="replace")
        for sentence in re.findall("[^。！？\n]+", text):
            for clause in re.findall("[^；;]+", sentence):
                for figure in find_quantities(clause):
                    if figure.numerals == "arabic":
                        yield sentence, clause, figure


FIGURES = list(statements())


def put(clause, figure, mention):
    return clause[: figure.start] + mention + clause[figure.end :]


def other_digits(clause, figure, random_):
    places = [match.start() for match in re.finditer("[0-9]", figure.mention)]
    at = random_.choice(places)
    digit = random_.choice([each for each in "123456789" if each != figure.mention[at]])
    return put(clause, figure, figure.mention[:at] + digit + figure.mention[at + 1 :])


def other_multiplier(clause, figure, _):
    # 万亿 and 亿万 are the same.
    swapped = {"万": "亿", "亿": "万", "万亿": "亿"}
    return put(clause, figure, re.sub("万?亿|万", lambda found: swapped[found[0]], figure.mention, count=1))


def other_unit(clause, figure, _):
    if figure.unit == "%":
        return put(clause, figure, re.sub("[%％]", "个百分点", figure.mention))
    return put(clause, figure, re.sub("个?百分点", "%", figure.mention))


def other_direction(clause, figure, _):
    before = clause[: figure.start]
    found = re.search(f"({'|'.join(OPPOSITE)})(?=[至到了为]?$)", before)
    return clause if not found else f"{before[: found.start()]}{OPPOSITE[found[0]]}{clause[found.end() :]}"


def without_qualifier(clause, figure, _):
    return put(
        clause,
        figure,
        re.sub("余|多|近|约|超过|超|突破|以上|左右|逾|接近|大约|不少于|不低于|至少", "", figure.mention),
    )


CHANGES = {
    "digits": other_digits,
    "万 and 亿": other_multiplier,
    "% and 个百分点": other_unit,
    "rise and fall": other_direction,
    "qualifier": without_qualifier,
}


def false_statements(change):
    """Up to 300 clauses with one figure changed, each with the sentence that holds the true one."""
    random_ = random.Random(4)
    for sentence, clause, figure in random_.sample(FIGURES, len(FIGURES)):
        false = CHANGES[change](clause, figure, random_)
        if false != clause:
            yield false, sentence


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_figure_is_always_flagged(change):
    pairs = list(islice(false_statements(change), WANTED))
    assert len(pairs) >= (WANTED if SHARED.exists() else 5)
    assert [pair for pair in pairs if not unsupported(pair[0], [pair[1]])] == []


def test_a_true_figure_is_never_flagged():
    assert [clause for sentence, clause, _ in FIGURES if unsupported(clause, [sentence])] == []
