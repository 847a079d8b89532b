// The difference of two texts, line by line. Pure.

export interface Line {
  sign: '+' | '−' | ' ';
  text: string;
}

/** Longest common subsequence of lines; the texts are definitions, some hundred lines at most. */
export function diff(before: string, after: string): Line[] {
  const a = before.split('\n');
  const b = after.split('\n');
  const longest = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; --i) {
    for (let j = b.length - 1; j >= 0; --j) {
      longest[i]![j] = a[i] === b[j] ? longest[i + 1]![j + 1]! + 1 : Math.max(longest[i + 1]![j]!, longest[i]![j + 1]!);
    }
  }
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ sign: ' ', text: a[i]! });
      ++i;
      ++j;
    } else if (i < a.length && (j === b.length || longest[i + 1]![j]! >= longest[i]![j + 1]!)) lines.push({ sign: '−', text: a[i++]! });
    else lines.push({ sign: '+', text: b[j++]! });
  }
  return lines;
}

/**
 * A definition's canonical text for reading: "where 4:type" becomes "where = type". The lengths are there for programs.
 * Lines that do not have this form stay as they are.
 */
export function pretty(definition: string): string {
  return definition.trimEnd().split('\n').map((line) => {
    const [, key, length, value] = /^(\S+) (\d+):(.*)$/.exec(line) ?? [];
    if (!key || value === undefined || Number(length) !== new TextEncoder().encode(value).length) return line;
    return value === '' ? `${key} =` : `${key} = ${value}`;
  }).join('\n');
}
