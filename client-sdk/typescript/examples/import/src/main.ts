import { writeFileSync } from "node:fs";
import { createCorral, type Credentials } from "@corral/client";
import pg from "pg";
import { importAll } from "./import.js";
import { uuidOf } from "./values.js";

const { OLD_DATABASE_URL, CORRAL_ADDRESS, CORRAL_TENANT, CORRAL_API_KEY, REPORT } = process.env;
if (!OLD_DATABASE_URL || !CORRAL_TENANT) {
  console.error("import: set OLD_DATABASE_URL (postgresql://…) and CORRAL_TENANT, the tenant in both");
  process.exit(2);
}

const tenant = CORRAL_TENANT;
const credentials: Credentials = CORRAL_API_KEY
  ? { apiKey: CORRAL_API_KEY, tenant }
  : { development: { tenant, role: "ADMIN", actor: uuidOf(tenant, "import") } };
const corral = createCorral({ address: CORRAL_ADDRESS ?? "http://localhost:9090", credentials });
const old = new pg.Client({ connectionString: OLD_DATABASE_URL });
await old.connect();
try {
  const report = await importAll(old, corral, tenant);
  console.log(String(report));
  if (REPORT) {
    writeFileSync(REPORT, JSON.stringify(report, null, 2));
  }
  process.exitCode = report.faults.length > 0 ? 1 : 0;
} finally {
  await old.end();
  corral.close();
}
