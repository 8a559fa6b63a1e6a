"""Turns what was measured into report/README.md and its pictures."""

from statistics import median

import plots

HEAD = """# Benchmark report

Made by `{command}` on {date}. [docs/performance.md](../../docs/performance.md) says how this is measured and how to
read it. The load generator, the server and the database share one machine: only the ratios mean something elsewhere.

"""


def of(results, variant, callers, key):
    """One figure of every round: a path of keys into the results."""
    figures = []
    for result in results.get(variant, {}).get(callers, []):
        for part in key.split("/"):
            result = result and result.get(part)
        if result is not None:
            figures.append(result)
    return figures


def middle(results, variant, callers, key):
    figures = of(results, variant, callers, key)
    return median(figures) if figures else None


def best_clients(results):
    """How many clients of pgbench did best, of those that ran most rounds."""
    runs = {clients: of(results, "pgbench", clients, "rate") for clients in results.get("pgbench", {}) if clients > 1}
    if not runs:
        return None
    most = max(map(len, runs.values()))
    return max((c for c in runs if len(runs[c]) == most), key=lambda c: median(runs[c]))


def ratio(results, above, below):
    """Median over the rounds of one rate against another: above and below are (variant, callers)."""
    pairs = list(zip(of(results, *above, "rate"), of(results, *below, "rate")))
    return median(a / b for a, b in pairs) if pairs else None


def shown(figure, form="{:,.0f}"):
    return "–" if figure is None else form.format(figure)


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "| --- |" + " ---: |" * (len(head) - 1)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines) + "\n\n"


def latency(results, variant, callers):
    p50, p99 = (middle(results, variant, callers, f"latency_ms/{p}") for p in (50, 99))
    return "–" if p50 is None else f"{p50:.1f} / {p99:.1f}"


def throughput(loads):
    head = ["scenario", "callers", "lanes RPC/s", "off RPC/s", "pgbench (clients)", "lanes ÷ off", "lanes ÷ pgbench",
            "off ÷ pgbench", "lanes p50 / p99 ms", "off p50 / p99 ms", "mean batch"]
    rows = []
    for load in loads:
        r = load["results"]
        best = best_clients(r)
        pgbench = middle(r, "pgbench", best, "rate")
        for callers in sorted(c for c in r.get("off", {}) if c > 1):
            lanes, off, base = ("lanes", callers), ("off", callers), ("pgbench", best)
            rows.append([
                load["title"], str(callers), shown(middle(r, *lanes, "rate")), shown(middle(r, *off, "rate")),
                shown(pgbench) + (f" ({best})" if best else ""), shown(ratio(r, lanes, off), "{:.2f}"),
                shown(ratio(r, lanes, base), "{:.2f}"), shown(ratio(r, off, base), "{:.2f}"), latency(r, *lanes),
                latency(r, *off), shown(middle(r, *lanes, "batches/mean"), "{:.1f}")])
    return table(head, rows)


def one_caller(loads):
    head = ["scenario", "lanes p50 ms", "off p50 ms", "pgbench p50 ms", "lanes ÷ off", "off ÷ pgbench"]
    rows = []
    for load in loads:
        r = load["results"]
        lanes, off, base = (middle(r, variant, 1, "latency_ms/50") for variant in ("lanes", "off", "pgbench"))
        if off is not None:
            rows.append([load["title"], *(shown(f, "{:.2f}") for f in (
                lanes, off, base, lanes and lanes / off, base and off / base))])
    return table(head, rows)


def refusals(loads):
    """What was refused as it should be, and the share of reads in the mix."""
    lines = []
    for load in loads:
        for variant, by_callers in load["results"].items():
            for callers in by_callers:
                rate = middle(load["results"], variant, callers, "rate")
                accepted = middle(load["results"], variant, callers, "accepted")
                if accepted is not None and accepted < rate:
                    lines.append(f"- {load['title']}, {variant}, {callers} callers: {accepted:,.0f} of {rate:,.0f} "
                                 "calls a second were accepted, the others refused, as they should be.")
                parts = [result.get("parts", {}) for result in by_callers[callers]]
                if len(parts[0]) > 1:
                    reads = median(sum(p.get(name, 0) for name in load["reads"]) / sum(p.values()) for p in parts)
                    lines.append(f"- {load['title']}, {variant}, {callers} callers: {100 * reads:.0f} % were reads.")
    return "\n".join(lines) + "\n\n" if lines else ""


def invariants(loads):
    wrong = {load["title"]: load["violations"] for load in loads if load["violations"]}
    if not wrong:
        return f"After each of the {len(loads)} scenarios `kernel.verify_invariants()` found nothing.\n\n"
    return "".join(f"**{title}: {len(found)} violated invariants**: {found[0]}\n\n" for title, found in wrong.items())


def pictures(loads, folder):
    drawn = {
        "throughput.svg": ("Calls a second by callers", plots.throughput(loads, best_clients, middle)),
        "latency.svg": ("Latency percentiles", plots.latencies(loads, middle)),
        "batches.svg": ("Calls that went together into one statement", plots.batches(loads)),
    }
    text = ""
    for name, (title, svg) in drawn.items():
        if svg:
            (folder / name).write_text(svg)
            text += f"![{title}]({name})\n\n"
    return text


def write(run, folder):
    """run: what bench.json holds."""
    loads = run["loads"]
    text = HEAD.format(command=run["command"], date=run["date"])
    text += f"## Throughput\n\nMedian of {run['rounds']} interleaved rounds of {run['seconds']:g} s.\n\n"
    text += throughput(loads) + refusals(loads) + invariants(loads)
    if one := one_caller(loads):
        text += "## One caller\n\nWhat one call takes when nothing else runs.\n\n" + one
    text += "## Pictures\n\n" + pictures(loads, folder)
    for title, lines in run.get("extras", {}).items():
        text += f"## {title}\n\n" + "\n".join(lines) + "\n\n"
    text += "## Machine\n\n" + "\n".join(f"- {name}: {value}" for name, value in run["machine"].items()) + "\n"
    (folder / "README.md").write_text(text)
    return text
