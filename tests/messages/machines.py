"""A mail server and an SMS gateway on this machine: what they received, what they were told to say.

``answers`` are used one a message, in order, then all is accepted: a code of the protocol,
``"hang up"`` before the message is taken, or ``"silence"`` once it is.
"""

from __future__ import annotations

import contextlib
import email
import email.policy
import json
import socketserver
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = int | str


@dataclass
class Machine:
    """What was received, and where it listens; ``on`` is called at each step of a message."""

    port: int = 0
    answers: list[Answer] = field(default_factory=list)
    received: list[Any] = field(default_factory=list)
    connections: int = 0
    on: Callable[[str], None] = lambda step: None

    def answer(self, accepted: int) -> Answer:
        return self.answers.pop(0) if self.answers else accepted


class _Smtp(socketserver.StreamRequestHandler):
    machine: Machine

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())

    def handle(self) -> None:
        self.machine.connections += 1
        # That of its beginning: a connection cut short may end when the next process is watched.
        self.on = self.machine.on
        self.on("connected")
        self.say("220 here")
        for line in iter(self.rfile.readline, b""):
            verb = line.split()[0].upper()
            if verb == b"QUIT":
                self.say("221 bye")
                return
            if verb == b"DATA":
                if not self.data():
                    return
            else:
                self.say("250 ok")

    def data(self) -> bool:
        answer = self.machine.answer(250)
        if answer == "hang up":
            return False
        self.say("354 go on")
        content = b""
        for line in iter(self.rfile.readline, b""):
            if line == b".\r\n":
                break
            content += line
        else:
            return False
        self.on("handed over")
        if answer in {250, "silence"}:
            made = email.message_from_bytes(content, policy=email.policy.default)
            self.machine.received.append(made)
        self.on("taken")
        if answer == "silence":
            return False
        self.say(f"{answer} so be it")
        return True


class _Http(BaseHTTPRequestHandler):
    machine: Machine

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        answer = self.machine.answer(202)
        if answer in {202, "silence"}:
            self.machine.received.append((dict(self.headers), self.path, json.loads(content)))
        if isinstance(answer, int):
            self.send_response(answer)
            self.send_header("Content-Length", "0")
            self.end_headers()
        self.close_connection = True

    def log_message(self, *args: object) -> None:
        """Say nothing."""


class _SmtpServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that is killed is what is tested."""


@contextlib.contextmanager
def _listening(server: Any, handler: type[Any]) -> Iterator[Machine]:
    handler.machine = Machine(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield handler.machine
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextlib.contextmanager
def mail_server() -> Iterator[Machine]:
    handler = type("Smtp", (_Smtp,), {})
    with _listening(_SmtpServer(("127.0.0.1", 0), handler), handler) as machine:
        yield machine


@contextlib.contextmanager
def sms_gateway() -> Iterator[Machine]:
    handler = type("Http", (_Http,), {})
    with _listening(ThreadingHTTPServer(("127.0.0.1", 0), handler), handler) as machine:
        yield machine


def texts(machine: Machine) -> list[str]:
    """The words of each e-mail received."""
    found = [one for one in machine.received if isinstance(one, EmailMessage)]
    return [one.get_content().replace("\r\n", "\n") for one in found]
