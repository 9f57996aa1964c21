/** A query that is there from the start: a file of the folder `queries/`. */
export interface ReadyQuery {
  /** Its operation's name, which is also what its tab is called. */
  name: string;
  /** The file's first line: what one sees in it. */
  about: string;
  query: string;
  /** As text for the editor; empty where it needs none. */
  variables: string;
}

const FILES = import.meta.glob<string>('../../queries/*.graphql', { query: '?raw', import: 'default', eager: true });
// The first is open after the login.
const ORDER = ['triage', 'negatives', 'topics_by_day', 'prompt_comparison', 'cleanup_preview', 'metrics'];

/** All ready queries, for a page that is opened now. */
export function readyQueries(now: Date): ReadyQuery[] {
  return Object.entries(FILES)
    .map(([path, text]) => ({ file: path.replace(/^.*\/|\.graphql$/g, ''), text }))
    .sort((a, b) => rank(a.file) - rank(b.file) || a.file.localeCompare(b.file))
    .map(({ text }) => readQuery(text, now));
}

function rank(file: string): number {
  const place = ORDER.indexOf(file);
  return place < 0 ? ORDER.length : place;
}

/**
 * Reads a file: `# what it shows` first; a line `# $name: 7 days ago` gives a variable that moment, to the minute.
 */
export function readQuery(text: string, now: Date): ReadyQuery {
  const about = /^# *(.+)$/m.exec(text)?.[1] ?? '';
  const name = /^\s*(?:query|mutation)\s+(\w+)/m.exec(text)?.[1] ?? 'Query';
  const moments = [...text.matchAll(/^# *\$(\w+): *(\d+) days? ago *$/gm)].map(
    ([, variable, days]) => [variable, daysBefore(now, Number(days))] as const,
  );
  const variables = moments.length ? JSON.stringify(Object.fromEntries(moments), null, 2) : '';
  return { name, about, query: text.trim(), variables };
}

function daysBefore(now: Date, days: number): string {
  return new Date(now.getTime() - days * 86_400_000).toISOString().replace(/:\d\d\.\d+Z$/, ':00Z');
}
