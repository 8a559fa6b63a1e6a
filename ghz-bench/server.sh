# For the scripts beside it: a Corral of its own on the embedded database, in a temporary folder that goes with it.
# Sets root and folder. Usage: . server.sh; start PORT. Settings of the server are taken from the environment.
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
folder="$(mktemp -d)"
PATH="$PATH:$(go env GOPATH 2>/dev/null || true)/bin"
command -v ghz > /dev/null || { echo "ghz is missing: go install github.com/bojand/ghz/cmd/ghz@v0.121.0" >&2; exit 2; }

start() {
  CORRAL_LISTEN="127.0.0.1:$1" CORRAL_LOG_FORMAT=json "$root/corral" up --data "$folder/data" > "$folder/log" 2>&1 &
  server=$!
  trap 'kill "$server" 2> /dev/null || true; wait "$server" 2> /dev/null || true; rm -rf "$folder"' EXIT
  until grep -qs "Corral serves" "$folder/log"; do
    kill -0 "$server" 2> /dev/null || { cat "$folder/log" >&2; exit 1; }
    sleep 0.2
  done
}

# middle: the median of the numbers on standard input.
middle() { sort -n | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

# summary FILE: of a JSON report of ghz: calls a second that were answered OK, p99 of these in ms, p99 of the others.
summary() {
  python3 - "$1" << 'PYTHON'
import json, sys
report = json.load(open(sys.argv[1]))
def p99(of):
    times = sorted(d["latency"] / 1e6 for d in report["details"] if of(d["status"]))
    return times[int(len(times) * 0.99)] if times else 0
ok = sum(1 for d in report["details"] if d["status"] == "OK")
print("%.1f %.2f %.2f" % (ok / (report["total"] / 1e9), p99(lambda s: s == "OK"), p99(lambda s: s == "ResourceExhausted")))
PYTHON
}
