// Numbers as physicists write them. Every number on a page passes through here.

const MINUS = '\u2212';
const THIN = '\u202f';
const UP = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Digits in groups of three from five digits on; a real minus sign. */
export function group(digits: string): string {
  const [, sign = '', whole = '', rest = ''] = /^(-?)(\d+)(.*)$/.exec(digits) ?? [];
  if (!whole) return digits;
  const grouped = whole.length < 5 ? whole : whole.replace(/\B(?=(\d{3})+$)/g, THIN);
  return (sign ? MINUS : '') + grouped + rest;
}

export function power(exponent: number): string {
  const digits = [...String(Math.abs(exponent))].map((d) => UP[Number(d)]).join('');
  return `10${exponent < 0 ? '⁻' : ''}${digits}`;
}

/** Decimal exponent of the leading digit. */
function magnitude(x: number): number {
  return x === 0 ? 0 : Number(Math.abs(x).toExponential().split('e')[1]);
}

/**
 * Decimal places an error deserves, by the rule of the Particle Data Group: two digits up to 354, one up to 949,
 * two (as 1.0) above. Negative: rounded to tens, hundreds.
 */
export function places(error: number): number {
  const first = Number(Math.abs(error).toExponential(2).replace('.', '').slice(0, 3));
  const exponent = magnitude(Number(Math.abs(error).toPrecision(3)));
  if (first <= 354) return 1 - exponent;
  return -exponent;
}

function fixed(x: number, decimals: number): string {
  if (decimals >= 0) {
    const text = x.toFixed(Math.min(decimals, 20));
    return Number(text) === 0 ? text.replace('-', '') : text;
  }
  const unit = 10 ** -decimals;
  return String(Math.round(x / unit) * unit);
}

/** For columns: the same number of significant digits in every row, so that decimals stand below each other. */
export function even(x: number | null | undefined, digits = 5): string {
  if (x === null || x === undefined || !Number.isFinite(x) || Number.isInteger(x)) return plain(x);
  const exponent = magnitude(x);
  return exponent >= 6 || exponent < -3 ? plain(x, digits) : group(x.toFixed(Math.max(0, digits - 1 - exponent)));
}

/** A number without an error: `digits` significant ones, exact if it is a whole number below ten million. */
export function plain(x: number | null | undefined, digits = 4): string {
  if (x === null || x === undefined || !Number.isFinite(x)) return '–';
  if (Number.isInteger(x) && Math.abs(x) < 1e7) return group(String(x));
  const exponent = magnitude(x);
  if (exponent >= 6 || exponent < -3) {
    const [scaled = '', rounded] = x.toExponential(digits - 1).split('e');
    return `${group(scaled.includes('.') ? scaled.replace(/\.?0+$/, '') : scaled)} × ${power(Number(rounded))}`;
  }
  const text = x.toFixed(Math.max(0, digits - 1 - exponent));
  return group(text.includes('.') ? text.replace(/\.?0+$/, '') : text);
}

/** Value and error with the digits the error allows: "7.96 ± 0.18", "(1.23 ± 0.04) × 10⁷". */
export function withError(x: number | null | undefined, error?: number | null): string {
  if (x === null || x === undefined || !Number.isFinite(x)) return '–';
  if (error === null || error === undefined || !Number.isFinite(error) || error <= 0) return plain(x);
  const top = magnitude(Math.max(Math.abs(x), error));
  if (top >= 6 || top < -4) {
    // In two steps: 10 to the power of the smallest numbers is 0.
    const scaled = (v: number): number => v / 10 ** Math.ceil(top / 2) / 10 ** Math.floor(top / 2);
    return `(${pair(scaled(x), scaled(error))}) × ${power(top)}`;
  }
  return pair(x, error);
}

function pair(x: number, error: number): string {
  const decimals = places(error);
  return `${group(fixed(x, decimals))} ± ${group(fixed(error, decimals))}`;
}

/** A deviation in units of its spread: "+2.3 σ"; far away "> +99 σ" and "< −99 σ". */
export function pull(x: number | null | undefined): string {
  if (x === null || x === undefined || !Number.isFinite(x)) return '–';
  const sign = x < 0 ? MINUS : '+';
  if (Math.abs(x) >= 100) return `${x < 0 ? '<' : '>'} ${sign}99 σ`;
  return `${sign}${Math.abs(x).toFixed(1)} σ`;
}

export function count(n: number | null | undefined): string {
  return n === undefined || n === null || !Number.isFinite(n) || n < 0 ? '–' : group(String(Math.round(n)));
}

export function percent(part: number, whole: number): string {
  const p = (part / whole) * 100;
  if (!Number.isFinite(p)) return '–';
  if (p > 99.9 && part < whole) return '>99.9 %';
  return `${p === 100 || p === 0 ? p : p.toFixed(p < 10 || p > 90 ? 1 : 0)} %`;
}

export function bytes(n: number): string {
  if (!Number.isFinite(n)) return '–';
  const names = ['B', 'kB', 'MB', 'GB', 'TB'];
  let i = 0;
  for (; n >= 999.5 && i < names.length - 1; ++i) n /= 1000;
  return `${i === 0 ? n : n.toPrecision(3)} ${names[i]}`;
}

/** Memory, as limits are written: "4 GiB", "512 MiB". */
export function memory(n: number | undefined): string {
  if (n === undefined || !Number.isFinite(n)) return '–';
  const names = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let i = 0;
  for (; n >= 1023.5 && i < names.length - 1; ++i) n /= 1024;
  return `${i === 0 || Number.isInteger(n) ? n : Number(n.toPrecision(n < 100 ? 2 : 3))} ${names[i]}`;
}

/** As physicists write it: "1" is no unit, "us" has its letter, also within "PE/us". */
export function unit(name: string | undefined): string {
  const signs: Record<string, string> = { '1': '', permill: '‰', percent: '%' };
  return name === undefined ? '' : (signs[name] ?? name.replace(/(?<![A-Za-z])u(?=(s|m|V|A|W|g)(?![A-Za-z]))/g, 'µ'));
}

/** Units in brackets within words that were written elsewhere: "drift time [us]". */
export function withUnits(text: string): string {
  return text.replace(/\[([^[\]]+)\]/g, (_, inside: string) => (unit(inside) ? `[${unit(inside)}]` : '')).trimEnd();
}

/** Unit of a number of the run document, by its path: DAQ rates are MB/s, others have none that is known. */
export function unitOfPath(path: string): string {
  return /^rate\.[^.]+\.(avg|max|min)$/.test(path) ? 'MB/s' : '';
}

/** Entries a value was made of; nothing where it was not made of entries: no analysis makes a value that is not 0 of none. */
export function entries(n: number | null | undefined, value: number | null | undefined): string {
  return n === null || n === undefined || n < 0 || (n === 0 && value !== null && value !== 0) ? '' : count(n);
}

/** A title with its unit in brackets, for axes: "Light yield [PE/keV]". */
export function labelled(title: string, name: string): string {
  return unit(name) ? `${title} [${unit(name)}]` : title;
}

/** "7.5 … 8.2", "≥ 7.5", "≤ 8.2", or nothing. */
export function range(low?: number | null, high?: number | null): string {
  const has = (x?: number | null): x is number => x !== null && x !== undefined;
  if (has(low) && has(high)) return `${plain(low)} … ${plain(high)}`;
  if (has(low)) return `≥ ${plain(low)}`;
  return has(high) ? `≤ ${plain(high)}` : '';
}

/** Many run numbers in few words: "53001–53004, 53009 and 3 more". */
export function runList(numbers: number[], most = 6): string {
  const sorted = [...numbers].sort((a, b) => a - b);
  const parts: string[] = [];
  for (let i = 0; i < sorted.length; ) {
    let j = i;
    while (sorted[j + 1] === sorted[j]! + 1) ++j;
    parts.push(j > i ? `${sorted[i]}–${sorted[j]}` : `${sorted[i]}`);
    i = j + 1;
  }
  if (parts.length <= most) return parts.join(', ');
  return `${parts.slice(0, most).join(', ')} and ${parts.length - most} more`;
}
