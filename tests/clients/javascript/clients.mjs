// Sends the same requests through several clients, as applications would; prints what each makes of the answers.
// In, on stdin: {"url", "requests": [{"name", "query", "variables", "headers"}]}
// Out: {client: {name: {"data", "codes"}}}
import { ApolloClient, CombinedGraphQLErrors, gql, HttpLink, InMemoryCache } from "@apollo/client/core";
import { createClient, fetchExchange } from "@urql/core";
import { ClientError, GraphQLClient } from "graphql-request";
import { createClient as createSocketClient } from "graphql-ws";
import { text } from "node:stream/consumers";
import WebSocket from "ws";

const codesOf = (errors) => (errors ?? []).map((error) => error.extensions.code);

async function apollo(url, { query, variables, headers }) {
  const client = new ApolloClient({ link: new HttpLink({ uri: url, headers }), cache: new InMemoryCache() });
  const document = gql(query);
  const options = { variables, errorPolicy: "all", fetchPolicy: "no-cache" };
  const isMutation = document.definitions[0].operation === "mutation";
  const { data, error } = isMutation
    ? await client.mutate({ mutation: document, ...options })
    : await client.query({ query: document, ...options });
  if (error && !CombinedGraphQLErrors.is(error)) throw error;
  return { data, codes: codesOf(error?.errors) };
}

async function urql(url, { query, variables, headers }) {
  const client = createClient({ url, exchanges: [fetchExchange], fetchOptions: { headers }, preferGetMethod: false });
  const run = query.trim().startsWith("mutation") ? client.mutation(query, variables) : client.query(query, variables);
  const { data, error } = await run.toPromise();
  if (error?.networkError) throw error;
  return { data, codes: codesOf(error?.graphQLErrors) };
}

async function graphqlRequest(url, { query, variables, headers }) {
  try {
    return { data: await new GraphQLClient(url, { headers }).request(query, variables), codes: [] };
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    return { data: error.response.data, codes: codesOf(error.response.errors) };
  }
}

async function graphqlWs(url, { query, variables, headers }) {
  let closed = null;
  const client = createSocketClient({
    url: url.replace("http", "ws"),
    webSocketImpl: WebSocket,
    connectionParams: headers,
    retryAttempts: 0,
    on: { closed: (event) => (closed = event.code) },
  });
  try {
    for await (const { data, errors } of client.iterate({ query, variables })) {
      return { data, codes: codesOf(errors) };
    }
  } catch (error) {
    // Errors before anything ran come as a list; a refused connection as the event of its end.
    return { data: null, codes: Array.isArray(error) ? codesOf(error) : [error.code ?? closed] };
  } finally {
    await client.dispose();
  }
}

const { url, requests } = JSON.parse(await text(process.stdin));
const clients = { apollo, urql, graphqlRequest, graphqlWs };
const answers = {};
for (const [name, ask] of Object.entries(clients)) {
  answers[name] = {};
  for (const request of requests) {
    answers[name][request.name] = await ask(url, request);
  }
}
console.log(JSON.stringify(answers));
