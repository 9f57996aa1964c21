import type { Answer } from '../api';
import { type Chart, chartsOf } from './charts';
import { isObject } from './flatten';
import { type Table, tablesOf } from './tables';

export type ViewName = 'json' | 'table' | 'chart';

/** All that can be shown of an answer, and what to show first. */
export interface Views {
  tables: Table[];
  charts: Chart[];
  first: ViewName;
}

const NOTHING: Views = { tables: [], charts: [], first: 'json' };

/** Reads the text of the response editor. What is no answer, or one with errors, is shown as it is. */
export function viewsOf(text: string): Views {
  let answer: Answer;
  try {
    answer = JSON.parse(text) as Answer;
  } catch {
    return NOTHING;
  }
  // An answer to an introspection is for programs.
  if (!isObject(answer.data ?? null) || answer.data!.__schema !== undefined) return NOTHING;
  const tables = tablesOf(answer.data!);
  const charts = chartsOf(tables);
  if (answer.errors || !tables.length) return { tables, charts, first: 'json' };
  return { tables, charts, first: charts.some((chart) => chart.isExact) ? 'chart' : 'table' };
}
