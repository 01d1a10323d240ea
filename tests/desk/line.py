"""A line between a browser and a server, cut where one likes: before, inside, after."""

from __future__ import annotations

import contextlib
import socket
import threading


class Line:
    """Listens on a port of its own and carries to the server's; cut, it drops what it carries."""

    def __init__(self, to: int) -> None:
        self.to, self.up = to, True
        self.left: dict[str, int] = {}
        self.pairs: list[socket.socket] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.listener.getsockname()[1])
        threading.Thread(target=self._listen, daemon=True).start()

    def cut(self) -> None:
        """Nothing passes any more."""
        self.up, self.left = False, {}
        pairs, self.pairs = self.pairs, []
        for one in pairs:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def mend(self, **left: int) -> None:
        """All passes; or only so many bytes ``sent`` to the server, or ``received`` from it."""
        self.left, self.up = left, True

    def close(self) -> None:
        self.cut()
        self.listener.close()

    def _listen(self) -> None:
        while True:
            try:
                caller, _address = self.listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(("127.0.0.1", self.to))
            except OSError:
                caller.close()
                continue
            self.pairs += [caller, server]
            for source, target, way in (
                (caller, server, "sent"),
                (server, caller, "received"),
            ):
                threading.Thread(
                    target=self._carry, args=(source, target, way), daemon=True
                ).start()

    def _carry(self, source: socket.socket, target: socket.socket, way: str) -> None:
        with contextlib.suppress(OSError):
            while self.up and (data := source.recv(4096)):
                if way in self.left:
                    self.left[way] -= len(data)
                    if self.left[way] < 0:
                        target.sendall(data[: self.left[way]])
                        self.cut()
                        break
                if self.up:
                    target.sendall(data)
        for one in (source, target):
            one.close()
