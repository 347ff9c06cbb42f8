"""Children that misbehave on purpose (R1), for test_hostile_children."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

MIB = 1 << 20
EAT = "x = bytearray(b'x' * (120 << 20)); import time; time.sleep(60)"


def _ignore_signals() -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGALRM):
        signal.signal(number, signal.SIG_IGN)


def sleep() -> bytes:
    time.sleep(600)
    return b""


def sleep_deaf() -> bytes:
    _ignore_signals()
    while True:
        time.sleep(600)


def spin_in_c() -> bytes:
    return str(pow(7, 10**9)).encode()  # one bytecode that never comes back


def stop_itself() -> bytes:
    os.kill(os.getpid(), signal.SIGSTOP)
    return b""


def allocate_at_once() -> bytes:
    return bytes(bytearray(8 << 30))


def allocate_by_and_by() -> bytes:
    held = []
    while True:
        held.append(bytearray(b"x" * MIB))


def allocate_in_c() -> bytes:
    libc = ctypes.CDLL(None)
    libc.malloc.restype = ctypes.c_void_p
    while True:
        got = libc.malloc(ctypes.c_size_t(16 * MIB))
        ctypes.memset(got, 1, 16 * MIB)  # a null pointer here is a crash, as in careless C


def allocate_in_grandchildren() -> bytes:
    for _ in range(4):
        subprocess.Popen([sys.executable, "-c", EAT], start_new_session=True)
    time.sleep(60)
    return b""


def segfault() -> bytes:
    return ctypes.string_at(0)


def abort() -> bytes:
    os.abort()


def kill_itself() -> bytes:
    os.kill(os.getpid(), signal.SIGKILL)
    return b""


def overflow_stack() -> bytes:
    sys.setrecursionlimit(10**9)

    class Deep:
        def __repr__(self) -> str:
            return repr(self)

    return repr(Deep()).encode()


def flood_stdout() -> bytes:
    while True:
        os.write(1, b"x" * 65536)


def flood_stderr_from_grandchild() -> bytes:
    subprocess.run(["yes", "x" * 100], stdout=sys.stderr, check=False)
    return b""


def flood_result() -> bytes:
    return bytes(64 * MIB)


def flood_response_file() -> bytes:
    while True:
        os.write(_response(), b"x" * MIB)


def forge_response() -> bytes:
    os.write(_response(), b'{"kind": "result", "modules": "none of your business"}\nforged')
    os._exit(0)


def _response() -> int:
    open_files = Path("/proc/self/fd").iterdir()
    return next(int(file.name) for file in open_files if "response" in str(file.readlink()))


def flood_folder() -> bytes:
    number = 0
    while True:
        number += 1
        Path(f"{number}").write_bytes(b"x" * MIB)


def spawn_grandchildren() -> bytes:
    for session in (True, False):
        for _ in range(5):
            subprocess.Popen(["sleep", "600"], start_new_session=session)
    time.sleep(600)
    return b""


def spawn_daemons() -> bytes:
    """Double forks with sessions of their own, deaf to signals, that fork on."""
    for _ in range(5):
        if os.fork() == 0:
            os.setsid()
            _ignore_signals()
            if os.fork() == 0:
                os.setsid()
                while True:
                    time.sleep(0.05)
            os._exit(0)
    return b"and the daemons live on"


def bomb_with_forks() -> bytes:
    while True:
        try:
            os.fork()
        except OSError:
            time.sleep(0.01)


def bomb_with_threads() -> bytes:
    while True:
        threading.Thread(target=time.sleep, args=(600,), daemon=True).start()


def open_files_without_end() -> bytes:
    held = []
    while True:
        held.append(os.open("/dev/null", os.O_RDONLY))


def lift_limits() -> bytes:
    for name in (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE):
        hard = resource.getrlimit(name)[1]
        resource.setrlimit(name, (hard, hard))
    return allocate_by_and_by()


def kill_all_it_sees() -> bytes:
    """Kill the guard and run on: the fork server has to notice."""
    os.kill(os.getppid(), signal.SIGKILL)
    while True:
        time.sleep(1)
