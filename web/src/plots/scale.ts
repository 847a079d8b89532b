// Where a value is in a box. Pure.
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface Scale {
  low: number;
  high: number;
  log?: boolean;
}

export function at(scale: Scale, value: number, from: number, length: number): number {
  const { low, high } = scale;
  if (scale.log) return from + length * share(Math.log10(Math.max(value, low)), Math.log10(low), Math.log10(high));
  // Halves where the whole span is more than a number can be.
  return from + length * (Number.isFinite(high - low) ? share(value, low, high) : share(value / 2, low / 2, high / 2));
}

/** The middle of a span that is none. */
function share(value: number, low: number, high: number): number {
  return high > low ? (value - low) / (high - low) : 0.5;
}

export const xAt = (box: Box, scale: Scale, value: number): number => at(scale, value, box.left, box.width);
export const yAt = (box: Box, scale: Scale, value: number): number => at(scale, value, box.top + box.height, -box.height);
export const xOf = (box: Box, scale: Scale, x: number): number => scale.low + ((x - box.left) / box.width) * (scale.high - scale.low);
export const yOf = (box: Box, scale: Scale, y: number): number =>
  scale.low + ((box.top + box.height - y) / box.height) * (scale.high - scale.low);
