import type { TestProject } from "vitest/node";
import { Server } from "./running-server.mjs";

declare module "vitest" {
  interface ProvidedContext {
    address: string;
  }
}

/** One server for all tests, each of which makes a tenant of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await Server.start();
  project.provide("address", server.address);
  return () => server.stop();
}
