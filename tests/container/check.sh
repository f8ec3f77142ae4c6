#!/usr/bin/env bash
# Build the image and run it as docker-compose.yml says, in a real engine; needs docker with compose, and curl.
# PIP_ENV_FILE and CA_FILE (see docker-compose.test.yml) are for a machine that reaches its package index in a way of its own.
set -euo pipefail
cd "$(dirname "$0")/../.."
export PUBLISH=${PUBLISH:-127.0.0.1:8017}
url=http://$PUBLISH
seed=seeds/000_d86966665a6afd15.txt
out=$(mktemp -d)
compose() { docker compose -p copydesk-test -f docker-compose.yml -f tests/container/docker-compose.test.yml "$@"; }
say() { printf '%s\n' "$*"; }
fail() { say "FAILED: $*"; compose logs --tail 50 || true; exit 1; }
passed=0
ok() { passed=$((passed + 1)); say "ok: $*"; }
trap 'compose down --timeout 5 --volumes >/dev/null 2>&1 || true; rm -rf "$out"' EXIT

compose build ${BUILD_QUIET:+--quiet}
began=$(date +%s%N)
compose up --detach --wait --wait-timeout 60
say "ready after $((($(date +%s%N) - began) / 1000000)) ms"
curl -fsS "$url/health/ready" >/dev/null || fail "not ready over the published port"
ok "ready over the published port"

curl -fsS -H 'Content-Type: text/plain' --data-binary "@$seed" "$url/v1/extract" >"$out/container.json" || fail "the seed was not read"
.venv/bin/python - "$seed" >"$out/process.json" <<'PY'
import pathlib, sys
from service import create_app
client = create_app().test_client()
sys.stdout.buffer.write(client.post("/v1/extract", data=pathlib.Path(sys.argv[1]).read_bytes(), content_type="text/plain").data)
PY
cmp "$out/container.json" "$out/process.json" || fail "the container reads the seed differently"
ok "the seed gives the same bytes as in process ($(wc -c <"$out/container.json") bytes)"

# A job is kept in the volume, and read by the process for jobs.
printf '{"text": "Mayor Lena Okoye said on Thursday that 14 people were hurt."}\n{"text": ""}\n' >"$out/job.jsonl"
job=$(curl -fsS -D - -o /dev/null -H 'Content-Type: application/x-ndjson' --data-binary "@$out/job.jsonl" "$url/v1/jobs" |
  tr -d '\r' | sed -n 's/^[Ll]ocation: //p')
[ -n "$job" ] || fail "the job was not taken"
for _ in $(seq 60); do
  state=$(curl -fsS "$url/v1/jobs/${job##*/}" | .venv/bin/python -c 'import json, sys; print(json.load(sys.stdin)["state"])')
  [ "$state" = done ] && break
  sleep 0.5
done
[ "$state" = "done" ] || fail "the job is $state after 30 s"
[ "$(curl -fsS "$url/v1/jobs/${job##*/}/results" | wc -l)" = 2 ] || fail "the job has not a result for each line"
ok "a job is read to its end"

id=$(compose ps --quiet copydesk)
[ "$(docker exec "$id" id -u)" = 10001 ] || fail "runs as $(docker exec "$id" id -u)"
ok "runs as nobody (uid 10001)"
docker exec "$id" sh -c 'touch /opt/copydesk/x' 2>/dev/null && fail "the root is writable"
ok "read-only root"
caps=$(docker exec "$id" sh -c 'grep CapEff /proc/1/status' | awk '{print $2}')
[ "$caps" = 0000000000000000 ] || fail "has capabilities $caps"
docker exec "$id" sh -c 'grep -q "NoNewPrivs:.1" /proc/1/status' || fail "may gain privileges"
ok "no capabilities, no new privileges"
docker exec "$id" sh -c 'command -v gcc cc c++ || ls /opt/venv/bin/pip /root/.cache/pip 2>/dev/null' && fail "a compiler, or what pip left, is in the image"
ok "no compiler, nothing of pip's"

setuid=$(docker run --rm --user 0 --entrypoint find copydesk:0.1.0 / -xdev -perm /6000 -type f)
[ -z "$setuid" ] || fail "these run with other rights than their caller's: $setuid"
ok "no setuid or setgid file"
writable=$(docker run --rm --entrypoint find copydesk:0.1.0 / -xdev \( -path /proc -o -path /sys -o -path /dev -o -type d ! -readable \) \
  -prune -o \
  -writable ! -type l ! -path /tmp ! -path /var/tmp ! -path /run/lock ! -path /var/lib/copydesk -print)
[ -z "$writable" ] || fail "nobody may write to: $writable"
ok "nothing that nobody may write to, but for temporary files and the store of jobs"

# An article that takes a few seconds is under way when the container is told to stop: it is answered.
for _ in $(seq 40); do cat "$seed"; done | head -c 150000 | iconv -c -t utf-8 >"$out/long.txt"
curl -sS -o "$out/long.json" -w '%{http_code}' -H 'Content-Type: text/plain' --data-binary "@$out/long.txt" "$url/v1/extract" >"$out/code" &
request=$!
sleep 1
docker stop -t 65 "$id" >/dev/null
wait "$request" || true
[ "$(cat "$out/code")" = 200 ] || fail "a request under way at SIGTERM was answered $(cat "$out/code")"
ok "a request under way at SIGTERM is answered"

size=$(docker image inspect copydesk:0.1.0 --format '{{.Size}}')
say "image size: $((size / 1000000)) MB"
[ "$size" -le 700000000 ] || fail "the image is larger than 700 MB"
ok "image size"
say "$passed passed, 0 failed"
