#!/usr/bin/env bash
# What hostile clients of HTTP/2 cost a decent one: its p99 beside each attack against its p99 without, median of
# interleaved rounds of a second. The server, the attacker and the decent client are processes of one machine; the
# attacker's is nice to the others.
# Usage: ghz-bench/attacks.sh [rounds] [attacking connections a second]. Wants what `mvn verify` wants.
set -euo pipefail
cd "$(dirname "$0")/.."
log="$(mktemp)"
readonly log
trap 'rm -f "$log"' EXIT
mvn -q -B -ntp -pl server -am -Dspotless.check.skip -Dtest=HttpAttacksBenchmark -Dsurefire.failIfNoSpecifiedTests=false \
  -Dcorral.attacks.rounds="${1:-5}" -Dcorral.attacks.connections="${2:-10}" test 2>&1 | tee "$log" | grep ' ratio ' || { cat "$log" >&2; exit 1; }
