"""One line about the machine a table was measured on."""

import os
import platform
from importlib.metadata import version
from pathlib import Path


def describe() -> str:
    """Return processor, cores, system and the versions that matter."""
    versions = ", ".join(f"{name} {version(name)}" for name in ("numpy", "numba", "torch"))
    system = f"{platform.system()}, Python {platform.python_version()}"
    return f"{processor()}, {os.cpu_count()} cores, {system}, {versions}"


def processor() -> str:
    """Return the processor's name where the system tells it."""
    info = Path("/proc/cpuinfo")
    if info.is_file():
        for line in info.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
