"""A server of deals that costs as little as Python can: pages are encoded before anybody asks.

The sandbox's server reads requests in full; here its time would be part of every figure.
"""

import re
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import format_datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Thread

from bench.apis.deals import NOW, PAGE, page

PATH = "/crm/v3/objects/0-3"
MOST_KEPT = 2_000
"""Pages encoded beforehand; more would take the memory of the machine and are made when asked."""
_AFTER = re.compile(rb"[?&]after=(\d+)")
_LENGTH = re.compile(rb"(?i)\ncontent-length: *(\d+)")


@contextmanager
def serving(deals: int) -> Iterator[str]:
    """Serve so many deals from a process of their own; gives the base URL."""
    ours, theirs = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=_serve, args=(theirs, deals), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{ours.recv()}"
    finally:
        process.terminate()
        process.join()


def _serve(told: Connection, deals: int) -> None:
    pages = -(-deals // PAGE)
    kept = [_answer(page(number, deals)) for number in range(pages)] if pages <= MOST_KEPT else []
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    told.send(listener.getsockname()[1])
    while True:
        connection, _ = listener.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        Thread(target=_talk, args=(connection, deals, kept), daemon=True).start()


def _talk(connection: socket.socket, deals: int, kept: list[bytes]) -> None:
    """Answer the requests of one connection: listings by GET, how many there are by POST."""
    empty, total = _answer(b'{"results":[]}'), _answer(b'{"total":%d,"results":[]}' % deals)
    request = b""
    with connection:
        while received := connection.recv(65_536):
            request += received
            head, ended, body = request.partition(b"\r\n\r\n")
            length = _LENGTH.search(head)
            if not ended or len(body) < int(length.group(1) if length else 0):
                continue
            request = b""
            target = head.split(b" ", 2)[1]
            after = _AFTER.search(target)
            number = int(after.group(1)) // PAGE if after else 0
            if head.startswith(b"POST"):
                connection.sendall(total)
            elif b"archived=true" in target:
                connection.sendall(empty)
            else:
                connection.sendall(kept[number] if kept else _answer(page(number, deals)))


def _answer(body: bytes) -> bytes:
    head = (
        "HTTP/1.1 200 OK\r\nContent-Type: application/json;charset=utf-8\r\n"
        f"Date: {format_datetime(NOW, usegmt=True)}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


if __name__ == "__main__":
    with serving(int(sys.argv[1])) as base_url:
        print(base_url, flush=True)
        sys.stdin.read()
