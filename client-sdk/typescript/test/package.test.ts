import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const folder = resolve(fileURLToPath(import.meta.url), "../..");

test("the package holds what is built, and nothing else", () => {
  const [packed] = JSON.parse(
    execFileSync("npm", ["pack", "--dry-run", "--json"], { cwd: folder, encoding: "utf8" }),
  ) as [{ files: { path: string }[] }];
  const strange = packed.files
    .map((file) => file.path)
    .filter((path) => !/^(LICENSE|README\.md|package\.json|dist\/.*\.(js|d\.ts))$/.test(path));
  expect(strange).toEqual([]);
  const { exports } = JSON.parse(readFileSync(resolve(folder, "package.json"), "utf8")) as {
    exports: Record<string, Record<string, string>>;
  };
  const paths = new Set(packed.files.map((file) => `./${file.path}`));
  expect(Object.values(exports).flatMap(Object.values).filter((path) => !paths.has(path))).toEqual([]);
});

test("the reasons are those of docs/errors.md", () => {
  execFileSync("node", ["scripts/generate.mjs", "--check"], { cwd: folder, stdio: "pipe" });
});

test("the lock file names no host", () => {
  expect(readFileSync(resolve(folder, "package-lock.json"), "utf8")).not.toContain('"resolved"');
});

test("what the README shows is compiled", () => {
  const readme = readFileSync(resolve(folder, "README.md"), "utf8");
  const compiled = readFileSync(resolve(folder, "test/readme.ts"), "utf8").replace(/^ +/gm, "");
  const shown = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = ""]) => code.replace(/^ +/gm, "").trim());
  expect(shown.length).toBeGreaterThan(4);
  expect(shown.filter((code) => !compiled.includes(code))).toEqual([]);
});
