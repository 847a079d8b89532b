// Columns over runs.
import { get, url, type Answer, type Query } from './http';

export interface Gap {
  from: number;
  to: number;
  runs: number;
  state: string;
  reason: string;
}

/** What is usual in one mode, of all points of the range: median and 1.4826 x median absolute deviation. */
export interface ModeBand {
  /** '' where no mode is known. */
  mode: string;
  median: number;
  spread: number;
  runs: number;
}

export interface Series {
  key: string;
  analysis: string;
  version: string;
  container?: string;
  variable: string;
  title: string;
  unit: string;
  low?: number | null;
  high?: number | null;
  total: number;
  reduced: boolean;
  run: number[];
  value: (number | null)[];
  error: (number | null)[];
  n: (number | null)[];
  state: number[];
  /** Most runs first. */
  usual?: ModeBand[];
  gaps?: Gap[];
}

export interface Axis {
  number: number[];
  start_s: (number | null)[];
  livetime_s: (number | null)[];
  mode: number[];
  source: number[];
  modes: string[];
  sources: string[];
  tags: string[];
  tagged: number[][];
}

export const trend = (query: Query, signal?: AbortSignal): Promise<Answer<{ series: Series[] }>> => get('trend', query, signal);
export const axis = (query: Query, signal?: AbortSignal): Promise<Answer<Axis>> => get('axis', query, signal);
export const trendUrl = (form: 'trend' | 'trend.csv', query: Query): string => url(form, query);
