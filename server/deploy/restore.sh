#!/usr/bin/env bash
# Restores a backup into an EMPTY database and a data folder without files; anything else is refused, not overwritten.
#   DATABASE_URL=… DATA_DIR=… server/deploy/restore.sh /srv/backup/tan-trao-20250701-010000
# Stop the program first. Afterwards start it as usual: newer migrations are applied then.
set -euo pipefail
cd "$(dirname "$0")/../.."
umask 077

source="$(realpath "${1:?usage: restore.sh FOLDER}")"
data="${DATA_DIR:-.data}"
: "${DATABASE_URL:?set DATABASE_URL to an empty database}"

(cd "$source" && sha256sum --check --quiet SHA256SUMS)
tables="$(psql "$DATABASE_URL" -Atc "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")"
if [ "$tables" != 0 ]; then echo "Cơ sở dữ liệu không trống. (The database is not empty.)" >&2; exit 1; fi
if [ -n "$(ls -A "$data/files" 2>/dev/null)" ]; then echo "$data/files không trống. (The folder is not empty.)" >&2; exit 1; fi

pg_restore --exit-on-error --single-transaction --no-owner --no-privileges --dbname="$DATABASE_URL" "$source/database.dump"
if [ -f "$source/files.tar" ]; then mkdir -p "$data" && tar -C "$data" -xf "$source/files.tar"; fi
echo "Đã khôi phục từ $source. (Restored.)"
