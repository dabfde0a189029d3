#!/usr/bin/env bash
# Backs up the database and the files into one new folder.
#   DATABASE_URL=… DATA_DIR=… server/deploy/backup.sh /srv/backup
# Without DATABASE_URL the private Postgres of a running `npm start` is taken. Needs pg_dump of the same or a newer
# version than the server. The folder appears under its final name only when it is complete.
set -euo pipefail
cd "$(dirname "$0")/../.."
umask 077

target="${1:?usage: backup.sh FOLDER}"
data="${DATA_DIR:-.data}"
if [ -z "${DATABASE_URL:-}" ]; then
  DATABASE_URL="$(node -e '
    const s = JSON.parse(require("fs").readFileSync(process.argv[1] + "/postgres.json", "utf8"))
    console.log(`postgresql://postgres:${s.password}@127.0.0.1:${s.port}/tan_trao`)' "$data")"
fi

name="tan-trao-$(date +%Y%m%d-%H%M%S)"
draft="$target/.$name.part"
mkdir -p "$draft"
trap 'rm -rf "$draft"' EXIT

# Database first: a file is always stored before the row that names it, so no row of the dump misses its file.
pg_dump --format=custom --no-owner --no-privileges --file="$draft/database.dump" "$DATABASE_URL"
if [ -d "$data/files" ]; then tar -C "$data" -cf "$draft/files.tar" files; fi
(cd "$draft" && sha256sum -- * > "../.$name.sums" && mv "../.$name.sums" SHA256SUMS)
mv "$draft" "$target/$name"
trap - EXIT
echo "$target/$name"
