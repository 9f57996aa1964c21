const NUMBER = new Intl.NumberFormat('en', { maximumFractionDigits: 4 });
const MOMENT = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/;

/** A value as people read it: moments to the minute in UTC, as the service gives them; truth as yes and no. */
export function format(value: string | number | boolean): string {
  if (typeof value === 'number') return NUMBER.format(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const moment = MOMENT.exec(value);
  return moment ? `${moment[1]} ${moment[2]}` : value;
}

/**
 * Whether a value is one of the service's own links: a field named for an address, and a path on this host. An address
 * that a visitor sent stays text: it may lead anywhere.
 */
export function isOwnLink(path: string, value: string): boolean {
  return /(^|\.|[a-z])url$/i.test(path) && /^\/(screenshots|exports)\/[\w./?=&%~-]+$/.test(value);
}
