"""Runs a command as a whole process and measures it (Linux)."""

import os
import re
import subprocess
import threading
import time
from dataclasses import dataclass

INTERVAL = 0.01


@dataclass(frozen=True)
class Run:
    ok: bool
    wall: float
    """Seconds."""
    cpu: float
    """Seconds of all processes, user and system."""
    peak: int
    """Resident bytes: the peaks of all processes, added up."""
    message: str
    """The last line on standard error."""


def run(command, printed=subprocess.DEVNULL):
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=printed, stderr=subprocess.PIPE) as process:
        sampler = Sampler(process.pid)
        sampler.start()
        errors = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
    sampler.stop()
    lines = errors.decode(errors="replace").strip().splitlines()
    return Run(
        ok=process.returncode == 0,
        wall=wall,
        cpu=usage.ru_utime + usage.ru_stime,
        peak=sum(sampler.peaks.values()),
        message=lines[-1] if lines else "",
    )


class Sampler(threading.Thread):
    """Asks for the peak of a process and its descendants until they end; the system keeps it exactly."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid = pid
        self.peaks = {}
        self.stopping = threading.Event()

    def run(self):
        while not self.stopping.wait(INTERVAL):
            self.look(self.pid)

    def stop(self):
        self.stopping.set()
        self.join()

    def look(self, pid):
        try:
            with open(f"/proc/{pid}/status") as status:
                found = re.search(r"VmHWM:\s+(\d+) kB", status.read())
            if found:
                self.peaks[pid] = int(found[1]) * 1024
            with open(f"/proc/{pid}/task/{pid}/children") as children:
                for child in children.read().split():
                    self.look(int(child))
        except OSError:
            return
