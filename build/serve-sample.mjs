// Serves the samples from a data folder that is made anew and goes with the server: what the browser tests and the pictures
// look at.
//
//   node build/serve-sample.mjs PORT
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";

const address = `127.0.0.1:${process.argv[2]}`;
const data = mkdtempSync(join(tmpdir(), "quebec-attire-data-"));
process.on("exit", () => rmSync(data, { recursive: true, force: true }));

// The address that pages call themselves by is the one that the browser asks, so that tests can compare whole links.
const args = ["serve", "--listen", address, "--public-url", `http://${address}`, "--data", data, "--sample", "--requests-per-hour", "10000", "--attack-per-minute", "10000"];
const server = spawn("target/release/quebec-attire", args, { stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => server.kill("SIGTERM"));
// Whoever started this may be killed before it can tell: an orphan stops by itself.
const parent = process.ppid;
setInterval(() => process.ppid === parent || server.kill("SIGTERM"), 1_000).unref();
server.on("error", (error) => {
  console.error(`${error.message}: build it first, with make build`);
  process.exit(1);
});
server.on("exit", (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
