import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    address: string;
  }
}

const corral = resolve(fileURLToPath(import.meta.url), "../../../../corral");

/** A real server in a process of its own, on the embedded database in a temporary folder. */
export class Server {
  private constructor(
    private readonly process: ChildProcess,
    readonly port: number,
    private readonly data: string,
  ) {}

  /** Starts one and returns when it serves. With the folder and the port of another it takes that one's place. */
  static start(data = mkdtempSync(join(tmpdir(), "corral-")), port = 0): Promise<Server> {
    const child = spawn(corral, ["up", "--data", data], {
      env: { ...process.env, CORRAL_LISTEN: `127.0.0.1:${port}`, CORRAL_AOT: "off" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    return new Promise((resolveServer, reject) => {
      let output = "";
      const look = (chunk: Buffer) => {
        output += chunk.toString();
        const serves = /Corral serves on localhost:(\d+)/.exec(output);
        if (serves) {
          child.stdout.removeListener("data", look).resume();
          child.stderr.removeListener("data", look).resume();
          resolveServer(new Server(child, Number(serves[1]), data));
        }
      };
      child.stdout.on("data", look);
      child.stderr.on("data", look);
      child.on("exit", (code) => reject(new Error(`the server ended with status ${code}:\n${output}`)));
    });
  }

  /** Ends it with SIGKILL, as a crash does, and starts another in its place. */
  async killAndRestart(): Promise<Server> {
    await this.end("SIGKILL");
    return Server.start(this.data, this.port);
  }

  /** Stops it and its database, and deletes their data. */
  async stop(): Promise<void> {
    await this.end("SIGTERM");
    rmSync(this.data, { recursive: true, force: true });
  }

  private end(signal: NodeJS.Signals): Promise<void> {
    return new Promise((ended) => {
      this.process.removeAllListeners("exit").once("exit", () => ended());
      this.process.kill(signal);
    });
  }
}

/** One server for all tests, each of which makes a tenant of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await Server.start();
  project.provide("address", `http://127.0.0.1:${server.port}`);
  return () => server.stop();
}
