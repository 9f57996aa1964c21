import { format, isOwnLink } from './format';
import type { Kind } from './tables';

interface Props {
  path: string;
  value: string | number | boolean | null | undefined;
  /** The column's; a value on its own is looked at by itself. */
  kind?: Kind;
}

/** One value. People's words are text and nothing else, whatever they look like. */
export function Cell({ path, value, kind }: Props) {
  if (value === undefined) return <td />;
  if (value === null) return <td className="dim" title="nothing (null)">–</td>;
  const shown = format(value);
  if (typeof value === 'string' && isOwnLink(path, value)) {
    return <td><a href={value} target="_blank" rel="noopener noreferrer">open</a></td>;
  }
  const className = kind === 'number' || typeof value === 'number' ? 'number' : undefined;
  return (
    <td className={className}>
      <span className="value" title={String(value)}>{shown}</span>
    </td>
  );
}
