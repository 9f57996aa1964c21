import type { BrowserContext } from 'playwright-core';

import { KEY } from './browser';

/** Stands in for `login`, `logout` and triage until the service has them. */
export async function standIn(context: BrowserContext): Promise<void> {
  let isIn = false;
  const read = new Set<string>();
  await context.route('**/graphql', async (route) => {
    const { query, variables } = route.request().postDataJSON() as { query: string; variables?: Record<string, unknown> };
    const answer = (data: unknown) => route.fulfill({ json: { data } });
    if (/\blogin\(/.test(query)) {
      isIn = variables?.apiKey === KEY;
      if (!isIn) return answer({ login: { __typename: 'LoginFailed', message: 'This API key is not known here.' } });
      return answer({ login: { __typename: 'LoginSuccess', viewer: { name: 'admin', scopes: ['ADMIN'] } } });
    }
    if (/\blogout\b/.test(query)) {
      isIn = false;
      return answer({ logout: true });
    }
    if (/\btriaged:/.test(query)) {
      for (const id of variables!.ids as string[]) variables!.value ? read.add(id) : read.delete(id);
      return answer({ triaged: { __typename: 'TriageSuccess' } });
    }
    if (!isIn) return route.continue();
    const response = await route.fetch({ headers: { ...route.request().headers(), 'x-api-key': KEY } });
    const body = (await response.json()) as { data?: { feedbacks?: { edges: { node: { id: string } }[] } } };
    if (body.data?.feedbacks) {
      body.data.feedbacks.edges = body.data.feedbacks.edges.filter(({ node }) => !read.has(node.id));
    }
    return route.fulfill({ response, json: body });
  });
}
