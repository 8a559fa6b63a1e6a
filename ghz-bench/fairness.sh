#!/usr/bin/env bash
# One tenant calls at 10 and at 50 times its limit: what is left to 100 others, who keep to theirs?
# In each round the others call alone, then beside the loud one, at a fixed rate (open loop). Prints goodput and p99 as
# ratios of the median of rounds, and whether the goals hold: at least 95 % of the goodput, p99 at most 1.5 times.
# Usage: ghz-bench/fairness.sh [rounds] [seconds a run]. Wants python3, and ghz: see README.md.
set -euo pipefail

readonly rounds="${1:-5}" seconds="${2:-5}"
readonly port=19092 tenants=100 limit=20 each=4
export CORRAL_LIMITS="read=$limit/20"
# shellcheck source=server.sh
. "$(dirname "$0")/server.sh"
start "$port"

# call NICE RATE METADATA FILE: gets tenants in an open loop and writes ghz's report. The loud one's own work is nice to the
# others, since elsewhere it would not be done on this machine.
call() {
  nice -n "$1" ghz --insecure --async --rps "$2" -n "$(($2 * seconds))" -c 100 --connections 4 \
    --call corral.tenant.v1.TenantService.GetTenant -d '{}' -m "$3" -O json "localhost:$port" > "$4"
}

actor='"x-actor-id": "00000000-0000-4000-8000-00000000000a"'
others='{"x-tenant-id": "b{{ mod .RequestNumber '"$tenants"' }}", "x-role": "ADMIN", '"$actor"'}'
loud='{"x-tenant-id": "demo", "x-role": "ADMIN", '"$actor"'}'

for ((n = 0; n < tenants; n++)); do
  printf '{"request_id": "00000000-0000-4000-8000-%012d", "tenant_id": "b%d", "settings": {"display_name": "Bench",
    "currency_code": "PYG", "time_zone": "UTC", "tax_mode": 1, "tax_rounding": 1}}\n' "$n" "$n"
done | awk 'BEGIN { printf "[" } /^{/ && NR > 1 { printf "," } { print } END { print "]" }' > "$folder/tenants.json"
ghz --insecure -n "$tenants" -c 1 --call corral.tenant.v1.TenantService.CreateTenant -D "$folder/tenants.json" \
  -m '{"x-tenant-id": "platform", "x-role": "PLATFORM", '"$actor"'}' "localhost:$port" > "$folder/out"
grep -q "\[OK\] *$tenants " "$folder/out" || { cat "$folder/out" >&2; exit 1; }

for ((round = 0; round <= rounds; round++)); do # the first warms up
  for times in 0 10 50; do
    if ((times > 0)); then
      call 19 "$((limit * times))" "$loud" "$folder/loud.json" &
      noise=$!
    fi
    call 0 "$((tenants * each))" "$others" "$folder/others.json"
    ((times == 0)) || wait "$noise"
    ((round == 0)) && continue
    read -r goodput p99 _ <<< "$(summary "$folder/others.json")"
    echo "$goodput" >> "$folder/goodput.$times"
    echo "$p99" >> "$folder/p99.$times"
    ((times == 0)) || summary "$folder/loud.json" | awk '{ print $1 }' >> "$folder/loud.$times"
  done
done

status=0
for times in 10 50; do
  awk -v t="$times" -v l="$(middle < "$folder/loud.$times")" -v limit="$limit" \
    -v g0="$(middle < "$folder/goodput.0")" -v g="$(middle < "$folder/goodput.$times")" \
    -v p0="$(middle < "$folder/p99.0")" -v p="$(middle < "$folder/p99.$times")" 'BEGIN {
    printf "one tenant at %d x its limit of %d/s (%.1f/s let in): others keep %.1f %% of %.0f calls/s, p99 %.1f ms against %.1f ms, ratio %.2f\n",
      t, limit, l, 100 * g / g0, g0, p, p0, p / p0
    exit !(g / g0 >= 0.95 && p / p0 <= 1.5) }' || status=1
done
exit "$status"
