/** Round values from 0 up to at least `highest`, at most six of them. */
export function ticks(highest: number): number[] {
  if (highest <= 0) return [0, 1];
  const rough = highest / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max([1, 2, 5, 10].find((factor) => factor * power >= rough)! * power, highest >= 1 ? 1 : 0);
  const count = Math.ceil(highest / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, place) => Number((place * step).toPrecision(12)));
}

/** How many labels to pass over, so that at most `most` of them are shown. */
export function every(count: number, most: number): number {
  return Math.max(1, Math.ceil(count / most));
}
