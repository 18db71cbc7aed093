"""The key agent: a small process that remembers the keys of unlocked vaults.

Web workers and jobs share no memory, so they ask it, over a socket that only this user
reaches. A vault locks again after some time without anybody at work, and at the latest
after some hours. Nothing is written to a disk; the process leaves no core and asks not
to be swapped. While a vault is unlocked its key is in this memory, and in that of
whoever asked: this protects a locked vault, a stolen disk and a stolen backup.
"""

import ctypes
import json
import os
import resource
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingMixIn, UnixStreamServer
from threading import Lock, Thread
from time import monotonic, sleep
from typing import Any, Final

LONGEST_LINE: Final = 1000
PR_SET_DUMPABLE, MCL_CURRENT_AND_FUTURE = 4, 3
LOOK_EVERY_SECONDS: Final = 5


@dataclass(slots=True)
class _Kept:
    key: bytearray
    since: float
    used: float


class Memory:
    """Keys by agency. `idle` and `most` are seconds."""

    def __init__(
        self, idle: float, most: float, clock: Callable[[], float] = monotonic
    ) -> None:
        self._idle, self._most, self._clock = idle, most, clock
        self._kept: dict[str, _Kept] = {}
        self._turn = Lock()

    def unlock(self, agency: str, key: bytes) -> None:
        with self._turn:
            self._forget(agency)
            now = self._clock()
            self._kept[agency] = _Kept(bytearray(key), now, now)

    def key(self, agency: str, *, at_work: bool) -> bytes | None:
        """None where the vault is locked. Only somebody at work keeps it open."""
        with self._turn:
            kept = self._kept.get(agency)
            if kept is None or self._is_over(kept):
                self._forget(agency)
                return None
            if at_work:
                kept.used = self._clock()
            return bytes(kept.key)

    def lock(self, agency: str) -> None:
        with self._turn:
            self._forget(agency)

    def lock_what_is_over(self) -> None:
        with self._turn:
            for agency in [a for a, kept in self._kept.items() if self._is_over(kept)]:
                self._forget(agency)

    def _is_over(self, kept: _Kept) -> bool:
        now = self._clock()
        return now - kept.used >= self._idle or now - kept.since >= self._most

    def _forget(self, agency: str) -> None:
        kept = self._kept.pop(agency, None)
        if kept is not None:
            kept.key[:] = bytes(len(kept.key))


class Server(ThreadingMixIn, UnixStreamServer):
    """Listens at a path that only this user may enter."""

    daemon_threads = True

    def __init__(self, path: Path, memory: Memory) -> None:
        self.memory = memory
        path.unlink(missing_ok=True)
        before = os.umask(0o177)
        try:
            super().__init__(str(path), _Handler)
        finally:
            os.umask(before)
        Thread(target=self._watch, daemon=True).start()

    def verify_request(self, request: Any, client_address: Any) -> bool:
        """Only processes of the same user."""
        size = struct.calcsize("3i")
        given = request.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size)
        _, user, _ = struct.unpack("3i", given)
        return bool(user == os.geteuid())

    def _watch(self) -> None:
        while True:
            sleep(LOOK_EVERY_SECONDS)
            self.memory.lock_what_is_over()


class _Handler(StreamRequestHandler):
    server: Server

    def handle(self) -> None:
        asked = json.loads(self.rfile.readline(LONGEST_LINE))
        memory, agency, answer = self.server.memory, asked["agency"], {}
        match asked["do"]:
            case "unlock":
                memory.unlock(agency, bytes.fromhex(asked["key"]))
            case "lock":
                memory.lock(agency)
            case "key":
                key = memory.key(agency, at_work=asked["at_work"])
                answer = {"key": key.hex() if key else ""}
        self.wfile.write(json.dumps(answer).encode() + b"\n")


def run(path: Path, *, idle: float, most: float) -> None:
    """Serve until stopped."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    system = ctypes.CDLL(None)
    system.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    system.mlockall(MCL_CURRENT_AND_FUTURE)
    with Server(path, Memory(idle, most)) as server:
        server.serve_forever()
