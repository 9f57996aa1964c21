import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';

/**
 * The open queries, as plain buttons: GraphiQL's own tabs hold buttons inside of tabs, which screen readers cannot
 * tell apart.
 */
export function QueryTabs() {
  const { addTab, changeTab, closeTab } = useGraphiQLActions();
  const tabs = useGraphiQL((state) => state.tabs);
  const active = useGraphiQL((state) => state.activeTabIndex);
  // An editor that is not there yet would begin with another tab's query.
  const isWaiting = useGraphiQL((state) => !state.queryEditor);

  return (
    <nav className="query-tabs" aria-label="Queries">
      <ul>
        {tabs.map(({ id, title }, place) => (
          <li key={id} className={place === active ? 'active' : undefined}>
            <button
              type="button"
              aria-current={place === active ? 'true' : undefined}
              disabled={isWaiting}
              onClick={() => changeTab(place)}
            >
              {title}
            </button>
            {tabs.length > 1 && (
              <button type="button" aria-label={`Close ${title}`} title="Close" onClick={() => closeTab(place)}>×</button>
            )}
          </li>
        ))}
      </ul>
      <button type="button" aria-label="New query" title="New query" onClick={() => addTab()}>+</button>
    </nav>
  );
}
