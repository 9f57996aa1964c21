import { useId } from 'react';

import type { Chart, Series } from './charts';
import { every, ticks } from './scale';

const NUMBER = new Intl.NumberFormat('en', { maximumFractionDigits: 4 });

/** Charts as drawings, each with its figures for those who cannot see it. */
export function ChartView({ charts }: { charts: Chart[] }) {
  return (
    <div className="charts">
      {charts.map((chart, place) => (
        <figure key={place}>
          <figcaption>
            {chart.title}
            {!chart.isExact && <span className="dim"> of the rows on this page</span>}
          </figcaption>
          {chart.series.length > 1 && <Legend series={chart.series} />}
          {chart.over === 'days' ? <Days chart={chart} /> : <Names chart={chart} />}
          <Figures chart={chart} />
        </figure>
      ))}
    </div>
  );
}

function Legend({ series }: { series: Series[] }) {
  return (
    <ul className="legend" aria-hidden="true">
      {series.map(({ name }, place) => (
        <li key={name}><i className={colour(place)} />{name}</li>
      ))}
    </ul>
  );
}

/** Upright bars, one for each day. */
function Days({ chart }: { chart: Chart }) {
  const [width, height, left, bottom, top] = [480, 200, 44, 24, 8];
  const scale = ticks(Math.max(...totals(chart)));
  const most = scale.at(-1)!;
  const upTo = (value: number) => ((height - top - bottom) * value) / most;
  const band = (width - left) / chart.labels.length;
  const step = every(chart.labels.length, 9);
  return (
    <Drawing chart={chart} width={width} height={height}>
      {scale.map((value) => (
        <g key={value} transform={`translate(0 ${height - bottom - upTo(value)})`}>
          <line x1={left} x2={width} className="rule" />
          <text x={left - 8} dy="0.32em" textAnchor="end">{NUMBER.format(value)}</text>
        </g>
      ))}
      {chart.labels.map((label, day) => (
        <g key={label} transform={`translate(${left + day * band} 0)`}>
          {stacked(chart.series, day).map(({ name, place, from, value }) => (
            <rect
              key={name}
              className={colour(place)}
              x={band * 0.1}
              width={band * 0.8}
              y={height - bottom - upTo(from + value)}
              height={upTo(value)}
            >
              <title>{`${label}, ${name}: ${NUMBER.format(value)}`}</title>
            </rect>
          ))}
          {day % step === 0 && (
            <text x={band / 2} y={height - 6} textAnchor="middle">{label.slice(5)}</text>
          )}
        </g>
      ))}
    </Drawing>
  );
}

/** Lying bars, one for each name. */
function Names({ chart }: { chart: Chart }) {
  const [width, line, left, right] = [480, 26, 150, 52];
  const sums = totals(chart);
  const most = Math.max(...sums, 0) || 1;
  const along = (value: number) => ((width - left - right) * value) / most;
  return (
    <Drawing chart={chart} width={width} height={chart.labels.length * line}>
      {chart.labels.map((label, row) => (
        <g key={label} transform={`translate(${left} ${row * line})`}>
          <text x={-10} y={line / 2} dy="0.32em" textAnchor="end">{shortened(label)}</text>
          {stacked(chart.series, row).map(({ name, place, from, value }) => (
            <rect
              key={name}
              className={colour(place)}
              x={along(from)}
              width={along(value)}
              y={line * 0.15}
              height={line * 0.7}
            >
              <title>{`${label}, ${name}: ${NUMBER.format(value)}`}</title>
            </rect>
          ))}
          <text x={along(sums[row]!) + 8} y={line / 2} dy="0.32em">{NUMBER.format(sums[row]!)}</text>
        </g>
      ))}
    </Drawing>
  );
}

interface DrawingProps {
  chart: Chart;
  width: number;
  height: number;
  children: React.ReactNode;
}

function Drawing({ chart, width, height, children }: DrawingProps) {
  const id = useId();
  return (
    <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-labelledby={id}>
      <title id={id}>{`${chart.title}, as bars. Its figures follow as a table.`}</title>
      {children}
    </svg>
  );
}

/** The chart's figures, for screen readers. */
function Figures({ chart }: { chart: Chart }) {
  return (
    <table className="for-readers">
      <caption>{chart.title}</caption>
      <thead>
        <tr>
          <th scope="col">{chart.over === 'days' ? 'Day' : 'Name'}</th>
          {chart.series.map(({ name }) => <th key={name} scope="col">{name}</th>)}
        </tr>
      </thead>
      <tbody>
        {chart.labels.map((label, place) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            {chart.series.map(({ name, values }) => <td key={name}>{NUMBER.format(values[place] ?? 0)}</td>)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function totals({ labels, series }: Chart): number[] {
  return labels.map((_, place) => series.reduce((sum, { values }) => sum + (values[place] ?? 0), 0));
}

function stacked(series: Series[], label: number) {
  let from = 0;
  return series
    .map(({ name, values }, place) => {
      const value = values[label] ?? 0;
      const part = { name, place, from, value };
      from += value;
      return part;
    })
    .filter(({ value }) => value > 0);
}

function colour(place: number): string {
  return `series-${(place % 8) + 1}`;
}

function shortened(label: string): string {
  return label.length > 19 ? `${label.slice(0, 18)}…` : label;
}
