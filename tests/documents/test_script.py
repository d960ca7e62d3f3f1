import pytest

from summarizer.documents import simplified


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("水網規劃", "水网规划"),
        ("推进“水網”建设\n縣", "推进“水网”建设\n县"),
        ("水网规划2.36亿元", "水网规划2.36亿元"),
        ("", ""),
    ],
)
def test_any_text_is_simplified_character_for_character(text: str, plain: str) -> None:
    assert simplified(text) == plain
    assert len(simplified(text)) == len(text)
