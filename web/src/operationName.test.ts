import { expect, test } from 'vitest';

import { operationName } from './operationName';

test.each([
  ['the one that is named', 'query A { x } query B { x }', 'B', 'B'],
  ['the only one, where another document had the name', 'query A { x }', 'Before', 'A'],
  ['the only one, which needs no name', '{ x }', 'Before', undefined],
  ['none, where it cannot be known', 'query A { x } query B { x }', 'Before', undefined],
  ['none, where the document cannot be read', 'query A {', 'A', undefined],
])('runs %s', (_what, document, name, expected) => {
  expect(operationName(document, name)).toBe(expected);
});
