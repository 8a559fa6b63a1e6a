// What the client adds to a call: the same RPC through it and through a bare Connect client on the same kind of
// connection, one caller, in turn. Prints medians; wants a server at the address given, such as `./corral up`.
import { createClient } from "@connectrpc/connect";
import { createGrpcTransport, Http2SessionManager } from "@connectrpc/connect-node";
import { createCorral } from "../dist/index.js";
import { TenantService } from "../dist/gen/corral/tenant/v1/tenant_service_pb.js";

const address = process.argv[2] ?? "http://localhost:9090";
const [rounds, calls] = [9, 400];
const headers = { "x-tenant-id": "demo", "x-role": "ADMIN", "x-actor-id": "0b1c2a52-0000-4000-8000-00000000000a" };
const development = { tenant: "demo", role: "ADMIN", actor: headers["x-actor-id"] };

const corral = createCorral({ address, credentials: { development } });
const sessionManager = new Http2SessionManager(address);
const bare = createClient(TenantService, createGrpcTransport({ baseUrl: address, sessionManager }));

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

async function p50(call) {
  const times = [];
  for (let i = 0; i < calls; i++) {
    const start = performance.now();
    await call();
    times.push(performance.now() - start);
  }
  return median(times);
}

const variants = { bare: () => bare.getTenant({}, { headers }), client: () => corral.tenant.getTenant({}) };
const seen = { bare: [], client: [] };
for (let round = -2; round < rounds; round++) {
  for (const [name, call] of Object.entries(variants)) {
    const ms = await p50(call);
    if (round >= 0) seen[name].push(ms); // the first two rounds warm up
  }
}
const [without, through] = [median(seen.bare), median(seen.client)];
console.log(`p50 of GetTenant, one caller, ${rounds} rounds of ${calls}, medians:`);
console.log(`bare gRPC ${without.toFixed(3)} ms, client ${through.toFixed(3)} ms`);
console.log(`the client adds ${(through - without).toFixed(3)} ms, ${(through / without).toFixed(2)} times; the goal is under 1 ms`);
corral.close();
sessionManager.abort();
