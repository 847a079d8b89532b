// Runs: the table, one run, its histograms, comments.
import { get, post, remove, url, type Answer, type Query } from './http';
import type { Attempt, Proof, States, Task } from './tasks';

export interface RunRow {
  number: number;
  name: string;
  mode?: string;
  source?: string;
  detectors?: string[];
  tags?: string[];
  comments: number;
  start_ns?: number;
  end_ns?: number;
  livetime_s?: number;
  coverage: States;
  values?: Record<string, number | null>;
  errors?: Record<string, number>;
}

export interface Facet {
  value: string;
  runs: number;
}
export type Facets = Partial<Record<'mode' | 'source' | 'tag' | 'detector', Facet[]>>;

/** A variable as a column. */
export interface ValueColumn {
  key: string;
  title: string;
  unit: string;
}

export interface RunsPage {
  total: number;
  matched: number;
  offset: number;
  runs: RunRow[];
  columns?: ValueColumn[];
  facets?: Facets;
}

export interface Comment {
  id?: number;
  user: string;
  at_ns: number;
  text: string;
  from: 'source' | 'xom';
}

export interface Run {
  number: number;
  name: string;
  mode?: string;
  source?: string;
  status?: string;
  detectors?: string[];
  tags?: string[];
  start_ns?: number;
  end_ns?: number;
  numbers?: Record<string, number>;
}

/** What is said of a value: by its expected range, by what is usual. */
export type Level = 'ok' | 'unknown' | 'warn' | 'bad';

export interface Usual {
  median: number;
  spread: number;
  runs: number;
}

export interface Result {
  variable: string;
  value: number | null;
  error: number | null;
  n: number;
  unit: string;
  status: 'ok' | 'empty' | 'failed';
  reason?: string;
  details?: Record<string, number>;
  /** Left out of the details; bytes left out at the end of the reason; where all of it is. */
  more_details?: number;
  more_reason?: number;
  whole?: string;
}

export interface RunValue extends Result {
  title: string;
  low?: number | null;
  high?: number | null;
  usual?: Usual;
  pull?: number;
  levels: { range: Level; usual: Level };
  spark?: { run: number[]; value: (number | null)[] };
}

export interface Artifact {
  id: number;
  name: string;
  kind: string;
  media_type: string;
  bytes: number;
}

export interface RunAnalysis {
  analysis: string;
  version: string;
  container?: string;
  title?: string;
  task: Task;
  headline: string;
  next: string;
  values?: RunValue[];
  histograms?: { name: string; title: string; artifact: number }[];
  artifacts?: Artifact[];
  proof?: Proof;
  attempt?: Attempt;
  repeat?: string;
}

export interface RunDetail {
  run: Run;
  comments?: Comment[];
  previous?: number;
  next?: number;
  previous_same_mode?: number;
  next_same_mode?: number;
  analyses?: RunAnalysis[];
  not_wanted?: { analysis: string; version: string; rule: string }[];
}

export interface Histogram {
  name: string;
  x_edges: number[];
  y_edges?: number[];
  counts: number[];
  title?: string;
  x_title?: string;
  y_title?: string;
  outside?: number;
}

export interface HistogramPair {
  histogram: Histogram;
  reference?: { run: number; histogram: Histogram };
}

export const runs = (query: Query, signal?: AbortSignal): Promise<Answer<RunsPage>> => get('runs', query, signal);
/** Of the same question, the numbers alone: as many as there are. */
export const runNumbers = (query: Query, signal?: AbortSignal): Promise<Answer<{ matched: number; numbers: number[] }>> =>
  get('runs', { limit: 1_000_000, ...query, numbers: true }, signal);
export const runsCsv = (query: Query): string => url('runs.csv', query);
export const run = (number: number, signal?: AbortSignal): Promise<Answer<RunDetail>> => get(`runs/${number}`, {}, signal);
export const histogram = (number: number, query: Query, signal?: AbortSignal): Promise<Answer<HistogramPair>> =>
  get(`runs/${number}/histogram`, query, signal);
export const comment = (numbers: number[], words: string): Promise<{ ids: number[] }> =>
  post('comments', { runs: numbers, text: words });
export const removeComment = (id: number): Promise<void> => remove(`comments/${id}`);
