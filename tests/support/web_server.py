"""A web server on loopback that answers as it is told, for tests of fetching."""

from __future__ import annotations

import http.server
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class WebServer:
    """A server while it runs: `answers` by path are status, headers and body; `asked` are the paths asked for."""

    answers: dict[str, tuple[int, Mapping[str, str], bytes]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    port: int = 0
    raw: dict[str, bytes] = field(default_factory=dict)
    """By path, an answer byte for byte, of servers that do not keep to HTTP."""
    answer: Callable[[str, str, Mapping[str, str], bytes], tuple[int, Mapping[str, str], bytes]] | None = None
    """What answers in place of all that: of a method, a path, headers and a body."""
    slow: float = 0
    """Seconds between two bytes of a body."""

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        """The address of a path."""
        return f"http://{host}:{self.port}{path}"


@contextmanager
def web_server() -> Iterator[WebServer]:
    """A server on a free port of loopback."""
    site = WebServer()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            if self.path in site.raw:
                self.wfile.write(site.raw[self.path])
                return
            given = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if site.answer is not None:
                status, headers, body = site.answer(self.command, self.path, dict(self.headers), given)
            else:
                status, headers, body = site.answers.get(self.path, (404, {}, b"?"))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                for at in range(0, len(body), 1 if site.slow else 1 << 20):
                    self.wfile.write(body[at : at + (1 if site.slow else 1 << 20)])
                    time.sleep(site.slow)
            except OSError:
                self.close_connection = True

        do_POST = do_GET  # noqa: N815 - its name in http.server

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        site.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()
