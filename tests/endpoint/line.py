"""One connection to the scripted endpoint: HTTP/1.1 as far as clients of the protocol need it, and its faults."""

import asyncio
import re
import socket
import struct
from typing import TYPE_CHECKING

from tests.endpoint.replies import Reply

if TYPE_CHECKING:
    from tests.endpoint.server import ScriptedEndpoint

LINGER_NOT = struct.pack("ii", 1, 0)  # SO_LINGER that turns a close into a reset
LENGTH = re.compile(rb"^content-length: *(\d+)", re.IGNORECASE | re.MULTILINE)
END_OF_HEAD = b"\r\n\r\n"
TLS_HANDSHAKE = b"\x16"
NO_TLS = b"HTTP/1.1 400 -\r\ncontent-length: 0\r\n\r\n"  # as web servers answer TLS at a port without it
DRIP = 0.02  # seconds between two bytes
BLOCK = b"10000\r\n" + b" " * 0x10000 + b"\r\n"  # one chunk of a body without end
FIRST_CHUNK = b'14\r\n{"choices": [{"text"\r\n'


class Connection(asyncio.Protocol):
    """Reads requests one after another and sends what the endpoint says, in the way that it says."""

    def __init__(self, endpoint: "ScriptedEndpoint") -> None:
        self._endpoint = endpoint
        self._buffer = bytearray()
        self._busy = False
        self._paused = False
        self._later: asyncio.TimerHandle | None = None
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._endpoint.connections.add(self)
        self._endpoint.counts.connections += 1

    def connection_lost(self, exc: Exception | None) -> None:
        self._endpoint.connections.discard(self)
        if self._later:
            self._later.cancel()
        self._done()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self._busy:
            self._next()

    def pause_writing(self) -> None:
        self._paused = True

    def resume_writing(self) -> None:
        self._paused = False

    def reset(self) -> None:
        """End the connection as a crash would."""
        line = self._transport.get_extra_info("socket")
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_NOT)
        self._transport.abort()

    def _next(self) -> None:
        """Take the next request, once it is whole."""
        if self._buffer[:1] == TLS_HANDSHAKE:
            self._transport.write(NO_TLS)
            self._transport.close()
            return
        end = self._buffer.find(END_OF_HEAD)
        if end < 0:
            return
        head = bytes(self._buffer[: end + 2])
        length = LENGTH.search(head)
        whole = end + len(END_OF_HEAD) + (int(length[1]) if length else 0)
        if len(self._buffer) < whole:
            return
        body = bytes(self._buffer[end + len(END_OF_HEAD) : whole])
        del self._buffer[:whole]
        self._busy = True
        self._endpoint.in_flight += 1
        method, path, _ = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ", 2)
        reply, digest = self._endpoint.reply(method, path, head, body)
        wait = self._endpoint.latency + (self._endpoint.slow if reply.how == "slow" else 0)
        if wait:
            self._after(wait, self._send, reply, digest)
        else:
            self._send(reply, digest)

    def _send(self, reply: Reply, digest: bytes) -> None:
        match reply.how:
            case "unheard":
                self.reset()
            case "closed":
                self._transport.close()
            case "whole" | "slow":
                self._transport.write(reply.head() + reply.body)
                self._endpoint.sent(reply, digest)
                self._done()
                if self._buffer:
                    self._next()
            case "drip":
                self._transport.write(reply.head())
                self._drip(reply.body, 0)
            case "endless":
                self._transport.write(reply.head() + FIRST_CHUNK)
                self._pour()
            case _:
                self._break_off(reply)

    def _break_off(self, reply: Reply) -> None:
        part = b"" if reply.how == "headers" else reply.body[: len(reply.body) // 2]
        self._transport.write(reply.head() + part)
        if reply.how == "cut":
            self._transport.close()
        else:
            self._after(DRIP, self.reset)  # a reset at once would overtake what was sent

    def _drip(self, body: bytes, at: int) -> None:
        self._transport.write(body[at : at + 1])
        if at + 1 < len(body):
            self._after(DRIP, self._drip, body, at + 1)
        else:
            self._done()

    def _pour(self) -> None:
        if not self._paused:
            self._transport.write(BLOCK)
        self._after(0.001 if self._paused else 0, self._pour)

    def _after(self, seconds: float, call: object, *args: object) -> None:
        loop = asyncio.get_running_loop()
        self._later = loop.call_later(seconds, call, *args)  # type: ignore[arg-type]

    def _done(self) -> None:
        """The request no longer counts as in flight."""
        if self._busy:
            self._busy = False
            self._endpoint.in_flight -= 1
