#!/usr/bin/env bash
# What `mvn verify` runs of this folder: installs what is locked, builds, and runs every test against a real server, those
# of the BFF in a browser if there is one.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

if ! command -v node >/dev/null || (($(node -p 'process.versions.node.split(".")[0]') < 20)); then
  echo "note: the TypeScript client is NOT tested: there is no Node 20 or newer on the PATH"
  exit 0
fi
reports="$(mktemp -d)"
readonly reports
trap 'rm -rf "$reports"' EXIT

# example <folder>: its tests, which only need what is built here; their output is kept.
example() {
  (cd "examples/$1" && npm ci --no-audit --no-fund --loglevel=error && npm test --silent) > "$reports/$1" 2>&1
}

status=0
npm ci --no-audit --no-fund --loglevel=error
npm run build --silent
example bff & bff=$!
example import & import=$!
npm run check --silent && npx vitest run --reporter=default --reporter=json --outputFile.json="$reports/client" || status=$?
node -e '
  const r = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
  console.log(`Tests run: ${r.numTotalTests}, Failures: ${r.numFailedTests}, Errors: 0, Skipped: ${r.numPendingTests}`);
' "$reports/client"
wait "$bff" || status=$?
wait "$import" || status=$?
for name in bff import; do
  cat "$reports/$name"
  awk '/^ℹ tests/ { n = $3 } /^ℹ fail/ { f = $3 } /^ℹ skipped/ { s = $3 }
       END { printf "Tests run: %d, Failures: %d, Errors: 0, Skipped: %d\n", n, f, s }' "$reports/$name"
done
exit "$status"
