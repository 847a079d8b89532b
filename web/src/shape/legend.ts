// Legends of a picture. Pure.
export interface LegendItem {
  name: string;
  colour: string;
  /** A character that is drawn in the colour; without one a patch. */
  shape?: string;
}

export interface Placed extends LegendItem {
  x: number;
  line: number;
}

/** Where lines begin [px]. */
export const edge = 12;

/** Items from left to right, in as many lines as they need. */
export function laid(items: LegendItem[], width: number, measure: (text: string) => number): Placed[] {
  let [x, row] = [edge, 0];
  return items.map((item) => {
    const wide = 20 + measure(item.name) + 16;
    if (x > edge && x + wide > width) [x, row] = [edge, row + 1];
    const placed = { ...item, x, line: row };
    x += wide;
    return placed;
  });
}

export const linesOf = (items: Placed[]): number => (items.length ? items[items.length - 1]!.line + 1 : 0);
