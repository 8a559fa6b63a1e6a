import { createCorral } from "@corral/client";
import { appOn } from "./app.js";
import { clinicOf, seed } from "./clinic.js";

const corral = createCorral({ address: process.env["CORRAL_ADDRESS"] ?? "http://localhost:9090" });
const clinic = clinicOf(process.env["CORRAL_TENANT"] ?? "bff-demo");
await seed(corral, clinic);
const app = appOn(corral, clinic);
console.log(`open ${await app.listen({ host: "127.0.0.1", port: Number(process.env["PORT"] ?? 3000) })}`);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void app.close().then(() => corral.close()));
}
