#!/bin/sh
# Makes sure of the tools that are named, and installs what is missing. What is there is left alone and costs nothing.
#
#   build/tools.sh rust wasm node chromium postgres
#
# Debian's packages are installed when this runs as root; for anybody else it names them and stops.
set -eu

cd "$(dirname "$0")/.."
tools=target/tools

has() { command -v "$1" >/dev/null 2>&1; }

stop() {
    printf '✗ %s\n' "$*" >&2
    exit 1
}

# apt WHY PACKAGE...
apt() {
    why=$1
    shift
    if [ "$(id -u)" -eq 0 ] && has apt-get; then
        build/step.sh "Install $* (Debian)" sh -c \
            'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" </dev/null' sh "$@"
    else
        stop "$why is missing. Install it, then try again: sudo apt-get install $*"
    fi
}

# The compiler, the linker that it and SQLite's C code need, rustfmt and clippy.
rust() {
    has cargo || stop "cargo is missing. Install Rust 1.95 or newer with rustup."
    has cc || apt "A C compiler" build-essential
    has cargo-fmt || build/step.sh "Install rustfmt (rustup)" rustup component add rustfmt
    has cargo-clippy || build/step.sh "Install clippy (rustup)" rustup component add clippy
}

# The WASM target, and the wasm-bindgen program of exactly the version that Cargo.lock names: the two halves of its format
# must agree.
wasm() {
    if ! [ -d "$(rustc --print sysroot)/lib/rustlib/wasm32-unknown-unknown/lib" ]; then
        has rustup || stop "The target wasm32-unknown-unknown is missing, and rustup, which would add it, too."
        build/step.sh "Install the WASM target (rustup)" rustup target add wasm32-unknown-unknown
    fi
    version=$(awk '/^name = "wasm-bindgen"$/ { getline; gsub(/[^0-9.]/, ""); print; exit }' Cargo.lock)
    [ -n "$version" ] || stop "Cargo.lock names no wasm-bindgen."
    PATH="$PWD/$tools/bin:$PATH"
    if [ "$(wasm-bindgen --version 2>/dev/null)" != "wasm-bindgen $version" ]; then
        # Without --locked: the lock it was published with names crates that a registry may not have. Barely optimised,
        # because compiling it well takes longer than it will ever save.
        CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
            build/step.sh "Install wasm-bindgen $version (cargo, a few minutes, once)" \
            cargo install wasm-bindgen-cli --version "$version" --root "$tools" --quiet
    fi
}

node() {
    if ! has npm || ! command node -e 'process.exit(process.versions.node.split(".")[0] < 20 ? 1 : 0)' 2>/dev/null; then
        stop "Node 20 or newer, with npm, is missing."
    fi
}

chromium() {
    [ -x "${QA_CHROMIUM:-/usr/bin/chromium}" ] || apt Chromium chromium
}

postgres() {
    command node build/postgres.mjs --found || apt PostgreSQL postgresql
}

for tool in "$@"; do
    "$tool"
done
