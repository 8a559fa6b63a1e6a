#!/usr/bin/env bash
# Measures ListAvailableSlots with ghz: 20 staff members, 31 days, 5,000 appointments, one caller.
# Starts a Corral of its own on the embedded database in a temporary folder, seeds it through the RPCs, measures, stops.
# Usage: ghz-bench/list-available-slots.sh [calls]. Wants ghz: go install github.com/bojand/ghz/cmd/ghz@v0.121.0
set -euo pipefail

readonly calls="${1:-300}"
readonly port=19090
readonly staff=20 days=31 appointments=5000
root="$(cd "$(dirname "$0")/.." && pwd)"
folder="$(mktemp -d)"
PATH="$PATH:$(go env GOPATH 2>/dev/null || true)/bin"

command -v ghz > /dev/null || { echo "ghz is missing: go install github.com/bojand/ghz/cmd/ghz@v0.121.0" >&2; exit 2; }

CORRAL_LISTEN="127.0.0.1:$port" "$root/corral" up --data "$folder/data" > "$folder/log" 2>&1 &
readonly server=$!
trap 'kill "$server" 2> /dev/null || true; wait "$server" 2> /dev/null || true; rm -rf "$folder"' EXIT
until grep -qs "Corral serves" "$folder/log"; do
  kill -0 "$server" 2> /dev/null || { cat "$folder/log" >&2; exit 1; }
  sleep 0.2
done

# call SERVICE/METHOD ROLE CALLS CALLERS FILE: sends the messages of a file in turn and prints ghz's summary.
call() {
  ghz --insecure --call "${1/\//.}" -n "$3" -c "$4" --data-file "$5" \
    --metadata "{\"x-tenant-id\":\"bench\",\"x-role\":\"$2\",\"x-actor-id\":\"00000000-0000-4000-8000-00000000000a\"}" \
    "localhost:$port"
}

# seed SERVICE/METHOD ROLE COUNT AWK: sends COUNT messages. AWK is an expression that makes the n-th of them (from 0).
seed() {
  awk -v count="$3" -v staff="$staff" -v days="$days" -v first="$(date -u -d '+2 days' +%Y-%m-%d)" '
    function id(kind, n) { return sprintf("\"00000000-0000-4000-8%03d-%012d\"", kind, n) }
    function request() { return "\"request_id\":" id(9, n) }
    function name() { return "\"display_name\":\"Bench\"" }
    function week(  d, s) {
      for (d = 1; d <= 7; d++)
        s = s (d > 1 ? "," : "") "{\"weekday\":" d ",\"windows\":[{\"start\":{\"hours\":8},\"end\":{\"hours\":18}}]}"
      return s
    }
    # Appointment n: members in turn, then hours, then days; so nobody is asked for twice at once.
    function start(  slot, t) {
      slot = int(n / staff)
      t = mktime(substr(first, 1, 4) " " substr(first, 6, 2) " " substr(first, 9, 2) " 11 00 00")
      return strftime("%Y-%m-%dT%H:%M:00Z", t + (slot % days) * 86400 + int(slot / days) * 3600)
    }
    BEGIN {
      print "["
      for (n = 0; n < count; n++) print (n ? "," : "") '"$4"'
      print "]"
    }' > "$folder/seed.json"
  call "$1" "$2" "$3" 8 "$folder/seed.json" > "$folder/seed.log"
  grep -qE "\[OK\] +$3 " "$folder/seed.log" || { cat "$folder/seed.log" >&2; exit 1; }
}

export TZ=UTC
echo "seeding $staff staff members and $appointments appointments over $days days"
seed corral.tenant.v1.TenantService/CreateTenant PLATFORM 1 \
  '"{" request() ",\"tenant_id\":\"bench\",\"settings\":{" name() ",\"currency_code\":\"PYG\"," \
   "\"time_zone\":\"America/Asuncion\",\"tax_mode\":1,\"tax_rounding\":1}}"'
seed corral.directory.v1.DirectoryService/SetWorkingHours ADMIN 1 '"{" request() ",\"days\":[" week() "]}"'
seed corral.directory.v1.DirectoryService/UpsertClient ADMIN 1 \
  '"{" request() ",\"client\":{\"client_id\":" id(1, 0) "," name() "}}"'
seed corral.directory.v1.DirectoryService/UpsertPet ADMIN "$staff" \
  '"{" request() ",\"pet\":{\"pet_id\":" id(2, n) ",\"client_id\":" id(1, 0) "," name() \
   ",\"species\":\"dog\",\"status\":1}}"'
seed corral.directory.v1.DirectoryService/UpsertStaff ADMIN "$staff" \
  '"{" request() ",\"staff\":{\"staff_id\":" id(3, n) "," name() ",\"role\":1,\"bookable\":true}}"'
seed corral.catalog.v1.CatalogService/UpsertService ADMIN 1 \
  '"{" request() ",\"service\":{\"service_id\":" id(4, 0) "," name() ",\"duration_minutes\":30,\"active\":true}}"'
seed corral.booking.v1.BookingService/BookAppointment ADMIN "$appointments" \
  '"{" request() ",\"pet_id\":" id(2, n % staff) ",\"service_ids\":[" id(4, 0) "],\"staff_id\":" id(3, n % staff) \
   ",\"start_time\":\"" start() "\"}"'

date="$(date -u -d '+2 days' +'{"year":%Y,"month":%-m,"day":%-d}')"
last="$(date -u -d "+$((days + 1)) days" +'{"year":%Y,"month":%-m,"day":%-d}')"
cat > "$folder/list.json" << JSON
[{"service_ids":["00000000-0000-4000-8004-000000000000"],"from_date":$date,"to_date":$last}]
JSON
call corral.booking.v1.BookingService/ListAvailableSlots RECEPTION 50 1 "$folder/list.json" > /dev/null # warms up
call corral.booking.v1.BookingService/ListAvailableSlots RECEPTION "$calls" 1 "$folder/list.json"
