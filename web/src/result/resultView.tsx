import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useEffect, useMemo, useState } from 'react';

import { Failure, LoginEnded } from '../api';
import { useFirstLook } from '../firstLook';
import type { ReadyQuery } from '../readyQueries';
import { ChartView } from './chartView';
import { TableView } from './tableView';
import { inverse, type Step, triage } from './triage';
import { type ViewName, viewsOf } from './views';

const NAMES: [ViewName, string][] = [
  ['json', 'JSON'],
  ['table', 'Table'],
  ['chart', 'Chart'],
];

interface Notice {
  text: string;
  undo: (() => void) | null;
}

interface Props {
  readyQueries: ReadyQuery[];
  onLoginEnded(): void;
}

/** Shows the response of the open tab as tables or charts, in the place of its JSON. */
export function ResultView({ readyQueries, onLoginEnded }: Props) {
  const { run } = useGraphiQLActions();
  const tab = useGraphiQL((state) => state.tabs[state.activeTabIndex]?.id ?? '');
  const variableEditor = useGraphiQL((state) => state.variableEditor);
  const takesCursor = useGraphiQL((state) => declares(state.operations, 'after'));
  const text = useResponse();
  const views = useMemo(() => viewsOf(text), [text]);
  const [chosen, setChosen] = useState<Record<string, ViewName>>({});
  const [notice, setNotice] = useState<Notice | null>(null);
  const shown = available(chosen[tab] ?? views.first, views) ? (chosen[tab] ?? views.first) : views.first;

  useFirstLook(readyQueries);
  useEffect(() => setNotice(null), [tab]);

  async function take(step: Step, ids: string[]) {
    try {
      await triage(step, ids);
    } catch (error) {
      if (error instanceof LoginEnded) return onLoginEnded();
      if (!(error instanceof Failure)) throw error;
      return setNotice({ text: error.message, undo: null });
    }
    setNotice({ text: `${ids.length} ${step.done}.`, undo: () => void take(inverse(step), ids) });
    run();
  }

  function goTo(cursor: string) {
    variableEditor?.setValue(JSON.stringify({ ...variables(variableEditor.getValue()), after: cursor }, null, 2));
    run();
  }

  return (
    <section className="result-view" data-shows={shown} aria-label="Result">
      <div className="bar">
        <div className="switch" role="group" aria-label="Show the result as">
          {NAMES.map(([name, label]) => (
            <button
              key={name}
              type="button"
              aria-pressed={shown === name}
              disabled={!available(name, views)}
              onClick={() => setChosen({ ...chosen, [tab]: name })}
            >
              {label}
            </button>
          ))}
        </div>
        <div role="status" className="notice">
          {notice?.text}
          {notice?.undo && <button type="button" onClick={notice.undo}>Undo</button>}
        </div>
      </div>
      {shown !== 'json' && (
        <div className="views" role="region" aria-label={`The result as ${shown}`} tabIndex={0}>
          {shown === 'chart' && <ChartView charts={views.charts} />}
          {shown === 'table' && (
            <TableView tables={views.tables} onStep={take} onNextPage={takesCursor ? goTo : null} />
          )}
        </div>
      )}
    </section>
  );
}

/** What the response editor holds: GraphiQL puts the open tab's response there, also when another tab is opened. */
function useResponse(): string {
  const editor = useGraphiQL((state) => state.responseEditor);
  const [text, setText] = useState('');
  useEffect(() => {
    if (!editor) return undefined;
    setText(editor.getValue());
    const listening = editor.onDidChangeModelContent(() => setText(editor.getValue()));
    return () => listening.dispose();
  }, [editor]);
  return text;
}

function available(name: ViewName, { tables, charts }: ReturnType<typeof viewsOf>): boolean {
  return name === 'json' || (name === 'table' ? tables : charts).length > 0;
}

type Operations = { variableDefinitions?: readonly { variable: { name: { value: string } } }[] | undefined }[];

function declares(operations: Operations | undefined, name: string): boolean {
  return (operations ?? []).some((operation) =>
    operation.variableDefinitions?.some(({ variable }) => variable.name.value === name),
  );
}

function variables(text: string): object {
  // The query has just run with them, so they are JSON or nothing.
  return text.trim() ? (JSON.parse(text) as object) : {};
}
