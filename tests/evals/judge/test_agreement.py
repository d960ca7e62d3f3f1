import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.judge import ALL, Judged, Vote, agreement
from evals.judge.agreement import kappa
from evals.judge.verdicts import Decision, verdict_of

PAIRS = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=2, max_size=40)


def claim(
    verdict: Decision | None,
    matched: bool | None,
    said: tuple[Decision | None, ...] = (),
    field: str = "tasks",
) -> Judged:
    return Judged(
        document="d",
        repeat=0,
        field=field,
        text="抓好防汛",
        votes=tuple(Vote(supported=each) for each in said),
        verdict=verdict,
        outcome=None if matched is None else "match" if matched else "invented",
    )


def test_kappa_is_as_computed_by_hand() -> None:
    # Of 50: both yes 20, judge alone 5, label alone 10, both no 15. p0 = 0.7; pe = 0.5·0.6 + 0.5·0.4 = 0.5.
    pairs = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15
    assert kappa(pairs) == pytest.approx(0.4)
    # Rare errors: 90 both yes, 4 judge alone, 4 label alone, 2 both no. p0 = 0.92; pe = 0.94² + 0.06² = 0.8872.
    pairs = [(True, True)] * 90 + [(True, False)] * 4 + [(False, True)] * 4 + [(False, False)] * 2
    assert kappa(pairs) == pytest.approx(0.0328 / 0.1128)


def test_a_judge_that_is_always_wrong_is_worse_than_chance() -> None:
    assert kappa([(True, False), (False, True)]) == -1


@pytest.mark.parametrize("label", [True, False])
@pytest.mark.parametrize("said", [[True, True], [True, False], [False, False]])
def test_kappa_is_undefined_where_all_labels_are_the_same(label: bool, said: list[bool]) -> None:
    assert kappa([(each, label) for each in said]) is None
    assert kappa([]) is None


@given(PAIRS)
def test_kappa_is_at_most_1_and_does_not_care_for_order_or_what_is_called_yes(
    pairs: list[tuple[bool, bool]],
) -> None:
    value = kappa(pairs)
    assert value is None or -1 <= value <= 1
    assert kappa(pairs[::-1]) == value
    assert kappa([(not one, not other) for one, other in pairs]) == pytest.approx(value)


@given(st.lists(st.booleans(), min_size=2).filter(lambda each: len(set(each)) == 2), st.booleans())
def test_an_oracle_has_kappa_1_and_a_judge_that_always_says_the_same_0(
    labels: list[bool], same: bool
) -> None:
    assert kappa([(each, each) for each in labels]) == 1
    assert kappa([(same, each) for each in labels]) == pytest.approx(0)


def test_a_judge_that_says_yes_to_good_work_is_accurate_and_worth_nothing() -> None:
    row = agreement([claim("yes", matched) for matched in [True] * 9 + [False]])[0]
    assert (row.accuracy, row.positives, row.majority, row.kappa) == (0.9, 0.9, 0.9, 0)


def test_the_majority_may_be_the_claims_that_match_no_label() -> None:
    row = agreement([claim("yes", matched) for matched in (True, False, False, False)])[0]
    assert (row.positives, row.majority) == (0.25, 0.75)


def test_unjudged_claims_and_free_text_count_neither_for_nor_against_the_judge() -> None:
    judged = [claim("yes", True), claim("no", False)]
    abstract = [claim("no", None, field="abstract")]
    rows = {row.field: row for row in agreement([*judged, claim(None, True), *abstract])}
    assert (rows["tasks"].claims, rows["tasks"].labelled, rows["tasks"].kappa) == (3, 2, 1)
    assert rows["tasks"].unjudged == pytest.approx(1 / 3)
    assert rows["tasks"].supported == pytest.approx(1 / 3)
    assert (rows["abstract"].labelled, rows["abstract"].kappa, rows["abstract"].accuracy) == (0, None, None)
    assert (rows[ALL].claims, rows[ALL].labelled) == (4, 2)


def test_samples_agree_as_often_as_two_of_them_say_the_same() -> None:
    # yes-yes-no: one of three pairs; yes-none-yes: one of one; none-none-no: no pair.
    said: list[tuple[Decision | None, ...]] = [("yes", "yes", "no"), ("yes", None, "yes"), (None, None, "no")]
    assert agreement([claim("yes", True, each) for each in said])[0].samples == 0.5
    assert agreement([claim("yes", True, ("yes",))])[0].samples is None


@given(st.permutations([claim("yes", True), claim("no", True), claim("no", False), claim(None, False)]))
def test_the_order_of_claims_is_irrelevant(claims: list[Judged]) -> None:
    assert agreement(claims) == agreement(sorted(claims, key=repr))


def test_no_claims_are_no_rows() -> None:
    assert agreement([]) == ()


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        (("yes", "yes", "no"), "yes"),
        (("no", "yes", "no"), "no"),
        (("yes", "no"), None),
        (("yes", None, None), None),
        (("yes", "no", None), None),
        (("yes", "yes", None), "yes"),
        ((), None),
    ],
)
def test_more_than_half_of_the_samples_decide(
    said: tuple[Decision | None, ...], verdict: Decision | None
) -> None:
    assert verdict_of(tuple(Vote(supported=each) for each in said)) == verdict
