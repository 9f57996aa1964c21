#!/usr/bin/env bash
# Run once by the database's container, on an empty volume: the database, its owner, and two users who own nothing.
set -euo pipefail
secrets=${SECRETS:-/run/secrets}
psql=(psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres)

"${psql[@]}" \
    --set owner="$(<"$secrets/database-owner-password")" \
    --set app="$(<"$secrets/database-app-password")" \
    --set analytics="$(<"$secrets/database-analytics-password")" <<'SQL'
-- Only a superuser may; in the template, so that every database made later has it, also those where backups are proved.
\connect template1
CREATE EXTENSION IF NOT EXISTS vector;
\connect postgres
-- CREATEDB, for the scratch database in which backups are proved.
CREATE ROLE feedback_owner LOGIN CREATEDB PASSWORD :'owner';
CREATE ROLE feedback_app LOGIN PASSWORD :'app';
CREATE ROLE feedback_analytics LOGIN PASSWORD :'analytics';
ALTER ROLE feedback_analytics SET statement_timeout = '60s';
ALTER ROLE feedback_analytics SET default_transaction_read_only = on;
CREATE DATABASE feedback OWNER feedback_owner;
REVOKE ALL ON DATABASE feedback FROM PUBLIC;
GRANT CONNECT ON DATABASE feedback TO feedback_app, feedback_analytics;
SQL
