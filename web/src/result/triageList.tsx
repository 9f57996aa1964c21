import { useState } from 'react';

import { Cell } from './cell';
import type { List } from './tables';
import { type Step, stepsFor } from './triage';

interface Props {
  list: List;
  /** Takes a step with the ticked feedback. */
  onStep(step: Step, ids: string[]): void;
}

/** A list of feedback whose rows can be ticked and triaged. */
export function TriageList({ list: { title, columns, rows }, onStep }: Props) {
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const ids = rows.map((row) => String(row.source.id));
  const chosen = rows.filter((row) => ticked.has(String(row.source.id))).map((row) => row.source);
  const areAllTicked = chosen.length === rows.length;

  function tick(id: string, isTicked: boolean) {
    const next = new Set(ticked);
    if (isTicked) next.add(id);
    else next.delete(id);
    setTicked(next);
  }

  return (
    <>
      <div className="steps" role="group" aria-label="Do with the ticked">
        {(chosen.length ? stepsFor(chosen) : stepsFor(rows.map((row) => row.source))).map((step) => (
          <button
            key={step.label}
            type="button"
            disabled={!chosen.length}
            onClick={() => onStep(step, chosen.map((feedback) => String(feedback.id)))}
          >
            {step.label}
          </button>
        ))}
        <span className="dim">{chosen.length ? `${chosen.length} ticked` : 'Tick rows to triage them.'}</span>
      </div>
      <div className="scroller" role="region" aria-label={`${title}, table`} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">
                <input
                  type="checkbox"
                  aria-label="All rows"
                  checked={areAllTicked}
                  onChange={() => setTicked(new Set(areAllTicked ? [] : ids))}
                />
              </th>
              {columns.map(({ path, label }) => <th key={path} scope="col" title={path}>{label}</th>)}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, place) => {
              const id = ids[place]!;
              return (
                <tr key={id} className={ticked.has(id) ? 'ticked' : undefined}>
                  <td>
                    <input
                      type="checkbox"
                      aria-label={`Row ${place + 1}`}
                      checked={ticked.has(id)}
                      onChange={(event) => tick(id, event.currentTarget.checked)}
                    />
                  </td>
                  {columns.map(({ path, kind }) => <Cell key={path} path={path} kind={kind} value={row.cells[path]} />)}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </>
  );
}
