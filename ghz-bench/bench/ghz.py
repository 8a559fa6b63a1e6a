"""One slice of load by ghz: a process for each RPC, whose calls are read back from its report."""

import json
import os
import re
import shutil
import subprocess
from datetime import datetime

import world

VERSION = "v0.121.0"
METADATA = '{"x-tenant-id": "%s", "x-role": "ADMIN", "x-actor-id": "' + world.ACTOR + '"}'
RAW_DETAILS = re.compile(r"const rawData = (\[.*?\]);?\s*$", re.MULTILINE)


def find():
    """The path of ghz; installs it when it is missing."""
    folders = [os.environ.get("PATH", ""), os.path.expanduser("~/go/bin")]
    path = shutil.which("ghz", path=os.pathsep.join(folders))
    if path is None:
        print(f"installing ghz {VERSION}", flush=True)
        subprocess.run(["go", "install", f"github.com/bojand/ghz/cmd/ghz@{VERSION}"], check=True)
        gopath = subprocess.run(["go", "env", "GOPATH"], check=True, capture_output=True, text=True).stdout.strip()
        path = os.path.join(gopath, "bin", "ghz")
    return path


def tenant_metadata(run_length):
    """Metadata of which the tenant varies: call i is of tenant i / run_length % 100; None for the first tenant alone.

    The digits are cut from the number of the call, since that is the cheapest template: it needs no template function.
    """
    if run_length is None:
        return METADATA % world.tenant(0)
    end = {1: 9, 10: 8}[run_length]
    return METADATA % ("b{{slice (printf `%09d` .RequestNumber) " + f"{end - 2} {end}" + "}}")


class Slice:
    """What a slice of load was answered: calls a second, by status, and the latencies in milliseconds, ascending."""

    def __init__(self, counts, seconds, latencies, by_part=None):
        self.counts = counts
        self.seconds = seconds
        self.latencies = sorted(latencies)
        self.by_part = by_part or {}

    @property
    def calls(self):
        return sum(self.counts.values())

    @property
    def rate(self):
        return self.calls / self.seconds

    def percentile(self, share):
        if not self.latencies:
            return float("nan")
        return self.latencies[min(len(self.latencies) - 1, int(len(self.latencies) * share / 100))]


class Ghz:
    """Runs slices; keeps what ghz writes in a folder."""

    def __init__(self, folder):
        self.path = find()
        self.folder = folder

    def slice(self, name, port, parts, seconds, html=False):
        """parts: (scenario, callers, messages), each message framed. All parts run at once. With html the report of
        the first part is kept as a page, and its calls are read from there."""
        running = [
            self._start(f"{name}-{part[0].name}" if len(parts) > 1 else name, port, part, seconds, html and at == 0)
            for at, part in enumerate(parts)
        ]
        reports = []
        for (scenario, _, _), (process, output) in zip(parts, running):
            _, errors = process.communicate()
            if process.returncode != 0:
                raise SystemExit(f"bench: ghz failed in {name}: {errors.decode(errors='replace')[-2000:]}")
            reports.append((scenario, self._read(output)))
        for scenario, report in reports:
            self._check(name, scenario, report)
        return merged(reports)

    def _start(self, name, port, part, seconds, html):
        scenario, callers, messages = part
        data = self.folder / f"{name}.bin"
        data.write_bytes(b"".join(messages))
        output = self.folder / f"{name}.{'html' if html else 'json'}"
        command = [
            self.path, "--insecure", "--call", scenario.rpc, "--binary-file", str(data),
            "--metadata", tenant_metadata(scenario.run_length), "--disable-template-functions",
            "--total", str(len(messages)), "--max-duration", f"{seconds}s", "--duration-stop", "wait",
            "--concurrency", str(callers), "--connections", str(min(callers, 4)),
            "--format", "html" if html else "json", "--output", str(output)]
        if scenario.run_length is None:
            command.append("--disable-template-data")
        command.append(f"localhost:{port}")
        # its garbage collector would take time from the server, and memory there is
        process = subprocess.Popen(command, env={**os.environ, "GOGC": "400"},
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        return process, output

    @staticmethod
    def _read(output):
        """The calls of a report: (status, start, milliseconds, error). They are many, so a report is kept without them;
        a page keeps them, and so does the JSON beside it."""
        output.with_suffix(".bin").unlink(missing_ok=True)
        content = output.read_text()
        if output.suffix == ".html":
            details = json.loads(RAW_DETAILS.search(content).group(1))
            output.with_suffix(".json").write_text(json.dumps({"details": details}))
        else:
            report = json.loads(content)
            details = report.pop("details") or []
            report.get("options", {}).pop("binary", None)
            report.get("options", {}).pop("data", None)
            output.write_text(json.dumps(report, indent=1))
        return [(d["status"], instant(d["timestamp"]), d["latency"] / 1e6, d.get("error", "")) for d in details]

    @staticmethod
    def _check(name, scenario, report):
        strange = [(status, error) for status, _, _, error in report if status not in scenario.statuses]
        if strange or not report:
            kinds = {}
            for one in strange:
                kinds[one] = kinds.get(one, 0) + 1
            raise SystemExit(f"bench: {name}: {len(report)} calls, of these unexpected: {kinds}")


def instant(text):
    """Seconds since 1970 of what Go writes: nanoseconds without trailing zeros."""
    at = text.find(".")
    if at < 0:
        return datetime.fromisoformat(text).timestamp()
    end = at + 1
    while text[end].isdigit():
        end += 1
    return datetime.fromisoformat(text[:at] + text[end:]).timestamp() + float(text[at:end])


def merged(reports):
    """One slice of several processes: the calls that ended while all of them were running."""
    begin = max(min(start for _, start, _, _ in report) for _, report in reports)
    end = min(max(start + ms / 1e3 for _, start, ms, _ in report) for _, report in reports)
    counts, latencies, by_part = {}, [], {}
    for scenario, report in reports:
        inside = [call for call in report if begin <= call[1] + call[2] / 1e3 <= end]
        for status, _, ms, _ in inside:
            counts[status] = counts.get(status, 0) + 1
            latencies.append(ms)
        by_part[scenario.name] = (len(inside) / (end - begin), sum(call[2] for call in inside) / max(1, len(inside)))
    return Slice(counts, end - begin, latencies, by_part)
