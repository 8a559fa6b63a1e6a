"""The servers under test: one database, served by two processes at once, with lanes and without."""

import os
import pathlib
import re
import signal
import socket
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
NO_LIMITS = "read=100000/10000,write=100000/10000,expensive=100000/10000,strict=100000/10000"
START_SECONDS_MAX = 180

LANE_SETTING, METRICS_SETTING, LANE_CALLS = "CORRAL_LANE_CALLS_MAX", "CORRAL_METRICS_LISTEN", "64"


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Server:
    """One process of Corral."""

    def __init__(self, arguments, settings, ready, log):
        self.port = free_port()
        self.log = log
        environment = {k: v for k, v in os.environ.items() if not k.startswith("CORRAL_") or k == "CORRAL_JAVA_HOME"}
        environment.update({"CORRAL_LISTEN": f"127.0.0.1:{self.port}", "CORRAL_LOG_FORMAT": "json",
                            "CORRAL_LIMITS": NO_LIMITS, "CORRAL_AOT": "off", **settings})
        self.metrics_port = int(settings[METRICS_SETTING].rpartition(":")[2]) if METRICS_SETTING in settings else None
        log.unlink(missing_ok=True)
        with open(log, "ab") as out:
            self.process = subprocess.Popen([str(ROOT / "corral"), *arguments], env=environment, stdout=out, stderr=out)
        self._await(re.compile(ready))

    def _await(self, ready):
        until = time.monotonic() + START_SECONDS_MAX
        while not ready.search(self.log.read_text(errors="replace")):
            if self.process.poll() is not None or time.monotonic() > until:
                self.stop()
                raise SystemExit(f"bench: the server does not start:\n{self.log.read_text(errors='replace')[-3000:]}")
            time.sleep(0.1)

    def forget_log(self):
        """Each call is a line of the log: too many to keep."""
        os.truncate(self.log, 0)

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=60)


class Servers:
    """Starts the database with the first server, then the second on the same database; stops both."""

    def __init__(self, data, logs, lanes):
        self.lanes = lanes
        on = {LANE_SETTING: LANE_CALLS, METRICS_SETTING: f"127.0.0.1:{free_port()}"} if lanes else {}
        self.first = Server(["up", "--data", str(data)], on, r"Corral serves", logs / "server-up.log")
        self.database_port = int((data / "postgres/postmaster.pid").read_text().splitlines()[3])
        self.by_variant = {"lanes" if lanes else "off": self.first}

    def start_second(self, logs):
        """The server without lanes beside the one with them. Apart from the first, so that seeding has the machine."""
        if self.lanes:
            url = f"postgresql://postgres@127.0.0.1:{self.database_port}/postgres"
            self.by_variant["off"] = Server(
                ["serve", "--development-identity"], {"CORRAL_DATABASE_URL": url, LANE_SETTING: "1"},
                r'"serving"|\bserving\b', logs / "server-off.log")

    def stop(self):
        for server in reversed(list(self.by_variant.values())):
            server.stop()
