import { type GraphiQLPlugin, useGraphiQL, useGraphiQLActions } from '@graphiql/react';

import { readyQueries, type ReadyQuery } from './readyQueries';

/** The list of ready queries at the side, to open one again after its tab was changed or closed. */
export const READY_QUERIES_PLUGIN: GraphiQLPlugin = {
  title: 'Ready queries',
  icon: Icon,
  content: Content,
};

function Content() {
  const { addTab } = useGraphiQLActions();
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);

  function open({ query, variables }: ReadyQuery) {
    addTab();
    queryEditor?.setValue(query);
    variableEditor?.setValue(variables);
  }

  return (
    <section aria-label="Ready queries" className="ready-queries">
      <h2>Ready queries</h2>
      <ul>
        {readyQueries(new Date()).map((ready) => (
          <li key={ready.name}>
            <button type="button" onClick={() => open(ready)}>{ready.name}</button>
            <p>{ready.about}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Icon() {
  return (
    <svg viewBox="0 0 20 20" width="20" height="20" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <path d="M3 4h14M3 10h14M3 16h9" />
    </svg>
  );
}
