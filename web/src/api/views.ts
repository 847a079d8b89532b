// Whole views: Now, Operations, search, the session.
import { get, post, remove, type Answer } from './http';
import type { RunRow } from './runs';
import type { Attempt, State, States, Task } from './tasks';

export interface Engine {
  running: boolean;
  host?: string;
  pid?: number;
  last_pass_ns?: number;
  text: string;
}

export interface News {
  level: 'bad' | 'warn' | 'new' | 'info';
  text: string;
  url: string;
  /** Which analyses, in which state. */
  detail?: string;
  at_ns?: number;
  count: number;
}

export interface KeyTrend {
  key: string;
  title: string;
  unit: string;
  low?: number | null;
  high?: number | null;
  run: number[];
  value: (number | null)[];
  error: (number | null)[];
}

export interface Now {
  as_of_ns: number;
  runs: (RunRow & { states: Record<string, State> })[];
  analyses: string[];
  news: News[];
  trends: KeyTrend[];
  totals: States;
  engine: Engine;
}

export interface Operations {
  engine: Engine;
  queue: { analysis: string; states: States }[];
  executors: { executor: string; slots: number; in_use: number; under_way: number; queued: number }[];
  under_way?: { attempt: Attempt; task: Task }[];
  latency: { stage: string; tasks: number; p50_s: number; p95_s: number; longest_s: number }[];
  failures?: { error_class: string; reason: string; reason_code: string; reason_subject: string; analyses: string[]; tasks: number; runs: number[]; newest_ns: number }[];
  sinks?: { sink: string; waiting: number; oldest_ns?: number }[];
  store: { path: string; bytes: number; runs: number; tasks: number; results: number };
  configuration: {
    file: string;
    values: Record<string, { value: string; origin: string }>;
    analyses: { analysis: string; version: string; file: string; line: number }[];
  };
}

export interface Hit {
  kind: 'run' | 'range' | 'filter' | 'variable' | 'analysis' | 'page';
  title: string;
  detail?: string;
  url: string;
}

export type May = 'look' | 'comment' | 'retry' | 'compute' | 'operate' | 'admin';
export interface Session {
  open: boolean;
  user?: string;
  role: string;
  may: May[];
}

/** Strangers are told the status only. */
export interface Health {
  status: 'ok' | 'degraded';
  engine?: Engine;
  as_of_ns: number;
  event?: number;
  program_version?: string;
  /** False: the file of the store cannot be changed by the server. */
  writable?: boolean;
}

export const now = (signal?: AbortSignal): Promise<Answer<Now>> => get('now', {}, signal);
export const operations = (signal?: AbortSignal): Promise<Answer<Operations>> => get('operations', {}, signal);
export const search = (q: string, signal?: AbortSignal): Promise<Answer<Hit[]>> => get('search', { q, limit: 20 }, signal);
export const health = (signal?: AbortSignal): Promise<Answer<Health>> => get('health', {}, signal);
export const session = (signal?: AbortSignal): Promise<Answer<Session>> => get('session', {}, signal);
export const login = (name: string, password: string): Promise<Session> => post('session', { name, password });
export const logout = (): Promise<void> => remove('session');
