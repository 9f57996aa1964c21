import { isListOfObjects } from './flatten';
import type { Column, List, Row, Table } from './tables';
import { words } from './tables';

export interface Series {
  name: string;
  /** One for each label. */
  values: number[];
}

/** Counts, ready to be drawn: bars over days, or over names. */
export interface Chart {
  title: string;
  over: 'days' | 'names';
  labels: string[];
  /** One series, or several on top of each other. */
  series: Series[];
  /** Whether the answer itself holds these counts; else they are of the rows that happen to be on the page. */
  isExact: boolean;
}

const DAY = /^\d{4}-\d\d-\d\d/;
const NAME = /^[A-Z][A-Z_]*$/;
const MOST_NAMES = 12;

/** The charts that can be made of an answer's tables, best first. */
export function chartsOf(tables: Table[]): Chart[] {
  return tables.filter((table) => table.is === 'list').flatMap(chartsOfList);
}

function chartsOfList(list: List): Chart[] {
  // What has an id is a thing; what has none is a count of things.
  if (list.columns.some((column) => column.path === 'id')) return countsOfRows(list);
  const day = dayColumn(list);
  if (day) return overDays(list, day);
  const name = nameColumn(list);
  if (name) return overNames(list, name);
  return countsOfRows(list);
}

/** The one column that has another day in each row. */
function dayColumn({ columns, rows }: List): Column | undefined {
  const candidates = columns.filter(({ path }) => {
    const values = rows.map((row) => row.cells[path]);
    return values.every((value) => typeof value === 'string' && DAY.test(value)) && areDistinct(values.map(dayOf));
  });
  const hasNumbers = columns.some((column) => column.kind === 'number') || innerLists(rows).length > 0;
  return hasNumbers && candidates.length === 1 ? candidates[0] : undefined;
}

/** The one column of text, where it names each row and numbers stand beside it. */
function nameColumn({ columns, rows }: List): Column | undefined {
  const inner = innerLists(rows);
  const [name, another] = columns.filter(({ path, kind }) => kind === 'text' && !inner.includes(path));
  const hasNumbers = inner.length > 0 || columns.some((column) => column.kind === 'number');
  return name && !another && hasNumbers && areDistinct(rows.map((row) => row.cells[name.path])) ? name : undefined;
}

function overDays(list: List, day: Column): Chart[] {
  const rows = [...list.rows].sort((a, b) => (dayOf(a.cells[day.path]) < dayOf(b.cells[day.path]) ? -1 : 1));
  return measures(list, rows, rows.map((row) => dayOf(row.cells[day.path])), 'days');
}

function overNames(list: List, name: Column): Chart[] {
  return measures(list, list.rows, list.rows.map((row) => String(row.cells[name.path] ?? '–')), 'names');
}

/** One chart for each inner list of counts, stacked, and one for each column of numbers. */
function measures({ title, columns }: List, rows: Row[], labels: string[], over: Chart['over']): Chart[] {
  const stacked = innerLists(rows).map((path) => ({
    title: `${title}: ${words(path).toLowerCase()}`,
    over,
    labels,
    series: stack(rows, path),
    isExact: true,
  }));
  const single = columns
    .filter((column) => column.kind === 'number')
    .map(({ path, label }) => ({
      title: rows.some((row) => row.source.count !== undefined) && path === 'count' ? title : `${title}: ${label.toLowerCase()}`,
      over,
      labels,
      series: [{ name: label, values: rows.map((row) => Number(row.cells[path] ?? 0)) }],
      isExact: true,
    }));
  return [...stacked, ...single];
}

/** The paths at which rows hold lists like `[{ topic, count }]`. */
function innerLists(rows: Row[]): string[] {
  const keys = new Set(rows.flatMap((row) => Object.keys(row.source)));
  return [...keys].filter((key) => {
    const lists = rows.map((row) => row.source[key]).filter(isListOfObjects);
    return lists.length > 0 && lists.every((list) => list.every((entry) => counted(entry) !== null));
  });
}

function counted(entry: Record<string, unknown>): [string, number] | null {
  const values = Object.values(entry);
  const [name] = values.filter((value) => typeof value === 'string');
  const [count] = values.filter((value) => typeof value === 'number');
  return values.length === 2 && name !== undefined && count !== undefined ? [name, count] : null;
}

function stack(rows: Row[], path: string): Series[] {
  const byName = new Map<string, number[]>();
  rows.forEach((row, place) => {
    const inner = row.source[path];
    if (!isListOfObjects(inner)) return;
    for (const entry of inner) {
      const [name, count] = counted(entry)!;
      const values = byName.get(name) ?? rows.map(() => 0);
      values[place] = (values[place] ?? 0) + count;
      byName.set(name, values);
    }
  });
  return [...byName].map(([name, values]) => ({ name, values }));
}

/** How many rows there are of each day, and of each value of a column of codes (NEGATIVE, BUG, …). */
function countsOfRows(list: List): Chart[] {
  const made = list.columns.find(({ path, kind }) => path === 'createdAt' && kind === 'time');
  return [...(made ? [rowsByDay(list.rows, made)] : []), ...rowsByCode(list)];
}

function rowsByDay(rows: Row[], { path }: Column): Chart {
  const days = rows.filter((row) => row.cells[path] != null).map((row) => dayOf(row.cells[path])).sort();
  const labels = everyDay(days[0]!, days.at(-1)!);
  const values = labels.map((label) => days.filter((day) => day === label).length);
  return { title: 'By day', over: 'days', labels, series: [{ name: 'Rows', values }], isExact: false };
}

/** All days from one to another; days without anything count as well. */
function everyDay(first: string, last: string): string[] {
  const days = [];
  for (let day = Date.parse(first); day <= Date.parse(last); day += 86_400_000) {
    days.push(new Date(day).toISOString().slice(0, 10));
  }
  return days;
}

function rowsByCode({ columns, rows }: List): Chart[] {
  return columns
    .filter((column) => {
      const values = rows.map((row) => row.cells[column.path]).filter((value) => value != null);
      const names = new Set(values);
      const areCodes = values.every((value) => typeof value === 'string' && NAME.test(value));
      return areCodes && names.size > 0 && names.size <= MOST_NAMES;
    })
    .map((column) => {
      const counts = new Map<string, number>();
      for (const row of rows) {
        const value = row.cells[column.path];
        if (value != null) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
      }
      const sorted = [...counts].sort(([, a], [, b]) => b - a);
      return {
        title: `By ${column.label.toLowerCase()}`,
        over: 'names' as const,
        labels: sorted.map(([name]) => name),
        series: [{ name: 'Rows', values: sorted.map(([, count]) => count) }],
        isExact: false,
      };
    });
}

function dayOf(value: unknown): string {
  return String(value).slice(0, 10);
}

function areDistinct(values: unknown[]): boolean {
  return new Set(values).size === values.length;
}
