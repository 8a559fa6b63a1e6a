"""Draws the pictures of the report as SVG: a panel for each scenario, on a light ground, to be read anywhere."""

from math import log10
from statistics import median
from xml.sax.saxutils import escape

WIDTH, HEIGHT, COLUMNS = 300, 210, 3
LEFT, RIGHT, TOP, BOTTOM = 54, 14, 40, 34
COLOURS = {"lanes": "#0b6e4f", "off": "#c1666b", "pgbench": "#5b6c8f"}
NAMES = {"lanes": "Corral with lanes", "off": "Corral, lanes off", "pgbench": "pgbench, best"}
STYLE = ("text{font:11px system-ui,-apple-system,'Segoe UI',Helvetica,Arial,sans-serif;fill:#333}"
         ".title{font-size:13px;font-weight:600;fill:#111}"
         ".value{font-size:10px;paint-order:stroke;stroke:#fff;stroke-width:3px}.axis{fill:#666;font-size:10px}")


def short(figure):
    """1234 as 1.2k; numbers of an axis and of a bar."""
    if figure >= 10_000:
        return f"{figure / 1000:.0f}k"
    if figure >= 1_000:
        return f"{figure / 1000:.1f}k"
    return f"{figure:.0f}" if figure >= 10 else f"{figure:.2g}"


def word(x, y, text, css="", anchor="start"):
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{css}" text-anchor="{anchor}">{escape(text)}</text>'


def label(x, y, text, above):
    """The figure of a point: above it or below, beside it where there is no room below."""
    if above:
        return word(x, y - 7, text, "value", "middle")
    if y + 17 > HEIGHT - BOTTOM:
        return word(x + 7, y + 4, text, "value")
    return word(x, y + 15, text, "value", "middle")


def line(x1, y1, x2, y2, colour="#ddd", extra=""):
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" {extra}/>'


def nice(top):
    """A round number at or above this one."""
    power = 1.0
    while power * 10 <= top:
        power *= 10
    while power > top:
        power /= 10
    return next(power * step for step in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if power * step >= top)


def page(title, legend, panels):
    rows = -(-len(panels) // COLUMNS)
    columns = min(COLUMNS, len(panels))
    width, height = max(560, columns * WIDTH + 20), rows * HEIGHT + 64
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
           f'role="img" aria-label="{escape(title)}"><style>{STYLE}</style>',
           f'<rect width="{width}" height="{height}" fill="#fff"/>', word(16, 24, title, "title")]
    at = 16
    for name, colour, dash in legend:
        out.append(line(at, 44, at + 18, 44, colour, f'stroke-width="3" {dash}'))
        out.append(word(at + 24, 48, name))
        at += 44 + 6.4 * len(name)
    for i, panel in enumerate(panels):
        out.append(f'<g transform="translate({10 + i % COLUMNS * WIDTH},{58 + i // COLUMNS * HEIGHT})">{panel}</g>')
    return "\n".join(out) + "\n</svg>\n"


def frame(title, ticks, height_of, labels, x_of, x_name):
    """Title, horizontal grid and labels under the axis."""
    out = [word(LEFT, 24, title, "title")]
    for tick in ticks:
        y = height_of(tick)
        out += [line(LEFT, y, WIDTH - RIGHT, y), word(LEFT - 6, y + 3.5, short(tick), "axis", "end")]
    out += [word(x_of(i), HEIGHT - BOTTOM + 15, label, "axis", "middle") for i, label in enumerate(labels)]
    out.append(word(WIDTH - RIGHT, HEIGHT - 5, x_name, "axis", "end"))
    return out


def evenly(count):
    """Places of so many points along the axis."""
    room = WIDTH - RIGHT - LEFT
    return lambda i: LEFT + room * (i + 0.5) / count


def linear(top):
    return lambda v: HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * v / top


def throughput(loads, best_clients, middle):
    panels = []
    for load in loads:
        r = load["results"]
        callers = sorted(set(r.get("off", {})) | set(r.get("lanes", {})))
        best = best_clients(r)
        base = middle(r, "pgbench", best, "rate") if best else None
        series = {v: [middle(r, v, c, "rate") for c in callers] for v in ("off", "lanes") if v in r}
        if not callers:
            continue
        top = nice(max([f for s in series.values() for f in s if f] + [base or 0]) * 1.08)
        y, x = linear(top), evenly(len(callers))
        out = frame(load["title"], [0, top / 2, top], y, map(str, callers), x, "callers")
        if base:
            out.append(line(LEFT, y(base), WIDTH - RIGHT, y(base), COLOURS["pgbench"],
                            'stroke-width="2" stroke-dasharray="6 4"'))
        for variant, figures in series.items():
            points = [(x(i), y(f)) for i, f in enumerate(figures) if f is not None]
            out.append(f'<polyline points="{" ".join(f"{a:.1f},{b:.1f}" for a, b in points)}" fill="none" '
                       f'stroke="{COLOURS[variant]}" stroke-width="2.5"/>')
            for (a, b), figure in zip(points, (f for f in figures if f is not None)):
                out.append(f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3.5" fill="{COLOURS[variant]}"/>')
                out.append(label(a, b, short(figure), above=variant == "lanes" or len(series) == 1))
        panels.append("".join(out))
    legend = [(NAMES["lanes"], COLOURS["lanes"], ""), (NAMES["off"], COLOURS["off"], ""),
              (NAMES["pgbench"], COLOURS["pgbench"], 'stroke-dasharray="6 4"')]
    return page("Calls a second by number of callers (up is better)", legend, panels) if panels else None


def latencies(loads, middle):
    """Percentiles of the busiest number of callers that both variants share, on a logarithmic scale."""
    shares = ("50", "75", "90", "95", "99", "99.9")
    panels = []
    for load in loads:
        r = load["results"]
        callers = min((c for c in r.get("off", {}) if c > 1), default=None)
        series = {v: [middle(r, v, callers, f"latency_ms/{s}") for s in shares] for v in ("off", "lanes") if v in r}
        figures = [f for s in series.values() for f in s if f]
        if not figures:
            continue
        low, high = 10.0, 10.0
        while low > min(figures):
            low /= 10
        while high < max(figures):
            high *= 10
        decades = []
        tick = low
        while tick <= high * 1.001:
            decades.append(tick)
            tick *= 10
        span = log10(high / low) or 1

        def y(v):
            return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * log10(v / low) / span
        x = evenly(len(shares))
        out = frame(load["title"], decades, y, [f"p{s}" for s in shares], x, f"ms, {callers} callers")
        for variant, values in series.items():
            points = [(x(i), y(f)) for i, f in enumerate(values) if f]
            out.append(f'<polyline points="{" ".join(f"{a:.1f},{b:.1f}" for a, b in points)}" fill="none" '
                       f'stroke="{COLOURS[variant]}" stroke-width="2.5"/>')
            for (a, b), figure in zip(points, filter(None, values)):
                out.append(f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3" fill="{COLOURS[variant]}"/>')
                out.append(label(a, b, short(figure), above=variant == "off"))
        panels.append("".join(out))
    legend = [(NAMES["lanes"], COLOURS["lanes"], ""), (NAMES["off"], COLOURS["off"], "")]
    return page("Latency percentiles in ms (down is better; logarithmic)", legend, panels) if panels else None


def batches(loads):
    """Share of the statements by how many calls they carried, at the most callers."""
    panels = []
    for load in loads:
        lanes = load["results"].get("lanes", {})
        if not lanes:
            continue
        callers = max(lanes)
        found = [result["batches"] for result in lanes[callers] if result.get("batches")]
        if not found:
            continue
        bounds = list(found[0]["statements"])
        totals = [sum(f["statements"].get(b, 0) for f in found) for b in bounds]
        shares = [100 * t / (sum(totals) or 1) for t in totals]
        top = nice(max(shares) or 1)
        y, x = linear(top), evenly(len(bounds))
        labels = [f"{float(b):g}" if b != "+Inf" else "more" for b in bounds]
        mean = median(f["mean"] for f in found)
        out = frame(load["title"], [0, top / 2, top], y, labels, x, f"calls, up to; mean {mean:.1f}; {callers} callers")
        bar = (WIDTH - LEFT - RIGHT) / len(bounds) * 0.7
        for i, share in enumerate(shares):
            out.append(f'<rect x="{x(i) - bar / 2:.1f}" y="{y(share):.1f}" width="{bar:.1f}" '
                       f'height="{y(0) - y(share):.1f}" fill="{COLOURS["lanes"]}"/>')
        panels.append("".join(out))
    legend = [("per cent of the statements", COLOURS["lanes"], "")]
    return page("How many calls went together into one statement", legend, panels) if panels else None
