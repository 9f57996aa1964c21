import { expect, test } from 'vitest';

import { readQuery, readyQueries } from './readyQueries';

const NOW = new Date('2026-11-20T12:34:56.789Z');

test('each file is a ready query with a sentence, and triage is the first', () => {
  const ready = readyQueries(NOW);
  expect(ready[0]!.name).toBe('Triage');
  for (const { about, query } of ready) {
    expect(about).toMatch(/\.$/);
    // They run by themselves when they are opened, so they must only read.
    expect(query).toMatch(/^(#.*\n)+query /);
  }
});

test('a variable can be a moment some days ago, to the minute', () => {
  const { variables } = readQuery('# Late.\n# $since: 7 days ago\nquery Late($since: DateTime!) { x }', NOW);
  expect(JSON.parse(variables)).toEqual({ since: '2026-11-13T12:34:00Z' });
});

test('other comments give no variables', () => {
  expect(readQuery('# $5: cheap\n# since: 7 days ago\nquery Q { x }', NOW)).toMatchObject({ name: 'Q', variables: '' });
});
