/** Any value that JSON can hold. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export interface Operation {
  query: string;
  variables?: unknown;
  operationName?: string | null | undefined;
}

export interface Answer {
  data?: JsonObject | null;
  errors?: { message: string; extensions?: { code?: string } }[];
}

export interface Viewer {
  name: string;
  scopes: string[];
}

/** The service no longer knows this browser: its login ended, or its key did. */
export class LoginEnded extends Error {}

/** A failure that a person can act on; the message is fit to be shown. */
export class Failure extends Error {}

/**
 * Sends one operation to the service, under the login's cookie.
 *
 * @throws {LoginEnded} the caller is not logged in (any more)
 * @throws {Failure} the service could not be reached, or something else answered in its place
 */
export async function ask(operation: Operation): Promise<Answer> {
  const answer = await send(operation);
  if (answer.errors?.some((error) => error.extensions?.code === 'UNAUTHENTICATED')) {
    throw new LoginEnded(answer.errors[0]!.message);
  }
  return answer;
}

/** Who is logged in; null for nobody. */
export async function viewer(): Promise<Viewer | null> {
  const answer = await send({ query: '{ viewer { name scopes } }' });
  return (answer.data?.viewer as Viewer | null | undefined) ?? null;
}

const LOGIN = `
mutation Login($apiKey: String!) {
  login(apiKey: $apiKey) { __typename ... on LoginSuccess { viewer { name scopes } } ... on Problem { message } }
}`;

/**
 * Logs this browser in.
 *
 * @throws {Failure} with the service's own words: the key is not known, or too many tries failed
 */
export async function login(apiKey: string): Promise<Viewer> {
  const answer = await send({ query: LOGIN, variables: { apiKey } });
  const result = answer.data?.login as { viewer?: Viewer; message?: string } | null | undefined;
  if (result?.viewer) return result.viewer;
  throw new Failure(result?.message ?? answer.errors?.[0]?.message ?? 'The login failed.');
}

export async function logout(): Promise<void> {
  await send({ query: 'mutation Logout { logout }' });
}

async function send(operation: Operation): Promise<Answer> {
  const { query, variables, operationName } = operation;
  let response: Response;
  try {
    response = await fetch('/graphql', {
      method: 'POST',
      credentials: 'same-origin',
      headers: {
        'Content-Type': 'application/json',
        Accept: 'application/graphql-response+json, application/json;q=0.9',
      },
      body: JSON.stringify({ query, variables, operationName }),
    });
  } catch {
    throw new Failure('The service cannot be reached. Is it running, and is the network there?');
  }
  try {
    return (await response.json()) as Answer;
  } catch {
    throw new Failure(`The service did not answer; what stands before it says ${response.status}.`);
  }
}
