import { Cell } from './cell';
import type { Facts, List, Table } from './tables';
import { TriageList } from './triageList';
import { canBeTriaged, type Step } from './triage';

interface Props {
  tables: Table[];
  /** Triages feedback. */
  onStep(step: Step, ids: string[]): void;
  /** Asks the tab's query for the page after this cursor; null where the query takes none. */
  onNextPage: ((cursor: string) => void) | null;
}

/** The answer's tables, one under the other. */
export function TableView({ tables, onStep, onNextPage }: Props) {
  return tables.map((table, place) => {
    if (table.is === 'facts') return <FactsTable key={place} facts={table} />;
    return (
      <section key={place} aria-label={table.title}>
        <h2>
          {table.title} <span className="dim">{countOf(table)}</span>
        </h2>
        {canBeTriaged(table.rows) ? <TriageList list={table} onStep={onStep} /> : <ListTable list={table} />}
        {table.nextCursor !== null && onNextPage && (
          <button type="button" onClick={() => onNextPage(table.nextCursor!)}>Next page</button>
        )}
      </section>
    );
  });
}

function countOf({ rows, totalCount }: List): string {
  if (totalCount === null || totalCount === rows.length) return String(rows.length);
  return `${rows.length} of ${totalCount}`;
}

function ListTable({ list: { title, columns, rows } }: { list: List }) {
  if (!rows.length) return <p>Nothing here.</p>;
  return (
    <div className="scroller" role="region" aria-label={`${title}, table`} tabIndex={0}>
      <table>
        <thead>
          <tr>{columns.map(({ path, label }) => <th key={path} scope="col" title={path}>{label}</th>)}</tr>
        </thead>
        <tbody>
          {rows.map((row, place) => (
            <tr key={place}>
              {columns.map(({ path, kind }) => <Cell key={path} path={path} kind={kind} value={row.cells[path]} />)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function FactsTable({ facts: { title, lines } }: { facts: Facts }) {
  return (
    <section aria-label={title || 'Values'}>
      {title && <h2>{title}</h2>}
      <div className="scroller" role="region" aria-label={`${title || 'Values'}, table`} tabIndex={0}>
        <table className="facts">
          <tbody>
            {lines.map(({ path, label, value }) => (
              <tr key={path}>
                <th scope="row" title={path}>{label}</th>
                <Cell path={path} value={value} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
