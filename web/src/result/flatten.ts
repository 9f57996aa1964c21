import type { Json, JsonObject } from '../api';

/** One row's values by path: `analysis.topic`. A path is missing where the row has nothing there. */
export type Cells = Record<string, string | number | boolean | null>;

/**
 * An object as one row: nested objects become paths, lists become text. The members of a union leave their `__typename`
 * at the union's own path, so that `analysis` says which it is.
 */
export function flatten(object: JsonObject): Cells {
  const cells: Cells = {};
  addAll(cells, object, '');
  return cells;
}

function addAll(cells: Cells, object: JsonObject, prefix: string): void {
  for (const [key, value] of Object.entries(object)) {
    if (key === '__typename') {
      cells[prefix ? prefix.slice(0, -1) : key] = value as string;
    } else if (isObject(value)) {
      addAll(cells, value, `${prefix}${key}.`);
    } else {
      cells[`${prefix}${key}`] = Array.isArray(value) ? listed(value) : value;
    }
  }
}

/** A list as text: "export, pdf", or "BUG 0.91, UX 0.06" for objects of a few values. */
export function listed(values: Json[]): string {
  return values
    .map((value) => {
      if (Array.isArray(value)) return `(${listed(value)})`;
      if (isObject(value)) return Object.values(flatten(value)).filter((part) => part !== null).join(' ');
      return String(value);
    })
    .join(', ');
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isListOfObjects(value: Json | undefined): value is JsonObject[] {
  return Array.isArray(value) && value.length > 0 && value.every(isObject);
}
