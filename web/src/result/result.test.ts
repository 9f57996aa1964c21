import { describe, expect, test } from 'vitest';

import type { JsonObject } from '../api';
import { chartsOf } from './charts';
import { flatten } from './flatten';
import { format, isOwnLink } from './format';
import { ticks } from './scale';
import { columnsOf, type Facts, type List, tablesOf, words } from './tables';
import { canBeTriaged, inverse, STEPS, stepsFor } from './triage';
import { viewsOf } from './views';

function list(...rows: JsonObject[]): List {
  return tablesOf({ things: rows })[0] as List;
}

describe('flattening', () => {
  test('makes paths of nested objects, and text of lists', () => {
    const row = { page: { url: 'x', size: { width: 3 } }, tags: ['ui', 'web'], topics: [{ topic: 'BUG', score: 0.9 }] };
    expect(flatten(row)).toEqual({ 'page.url': 'x', 'page.size.width': 3, tags: 'ui, web', topics: 'BUG 0.9' });
  });

  test('keeps null apart from what is not there', () => {
    expect(flatten({ message: null })).toEqual({ message: null });
  });

  test('names the member of a union at the union itself', () => {
    expect(flatten({ analysis: { __typename: 'AnalysisPending', since: 'now' } })).toEqual({
      analysis: 'AnalysisPending',
      'analysis.since': 'now',
    });
  });
});

describe('columns', () => {
  const paths = (...rows: JsonObject[]) => list(...rows).columns.map(({ path }) => path);

  test('are those of all rows, ids last', () => {
    expect(paths({ id: '1', a: 1 }, { id: '2', b: 2 })).toEqual(['a', 'b', 'id']);
  });

  test('leave out an object that is null in one row and has values in another', () => {
    expect(paths({ page: null }, { page: { url: 'x' } })).toEqual(['page.url']);
  });

  test('show which member of a union it is only where they differ', () => {
    const done = { analysis: { __typename: 'Analysis', topic: 'UX' } };
    expect(paths(done, done)).toEqual(['analysis.topic']);
    expect(paths(done, { analysis: { __typename: 'AnalysisFailed', since: 'x' } })).toContain('analysis');
  });

  test('are called by their last word, and by all of them where two would be called the same', () => {
    const labels = list({ createdAt: '', analysis: { createdAt: '', confidenceScore: 1 } }).columns;
    expect(labels.map(({ label }) => label)).toEqual(['Created at', 'Analysis created at', 'Confidence score']);
  });

  test('know numbers, moments and truth from text', () => {
    const [row] = list({ a: 1, b: '2026-11-20T10:00:00Z', c: true, d: 'x', e: null }).rows;
    expect(columnsOf([row!]).map(({ kind }) => kind)).toEqual(['number', 'time', 'flag', 'text', 'text']);
  });
});

describe('tables', () => {
  test('of a connection have its nodes, its size and its next page', () => {
    const [table] = tablesOf({
      feedbacks: { totalCount: 9, edges: [{ node: { id: 'a' } }], pageInfo: { hasNextPage: true, endCursor: 'z' } },
    });
    expect(table).toMatchObject({ title: 'Feedbacks', totalCount: 9, nextCursor: 'z', rows: [{ cells: { id: 'a' } }] });
  });

  test('of an empty connection have no rows, and no next page', () => {
    const [table] = tablesOf({ feedbacks: { edges: [], pageInfo: { hasNextPage: false, endCursor: null } } });
    expect(table).toMatchObject({ rows: [], columns: [], nextCursor: null });
  });

  test('of an object are its values, and its lists apart', () => {
    const [facts, refused] = tablesOf({ metrics: { intake: { saved: 3, refused: [{ reason: 'TOO_LONG', count: 1 }] } } });
    expect((facts as Facts).lines).toEqual([{ label: 'Intake saved', value: 3, path: 'intake.saved' }]);
    expect(refused).toMatchObject({ is: 'list', title: 'Metrics intake refused' });
  });

  test('hold values of the root as well', () => {
    expect(tablesOf({ __typename: 'Query', viewer: null })[0]).toMatchObject({ is: 'facts' });
  });
});

describe('charts', () => {
  const chartsOfRows = (...rows: JsonObject[]) => chartsOf([list(...rows)]);

  test('draw numbers over days, the oldest first', () => {
    const [chart] = chartsOfRows({ day: '2026-11-02', submissions: 5 }, { day: '2026-11-01', submissions: 3 });
    expect(chart).toMatchObject({
      over: 'days',
      labels: ['2026-11-01', '2026-11-02'],
      series: [{ name: 'Submissions', values: [3, 5] }],
      isExact: true,
    });
  });

  test('stack inner counts by their names, and fill what is not there with 0', () => {
    const [chart] = chartsOfRows(
      { day: '2026-11-01', topics: [{ topic: 'BUG', count: 2 }] },
      { day: '2026-11-02', topics: [{ topic: 'UX', count: 1 }] },
    );
    expect(chart!.series).toEqual([
      { name: 'BUG', values: [2, 0] },
      { name: 'UX', values: [0, 1] },
    ]);
  });

  test('draw counts by name', () => {
    const [chart] = chartsOfRows({ reason: 'TOO_LONG', count: 4 }, { reason: 'RATE_LIMITED', count: 1 });
    expect(chart).toMatchObject({ over: 'names', title: 'Things', labels: ['TOO_LONG', 'RATE_LIMITED'] });
  });

  test('count codes in rows of things, and say that these are of one page', () => {
    const charts = chartsOfRows(
      { id: '1', message: 'no code', sentiment: 'NEGATIVE' },
      { id: '2', message: 'NOT a code', sentiment: 'NEGATIVE' },
      { id: '3', message: 'x', sentiment: 'MIXED' },
    );
    expect(charts).toEqual([
      {
        title: 'By sentiment',
        over: 'names',
        labels: ['NEGATIVE', 'MIXED'],
        series: [{ name: 'Rows', values: [2, 1] }],
        isExact: false,
      },
    ]);
  });

  test('count things by day, days without any as well', () => {
    const at = (createdAt: string) => ({ id: createdAt, createdAt });
    const [chart] = chartsOfRows(at('2026-11-03T01:00:00Z'), at('2026-11-01T05:00:00Z'), at('2026-11-01T02:00:00Z'));
    expect(chart).toMatchObject({
      title: 'By day',
      over: 'days',
      labels: ['2026-11-01', '2026-11-02', '2026-11-03'],
      series: [{ name: 'Rows', values: [2, 0, 1] }],
      isExact: false,
    });
  });

  test('are not made of words', () => {
    expect(chartsOfRows({ id: '1', message: 'It broke.' })).toEqual([]);
  });
});

describe('what is shown first', () => {
  const first = (answer: unknown) => viewsOf(JSON.stringify(answer)).first;

  test.each([
    ['table', { data: { feedbacks: { edges: [{ node: { id: '1', sentiment: 'MIXED' } }] } } }],
    ['chart', { data: { metrics: { daily: [{ day: '2026-11-01', submissions: 1 }] } } }],
    ['table', { data: { cleanupPreview: { submissionsDeleted: 2 } } }],
    ['json', { errors: [{ message: 'No.' }] }],
    ['json', { data: { feedbacks: { edges: [] } }, errors: [{ message: 'No.' }] }],
    ['json', { data: null }],
    ['json', { data: {} }],
    ['json', { data: { __schema: { types: [] } } }],
    ['json', 'just text'],
  ])('is %s for %j', (name, answer) => {
    expect(first(answer)).toBe(name);
  });

  test('is the text itself while it is no JSON', () => {
    expect(viewsOf('')).toEqual({ tables: [], charts: [], first: 'json' });
  });
});

describe('values', () => {
  test('are shown as people read them', () => {
    const shown = [12345.678, true, '2026-11-20T10:11:12.131415Z', '<b>bold</b>'].map(format);
    expect(shown).toEqual(['12,345.678', 'yes', '2026-11-20 10:11', '<b>bold</b>']);
  });

  test.each(['/screenshots/a1?expires=9&signature=x', '/exports/b2'])('are links where the service made them: %s', (value) => {
    expect(isOwnLink('screenshot.thumbnailUrl', value)).toBe(true);
  });

  test.each(['https://example.com/', 'javascript:alert(1)', '//example.com/screenshots/a', '/graphql', '/screenshots/"'])(
    'stay text where a visitor may have made them: %s',
    (value) => expect(isOwnLink('page.url', value)).toBe(false),
  );

  test('stay text where the field is not named for an address', () => {
    expect(isOwnLink('message', '/screenshots/a1')).toBe(false);
  });
});

describe('triage', () => {
  const unread = { id: '1', isRead: false, isArchived: false };

  test('is offered for feedback that says where it stands', () => {
    expect(canBeTriaged(list(unread).rows)).toBe(true);
    expect(canBeTriaged(list({ id: '1', name: 'a key' }).rows)).toBe(false);
    expect(canBeTriaged(list({ isRead: false }).rows)).toBe(false);
  });

  test('offers only steps that change something', () => {
    expect(stepsFor([unread]).map(({ label }) => label)).toEqual(['Mark read', 'Archive']);
    expect(stepsFor([unread, { ...unread, isRead: true }]).map(({ label }) => label)).toEqual([
      'Mark read',
      'Mark unread',
      'Archive',
    ]);
  });

  test('can take each step back', () => {
    expect(STEPS.map((step) => inverse(inverse(step)))).toEqual(STEPS);
  });
});

describe('a scale', () => {
  test.each([
    [0, [0, 1]],
    [1, [0, 1]],
    [7, [0, 2, 4, 6, 8]],
    [42, [0, 10, 20, 30, 40, 50]],
    [0.3, [0, 0.1, 0.2, 0.3]],
  ])('for %d is %j', (highest, expected) => {
    expect(ticks(highest)).toEqual(expected);
  });
});

test('paths become words', () => {
  expect(words('analysis.confidenceScore')).toBe('Analysis confidence score');
});
