import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const COMMAND = fileURLToPath(new URL("../../../corral", import.meta.url));

/** A real server in a process of its own, on the embedded database in a temporary folder. */
export class Server {
  #process;

  constructor(process, port, data) {
    this.#process = process;
    this.port = port;
    this.data = data;
  }

  /** Starts one and returns when it serves. With the folder and the port of another it takes that one's place. */
  static start(data = mkdtempSync(join(tmpdir(), "corral-")), port = 0) {
    const child = spawn(COMMAND, ["up", "--data", data], {
      env: { ...process.env, CORRAL_LISTEN: `127.0.0.1:${port}`, CORRAL_AOT: "off" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    return new Promise((started, fails) => {
      let output = "";
      const look = (chunk) => {
        output += chunk;
        const serves = /Corral serves on localhost:(\d+)/.exec(output);
        if (serves) {
          child.stdout.removeListener("data", look).resume();
          child.stderr.removeListener("data", look).resume();
          started(new Server(child, Number(serves[1]), data));
        }
      };
      child.stdout.on("data", look);
      child.stderr.on("data", look);
      child.once("exit", (status) => fails(new Error(`the server ended with status ${status}:\n${output}`)));
    });
  }

  get address() {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Ends it with SIGKILL, as a crash does, and starts another in its place. */
  async killAndRestart() {
    await this.#end("SIGKILL");
    return Server.start(this.data, this.port);
  }

  /** Stops it and its database, and deletes their data. */
  async stop() {
    await this.#end("SIGTERM");
    rmSync(this.data, { recursive: true, force: true });
  }

  #end(signal) {
    return new Promise((ended) => {
      this.#process.removeAllListeners("exit").once("exit", ended);
      this.#process.kill(signal);
    });
  }
}
