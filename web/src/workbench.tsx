import { DOC_EXPLORER_PLUGIN } from '@graphiql/plugin-doc-explorer';
import { GraphiQL } from 'graphiql';
import { useMemo, useState } from 'react';

import { ask, Failure, LoginEnded, type Operation, type Viewer } from './api';
import { useReadableEditors } from './editorColours';
import { operationName } from './operationName';
import { QueryTabs } from './queryTabs';
import { readyQueries } from './readyQueries';
import { READY_QUERIES_PLUGIN } from './readyQueriesPlugin';
import { ResultView } from './result/resultView';

interface Props {
  viewer: Viewer;
  /** Answers why the logout failed; null if it did not. */
  onLogout(): Promise<string | null>;
  onLoginEnded(): void;
}

const PLUGINS = [READY_QUERIES_PLUGIN];

// Results get more room than queries, until someone moves the bar between them.
const WIDTH_OF_QUERIES = 'graphiql:editorFlex';
if (sessionStorage.getItem(WIDTH_OF_QUERIES) === null) sessionStorage.setItem(WIDTH_OF_QUERIES, '0.4');

// Alerts link to a feedback by `?query=`. It is only put into the editor; who wants it run, runs it.
const LINKED_QUERY = new URLSearchParams(location.search).get('query');
if (LINKED_QUERY !== null) sessionStorage.removeItem('graphiql:tabState');

/** GraphiQL with the ready queries in tabs, and a view of results for those who would rather look than read. */
export default function Workbench({ viewer, onLogout, onLoginEnded }: Props) {
  const [failure, setFailure] = useState<string | null>(null);
  const ready = useMemo(() => readyQueries(new Date()), []);

  useReadableEditors();

  async function fetcher(operation: Operation) {
    try {
      return await ask({ ...operation, operationName: operationName(operation.query, operation.operationName) });
    } catch (error) {
      if (error instanceof LoginEnded) onLoginEnded();
      else if (!(error instanceof Failure)) throw error;
      return { errors: [{ message: error.message }] };
    }
  }

  return (
    <div className="workbench">
      <header>
        <h1>Feedback</h1>
        {failure && <p role="alert" className="failure">{failure}</p>}
        <p>
          Logged in as <strong>{viewer.name}</strong> <span className="dim">({viewer.scopes.join(', ')})</span>
        </p>
        <button type="button" onClick={async () => setFailure(await onLogout())}>Log out</button>
      </header>
      <main>
        <GraphiQL
          fetcher={fetcher}
          storage={sessionStorage}
          defaultTabs={[
            ...(LINKED_QUERY === null ? [] : [{ query: LINKED_QUERY }]),
            ...ready.map(({ query, variables }) => ({ query, variables })),
          ]}
          plugins={PLUGINS}
          referencePlugin={DOC_EXPLORER_PLUGIN}
          forcedTheme="system"
          defaultEditorToolsVisibility={false}
          isHeadersEditorEnabled={false}
          showPersistHeadersSettings={false}
        >
          <GraphiQL.Logo><QueryTabs /></GraphiQL.Logo>
          <GraphiQL.Footer>
            <ResultView readyQueries={ready} onLoginEnded={onLoginEnded} />
          </GraphiQL.Footer>
        </GraphiQL>
      </main>
    </div>
  );
}
