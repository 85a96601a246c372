"""The scanner of the machine, started for the tests with one signature of its own; and one that misbehaves."""

import os
import shutil
import socket
import socketserver
import struct
import subprocess
import threading
import time
from pathlib import Path

import pytest

from .samples import EICAR

HOW_TO_GET_ONE = "ClamAV's clamd is not installed: apt-get install clamav-daemon"
#: The file that every scanner knows, as a signature: the real ones come by the network.
SIGNATURES = f"Eicar-Test:0:*:{EICAR.encode().hex()}\n"


class Clamd:
    """A real clamd on a socket of its own, which can be stopped and started again."""

    def __init__(self, folder: Path):
        # The path of a socket is short, and a test's own folder is not.
        self.folder, self.process = folder, None
        (folder / "signatures").mkdir()
        (folder / "signatures" / "test.ndb").write_text(SIGNATURES)
        self.place = f"{folder}/clamd.sock"
        lines = {
            "LocalSocket": self.place,
            "DatabaseDirectory": folder / "signatures",
            "PidFile": folder / "pid",
            "TemporaryDirectory": folder,
            "StreamMaxLength": "1M",
            "Foreground": "yes",
        }
        (folder / "clamd.conf").write_text("".join(f"{name} {value}\n" for name, value in lines.items()))

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = ["clamd", f"--config-file={self.folder / 'clamd.conf'}"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 30
        while not self.answers():
            assert time.monotonic() < until, "clamd did not start"
            assert self.process.poll() is None, "clamd ended at once"
            time.sleep(0.05)

    def answers(self) -> bool:
        """Whether it answers PING with PONG."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            try:
                line.connect(self.place)
                line.sendall(b"zPING\0")
                return line.recv(16) == b"PONG\0"
            except OSError:
                return False

    def stop(self) -> None:
        """End it as a crash would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None
        Path(self.place).unlink(missing_ok=True)


def clamd_in(folder: Path) -> Clamd:
    """A clamd that has been started; without one on the machine the test is skipped, and fails in CI."""
    if shutil.which("clamd") is None:
        if os.environ.get("CI") == "true":
            pytest.fail(HOW_TO_GET_ONE)
        pytest.skip(reason=HOW_TO_GET_ONE)
    scanner = Clamd(folder)
    scanner.start()
    return scanner


class Odd(socketserver.ThreadingTCPServer):
    """Speaks the scanner's protocol on a port of this machine, and answers what it was told to; None: never."""

    daemon_threads, allow_reuse_address = True, True

    def __init__(self, answer: bytes | None):
        super().__init__(("127.0.0.1", 0), _Line)
        self.answer, self.heard, self.over = answer, b"", threading.Event()
        self.place = f"127.0.0.1:{self.server_address[1]}"
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        """Let whoever waits go, and close the port."""
        self.over.set()
        self.shutdown()
        self.server_close()


class _Line(socketserver.StreamRequestHandler):
    def handle(self):
        command = self.rfile.read(10)
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            self.server.heard += self.rfile.read(size)
        if self.server.answer is None:
            self.server.over.wait(30)
            return
        assert command == b"zINSTREAM\0"
        self.wfile.write(self.server.answer)
