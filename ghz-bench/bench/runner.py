"""Runs a scenario: every variant at every number of callers, in turn, round after round."""

import metrics
from world import TENANTS

HEADROOM = 1.5  # messages made for a slice, against what it is thought to need
ROOM_MIN = 2 * TENANTS * 10


class Plan:
    """How long, how often, with how many callers."""

    def __init__(self, rounds, seconds, callers, clients, warm_up_seconds):
        self.rounds = rounds
        self.seconds = seconds
        self.callers = callers
        self.clients = clients
        self.warm_up_seconds = warm_up_seconds

    def slices(self, variants, clients):
        """Of one round, in an order in which rivals are neighbours."""
        for callers in self.callers:
            for variant in variants:
                yield variant, callers
            if callers == 1:
                yield "pgbench", 1
            elif callers == self.callers[1 if len(self.callers) > 1 else 0]:
                for count in clients:
                    yield "pgbench", count


class Runner:
    """Measures scenarios on servers; keeps for each variant and number of callers one result a round."""

    def __init__(self, plan, servers, ground, ghz, pgbench):
        self.plan = plan
        self.servers = servers
        self.ground = ground
        self.ghz = ghz
        self.pgbench = pgbench
        self.rates = {}
        self.prepared = set()

    def warm_up(self, load, seconds):
        """Lets every server compile what it runs: all share most of the code, so one load serves for all."""
        for variant in self.servers.by_variant:
            for _ in range(2):
                self._service(load, variant, 64, seconds / 2, "warm-up", False)

    def measure(self, load):
        """load: what it is called and its parts. Returns {variant: {callers: [result of a round, …]}}."""
        results = {}
        clients = list(self.plan.clients)
        for variant in self.servers.by_variant:
            self._service(load, variant, self.plan.callers[-1], self.plan.seconds / 2, "warm-up", False)
        for at in range(self.plan.rounds):
            for variant, callers in self.plan.slices(self.servers.by_variant, clients):
                if callers == 1 and len(load.parts) > 1:
                    continue
                if variant == "pgbench":
                    result = self._pgbench(load, callers)
                else:
                    last = at == self.plan.rounds - 1
                    result = self._service(load, variant, callers, self.plan.seconds, f"round-{at + 1}", last)
                results.setdefault(variant, {}).setdefault(callers, []).append(result)
            if at == 0 and len(clients) > 2:
                # the others have shown that they are not the best: their time goes to what is
                clients = sorted(clients, key=lambda c: -results["pgbench"][c][0]["rate"])[:2]
        return results

    def _room(self, load, key, share, seconds, scenario):
        """How many calls to make ready."""
        rate = self.rates.get(key, load.guess if key[1] != 1 else load.guess / 4)
        count = max(ROOM_MIN, int(rate * share * seconds * HEADROOM))
        count = -(-count // (TENANTS * 10)) * TENANTS * 10
        return min(count, scenario.limit(self.ground.size) or 100_000)

    def _prepare(self, load, counts):
        for (scenario, _), count in zip(load.parts, counts):
            if scenario.limit(self.ground.size) is not None and load.is_mix:
                scenario.prepare(self.ground, scenario.limit(self.ground.size))
            elif scenario.limit(self.ground.size) is not None:
                scenario.prepare(self.ground, count)
            elif not load.is_mix and scenario.name not in self.prepared:
                scenario.prepare(self.ground, count)
                self.prepared.add(scenario.name)

    def _service(self, load, variant, callers, seconds, label, html):
        server = self.servers.by_variant[variant]
        key = (load.name, callers, variant)
        shares = load.callers(callers, variant)
        counts = [self._room(load, key, share / 100, seconds, scenario) for scenario, share in load.parts]
        self._prepare(load, counts)
        parts = [
            (scenario, own, list(scenario.messages(self.ground, self._block(scenario), count)))
            for (scenario, _), own, count in zip(load.parts, shares, counts)
        ]
        before = metrics.scrape(server.metrics_port)
        slice_ = self.ghz.slice(f"{load.name}-{variant}-{callers}-{label}", server.port, parts, seconds, html)
        after = metrics.scrape(server.metrics_port)
        server.forget_log()
        self.rates[key] = slice_.rate
        load.learn(callers, variant, slice_)
        return {
            "rate": slice_.rate,
            "accepted": slice_.counts.get("OK", 0) / slice_.seconds,
            "statuses": slice_.counts,
            "latency_ms": {str(p): slice_.percentile(p) for p in (50, 75, 90, 95, 99, 99.9)},
            "parts": {name: rate for name, (rate, _) in slice_.by_part.items()},
            "batches": metrics.batches(before, after, None if load.is_mix else load.parts[0][0].function),
        }

    def _pgbench(self, load, clients):
        key = (load.name, clients, "pgbench")
        limits = list(filter(None, (scenario.limit(self.ground.size) for scenario, _ in load.parts)))
        calls = None
        if limits:
            # what is used up is counted out beforehand: as many calls as last rounds say that the time is good for
            likely = self.rates.get(key) or self.rates.get((load.name, "pgbench")) or load.guess / 4
            calls = max(4 * clients, min(min(limits), int(likely * self.plan.seconds)))
        self._prepare(load, [calls] * len(load.parts))
        base = max(self._block(scenario) for scenario, _ in load.parts)
        rate, latencies = self.pgbench.slice(load.parts, clients, self.plan.seconds, calls, base)
        self.rates[key] = self.rates[(load.name, "pgbench")] = rate
        middle = latencies[len(latencies) // 2] if latencies else None
        return {"rate": rate, "latency_ms": {"50": middle}}

    def _block(self, scenario):
        return self.ground.database.next_block() if scenario.uses_slots else 0


class Load:
    """A scenario by itself, or a mix of them by shares of the calls in per cent."""

    def __init__(self, name, title, parts):
        self.name = name
        self.title = title
        self.parts = parts
        self.is_mix = len(parts) > 1
        self.guess = parts[0][0].guess if not self.is_mix else 800
        self.waits = {}

    def callers(self, callers, variant):
        """How many of the callers make which call. A caller waits for each answer, so a call that takes longer needs
        more callers for its share of the calls."""
        waits = self.waits.get((callers, variant), {})
        weights = [share * waits.get(scenario.name, 1.0) for scenario, share in self.parts]
        return [max(1, round(callers * weight / sum(weights))) for weight in weights]

    def learn(self, callers, variant, slice_):
        if self.is_mix:
            self.waits[(callers, variant)] = {name: ms for name, (_, ms) in slice_.by_part.items()}
