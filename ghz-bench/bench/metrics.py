"""Reads the server's metrics in Prometheus' text format: how many calls went together into a statement."""

import re
import urllib.request

SAMPLE = re.compile(r'^(\w+)(?:\{(.*?)\})?\s+([0-9.eE+-]+|NaN)', re.MULTILINE)
LABEL = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)"')
BATCH = "corral_lane_batch_size"


def scrape(port):
    """Samples by name and labels; empty when the server has no such endpoint."""
    if port is None:
        return {}
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as reply:
        text = reply.read().decode()
    return {(name, tuple(sorted(LABEL.findall(labels)))): float(value) for name, labels, value in SAMPLE.findall(text)}


def batches(before, after, function):
    """Between two scrapes: the mean batch, and calls by the upper bound of the batch that they were in; None without
    metrics. function None: all of them."""
    total, count, fallbacks, buckets = 0.0, 0.0, 0.0, {}
    for key, value in after.items():
        name, labels = key[0], dict(key[1])
        if not name.startswith("corral_lane_") or function not in (None, labels.get("function")):
            continue
        grown = value - before.get(key, 0.0)
        if name == BATCH + "_sum":
            total += grown
        elif name == BATCH + "_count":
            count += grown
        elif name == BATCH + "_bucket":
            buckets[labels["le"]] = buckets.get(labels["le"], 0.0) + grown
        elif name == "corral_lane_fallbacks_total":
            fallbacks += grown
    if not count:
        return None
    bounds = sorted(buckets, key=lambda le: float(le.replace("+Inf", "inf")))
    below, statements = 0.0, {}
    for bound in bounds:
        statements[bound] = buckets[bound] - below
        below = buckets[bound]
    return {"mean": total / count, "statements": statements, "fallbacks": fallbacks}
