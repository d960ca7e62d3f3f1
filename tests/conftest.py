"""A neutral environment for all tests, and servers on loopback that stand in for models."""

import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any

import pytest
from hypothesis import settings

from summarizer.config import ENVIRONMENT
from tests import fake_model
from tests.loopback import Answer, LoopbackServer

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# How long an example takes says more of the machine's load than of the program.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(scope="session", autouse=True)
def neutral(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Messages are English and nothing is set, whoever runs the tests."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("LC_ALL", "C.UTF-8")
        environment.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))
        environment.setenv("SUMMARIZER_CACHE", str(tmp_path_factory.mktemp("cache")))
        for name in ENVIRONMENT.values():
            environment.delenv(name, raising=False)
        yield


@pytest.fixture
def serve() -> Iterator[Callable[[Answer], LoopbackServer]]:
    """Starts a server with the answers given; it ends with the test."""
    with ExitStack() as stack:
        yield lambda answer: stack.enter_context(LoopbackServer(answer))


@pytest.fixture
def fake_endpoint(serve: Callable[[Answer], LoopbackServer]) -> LoopbackServer:
    """An OpenAI-compatible endpoint whose model answers any request of the program, at `.url`."""
    return serve(fake_model.answer)


@pytest.fixture
def hang_guard() -> Callable[[], AbstractContextManager[None]]:
    """A block that may take 30 seconds of processor time: linear work needs a fraction of one, a hang all."""

    def out_of_time(_signal: int, _frame: object) -> None:
        raise TimeoutError("30 seconds of processor time are used up")

    @contextmanager
    def guard() -> Iterator[None]:
        before = signal.signal(signal.SIGPROF, out_of_time)
        signal.setitimer(signal.ITIMER_PROF, 30)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, before)

    return guard


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """The system's Chromium without a window, driven by Playwright; nothing is downloaded.

    Playwright's event loop runs in the main thread while it is up, where later tests could start none of theirs.
    """
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    chromium = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not chromium:
        pytest.skip("there is no Chromium")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=chromium)
        yield opened
        opened.close()
