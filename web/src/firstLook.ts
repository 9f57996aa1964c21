import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useEffect, useRef } from 'react';

import type { ReadyQuery } from './readyQueries';

/**
 * Runs a ready query when its tab is opened for the first time, as one opens it to look. Only the files' own texts run
 * by themselves, and these only read: what someone wrote waits until it is run.
 */
export function useFirstLook(readyQueries: ReadyQuery[]): void {
  const { run } = useGraphiQLActions();
  const looking = useRef('');
  const tab = useGraphiQL((state) => state.tabs[state.activeTabIndex]);
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const responseEditor = useGraphiQL((state) => state.responseEditor);

  useEffect(() => {
    if (!tab || !queryEditor || !responseEditor || tab.response || looking.current === tab.id) return;
    // The editor holds the last tab's query for a moment after another tab was opened.
    if (tab.query !== queryEditor.getValue() || !readyQueries.some(({ query }) => query === tab.query)) return;
    // Of a tab that is left before its answer has come, the answer is dropped: coming back asks again.
    looking.current = tab.id;
    run();
  }, [tab, queryEditor, responseEditor, readyQueries, run]);
}
