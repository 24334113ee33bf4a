"""OpenML as a server of the test's own, on this machine: it answers as the real one does."""

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, HTTPServer

import numpy as np
import pytest

from nnviz.data.images.openml import fetched


def arff(count: int = 21, last: str = "") -> bytes:
    rng = np.random.default_rng(0)
    rows = np.column_stack([rng.integers(0, 256, (count, 784)), np.arange(count) % 10])
    lines = [",".join(map(str, row)) for row in rows.tolist()]
    head = "% a comment\n@RELATION mnist\n@ATTRIBUTE pixel1 REAL\n@ATTRIBUTE class {0,1,2}\n@DATA\n"
    return (head + "\n".join(lines) + last + "\n").encode()


class OpenML:
    """Answers as OpenML does, with whatever the test wants to be there."""

    def __init__(self) -> None:
        self.content = arff()
        self.checksum: str | None = None
        self.description: bytes | None = None
        self.promise_more = 0
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = owner.content if self.path.endswith(".arff") else owner.described()
                self.send_response(404 if b"missing" in body else 200)
                more = owner.promise_more if self.path.endswith(".arff") else 0
                self.send_header("Content-Length", str(len(body) + more))
                self.end_headers()
                with suppress(ConnectionError):  # whoever asked may have gone
                    self.wfile.write(body)

            def log_message(self, *_words: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def described(self) -> bytes:
        if self.description is not None:
            return self.description
        checksum = self.checksum or hashlib.md5(self.content, usedforsecurity=False).hexdigest()
        inner = {"url": f"{self.address}/mnist_784.arff", "md5_checksum": checksum}
        return json.dumps({"data_set_description": inner}).encode()


@contextmanager
def serving(monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenML]:
    """Let what is fetched come from such a server."""
    made = OpenML()
    monkeypatch.setattr("nnviz.data.images.openml.SERVER", made.address)
    monkeypatch.setattr(fetched, "__defaults__", (made.address,))
    yield made
    made.server.shutdown()
    made.server.server_close()
