"""Prompt templates: Jinja files with a version in their name, one folder for each schema.

A template is made of blocks, each of which becomes one message: `system`, then `ask_1`, `reply_1`,
`ask_2`, `reply_2` … (examples), then `question`; `repair` follows a bad answer. Blocks are rendered one by one, so that text of a
document can never start a message of its own.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from jinja2.runtime import Context

from summarizer.errors import ConfigError
from summarizer.messages import say
from summarizer.prompting.markers import without_markers
from summarizer.providers import Message

EXAMPLE = re.compile(r"(ask|reply)_(\d+)")
VERSIONED = re.compile(r"(?P<name>\w+)\.v(?P<version>\d+)\.jinja")


class PromptSet:
    """The templates of one schema; of each name the newest version is used."""

    def __init__(self, folder: str) -> None:
        # Autoescape is for HTML; a model must see the characters of the document.
        self._jinja = Environment(  # noqa: S701
            loader=PackageLoader("prompts", folder),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,  # the files of a package stay as they are
            # What is filled in is a document's, or was said of one.
            finalize=lambda value: without_markers(value) if isinstance(value, str) else value,
        )
        self._files = dict(self._newest())

    def messages(
        self, name: str, shots: Sequence[tuple[Mapping[str, Any], str]] = (), **values: Any
    ) -> list[Message]:
        """Render one template; jinja2.UndefinedError where it uses a value that is not given.

        `shots` are further examples after those of the template: values of a question, and its answer.
        """
        template = self._template(name)
        context = template.new_context(dict(values))
        examples = sorted((b for b in template.blocks if EXAMPLE.fullmatch(b)), key=_turn)
        return [
            Message("system", _block(template, "system", context)),
            *(
                Message("user" if b.startswith("ask") else "assistant", _block(template, b, context))
                for b in examples
            ),
            *(
                message
                for asked, reply in shots
                for message in (
                    Message("user", _block(template, "question", template.new_context(values | dict(asked)))),
                    Message("assistant", reply),
                )
            ),
            Message("user", _block(template, "question", context)),
        ]

    def repair(self, name: str, said: str, fault: str) -> list[Message]:
        """Render the turns that follow an answer that is wrong: the answer, and what is wrong with it."""
        template = self._template(name)
        context = template.new_context({"fault": fault})
        return [
            Message("assistant", without_markers(said)),
            Message("user", _block(template, "repair", context)),
        ]

    def digest(self) -> str:
        """SHA-256 over the names and sources of the templates in use."""
        whole = hashlib.sha256()
        for file in sorted(self._files.values()):
            source, _, _ = self._jinja.loader.get_source(self._jinja, file)  # type: ignore[union-attr]
            whole.update(f"{file}\n{source}\n".encode())
        return whole.hexdigest()

    def _newest(self) -> Iterator[tuple[str, str]]:
        found = [match for file in self._jinja.list_templates() if (match := VERSIONED.fullmatch(file))]
        for match in sorted(found, key=lambda m: int(m["version"])):
            yield match["name"], match.string

    def _template(self, name: str) -> Template:
        if name not in self._files:
            known = ", ".join(sorted(self._files))
            raise ConfigError(
                say(
                    f"没有提示词模板“{name}”，现有：{known}",
                    f"No prompt template {name!r}; there are: {known}",
                )
            )
        return self._jinja.get_template(self._files[name])


def _block(template: Template, block: str, context: Context) -> str:
    return "".join(template.blocks[block](context)).strip()


def _turn(block: str) -> tuple[int, bool]:
    match = EXAMPLE.fullmatch(block)
    assert match is not None  # noqa: S101 - the caller chose blocks that match
    return int(match[2]), match[1] == "reply"
