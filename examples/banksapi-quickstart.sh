#!/usr/bin/env bash
# The quick start of BANKSapi's documentation, step by step, for a tenant without a licence (REG/Protect): two tokens, a
# user, a bank access through the web form, accounts and bookings. Where a customer would use a browser, the sandbox's
# flow API does it; open the printed link instead to see the pages.
set -euo pipefail
base=${1:-http://localhost:8451}
access=$(node -p 'crypto.randomUUID()')
json() { node -pe "const j = JSON.parse(fs.readFileSync(0)); $1"; }

# 1. A token of the client: it may manage users
client=$(curl -sf -u demotenant/demoTenantClient:demo-secret -d grant_type=client_credentials \
  "$base/auth/oauth2/token" | json j.access_token)

# 2. A user, and a token of that user
name="user-${access:0:8}"
curl -sf -o /dev/null -H "Authorization: Bearer $client" -H 'Content-Type: application/json' \
  -d "{\"username\":\"$name\",\"password\":\"password-1!\"}" "$base/auth/mgmt/v1/tenants/demotenant/users"
user=$(curl -sf -u demotenant/demoTenantClient:demo-secret \
  -d grant_type=password -d "username=$name" --data-urlencode 'password=password-1!' \
  "$base/auth/oauth2/token" | json j.access_token)

# 3. A bank access: 451, the customer has to go to the web form
link=$(curl -s -o /dev/null -w '%header{location}' -H "Authorization: Bearer $user" \
  -H 'Content-Type: application/json' -d "{\"$access\":{}}" "$base/customer/v2/bankzugaenge")
echo "web form: $link&callbackUrl=https%3A%2F%2Fexample.org%2Fback%3Fid%3D1"

# 4. What the customer does there
session=$(sed -E 's/.*session=([^&]+).*/\1/' <<<"$link")
act() {
  curl -sf -H 'Content-Type: application/json' \
    -d "$1" "$base/_sandkasten/flows/$session/act"
}
act '{"action":"accept-terms","callbackUrl":"https://example.org/back?id=1"}' > /dev/null
act '{"action":"choose-provider","providerId":"00000000-0000-0000-0000-000000000000"}' > /dev/null
accounts=$(act '{"action":"enter-credentials","userid":"demo1","pin":"demo1"}' |
  json 'JSON.stringify(j.actions.find(one => one.name === "choose-accounts").fields[0].options)')
echo "back at: $(act "{\"action\":\"choose-accounts\",\"accounts\":$accounts}" | json j.location)"

# 5. Accounts, and the bookings of the first one
curl -sf -H "Authorization: Bearer $user" "$base/customer/v2/bankzugaenge" > /tmp/bankzugaenge.json
node -e '
  const [access] = Object.values(JSON.parse(fs.readFileSync("/tmp/bankzugaenge.json")))
  for (const one of access.bankprodukte) console.log(`${one.bezeichnung}: ${one.saldo} ${one.waehrung}`)
'
bookings=$(node -p '
  const [access] = Object.values(JSON.parse(fs.readFileSync("/tmp/bankzugaenge.json")))
  access.bankprodukte[0].relations.find(one => one.rel === "get_kontoumsaetze").href')
curl -sf -H "Authorization: Bearer $user" "$bookings" | json '`${j.length} bookings`'
