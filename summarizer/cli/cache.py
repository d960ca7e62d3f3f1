"""`summarizer cache`: answers of models that are kept, so that nothing is asked twice."""

import typer

from summarizer.messages import say

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help=say("模型回答的缓存：统计、清空。", "The cache of models' answers: stats, clear."),
)


@app.command(help=say("缓存在哪里、有多大。", "Show where the cache is and how large."))
def stats() -> None:
    """Print place, number of answers and size."""
    from summarizer.providers.cache import CallCache, cache_path

    with CallCache(cache_path()) as cache:
        kept = cache.stats()
    size = f"{kept.size / 1e6:.1f} MB"
    typer.echo(
        say(f"{cache_path()}：{kept.calls} 个回答，{size}", f"{cache_path()}: {kept.calls} answers, {size}")
    )


@app.command(help=say("清空缓存。", "Forget all answers."))
def clear() -> None:
    """Forget everything."""
    from summarizer.providers.cache import CallCache, cache_path

    with CallCache(cache_path()) as cache:
        calls = cache.stats().calls
        cache.clear()
    typer.echo(say(f"清掉了 {calls} 个回答", f"{calls} answers forgotten"))
