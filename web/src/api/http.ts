// How the pages talk to the server. The only file that calls fetch.

/** What an answer holds: the data, and what the server did to them that a reader must know (reduced, cut off). */
export interface Answer<T> {
  data: T;
  warnings: string[];
  /** As it came: two answers of the same text are the same. */
  text: string;
}

/** A request that failed, in the server's words. `status` 0: the server did not answer. */
export class ApiError extends Error {
  constructor(readonly status: number, readonly kind: string, message: string, readonly request = '') {
    super(message);
  }
}

/** Told to the window when the server does not know any more who asks. */
export const loggedOut = 'xom:logged-out';

export type Query = Record<string, string | number | boolean | string[] | null | undefined>;

export function url(path: string, query: Query = {}): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value === null || value === undefined || value === '') continue;
    if (Array.isArray(value)) value.forEach((one) => params.append(key, one));
    else params.set(key, value === true ? '1' : String(value));
  }
  const text = params.toString();
  return `/api/v1/${path}${text ? `?${text}` : ''}`;
}

async function failure(response: Response): Promise<ApiError> {
  const fallback = `The server answered ${response.status} ${response.statusText}`.trim() + '.';
  try {
    const { error } = (await response.json()) as { error?: { kind?: string; message?: string; request?: string } };
    return new ApiError(response.status, error?.kind ?? 'failed', error?.message ?? fallback, error?.request);
  } catch {
    return new ApiError(response.status, 'failed', fallback);
  }
}

async function send(method: string, address: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
  const init: RequestInit = { method, headers: { Accept: 'application/json' }, credentials: 'same-origin' };
  if (signal) init.signal = signal;
  if (body !== undefined) {
    init.headers = { ...init.headers, 'Content-Type': 'application/json' };
    init.body = JSON.stringify(body);
  }
  let response: Response;
  try {
    response = await fetch(address, init);
  } catch (error) {
    if ((error as Error).name === 'AbortError') throw error;
    throw new ApiError(0, 'unavailable', 'The server does not answer. Is `xom serve` or `xom up` running?');
  }
  if (response.status === 401 && method === 'GET') window.dispatchEvent(new Event(loggedOut));
  if (!response.ok) throw await failure(response);
  return response;
}

export async function get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<Answer<T>> {
  const response = await send('GET', url(path, query), undefined, signal);
  const words = await response.text();
  const answer = JSON.parse(words) as { data: T; warnings?: string[] };
  return { data: answer.data, warnings: answer.warnings ?? [], text: words };
}

export async function text(path: string, signal?: AbortSignal): Promise<Answer<string>> {
  const words = await (await send('GET', url(path), undefined, signal)).text();
  return { data: words, warnings: [], text: words };
}

export async function post<T>(path: string, body: unknown): Promise<T> {
  const response = await send('POST', url(path), body);
  return ((await response.json()) as { data: T }).data;
}

export async function remove(path: string): Promise<void> {
  await send('DELETE', url(path));
}
