"""The scripted endpoint's files and batches, in the form of OpenAI's API, and what may become of them."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import parse_qs, urlsplit

from tests.endpoint.answers import Asked
from tests.endpoint.faults import FAULTS
from tests.endpoint.replies import Reply, error, json_reply

if TYPE_CHECKING:
    from tests.endpoint.server import ScriptedEndpoint

# ok: completed. failed, full: not accepted, the latter since too much waits. expired, cancelled: half is answered.
# nothing: expired, and nothing is answered.
# partial: completed, half is missing all the same. errors: half is in the file of errors, with status 500.
# shuffled: answers in another order. unknown: also answers to what nobody asked. twice: each answer twice, the
# second one spoilt. lost: the connection is reset once the batch is made. cut: its answers break off, once.
# never: it goes on without end.
Fate = Literal[
    "ok",
    "failed",
    "full",
    "expired",
    "nothing",
    "cancelled",
    "partial",
    "errors",
    "shuffled",
    "unknown",
    "twice",
    "lost",
    "cut",
    "never",
]
STATUS = {
    "failed": "failed",
    "full": "failed",
    "expired": "expired",
    "nothing": "expired",
    "cancelled": "cancelled",
}
WHY = {
    "failed": ("invalid_json_line", "line 1 is no JSON"),
    "full": ("token_limit_exceeded", "Enqueued token limit reached for scripted"),
}
HALF = frozenset({"expired", "cancelled", "partial", "errors"})
PART = re.compile(rb'name="file"; filename="[^"]*"\r\n(?:[^\r\n]+\r\n)*\r\n(.*?)\r\n--', re.DOTALL)
LOOKS = 2  # before a batch has ended


@dataclass
class Made:
    """One batch: its `fate`, and how often it was looked at."""

    id: str
    file: str
    fate: Fate
    looks: int = 0
    output: str | None = None
    errors: str | None = None

    @property
    def ended(self) -> bool:
        return self.looks >= LOOKS and self.fate != "never"


@dataclass
class Batches:
    """Files and batches of one endpoint; `answered` counts by request how often it was answered, and so paid."""

    endpoint: "ScriptedEndpoint"
    fates: Sequence[Fate] = ()
    files: dict[str, bytes] = field(default_factory=dict)
    made: list[Made] = field(default_factory=list)
    answered: Counter[str] = field(default_factory=Counter)
    broken_off: set[str] = field(default_factory=set)

    def reply(self, method: str, path: str, body: bytes) -> Reply | None:
        """What a request for files or batches gets; None for any other."""
        parts = urlsplit(path)
        match (method, parts.path.removeprefix("/v1").strip("/").split("/")):
            case "POST", ["files"]:
                return self._file(body)
            case "GET", ["files", name, "content"]:
                return self._content(name)
            case "POST", ["batches"]:
                return self._make(json.loads(body))
            case "GET", ["batches"]:
                return self._list({name: values[0] for name, values in parse_qs(parts.query).items()})
            case "GET", ["batches", name]:
                return self._look(name)
        return None

    def _file(self, body: bytes) -> Reply:
        found = PART.search(body)
        if b'name="purpose"' not in body or found is None:
            return error(400, "purpose and file are required")
        return json_reply({"id": self._kept(found[1]), "object": "file", "purpose": "batch"})

    def _kept(self, content: bytes) -> str:
        name = f"file-{len(self.files) + 1}"
        self.files[name] = content
        return name

    def _content(self, name: str) -> Reply:
        if name not in self.files:
            return error(404, f"no such file: {name}")
        reply = Reply(self.files[name], content_type="application/octet-stream")
        cut = any(each.fate == "cut" and each.output == name for each in self.made)
        if cut and name not in self.broken_off:
            self.broken_off.add(name)
            return replace(reply, how="cut")
        return reply

    def _make(self, wanted: dict[str, Any]) -> Reply:
        file, count = wanted["input_file_id"], len(self.made)
        if file not in self.files or wanted["endpoint"] != "/v1/chat/completions":
            return error(400, "no such file or endpoint")
        fate = self.fates[min(count, len(self.fates) - 1)] if self.fates else "ok"
        made = Made(f"batch-{count + 1}", file, fate)
        self.made.append(made)
        return replace(json_reply(self._told(made)), how="unheard" if fate == "lost" else "whole")

    def _list(self, query: dict[str, str]) -> Reply:
        newest = self.made[::-1]
        names = [each.id for each in newest]
        start = names.index(query["after"]) + 1 if "after" in query else 0
        page = newest[start : start + 2]  # small, so that pages are turned
        more = start + len(page) < len(newest)
        return json_reply({"object": "list", "data": [self._told(each) for each in page], "has_more": more})

    def _look(self, name: str) -> Reply:
        made = next((each for each in self.made if each.id == name), None)
        if made is None:
            return error(404, f"no such batch: {name}")
        before, made.looks = made.ended, made.looks + 1
        if made.ended and not before and made.fate not in WHY:
            self._answer(made)
        return json_reply(self._told(made))

    def _told(self, made: Made) -> dict[str, Any]:
        status = STATUS.get(made.fate, "completed") if made.ended else "in_progress"
        why = [dict(zip(("code", "message"), WHY[made.fate], strict=True))] if status == "failed" else []
        return {
            "id": made.id,
            "object": "batch",
            "status": status,
            "input_file_id": made.file,
            "output_file_id": made.output,
            "error_file_id": made.errors,
            "errors": {"object": "list", "data": why} if why else None,
        }

    def _answer(self, made: Made) -> None:
        lines = self.files[made.file].splitlines()
        half = len(lines) // 2 if made.fate in HALF else 0 if made.fate == "nothing" else len(lines)
        answers = list(self._answers(lines[:half]))
        if made.fate == "shuffled":
            answers.reverse()
        if made.fate == "unknown":
            answers = [
                b"no JSON",
                *(each.replace(b'"custom_id": "', b'"custom_id": "x') for each in answers),
                *answers,
            ]
        if made.fate == "twice":
            answers += [
                each.replace(b'"finish_reason": "stop"', b'"finish_reason": "content_filter"')
                for each in answers
            ]
        made.output = self._kept(b"\n".join(answers)) if answers else None
        if made.fate == "errors":
            failed = [
                _line(json.loads(each)["custom_id"], 500, b'{"error": {"message": "oops"}}')
                for each in lines[half:]
            ]
            made.errors = self._kept(b"\n".join(failed))

    def _answers(self, lines: Sequence[bytes]) -> Iterator[bytes]:
        for line in lines:
            request = json.loads(line)
            asked = Asked(request["body"], json.dumps(request["body"]).encode())
            name = request["custom_id"]
            reply = FAULTS[self.endpoint.script(asked, self.answered[name]) or "ok"](asked)
            self.answered[name] += 1
            yield _line(name, reply.status, reply.body)


def _line(name: str, status: int, body: bytes) -> bytes:
    response = {"status_code": status, "request_id": "r", "body": json.loads(body)}
    return json.dumps({"id": f"r-{name}", "custom_id": name, "response": response, "error": None}).encode()
