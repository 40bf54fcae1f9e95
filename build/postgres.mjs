// Runs a command beside a throwaway PostgreSQL, whose address it finds in QA_TEST_POSTGRES.
//
//   node build/postgres.mjs COMMAND...   runs the command; its exit code is ours
//   node build/postgres.mjs --found      tells, by its exit code, whether PostgreSQL is installed
//
// The cluster lives in a temporary folder, listens on a socket in that folder only, and goes with it whatever happens. It
// keeps nothing: no fsync, no write-ahead log beyond the least. PostgreSQL refuses to run as root, so root hands it to the
// user `postgres` that Debian's package makes.
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { delimiter, join } from "node:path";

const command = process.argv.slice(2);
const bin = findBin();
if (command[0] === "--found") process.exit(bin ? 0 : 1);
if (!bin) fail("PostgreSQL is missing: initdb and pg_ctl are neither on PATH nor in /usr/lib/postgresql/*/bin");
if (command.length === 0) fail("usage: node build/postgres.mjs COMMAND...");

const root = process.getuid() === 0;
const folder = mkdtempSync(join(tmpdir(), "quebec-attire-postgres-"));
const data = join(folder, "data");
const log = join(folder, "log");
process.on("exit", remove);

if (root) run("chown", ["postgres", folder]);
chmodSync(folder, 0o700);
asPostgres("initdb", ["--pgdata", data, "--username", "postgres", "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"]);
const settings = {
  listen_addresses: "",
  unix_socket_directories: folder,
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  wal_level: "minimal",
  max_wal_senders: "0",
  autovacuum: "off",
  max_connections: "400",
  max_parallel_workers_per_gather: "0",
};
const options = Object.entries(settings).map(([name, value]) => `-c ${name}='${value}'`);
asPostgres("pg_ctl", ["start", "--wait", "--silent", "--pgdata", data, "--log", log, "--options", options.join(" ")]);

// The host is the socket's folder. What follows the last slash is the database: tests put their own name there.
const url = `postgres://postgres@${encodeURIComponent(folder)}/postgres`;
const child = spawn(command[0], command.slice(1), { stdio: "inherit", env: { ...process.env, QA_TEST_POSTGRES: url } });
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("error", (error) => fail(`${command[0]}: ${error.message}`));
child.on("exit", (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));

/** The folder of PostgreSQL's programs: the newest under /usr/lib/postgresql, where Debian puts them, else one on PATH. */
function findBin() {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...versions.map((version) => join(debian, version, "bin")), ...(process.env.PATH ?? "").split(delimiter)];
  return folders.find((folder) => existsSync(join(folder, "initdb")) && existsSync(join(folder, "pg_ctl")));
}

function asPostgres(program, args) {
  if (root) run("runuser", ["-u", "postgres", "--", join(bin, program), ...args]);
  else run(join(bin, program), args);
}

function run(program, args) {
  // `pg_ctl start` leaves the server behind it: were its output a pipe, reading to the end would never end.
  const { status, error } = spawnSync(program, args, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  if (error) fail(`${program}: ${error.message}`);
  if (status !== 0) {
    if (existsSync(log)) process.stderr.write(readFileSync(log));
    fail(`${program} ${args.join(" ")} failed`);
  }
}

function remove() {
  if (existsSync(join(data, "postmaster.pid"))) {
    const stop = [join(bin, "pg_ctl"), "stop", "--wait", "--silent", "--mode", "immediate", "--pgdata", data];
    const [program, ...args] = root ? ["runuser", "-u", "postgres", "--", ...stop] : stop;
    spawnSync(program, args, { cwd: "/", stdio: ["ignore", "ignore", "inherit"] });
  }
  rmSync(folder, { recursive: true, force: true });
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
