// Why a run has, or has not, a value.
import { get, type Answer } from './http';
import type { Attempt, Task } from './tasks';

export interface Explanation {
  analysis: string;
  version: string;
  container?: string;
  runs: string;
  wanted: boolean;
  rule: string;
  headline: string;
  next: string;
  task?: Task;
  attempts: Attempt[];
  events: { sequence: number; at_ns: number; from: string; to: string; cause: string; actor: string }[];
}

export const explain = (analysis: string, run: number, signal?: AbortSignal): Promise<Answer<Explanation[]>> =>
  get('explain', { analysis, run }, signal);
