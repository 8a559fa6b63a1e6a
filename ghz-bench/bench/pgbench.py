"""One slice of load by pgbench: the same functions with the same arguments, without the service."""

import math
import pathlib
import re
import subprocess
import tempfile

TPS = re.compile(r"^tps = ([0-9.]+) \(without", re.MULTILINE)
PROLOGUE = """\\set turn :turn + 1
\\set k :turn * :clients + :client_id
\\set g :base + :k
\\set t {tenant}
\\set n :k / 100
"""


def script(scenario, files):
    path = files / f"{scenario.name}.sql"
    tenant = {None: "0", 1: ":k % 100", 10: ":k / 10 % 100"}[scenario.run_length]
    path.write_text(PROLOGUE.format(tenant=tenant) + scenario.pgbench)
    return path


class PgBench:
    """Runs slices on the seeded database."""

    def __init__(self, ground):
        self.database = ground.database
        self.known = {"first_slot": ground.first_slot, "invoices": ground.size.invoices,
                      "appointments": ground.size.appointments, "clients_seeded": ground.size.clients}

    def slice(self, parts, clients, seconds, calls, base):
        """parts: (scenario, weight). calls: how many calls there are at most; None when there is no end to them.
        Returns calls a second and, for one client, the latencies in milliseconds, ascending."""
        with tempfile.TemporaryDirectory() as folder:
            files = pathlib.Path(folder)
            command = ["pgbench", "-n", "-M", "prepared", "-c", str(clients), "-j", str(min(clients, 2))]
            command += ["-T", str(math.ceil(seconds))] if calls is None else ["-t", str(max(1, calls // clients))]
            for name, value in {**self.known, "turn": -1, "clients": clients, "base": base}.items():
                command += ["-D", f"{name}={value}"]
            if clients == 1:
                command += ["-l", "--log-prefix", str(files / "log")]
            for scenario, weight in parts:
                command += ["-f", f"{script(scenario, files)}@{weight}"]
            done = subprocess.run(
                command, env=self.database.environment, capture_output=True, text=True, cwd=folder)
            if done.returncode != 0 or "ERROR" in done.stderr or not TPS.search(done.stdout):
                raise SystemExit(f"bench: pgbench failed: {done.stderr[-2000:]}")
            latencies = sorted(
                float(line.split()[2]) / 1e3 for log in files.glob("log*") for line in log.read_text().splitlines())
            return float(TPS.search(done.stdout).group(1)), latencies
