#!/usr/bin/env bash
# Measures Checkout of 10 lines: ghz through gRPC beside pgbench on the same function, one caller each, in turn.
# Starts a Corral of its own on the embedded database in a temporary folder, seeds it through the RPCs, measures, stops.
# Usage: ghz-bench/checkout.sh [rounds] [calls a round]. Wants pgbench and psql, and ghz:
# go install github.com/bojand/ghz/cmd/ghz@v0.121.0
set -euo pipefail

readonly rounds="${1:-5}" calls="${2:-200}"
readonly port=19091 lines=10
root="$(cd "$(dirname "$0")/.." && pwd)"
folder="$(mktemp -d)"
PATH="$PATH:$(go env GOPATH 2>/dev/null || true)/bin"

for tool in ghz pgbench psql; do
  command -v "$tool" > /dev/null || { echo "$tool is missing" >&2; exit 2; }
done

CORRAL_LISTEN="127.0.0.1:$port" "$root/corral" up --data "$folder/data" > "$folder/log" 2>&1 &
readonly server=$!
trap 'kill "$server" 2> /dev/null || true; wait "$server" 2> /dev/null || true; rm -rf "$folder"' EXIT
until grep -qs "Corral serves" "$folder/log"; do
  kill -0 "$server" 2> /dev/null || { cat "$folder/log" >&2; exit 1; }
  sleep 0.2
done
export PGHOST=127.0.0.1 PGUSER=postgres PGDATABASE=postgres
PGPORT="$(sed -n 4p "$folder/data/postgres/postmaster.pid")"
export PGPORT

# call SERVICE/METHOD ROLE CALLS FILE: sends the messages of a file in turn, one after the other, and prints the summary.
call() {
  ghz --insecure --call "${1/\//.}" -n "$3" -c 1 --data-file "$4" ${5:+--format "$5"} \
    --metadata "{\"x-tenant-id\":\"bench\",\"x-role\":\"$2\",\"x-actor-id\":\"00000000-0000-4000-8000-00000000000a\"}" \
    "localhost:$port"
}

# seed SERVICE/METHOD ROLE COUNT AWK: sends COUNT messages. AWK is an expression that makes the n-th of them (from 0).
seed() {
  awk -v count="$3" '
    function id(kind, n) { return sprintf("\"00000000-0000-4000-8%03d-%012d\"", kind, n) }
    function request() { return "\"request_id\":" id(9, n) }
    BEGIN { printf "["; for (n = 0; n < count; n++) { if (n) printf ","; print '"$4"' } print "]" }
  ' > "$folder/seed.json"
  call "$1" "$2" "$3" "$folder/seed.json" > "$folder/out"
  grep -q "\[OK\] *$3 " "$folder/out" || { cat "$folder/out" >&2; exit 1; }
}

seed corral.tenant.v1.TenantService/CreateTenant PLATFORM 1 \
  '"{" request() ",\"tenant_id\":\"bench\",\"settings\":{\"display_name\":\"Bench\",\"currency_code\":\"PYG\"," \
   "\"time_zone\":\"America/Asuncion\",\"tax_mode\":1,\"tax_rounding\":1,\"horizon_days\":90}}"'
seed corral.directory.v1.DirectoryService/UpsertClient ADMIN "$calls" \
  '"{" request() ",\"client\":{\"client_id\":" id(1, n) ",\"display_name\":\"Bench\"}}"'
seed corral.catalog.v1.CatalogService/UpsertProduct ADMIN "$((lines * 20))" \
  '"{" request() ",\"product\":{\"product_id\":" id(2, n) ",\"display_name\":\"Bench\",\"unit\":\"piece\"," \
   "\"price_minor\":1100,\"tax_rate_bp\":1000,\"active\":true}}"'
seed corral.stock.v1.StockService/ReceiveStock ADMIN "$((lines * 20))" \
  '"{" request() ",\"items\":[{\"product_id\":" id(2, n) ",\"quantity\":1000000}]}"'

# fill: gives every client a cart of 10 lines again, all with one version; past the RPCs, so that it takes no time.
fill() {
  psql -qX -v ON_ERROR_STOP=1 << SQL
INSERT INTO cart.cart (tenant_id, owner_id, guest)
SELECT tenant_id, client_id, false FROM directory.client WHERE tenant_id = 'bench' ON CONFLICT DO NOTHING;
UPDATE cart.cart SET version = 1 WHERE tenant_id = 'bench';
DELETE FROM cart.line WHERE tenant_id = 'bench';
INSERT INTO cart.line
SELECT 'bench', c.client_id, false, 'PRODUCT', p.product_id, '', '00000000-0000-0000-0000-000000000000', 1, '', p.n
  FROM (SELECT client_id, row_number() OVER () AS n FROM directory.client WHERE tenant_id = 'bench') AS c
  JOIN (SELECT product_id, row_number() OVER (ORDER BY product_id) - 1 AS n
          FROM catalog.product WHERE tenant_id = 'bench') AS p ON p.n / $lines = c.n % 20;
SQL
}

# The n-th call of pgbench, by one client, is the checkout of the n-th client.
cat > "$folder/checkout.sql" << SQL
\set n :n + 1
SELECT outcome FROM cart.process_checkout('bench', '00000000-0000-4000-8000-00000000000a', 'RECEPTION',
  gen_random_uuid(), '\x00', ('00000000-0000-4000-8001-' || lpad((:n - 1)::text, 12, '0'))::uuid, 1, 11000, NULL, '');
SQL

median() { sort -n | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

for ((round = 0; round <= rounds; round++)); do # the first warms up
  fill
  awk -v count="$calls" -v round="$round" '
    function id(kind, n) { return sprintf("\"00000000-0000-4000-8%03d-%012d\"", kind, n) }
    BEGIN {
      printf "["
      for (n = 0; n < count; n++)
        printf "%s{\"request_id\":%s,\"client_id\":%s,\"version\":1,\"seen_total_minor\":11000}\n", n ? "," : "",
               id(100 + round, n), id(1, n)
      print "]"
    }' > "$folder/checkout.json"
  call corral.cart.v1.CartService/Checkout RECEPTION "$calls" "$folder/checkout.json" json > "$folder/ghz.json"
  fill
  rm -f "$folder"/pgbench_log.*
  pgbench -n -M prepared -c 1 -t "$calls" -D n=0 -f "$folder/checkout.sql" -l --log-prefix="$folder/pgbench_log" \
    > "$folder/pgbench.out" 2>&1 || { cat "$folder/pgbench.out" >&2; exit 1; }
  ((round == 0)) && continue
  tr ',' '\n' < "$folder/ghz.json" | tr -d ' {}' | sed -n 's/^"latency":\([0-9]*\)$/\1/p' | tail -n "$calls" \
    | median | awk '{ printf "%.3f\n", $1 / 1000000 }' | tee -a "$folder/ghz.p50" > /dev/null
  awk '{ print $3 / 1000 }' "$folder"/pgbench_log.* | median >> "$folder/pgbench.p50"
done

sold="$(psql -qXAt -c "SELECT count(*) FROM cart.checkout WHERE tenant_id = 'bench'")"
wrong="$(psql -qXAt -c "SELECT count(*) FROM kernel.verify_invariants('bench')")"
echo "checkouts done: $sold of $((2 * (rounds + 1) * calls)); violated invariants: $wrong"
awk -v g="$(median < "$folder/ghz.p50")" -v p="$(median < "$folder/pgbench.p50")" 'BEGIN {
  printf "checkout of 10 lines, one caller, median of rounds: gRPC p50 %.2f ms, pgbench p50 %.2f ms, ratio %.2f\n", g, p, g / p
  exit g / p >= 3 }'
