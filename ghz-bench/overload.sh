#!/usr/bin/env bash
# All callers together ask for 4 times what the server can do: how much does it still do, and how fast does it refuse?
# The call is ListAvailableSlots, heavy enough that the load generator is not the limit. In each round: a closed loop
# finds the peak, then an open loop asks for 4 times as much with a deadline of 1 s.
# Goals: at least 90 % of the peak goodput, refusals with a p99 under 5 ms.
# Usage: ghz-bench/overload.sh [rounds] [seconds a run]. Wants python3, and ghz: see README.md.
set -euo pipefail

readonly rounds="${1:-5}" seconds="${2:-8}"
readonly port=19093
# shellcheck source=server.sh
. "$(dirname "$0")/server.sh"
start "$port"
# as if it stood on a machine of its own: it takes what the server and the generator leave
readonly postmaster="$(head -n 1 "$folder/data/postgres/postmaster.pid")"
renice -n 10 -p "$postmaster" $(pgrep -P "$postmaster") > /dev/null

data="$(grep -o '{"service_ids".*}' "$folder/log" | head -n 1)"
metadata='{"x-tenant-id": "demo", "x-role": "ADMIN", "x-actor-id": "00000000-0000-4000-8000-00000000000a"}'
# call FILE OPTION...: lists slots and writes ghz's report.
call() {
  ghz --insecure --connections 4 --call corral.booking.v1.BookingService.ListAvailableSlots -d "$data" -m "$metadata" \
    -O json "${@:2}" "localhost:$port" > "$1"
}

for ((round = 0; round <= rounds; round++)); do # the first warms up
  call "$folder/peak.json" -c 16 -z "${seconds}s"
  read -r peak _ <<< "$(summary "$folder/peak.json")"
  rate="$(awk -v p="$peak" 'BEGIN { print int(4 * p) }')"
  call "$folder/over.json" --async --rps "$rate" -n "$((rate * seconds))" -c 200 -t 1s
  ((round == 0)) && continue
  echo "$peak" >> "$folder/peak"
  summary "$folder/over.json" >> "$folder/over"
done

awk -v peak="$(middle < "$folder/peak")" -v goodput="$(awk '{ print $1 }' "$folder/over" | middle)" \
  -v accepted="$(awk '{ print $2 }' "$folder/over" | middle)" -v refused="$(awk '{ print $3 }' "$folder/over" | middle)" \
  'BEGIN {
    printf "peak %.0f calls/s; asked for 4 times that: %.1f %% of it done, p99 %.0f ms; refusals p99 %.2f ms\n",
      peak, 100 * goodput / peak, accepted, refused
    exit !(goodput / peak >= 0.9 && refused < 5) }'
