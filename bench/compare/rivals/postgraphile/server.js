// PostGraphile as it comes, over the tables of DATABASE_URL, on PORT, in PROCESSES processes that share the port.
import cluster from "node:cluster";
import { createServer } from "node:http";
import { makePgService } from "postgraphile/adaptors/pg";
import { grafserv } from "postgraphile/grafserv/node";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { postgraphile } from "postgraphile";

const { DATABASE_URL, POOL_SIZE, PORT, PROCESSES } = process.env;

if (cluster.isPrimary && Number(PROCESSES) > 1) {
  for (let number = 0; number < Number(PROCESSES); number += 1) cluster.fork();
} else {
  const serving = postgraphile({
    extends: [PostGraphileAmberPreset],
    grafast: { explain: false },
    grafserv: { graphiql: false, websockets: false },
    pgServices: [
      makePgService({ connectionString: DATABASE_URL, schemas: ["public"], poolConfig: { max: Number(POOL_SIZE) } }),
    ],
  }).createServ(grafserv);
  const server = createServer();
  await serving.addTo(server);
  server.listen({ host: "127.0.0.1", port: Number(PORT) });
}
