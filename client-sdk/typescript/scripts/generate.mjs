// Generates src/gen from the contract and src/reasons.ts from docs/errors.md. With --check it only says whether
// src/reasons.ts, which is committed, is up to date.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const root = resolve(here, "../..");

function run(command, args, cwd) {
  const done = spawnSync(command, args, { cwd, stdio: "inherit" });
  if (done.status !== 0) {
    console.error(`generate: ${[command, ...args].join(" ")} has failed`);
    process.exit(1);
  }
}

/** The files that the contract imports are laid beside it by the Maven build. */
function imports() {
  if (!existsSync(join(root, "proto/target/imports"))) {
    run("mvn", ["-q", "-B", "-ntp", "-pl", "proto", "generate-sources"], root);
  }
}

/** Rows of the table of reasons: | `REASON` | CODE | meaning [`key`: what it is] | what to do |. */
function reasons(markdown) {
  const rows = [...markdown.matchAll(/^\| `([A-Z_]+)` \| ([A-Z_]+) \| (.*?) \| (.*?) \|$/gm)];
  return rows.map(([, reason, , meaning, advice]) => {
    const bracket = /\[(.*)\]/.exec(meaning)?.[1] ?? "";
    const optional = /where|, from /.test(bracket) ? "?" : "";
    const keys = [...bracket.matchAll(/`([a-z_]+)`/g)].map(([, key]) => `readonly ${key}${optional}: string`);
    return { reason, keys, meaning: meaning.replace(/ ?\[.*\]/, "").replaceAll("`", ""), advice: advice.replaceAll("`", "") };
  });
}

function source(rows) {
  const fields = rows.map(
    ({ reason, keys, meaning }) => `  /** ${meaning} */\n  ${reason}: ${keys.length ? `{ ${keys.join("; ")} }` : "NoMetadata"};`,
  );
  const advice = rows.map(({ reason, advice }) => `  ${reason}: ${JSON.stringify(advice)},`);
  return `// Made by scripts/generate.mjs from docs/errors.md. Do not edit.

type NoMetadata = Readonly<Record<never, never>>;

/** For each reason that a server of this version gives, the values that come with it. */
export interface ServerReasons {
${fields.join("\n")}
}

/** For each reason, what to do about it: for developers and logs, not for pet owners. */
export const ADVICE: Readonly<Record<keyof ServerReasons, string>> = {
${advice.join("\n")}
};
`;
}

const made = source(reasons(readFileSync(join(root, "docs/errors.md"), "utf8")));
const target = join(here, "src/reasons.ts");
if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== made) {
    console.error("generate: src/reasons.ts does not say what docs/errors.md says; run npm run generate");
    process.exit(1);
  }
} else {
  imports();
  run("npx", ["buf", "generate"], here);
  if (!existsSync(target) || readFileSync(target, "utf8") !== made) {
    writeFileSync(target, made);
  }
}
