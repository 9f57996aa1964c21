import type { Json, JsonObject } from '../api';
import { type Cells, flatten, isListOfObjects, isObject } from './flatten';

export type Kind = 'text' | 'number' | 'time' | 'flag';

export interface Column {
  path: string;
  /** For people: "Confidence score". */
  label: string;
  kind: Kind;
}

export interface Row {
  cells: Cells;
  source: JsonObject;
}

/** A list, one row for each of its objects. */
export interface List {
  is: 'list';
  title: string;
  columns: Column[];
  rows: Row[];
  /** How many the whole list has; null where that was not asked for. */
  totalCount: number | null;
  /** The cursor of the next page; null where there is none, or where it was not asked for. */
  nextCursor: string | null;
}

/** One object, one line for each of its values. */
export interface Facts {
  is: 'facts';
  title: string;
  lines: { label: string; value: Cells[string]; path: string }[];
}

export type Table = List | Facts;

/** The tables in an answer's `data`, in its order: each list is one, and so is what stands beside them. */
export function tablesOf(data: JsonObject): Table[] {
  const tables: Table[] = [];
  const loose: JsonObject = {};
  for (const [name, value] of Object.entries(data)) {
    if (isObject(value)) tables.push(...tablesOfObject(value, name));
    else if (isListOfObjects(value)) tables.push(listOf(value, name));
    else loose[name] = value;
  }
  return Object.keys(loose).length ? [factsOf(loose, ''), ...tables] : tables;
}

function tablesOfObject(object: JsonObject, title: string): Table[] {
  if (Array.isArray(object.edges)) return [connection(object, title)];
  const lists: Table[] = [];
  const rest = withoutLists(object, title, lists);
  return Object.keys(rest).length ? [factsOf(rest, title), ...lists] : lists;
}

/** The object without its lists of objects, at any depth; those are added to `lists`. */
function withoutLists(object: JsonObject, title: string, lists: Table[]): JsonObject {
  const rest: JsonObject = {};
  for (const [key, value] of Object.entries(object)) {
    const inner = `${title}.${key}`;
    if (isListOfObjects(value)) {
      lists.push(listOf(value, inner));
    } else if (isObject(value) && Array.isArray(value.edges)) {
      lists.push(connection(value, inner));
    } else if (isObject(value)) {
      const kept = withoutLists(value, inner, lists);
      if (Object.keys(kept).length) rest[key] = kept;
    } else {
      rest[key] = value;
    }
  }
  return rest;
}

function connection(object: JsonObject, title: string): List {
  const nodes = (object.edges as Json[]).map((edge) => (isObject(edge) ? edge.node : null)).filter(isObject);
  const page = isObject(object.pageInfo) ? object.pageInfo : {};
  const next = page.hasNextPage === true && typeof page.endCursor === 'string' ? page.endCursor : null;
  const total = typeof object.totalCount === 'number' ? object.totalCount : null;
  return { ...listOf(nodes, title), totalCount: total, nextCursor: next };
}

function listOf(objects: JsonObject[], title: string): List {
  const rows = objects.map((source) => ({ source, cells: flatten(source) }));
  return { is: 'list', title: words(title), columns: columnsOf(rows), rows, totalCount: null, nextCursor: null };
}

function factsOf(object: JsonObject, title: string): Facts {
  const lines = Object.entries(flatten(object)).map(([path, value]) => ({ label: words(path), value, path }));
  return { is: 'facts', title: words(title), lines };
}

/** The columns of all rows, in the order in which they first appear, but those that tell nothing. */
export function columnsOf(rows: Row[]): Column[] {
  const paths = [...new Set(rows.flatMap((row) => Object.keys(row.cells)))];
  const told = paths.filter((path) => {
    const values = rows.map((row) => row.cells[path]).filter((value) => value != null);
    const isParent = paths.some((other) => other.startsWith(`${path}.`));
    // An object that is null in one row is there by its own values in the others; a union's name tells members apart.
    return !isParent || new Set(values).size > 1;
  });
  // Ids are for programs: they stand last.
  told.sort((a, b) => Number(a === 'id') - Number(b === 'id'));
  const names = told.map((path) => lastOf(path));
  return told.map((path, place) => {
    const isAlone = names.indexOf(names[place]!) === names.lastIndexOf(names[place]!);
    return { path, label: words(isAlone ? names[place]! : path), kind: kindOf(rows.map((row) => row.cells[path])) };
  });
}

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

function kindOf(cells: (Cells[string] | undefined)[]): Kind {
  const values = cells.filter((value) => value != null);
  if (!values.length) return 'text';
  if (values.every((value) => typeof value === 'number')) return 'number';
  if (values.every((value) => typeof value === 'boolean')) return 'flag';
  return values.every((value) => typeof value === 'string' && MOMENT.test(value)) ? 'time' : 'text';
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

/** A path as words: "analysis.confidenceScore" is "Analysis confidence score". */
export function words(path: string): string {
  const spaced = path
    .replace(/\./g, ' ')
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
