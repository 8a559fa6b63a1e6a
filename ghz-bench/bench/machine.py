"""What the figures were measured on."""

import os
import pathlib
import platform
import subprocess

from servers import ROOT


def first_line(*command):
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return (done.stdout or done.stderr).splitlines()[0].strip()
    except (OSError, subprocess.CalledProcessError, IndexError):
        return "unknown"


def field(path, name):
    """The value of the first line `name: value` of a file of /proc."""
    try:
        for line in pathlib.Path(path).read_text().splitlines():
            key, _, value = line.partition(":")
            if key.strip() == name:
                return value.strip()
    except OSError:
        pass
    return "unknown"


def memory():
    kilobytes = field("/proc/meminfo", "MemTotal").split()[0]
    return f"{int(kilobytes) / 1024 / 1024:.0f} GiB" if kilobytes.isdigit() else kilobytes


def durability(database):
    """The settings that decide what a commit costs."""
    rows = database.rows("SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit', "
                         "'full_page_writes', 'wal_sync_method') ORDER BY name")
    return ", ".join(f"{name} {setting}" for name, setting in rows)


def flush_ms(data, writes=200):
    """How long it takes to write 8 kB and flush it, median: the least that a commit costs on this disk."""
    import time
    path = data / "flush-test"
    times = []
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        for _ in range(writes):
            started = time.perf_counter()
            os.pwrite(descriptor, b"x" * 8192, 0)
            os.fdatasync(descriptor)
            times.append((time.perf_counter() - started) * 1e3)
    finally:
        os.close(descriptor)
        path.unlink()
    return sorted(times)[writes // 2]


def facts(database, data):
    return {
        "processor": f"{os.cpu_count()} cores, {field('/proc/cpuinfo', 'model name')}",
        "memory": memory(),
        "system": f"{platform.system()} {platform.release()}",
        "a flush of 8 kB to disk": f"{flush_ms(data):.2f} ms, median",
        "PostgreSQL": f"{database.value('SHOW server_version')}, embedded; {durability(database)}",
        "pgbench": first_line("pgbench", "--version"),
        "revision": first_line("git", "-C", str(ROOT), "describe", "--always", "--dirty"),
        "load before the run": f"{os.getloadavg()[0]:.1f}",
    }
