#!/usr/bin/env bash
# What hostile clients of HTTP/2 cost a decent one: its p99 beside each attack against its p99 without, median of
# interleaved rounds of a second. The server, the attacker and the decent client share the machine and the process.
# Usage: ghz-bench/attacks.sh [rounds]. Wants what `mvn verify` wants.
set -euo pipefail
cd "$(dirname "$0")/.."
mvn -q -B -ntp -pl server -am -Dspotless.check.skip -Dtest=HttpAttacksBenchmark -Dsurefire.failIfNoSpecifiedTests=false \
  -Dcorral.attacks.rounds="${1:-5}" test | grep ' ratio '
