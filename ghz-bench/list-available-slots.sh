#!/usr/bin/env bash
# Measures ListAvailableSlots with ghz: 20 staff members, 31 days, 5,000 appointments, one caller.
# Starts a Corral of its own on the embedded database in a temporary folder, seeds it through the RPCs, measures, stops.
# Usage: ghz-bench/list-available-slots.sh [calls]. Wants ghz: go install github.com/bojand/ghz/cmd/ghz@latest
set -euo pipefail

readonly calls="${1:-300}"
readonly port=19090
readonly staff=20 days=31 appointments=5000
root="$(cd "$(dirname "$0")/.." && pwd)"
folder="$(mktemp -d)"
PATH="$PATH:$(go env GOPATH 2>/dev/null || true)/bin"

command -v ghz > /dev/null || { echo "ghz is missing: go install github.com/bojand/ghz/cmd/ghz@latest" >&2; exit 2; }

CORRAL_LISTEN="127.0.0.1:$port" "$root/corral" up --data "$folder/data" > "$folder/log" 2>&1 &
readonly server=$!
trap 'kill "$server" 2> /dev/null; wait "$server" 2> /dev/null; rm -rf "$folder"' EXIT
until grep -q "Corral serves" "$folder/log"; do
  kill -0 "$server" 2> /dev/null || { cat "$folder/log" >&2; exit 1; }
  sleep 0.2
done

# call SERVICE/METHOD ROLE CALLS CALLERS FILE: sends the messages of a file in turn and prints ghz's summary.
call() {
  ghz --insecure --call "${1/\//.}" -n "$3" -c "$4" --data-file "$5" \
    --metadata "{\"x-tenant-id\":\"bench\",\"x-role\":\"$2\",\"x-actor-id\":\"00000000-0000-4000-8000-00000000000a\"}" \
    --proto "$(proto "$1")" -i "$root/proto/src/main/proto,$root/proto/target/imports" "localhost:$port"
}

# The proto file of corral.<domain>.v1.<Domain>Service/<Method>.
proto() {
  local domain="${1#corral.}"
  domain="${domain%%.*}"
  echo "$root/proto/src/main/proto/corral/$domain/v1/${domain}_service.proto"
}

# seed SERVICE/METHOD ROLE COUNT AWK: sends COUNT messages; AWK makes one of them from n, id(kind, n) and request().
seed() {
  awk -v count="$3" -v staff="$staff" -v today="$(date -u +%s)" '
    function id(kind, n) { return sprintf("\"00000000-0000-4000-%04d-%012d\"", 8000 + kind, n) }
    function request() { return "\"request_id\":" id(9, ++requests) }
    BEGIN { print "["; for (n = 0; n < count; n++) { print (n ? "," : "") '"$4"' } print "]" }' > "$folder/seed.json"
  call "$1" "$2" "$3" 8 "$folder/seed.json" > "$folder/seed.log"
  grep -q "\[OK\] *$3 " "$folder/seed.log" || { cat "$folder/seed.log" >&2; exit 1; }
}

echo "seeding: $staff staff members, $days days, $appointments appointments"
seed corral.tenant.v1.TenantService/CreateTenant PLATFORM 1 '
  "{" request() ",\"tenant_id\":\"bench\",\"settings\":{\"display_name\":\"Bench\",\"currency_code\":\"PYG\"," \
  "\"time_zone\":\"America/Asuncion\",\"tax_mode\":1,\"tax_rounding\":1}}"'
seed corral.directory.v1.DirectoryService/SetWorkingHours ADMIN 1 '
  "{" request() ",\"days\":[" week() "]}"'
