// Runs the audit of graphql-http against the address given; prints one JSON line for each of its checks.
import { auditServer } from "graphql-http";

for (const { name, status, reason } of await auditServer({ url: process.argv[2] })) {
  console.log(JSON.stringify({ name, status, reason }));
}
