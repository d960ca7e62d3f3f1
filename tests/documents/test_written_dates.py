import pytest

from summarizer.documents.written_dates import find_date, iso_date


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("2024年1月9日", "2024-01-09"),
        ("（2024年 1月 9日）", "2024-01-09"),
        ("2024-01-09", "2024-01-09"),
        ("二〇二四年一月九日", "2024-01-09"),
        ("二○二四年十二月三十一日", "2024-12-31"),
        ("（2024年1月9日  县礼堂）", "2024-01-09"),
        ("（2024年1月）", "2024-01"),
        ("二〇二四年十二月", "2024-12"),
        ("2024年13月", None),
        ("2024年1月份", None),
        ("2024年2月30日", None),
        ("2024年1月9日印发", None),
        ("二〇二四年", None),
    ],
)
def test_a_line_that_is_a_date_is_read_in_both_numerals(line, date):
    assert iso_date(line) == date


def test_the_first_date_that_exists_is_found_with_its_place():
    text = "于2024年2月30日、2024年3月1日召开"
    date, start, end = find_date(text)
    assert (date, text[start:end]) == ("2024-03-01", "2024年3月1日")
