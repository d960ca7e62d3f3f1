"""Requests that would be sent, for the terminal."""

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from summarizer.providers.unasked import Request
from summarizer.rendering.plain import plain


def render_requests(requests: Sequence[Request], *, full: bool) -> RenderableType:
    """A row for each request and their sums; with `full` the text of each message too."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False)
    table.add_column("")
    table.add_column("请求", no_wrap=True, overflow="ellipsis", max_width=44)
    for column in ("字数", "约合 token", "回答至多"):
        table.add_column(column, justify="right")
    for number, request in enumerate(requests, 1):
        table.add_row(str(number), _first_line(request), *_sizes([request]))
    table.add_section()
    table.add_row("", Text(f"共 {len(requests)} 次", "bold"), *_sizes(requests))
    texts = (line for request in requests for line in _texts(request)) if full else ()
    return Group(table, *texts)


def _sizes(requests: Iterable[Request]) -> tuple[str, ...]:
    some = list(requests)
    counts = (
        sum(each.characters for each in some),
        sum(each.tokens for each in some),
        sum(each.max_tokens for each in some),
    )
    return tuple(f"{count:,}" for count in counts)


def _first_line(request: Request) -> Text:
    question = plain(request.messages[-1].content)
    return Text(question if len(question) <= 40 else question[:39] + "…")


def _texts(request: Request) -> Iterable[Text]:
    yield Text()
    for message in request.messages:
        yield Text(f"〔{message.role}〕", "bold")
        yield from (Text(plain(line)) for line in message.content.splitlines())
