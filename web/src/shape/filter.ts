// Completion of the filter language, and filters with a term put in or taken out. Pure.
import type { Facets } from '../api/runs';

export interface Suggestion {
  insert: string;
  detail: string;
}

const keys: Suggestion[] = [
  { insert: 'mode:', detail: 'run mode; * matches anything, a,b is "or"' },
  { insert: 'source:', detail: 'calibration source' },
  { insert: 'tag:', detail: 'tag; -tag:messy: without it' },
  { insert: 'detector:', detail: 'tpc, neutron_veto, muon_veto' },
  { insert: 'comment:', detail: 'part of a comment' },
  { insert: 'livetime>', detail: 'seconds; also < <= >= =' },
  { insert: 'start>=', detail: '2026-01-31, 2026-01-31T12:00, or -2d: two days ago' },
  { insert: 'end<', detail: 'as start' },
];
const stateNames = ['done', 'waiting', 'todo', 'submitted', 'failed', 'tocheck', 'none'];

export interface Names {
  analyses: string[];
  variables: string[];
}

/** The word under the cursor: where it begins, and what it is so far. */
export function wordAt(text: string, cursor: number): { from: number; word: string } {
  const begin = Math.max(text.lastIndexOf(' ', cursor - 1) + 1, 0);
  const from = begin + /^(-?\()*/.exec(text.slice(begin, cursor))![0].length; // behind the parentheses of groups
  return { from, word: text.slice(from, cursor) };
}

export function suggestions(word: string, facets: Facets | undefined, names: Names, most = 12): Suggestion[] {
  const minus = word.startsWith('-') ? '-' : '';
  const bare = word.slice(minus.length);
  const [, key = '', rest = ''] = /^(\w+):(.*)$/.exec(bare) ?? [];
  let list: Suggestion[];
  if (key === 'mode' || key === 'source' || key === 'tag' || key === 'detector') {
    const part = rest.slice(rest.lastIndexOf(',') + 1).toLowerCase();
    const kept = bare.slice(0, bare.length - part.length);
    const chosen = rest.split(',').slice(0, -1);
    list = (facets?.[key] ?? []).filter((f) => f.value.toLowerCase().includes(part) && !chosen.includes(f.value))
      .map((f) => ({ insert: kept + (/\s/.test(f.value) ? `"${f.value}"` : f.value), detail: `${f.runs} runs` }));
  } else if (names.analyses.includes(key)) {
    list = stateNames.filter((s) => s.startsWith(rest)).map((s) => ({ insert: `${key}:${s}`, detail: `runs where ${key} is ${s}` }));
  } else {
    const fits = (s: Suggestion): boolean => bare !== '' && s.insert.toLowerCase().includes(bare.toLowerCase());
    const more = [
      ...names.analyses.map((a) => ({ insert: `${a}:`, detail: 'state of the analysis' })),
      ...names.variables.map((v) => ({ insert: `${v}>`, detail: 'newest value' })),
    ];
    list = bare === '' ? keys : [...keys, ...more].filter(fits);
  }
  return list.filter((s) => s.insert !== bare).slice(0, most).map((s) => ({ ...s, insert: minus + s.insert }));
}

/** The terms that all have to hold: a group is one, and so is all of a filter with "or". */
function split(filter: string): string[] {
  const terms: string[] = [];
  let depth = 0;
  for (const piece of filter.match(/(?:[^\s"]|"[^"]*")+/g) ?? []) {
    if (depth > 0) terms.push(`${terms.pop()} ${piece}`);
    else terms.push(piece);
    depth += deeper(piece);
  }
  return terms.some((t) => t === 'or' || t === 'OR') ? [`(${terms.join(' ')})`] : terms;
}

/** How many more groups a piece without spaces opens than it closes. */
function deeper(piece: string): number {
  const plain = piece.replaceAll(/"[^"]*"/g, 'x');
  const opened = /^(-?\()*/.exec(plain)![0].replaceAll('-', '').length;
  return opened - /\)*$/.exec(plain)![0].length;
}

/** Analyses whose state the filter asks for: "light_yield:failed". */
export function analysesOf(filter: string): string[] {
  const found = (filter.match(/(?:[^\s"()]|"[^"]*")+/g) ?? []).map((t) => /^([\w.-]+):/.exec(t)?.[1] ?? '').filter((key) => key && !/^(-|(mode|source|tag|detector|comment)$)/.test(key));
  return [...new Set(found)];
}

/** The filter with the term if it was without, without if it was with. */
export function toggled(filter: string, term: string): string {
  const terms = split(filter);
  return (terms.includes(term) ? terms.filter((t) => t !== term) : [...terms, term]).join(' ');
}

export function has(filter: string, term: string): boolean {
  return split(filter).includes(term);
}

/** Values of a term `key:a,b`; none if it is another. */
const valuesOf = (t: string, key: string): string[] => (t.startsWith(`${key}:`) ? (t.slice(key.length + 1).match(/(?:[^,"]|"[^"]*")+/g) ?? []) : []);

/** The value is one of those that the filter asks for. */
export function picked(filter: string, key: string, value: string): boolean {
  const own = term(key, value).slice(key.length + 1);
  return split(filter).some((t) => valuesOf(t, key).includes(own));
}

/** The filter with one more value of a key, beside those there are ("or"), or one less. */
export function flipped(filter: string, key: string, value: string): string {
  const own = term(key, value).slice(key.length + 1);
  const terms = split(filter);
  if (picked(filter, key, value)) {
    return terms.map((t) => {
      const values = valuesOf(t, key);
      return values.includes(own) ? (values.length > 1 ? `${key}:${values.filter((v) => v !== own).join(',')}` : '') : t;
    }).filter(Boolean).join(' ');
  }
  const at = terms.findIndex((t) => valuesOf(t, key).length > 0);
  return at < 0 ? [...terms, `${key}:${own}`].join(' ') : terms.map((t, i) => (i === at ? `${t},${own}` : t)).join(' ');
}

export function term(key: string, value: string): string {
  return /[\s"]/.test(value) ? `${key}:"${value.replaceAll('"', '')}"` : `${key}:${value}`;
}

/** Somebody is in the middle of a term: "mode:", "livetime>", "or", an open quote or parenthesis. */
export function unfinished(filter: string): boolean {
  const open = (filter.match(/(?:[^\s"]|"[^"]*")+/g) ?? []).reduce((depth, piece) => depth + deeper(piece), 0) > 0;
  return open || /[:<>=,]$/.test(filter) || /(^|\s)(-|or|OR)\s*$/.test(filter) || (filter.match(/"/g) ?? []).length % 2 === 1;
}
