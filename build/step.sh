#!/bin/sh
# Runs one step of `make`: says what it does and how long it took, and keeps both for the summary.
#
#   build/step.sh WHAT COMMAND...    runs the command
#   build/step.sh --begin            forgets the steps of the last run
#   build/step.sh --summary          prints the steps of this run
set -u

cd "$(dirname "$0")/.." || exit 1
log=target/steps.tsv
mkdir -p target

case ${1-} in
--begin)
    : >"$log"
    exit 0
    ;;
--summary)
    printf '\nEvery step passed:\n'
    awk -F '\t' '{ printf "  %4d s  %s\n", $1, $2; all += $1 } END { printf "  %4d s  in all\n", all }' "$log"
    exit 0
    ;;
esac

what=$1
shift
printf '\n▸ %s\n' "$what"
begun=$(date +%s)
"$@"
code=$?
took=$(($(date +%s) - begun))
if [ "$code" -ne 0 ]; then
    printf '✗ %s: failed after %d s\n' "$what" "$took" >&2
    exit "$code"
fi
printf '✓ %s: %d s\n' "$what" "$took"
printf '%d\t%s\n' "$took" "$what" >>"$log"
