// Tasks, what happened to them, and what people may ask for.
import { get, post, text, url, type Answer, type Query } from './http';

export type State = 'done' | 'submitted' | 'todo' | 'waiting' | 'failed' | 'tocheck';
/** Number of tasks per state; `none`: not wanted. */
export type States = Partial<Record<State | 'none', number>>;

export interface Task {
  id: number;
  analysis: string;
  version: string;
  container?: string;
  runs: string;
  run: number;
  state: State;
  wanted: boolean;
  generation: number;
  tries: number;
  priority: number;
  error_class?: string;
  reason?: string;
  /** What is meant, and what it is about: docs/formats/json-output.md. */
  reason_code?: string;
  reason_subject?: string;
  next_ns?: number;
  changed_ns: number;
}

export interface Attempt {
  id: number;
  task?: number;
  number: number;
  state: string;
  executor: string;
  host?: string;
  created_ns: number;
  ended_ns?: number;
  outcome?: string;
  reason?: string;
  reason_code?: string;
  reason_subject?: string;
  exit_code?: number;
  signal?: number;
  log_tail?: string;
}

export interface Proof {
  inputs?: { run: string; type: string; hash?: string; hash_checked?: boolean; rows: number; bytes: number }[];
  definition_hash: string;
  program_version: string;
  container?: string;
  image?: string;
  command?: string | string[];
  host: string;
  started_ns: number;
  duration_ns: number;
  peak_memory_bytes?: number;
}

export type Verb = 'retry' | 'recompute' | 'exclude' | 'include' | 'prioritise' | 'cancel';

export interface Action {
  verb: Verb;
  analysis: string;
  version?: string;
  runs?: number[];
  min_run?: number;
  max_run?: number;
  states?: string[];
  priority?: number;
  reason: string;
}

export interface Command {
  done: boolean;
  tasks?: number;
  text?: string;
}

export interface Coverage {
  runs: number;
  min_run: number;
  max_run: number;
  rows: { analysis: string; version: string; container?: string; title?: string; totals: States }[];
  bins: { from: number; to: number; runs: number; start_ns?: number }[];
  cells: (States & { reason?: string; next?: string; task?: number })[][];
}

/** Wanted tasks of an analysis: of all versions, and those of what is configured still. */
export interface Counts {
  analysis: string;
  states: States;
  computable: States;
}

export const coverage = (query: Query, signal?: AbortSignal): Promise<Answer<Coverage>> => get('coverage', query, signal);
export const tasks = (query: Query, signal?: AbortSignal): Promise<Answer<{ matched: number; tasks: Task[] }>> =>
  get('tasks', query, signal);
export const taskCounts = (query: Query, signal?: AbortSignal): Promise<Answer<Counts[]>> =>
  get('tasks/counts', query, signal);
export const act = (action: Action): Promise<{ commands: number[] }> => post('tasks/actions', action);
export const command = (id: number): Promise<Answer<Command>> => get(`commands/${id}`);
export const attemptLog = (id: number, signal?: AbortSignal): Promise<Answer<string>> => text(`attempts/${id}/log`, signal);
export const artifactUrl = (id: number): string => url(`artifacts/${id}`);
export const logUrl = (id: number): string => url(`attempts/${id}/log`);
export const definition = (task: number, signal?: AbortSignal): Promise<Answer<{ definition: string }>> =>
  get(`tasks/${task}`, {}, signal);
