import type { BrowserContext } from 'playwright-core';

/** Stands in for archiving until the service can: what is archived no longer comes back in a list. */
export async function standInForTriage(context: BrowserContext): Promise<void> {
  const archived = new Set<string>();
  await context.route('**/graphql', async (route) => {
    const { query, variables } = route.request().postDataJSON() as { query: string; variables?: Record<string, unknown> };
    if (/\btriaged:/.test(query)) {
      for (const id of variables!.ids as string[]) variables!.value ? archived.add(id) : archived.delete(id);
      return route.fulfill({ json: { data: { triaged: { __typename: 'TriageSuccess' } } } });
    }
    const response = await route.fetch();
    const body = (await response.json()) as { data?: { feedbacks?: { edges: { node: { id: string } }[] } } };
    if (body.data?.feedbacks) {
      body.data.feedbacks.edges = body.data.feedbacks.edges.filter(({ node }) => !archived.has(node.id));
    }
    return route.fulfill({ response, json: body });
  });
}
