"""What a user gets for each thing that an endpoint may do wrong: once, for ever, or whenever points are asked."""

from collections.abc import Mapping

import pytest

from summarizer.errors import (
    AnswerEmpty,
    AnswerTooLarge,
    AuthenticationFailed,
    BadCompletion,
    BudgetSpent,
    EndpointOverloaded,
    EndpointUnreachable,
    ModelNotFound,
    ProviderError,
    SchemaNotSupported,
    SummarizerError,
)
from tests.endpoint.faults import FAULTS
from tests.endpoint.script import first_of, in_turn, when
from tests.faults.summarizing import check_line, check_sound, summarized, unharmed

# The answer is good all the same; what only lacks trustworthy counts says so.
HARMLESS = (
    "ok",
    "wrong-content-type",
    "envelope-duplicate-keys",
    "tool-call",
    "fenced",
    "thinking",
    "chatty",
)
UNCOUNTED = ("envelope-nan", "no-usage", "wrong-usage", "absurd-usage")
# Passing failures are tried again at once; where they stay, this is the error.
RETRIED: Mapping[str, type[SummarizerError]] = {
    **dict.fromkeys(
        ("reset", "closed", "reset-after-headers", "reset-in-body", "closed-in-body"), EndpointUnreachable
    ),
    **dict.fromkeys(("slow-headers", "slow-drip"), EndpointUnreachable),
    **dict.fromkeys(("408", "409", "429", "500", "502", "503", "504", "529", "503-html"), EndpointOverloaded),
    **dict.fromkeys(("429-after-seconds", "429-after-fraction", "429-after-date"), EndpointOverloaded),
    **dict.fromkeys(("429-after-absurd", "429-after-nonsense"), EndpointOverloaded),
    "429-quota": BudgetSpent,
    **dict.fromkeys(("empty-body", "truncated-json", "invalid-utf8"), BadCompletion),
    **dict.fromkeys(("empty-choices", "no-text"), AnswerEmpty),
}
# Nothing that another try could mend: the first one is the last.
FATAL: Mapping[str, type[SummarizerError]] = {
    **dict.fromkeys(("400", "422", "407"), ProviderError),
    **dict.fromkeys(("401", "403"), AuthenticationFailed),
    **dict.fromkeys(("404", "404-model"), ModelNotFound),
    **dict.fromkeys(("html", "error-with-200", "null-choices"), BadCompletion),
    "endless-body": AnswerTooLarge,
}
# The model is told what is wrong with its answer, once.
REPAIRED = (
    *("refusal-in-words", "prose", "unknown-tool", "trailing-comma", "nan", "wrong-schema", "wrong-types"),
    *("extra-items", "invented-figures", "unknown-ids", "unknown-sentences", "ids-of-another", "no-items"),
    *("length", "duplicate-keys"),
)
# This answer is given up, the others are not: the document's own words stand in.
WITHHELD = ("413", "400-too-long", "400-content-filter", "content-filter", "refusal")
CUT = ("length", "repetition")
# Ids of sentences alone are no fault: evidence is found without them.
UNUSABLE = sorted({*REPAIRED, *WITHHELD, "repetition"} - {"unknown-sentences", "ids-of-another"})
REFUSED_FORM = ("400-response-format",)
ALL = {*HARMLESS, *UNCOUNTED, *RETRIED, *FATAL, *REPAIRED, *WITHHELD, *CUT, *REFUSED_FORM}
POINTS = "要点1\n"  # in requests about points, be it in an example
OBJECTION = "上面的回答不对"


def test_every_fault_has_its_row() -> None:
    assert set(FAULTS) == ALL


@pytest.mark.parametrize("name", HARMLESS)
def test_an_answer_in_another_wrapping_is_as_good(name: str) -> None:
    outcome = summarized(in_turn(name))
    assert outcome.made.summary == unharmed().made.summary
    assert outcome.requests == unharmed().requests
    assert not outcome.warnings


@pytest.mark.parametrize("name", UNCOUNTED)
def test_counts_that_cannot_be_are_left_out_and_said(name: str) -> None:
    outcome = summarized(in_turn(name))
    assert outcome.made.summary == unharmed().made.summary
    assert outcome.requests == unharmed().requests
    usage = outcome.made.usage
    assert 0 <= usage.prompt_tokens <= 100_000
    assert 0 <= usage.completion_tokens <= 100_000
    assert [each for each in outcome.warnings if "用量" in each]


@pytest.mark.parametrize("name", RETRIED)
def test_a_failure_that_passes_costs_one_request_and_nothing_else(name: str) -> None:
    outcome = summarized(in_turn(name, "ok"))
    assert outcome.made.summary == unharmed().made.summary
    assert outcome.requests == unharmed().requests + 1
    assert outcome.made.usage.calls == unharmed().made.usage.calls
    assert not outcome.warnings


@pytest.mark.parametrize(("name", "kind"), RETRIED.items())
def test_a_failure_that_stays_is_one_line_after_a_few_tries(name: str, kind: type[SummarizerError]) -> None:
    outcome = summarized(in_turn(name))
    check_line(outcome.error, kind, outcome.url)
    assert 2 <= outcome.requests <= 12


@pytest.mark.parametrize(("name", "kind"), FATAL.items())
def test_what_no_try_can_mend_is_one_line_at_once(name: str, kind: type[SummarizerError]) -> None:
    outcome = summarized(in_turn(name))
    check_line(outcome.error, kind, outcome.url)
    assert outcome.requests == 1


@pytest.mark.parametrize("name", REPAIRED)
def test_a_bad_answer_is_asked_again_and_then_good(name: str) -> None:
    outcome = summarized(first_of(when(OBJECTION, "ok"), when(POINTS, name)))
    assert outcome.made.summary == unharmed().made.summary
    check_sound(outcome.made)
    assert outcome.requests >= unharmed().requests


@pytest.mark.parametrize("name", [*REPAIRED, *CUT])
def test_a_model_that_only_ever_answers_badly_spoils_no_record(name: str) -> None:
    outcome = summarized(in_turn(name))
    check_sound(outcome.made)
    assert outcome.warnings
    assert outcome.requests <= 20
    assert outcome.made.summary.figures == unharmed().made.summary.figures


@pytest.mark.parametrize("name", UNUSABLE)
def test_points_whose_answer_is_withheld_or_never_usable_are_told_in_the_documents_words(name: str) -> None:
    outcome = summarized(when(POINTS, name))
    check_sound(outcome.made)
    summary, usual = outcome.made.summary, unharmed().made.summary
    assert len(summary.achievements) == len(usual.achievements)
    assert len(summary.problems) == len(usual.problems)
    assert len(summary.tasks) == len(usual.tasks)
    assert [each for each in outcome.warnings if "改用原文" in each]


@pytest.mark.parametrize("name", WITHHELD)
def test_a_report_of_which_nothing_may_be_answered_still_gets_its_record(name: str) -> None:
    outcome = summarized(in_turn(name))
    check_sound(outcome.made)
    assert outcome.made.summary.achievements
    assert outcome.warnings


def test_a_form_that_is_refused_is_left_and_not_asked_for_again() -> None:
    outcome = summarized(in_turn("400-response-format", "ok"))
    assert outcome.made.summary == unharmed().made.summary
    assert outcome.requests == unharmed().requests + 1
    assert not outcome.warnings


def test_an_endpoint_that_takes_no_form_at_all_is_named() -> None:
    outcome = summarized(in_turn("400-response-format"))
    check_line(outcome.error, SchemaNotSupported, outcome.url)


@pytest.mark.parametrize("mode", ["json_object", "tools", "text"])
def test_whatever_form_the_endpoint_takes_the_record_is_the_same(mode: str) -> None:
    outcome = summarized(lambda _asked, _before: None, modes=[mode])
    assert outcome.made.summary == unharmed().made.summary
    assert not outcome.warnings


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [("429-after-seconds", 1, 2), ("429-after-date", 0, 2), ("429-after-absurd", 30, 3600)],
)
def test_the_wait_asked_for_is_kept_within_reason(name: str, least: float, most: float) -> None:
    waits = summarized(in_turn(name, "ok")).waits
    assert least <= max(waits) <= most


def test_a_key_that_is_wrong_is_told_from_one_that_is_right() -> None:
    outcome = summarized(lambda _asked, _before: None, key="sk-another")
    check_line(outcome.error, AuthenticationFailed, outcome.url)
    assert outcome.requests == 1
