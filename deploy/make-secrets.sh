#!/usr/bin/env bash
# Makes the secrets that docker-compose.yml mounts, once; what is there stays. Keep a copy of them elsewhere.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
mkdir -p secrets
chmod 700 secrets

# The folder is closed to others; the files are read by the containers' users, who are not the one who runs this.
keep() {
    [[ -s secrets/$1 ]] || printf '%s' "$2" >"secrets/$1"
    chmod 444 "secrets/$1"
}

random() { od -An -tx1 -N24 /dev/urandom | tr -d ' \n'; }

for role in admin owner app analytics; do
    keep "database-$role-password" "$(random)"
done
for role in owner app; do
    keep "database-$role-url" "postgresql://feedback_$role:$(<"secrets/database-$role-password")@database:5432/feedback"
done
keep secret-key "$(random)$(random)"
keep api-key "fbk_$(random)"
keep grafana-password "$(random)"
echo "deploy/secrets is complete; your admin API key is in deploy/secrets/api-key"
