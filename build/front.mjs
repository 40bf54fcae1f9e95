// Builds target/site, what the binary embeds: the program of the pages, their style, fonts and drawings.
//
//   node build/front.mjs      from the root of the project, after build/tools.sh rust wasm node and npm ci in style/
//
// Every file under /pkg bears the hash of its content in its name, so that browsers keep it for ever; manifest.json tells the
// server the names. Text and WASM stand there compressed too (.br, .gz). When nothing changed, target/site is not touched,
// and cargo has no reason to link the server anew.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join, posix, relative, sep } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const SITE = "target/site";
const WORK = "target/front";
const LINKED = "target/wasm32-unknown-unknown/wasm-release/app.wasm";
const FONTS = ["besley", "hanken-grotesk"].map((family) => `style/node_modules/@fontsource-variable/${family}/files/${family}-latin-wght-normal.woff2`);
const WASM_OPT = [
  "-Oz",
  ..."bulk-memory nontrapping-float-to-int reference-types multivalue sign-ext mutable-globals".split(" ").map((feature) => `--enable-${feature}`),
];
const COMPRESSED = new Set([".css", ".js", ".json", ".svg", ".txt", ".wasm", ".webmanifest", ".xml"]);

/** What the site is made of: path to content. */
const site = new Map();

const program = buildProgram();
const css = buildStyle();
addFolder("public", "");
const fonts = FONTS.map((path) => addHashed(`pkg/fonts/${basename(path)}`, readFileSync(path)));
const style = addHashed("pkg/portal.css", nameFonts(css, fonts));
const { js, wasm } = addProgram(program);
site.set("manifest.json", Buffer.from(`${JSON.stringify({ css: style, js, wasm, fonts }, null, 2)}\n`));
write();

/** Compiles the pages to WASM, in a folder: portal.js, portal_bg.wasm and perhaps snippets/. */
function buildProgram() {
  run("cargo", ["build", "--package", "app", "--lib", "--target", "wasm32-unknown-unknown", "--profile", "wasm-release", "--features", "hydrate"]);
  const folder = join(WORK, "program");
  const key = join(WORK, "program.key");
  // Cargo knows whether the program changed; wasm-bindgen and wasm-opt, half a minute, do not: a key stands for their inputs.
  const inputs = hash(Buffer.concat([readFileSync(LINKED), readFileSync("Cargo.lock"), readFileSync("style/package-lock.json"), readFileSync(process.argv[1])]));
  if (existsSync(key) && readFileSync(key, "utf8") === inputs) return folder;

  rmSync(key, { force: true });
  rmSync(folder, { recursive: true, force: true });
  const opaque = join(WORK, "linked");
  rmSync(opaque, { recursive: true, force: true });
  run("wasm-bindgen", ["--target", "web", "--no-typescript", "--out-name", "portal", "--out-dir", folder, LINKED]);
  mkdirSync(opaque, { recursive: true });
  const bound = join(folder, "portal_bg.wasm");
  const large = join(opaque, "portal_bg.wasm");
  renameSync(bound, large);
  run("style/node_modules/.bin/wasm-opt", [...WASM_OPT, large, "-o", bound]);
  say(`WASM: ${kilobytes(statSync(LINKED).size)} linked, ${kilobytes(statSync(large).size)} bound, ${kilobytes(statSync(bound).size)} optimised`);
  writeFileSync(key, inputs);
  return folder;
}

function buildStyle() {
  const out = join(WORK, "portal.css");
  run("style/node_modules/.bin/sass", ["--style=compressed", "--no-source-map", "--quiet-deps", `style/main.scss:${out}`]);
  return readFileSync(out, "utf8");
}

/** Writes the hashed names of the fonts into the style; a font that the style names and nobody ships stops the build. */
function nameFonts(css, fonts) {
  const named = css.replace(/url\((["']?)(?:\.?\/)?(fonts\/[^"')]+)\1\)/g, (_, __, path) => {
    const font = fonts.find((font) => font.startsWith(`/pkg/${path.slice(0, -extname(path).length)}.`));
    return font ? `url(${font})` : stop(`style/ names ${path}, which is not among ${FONTS.join(", ")}`);
  });
  for (const font of fonts) if (!named.includes(font)) stop(`style/ does not use ${font}: nothing should preload it`);
  return Buffer.from(named);
}

/** Adds the program under its hashed names. Its parts name each other, so the last to be named is the first to load. */
function addProgram(folder) {
  const wasm = addHashed("pkg/portal.wasm", readFileSync(join(folder, "portal_bg.wasm")));
  let js = readFileSync(join(folder, "portal.js"), "utf8").replaceAll("portal_bg.wasm", basename(wasm));
  for (const path of files(folder).filter((path) => path.startsWith("snippets/"))) {
    const content = readFileSync(join(folder, path));
    if (/\b(?:from|import)\s*\(?\s*["']\.{1,2}\//.test(content.toString())) stop(`${path} imports a file beside it: build/front.mjs must learn to rename both`);
    js = js.replaceAll(`./${path}`, `./${posix.relative("/pkg", addHashed(`pkg/${path}`, content))}`);
  }
  return { js: addHashed("pkg/portal.js", Buffer.from(js)), wasm };
}

/** Adds a file with the hash of its content in its name; returns its address. */
function addHashed(path, content) {
  const ending = extname(path);
  const hashed = `${path.slice(0, -ending.length)}.${hash(content).slice(0, 16)}${ending}`;
  site.set(hashed, content);
  return `/${hashed}`;
}

function addFolder(folder, under) {
  for (const path of files(folder)) site.set(posix.join(under, path), readFileSync(join(folder, path)));
}

/** Puts the site in place of the one before, whole, unless they are the same. */
function write() {
  const wanted = new Set([...site.keys()].flatMap((path) => (compresses(path) ? [path, `${path}.br`, `${path}.gz`] : [path])));
  const there = existsSync(SITE) ? files(SITE) : [];
  const same = there.length === wanted.size && there.every((path) => wanted.has(path)) && [...site].every(([path, content]) => content.equals(readFileSync(join(SITE, path))));
  if (same) return say(`${SITE} is up to date`);

  const next = `${SITE}.next`;
  rmSync(next, { recursive: true, force: true });
  for (const [path, content] of site) {
    const target = join(next, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, content);
    if (!compresses(path)) continue;
    const mode = extname(path) === ".wasm" ? constants.BROTLI_MODE_GENERIC : constants.BROTLI_MODE_TEXT;
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_MODE]: mode, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
    writeFileSync(`${target}.br`, brotliCompressSync(content, { params }));
    writeFileSync(`${target}.gz`, gzipSync(content, { level: 9 }));
  }
  rmSync(SITE, { recursive: true, force: true });
  renameSync(next, SITE);
  say(`${SITE}: ${site.size} files`);
}

function compresses(path) {
  return COMPRESSED.has(extname(path)) && path !== "manifest.json";
}

/** The paths of the files in a folder, however deep, hidden ones left out. */
function files(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join("/"))
    .sort();
}

function hash(content) {
  return createHash("sha256").update(content).digest("hex");
}

function kilobytes(bytes) {
  return `${Math.round(bytes / 1000)} kB`;
}

function run(program, args) {
  const { status, error } = spawnSync(program, args, { stdio: ["ignore", "inherit", "inherit"] });
  if (error) stop(`${program}: ${error.message}`);
  if (status !== 0) stop(`${program} failed`);
}

function say(text) {
  console.log(`  ${text}`);
}

function stop(message) {
  console.error(message);
  process.exit(1);
}
