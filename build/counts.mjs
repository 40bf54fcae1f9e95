// Counts the instructions of a list, a search, a match and a page with callgrind, and compares them with those recorded.
//
//   node build/counts.mjs            tells the counts beside those of server/benches/counts.json
//   node build/counts.mjs --record   writes them there, with the machine and the compiler
//
// Counts differ between processors and compilers: they inform, and fail nothing.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";

const RECORDED = "server/benches/counts.json";
const CASES = ["list", "search", "typo", "suggest", "match", "page"];

const built = execFileSync("cargo", ["bench", "--package", "server", "--bench", "counts", "--no-run", "--message-format=json"], {
  encoding: "utf8",
  maxBuffer: 1 << 28,
  stdio: ["ignore", "pipe", "inherit"],
});
const lines = built.split("\n").filter((line) => line.startsWith("{")).map((line) => JSON.parse(line));
const program = lines.find((line) => line.reason === "compiler-artifact" && line.target.name === "counts" && line.executable)?.executable;
if (!program) throw new Error("cargo did not say where the bench is");
// The corpus is made outside callgrind, which is fifty times slower.
execFileSync(program, [], { stdio: "inherit" });

function instructions(what) {
  const done = spawnSync("valgrind", ["--tool=callgrind", "--callgrind-out-file=/dev/null", "--toggle-collect=*measured*", program, what], { encoding: "utf8" });
  const collected = /Collected\s*:\s*(\d+)/.exec(done.stderr)?.[1];
  if (done.status !== 0 || !collected) throw new Error(`callgrind could not count ${what}: ${done.error ?? done.stderr.slice(-2_000)}`);
  return Number(collected);
}

const before = existsSync(RECORDED) ? JSON.parse(readFileSync(RECORDED, "utf8")) : { counts: {} };
if (before.machine) console.log(`recorded on ${before.machine}, ${before.compiler}`);
const counts = {};
for (const what of CASES) {
  counts[what] = instructions(what);
  const was = before.counts[what];
  const change = was ? `${(((counts[what] - was) / was) * 100).toFixed(1).padStart(7)} %` : "    new";
  console.log(`${what.padEnd(10)} ${counts[what].toLocaleString("en").padStart(14)} instructions ${change}`);
}
if (process.argv.includes("--record")) {
  const compiler = execFileSync("rustc", ["--version"], { encoding: "utf8" }).trim();
  writeFileSync(RECORDED, `${JSON.stringify({ machine: cpus()[0]?.model ?? "unknown", compiler, counts }, null, 2)}\n`);
}
