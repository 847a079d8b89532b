// Analyses, their variables, and the workbench.
import { get, post, type Answer, type Query } from './http';
import type { Histogram, Result } from './runs';
import type { Proof, States } from './tasks';

export interface Variable {
  variable: string;
  title: string;
  unit: string;
  description?: string;
  low?: number | null;
  high?: number | null;
  value?: string;
  where?: string;
}

export interface Analysis {
  analysis: string;
  version: string;
  title?: string;
  description?: string;
  owner?: string;
  kind: string;
  data?: string[] | string;
  variables?: Variable[];
  histograms?: { name: string; title: string }[];
  versions: number;
  tasks: States;
  cost: { runs: number; median_s?: number; p95_s?: number; rows_per_s?: number; median_memory_bytes?: number; p95_memory_bytes?: number };
  health: 'ok' | 'warning' | 'bad' | 'unknown';
  health_reason?: string;
  last_run?: number;
}

export interface Version {
  version: string;
  order: number;
  hash: string;
  definition: string;
  current: boolean;
  first_seen_ns: number;
  tasks: States;
}

export interface AnalysisDetail extends Omit<Analysis, 'versions'> {
  versions: Version[];
  toml?: string;
  file?: string;
  line?: number;
  limits?: { time_s: number; memory_bytes: number };
  runs?: Record<string, unknown>;
}

/** A variable as the search finds it. */
export interface Found {
  key: string;
  analysis: string;
  variable: string;
  title: string;
  unit: string;
  low?: number | null;
  high?: number | null;
  versions: string[];
  containers?: string[];
  points: number;
  analysis_title?: string;
}

export interface Trial {
  analysis: string;
  version: string;
  runs: {
    run: number;
    outcome: string;
    reason?: string;
    results?: Result[];
    proof?: Proof;
    artifacts?: { name: string; kind: string; content?: Histogram }[];
    log_tail?: string;
  }[];
}

export const analyses = (signal?: AbortSignal): Promise<Answer<Analysis[]>> => get('analyses', {}, signal);
export const analysis = (name: string, signal?: AbortSignal): Promise<Answer<AnalysisDetail>> =>
  get(`analyses/${encodeURIComponent(name)}`, {}, signal);
export const variables = (query: Query, signal?: AbortSignal): Promise<Answer<Found[]>> => get('variables', query, signal);
export const workbench = (toml: string, runs: number[]): Promise<Trial | Trial[]> => post('workbench', { toml, runs });
