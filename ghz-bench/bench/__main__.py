"""The benchmark of Corral; `./corral bench` starts it. See ghz-bench/README.md."""

import argparse
import datetime
import json
import pathlib
import shlex
import signal
import sys

import extras
import ghz
import machine
import pgbench
import report
import scenarios
import seeding
import servers
import world
from database import Database
from runner import Load, Plan, Runner

BENCH = pathlib.Path(__file__).resolve().parents[1]


def arguments():
    parser = argparse.ArgumentParser(prog="corral bench", description="Measures Corral beside pgbench.")
    names = [load.name for load in loads()]
    parser.add_argument("--quick", action="store_true", help="a smoke test: small data, one short round")
    parser.add_argument("--only", action="append", metavar="NAME", choices=names, help="one of " + ", ".join(names))
    parser.add_argument("--rounds", type=int, help="interleaved rounds (5)")
    parser.add_argument("--seconds", type=float, help="length of a slice (3)")
    parser.add_argument("--data", type=pathlib.Path, help="data folder, kept and used again (data-full in the folder of --out)")
    parser.add_argument("--out", type=pathlib.Path, default=BENCH / "report", help="where the report goes")
    parser.add_argument("--lanes", choices=("on", "off"), default="on", help="whether a server with lanes runs too")
    parser.add_argument("--fixtures", action="store_true", help="also the variants that Corral is compared with")
    parser.add_argument("--growth", action="store_true", help="only: cost of a call as the tables grow; takes long")
    parser.add_argument("--growth-max", type=int, default=1_000_000, metavar="ROWS", help="where the growth ends")
    return parser.parse_args()


def loads():
    day = Load("day", "Mixed clinic day", [(scenarios.BY_NAME[name], share) for name, share in scenarios.DAY.items()])
    return [Load(s.name, s.title, [(s, 100)]) for s in scenarios.ALL] + [day]


def plan(options):
    if options.quick:
        return Plan(options.rounds or 1, options.seconds or 1.0, (1, 64), (16,), warm_up_seconds=6)
    return Plan(options.rounds or 5, options.seconds or 3.0, (1, 64, 256), (8, 16, 32, 64), warm_up_seconds=60)


def measure(options, plan_, servers_, database, raw):
    ground = scenarios.Ground(database)
    runner = Runner(plan_, servers_, ground, ghz.Ghz(raw), pgbench.PgBench(ground))
    runner.warm_up(loads()[-1], plan_.warm_up_seconds)
    done = []
    for load in loads():
        if options.only and load.name not in options.only:
            continue
        database.run(text="CHECKPOINT")
        results = runner.measure(load)
        violations = database.violations()
        done.append({"name": load.name, "title": load.title, "results": results, "violations": violations,
                     "reads": scenarios.READS})
        print(f"{load.title}: {line(results)}" + (f"; {len(violations)} VIOLATIONS" if violations else ""), flush=True)
    return done


def line(results):
    """The medians of a scenario, for those who watch."""
    shown = []
    for variant in ("lanes", "off", "pgbench"):
        figures = [f"{callers}: {report.middle(results, variant, callers, 'rate'):,.0f}"
                   for callers in sorted(results.get(variant, {}))]
        if figures:
            shown.append(f"{variant} {', '.join(figures)}")
    return "; ".join(shown) + " calls/s"


def run(options):
    plan_ = plan(options)
    raw = options.out / "raw"
    raw.mkdir(parents=True, exist_ok=True)
    size = world.QUICK if options.quick or options.growth else world.FULL
    kind = "growth" if options.growth else "quick" if options.quick else "full"
    data = (options.data or options.out / f"data-{kind}").absolute()
    data.mkdir(parents=True, exist_ok=True)
    lanes = options.lanes == "on"
    servers_ = servers.Servers(data, raw, lanes and not options.growth)
    try:
        database = Database(servers_.database_port)
        seeding.seed(database, size)
        facts = machine.facts(database, data)
        loads_, found = [], {}
        if options.growth:
            found["Growth"] = extras.growth(database, options.growth_max)
        else:
            servers_.start_second(raw)
            loads_ = measure(options, plan_, servers_, database, raw)
            if options.fixtures:
                found["Against other ways"] = extras.fixtures(database, plan_)
    finally:
        servers_.stop()
    now = datetime.datetime.now(datetime.timezone.utc)
    return {"command": shlex.join(["./corral", "bench", *sys.argv[1:]]), "lanes": lanes, "rounds": plan_.rounds,
            "seconds": plan_.seconds, "date": f"{now:%Y-%m-%d %H:%M} UTC",
            "machine": facts, "loads": loads_, "extras": found}


def stop(*_):
    raise SystemExit("bench: stopped by a signal")


def main():
    options = arguments()
    signal.signal(signal.SIGTERM, stop)
    done = run(options)
    (options.out / "raw" / "bench.json").write_text(json.dumps(done, indent=1))
    print("\n" + report.write(done, options.out))
    print(f"report: {options.out / 'README.md'}")
    if any(load["violations"] for load in done["loads"]):
        sys.exit("bench: invariants are violated")


main()
