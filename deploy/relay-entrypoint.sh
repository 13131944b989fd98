#!/bin/sh
# Puts the database's address together from a secret in a file, so that no password stands in a compose file,
# a command line or `docker inspect`.
set -eu
if [ -z "${DATABASE_URL:-}" ] && [ -n "${POSTGRES_PASSWORD_FILE:-}" ]; then
  if [ ! -r "$POSTGRES_PASSWORD_FILE" ]; then
    echo "relay: $POSTGRES_PASSWORD_FILE cannot be read; it has to hold the database's password" >&2
    exit 78
  fi
  password=$(cat "$POSTGRES_PASSWORD_FILE")
  DATABASE_URL="postgres://${POSTGRES_USER:-hearth}:$password@${POSTGRES_HOST:-postgres}:5432/${POSTGRES_DB:-hearth}"
  export DATABASE_URL
fi
exec "$@"
