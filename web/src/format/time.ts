// Moments in UTC, and how long things take.

const pad = (x: number, n = 2): string => String(x).padStart(n, '0');

/** "2026-11-23 07:31" with seconds if asked for. */
export function utc(ns: number | undefined, seconds = false): string {
  if (ns === undefined) return '–';
  const d = new Date(ns / 1e6);
  if (Number.isNaN(d.getTime())) return '–';
  const day = `${d.getUTCFullYear()}-${pad(d.getUTCMonth() + 1)}-${pad(d.getUTCDate())}`;
  const clock = `${pad(d.getUTCHours())}:${pad(d.getUTCMinutes())}`;
  return `${day} ${clock}${seconds ? `:${pad(d.getUTCSeconds())}` : ''}`;
}

export function utcClock(ns: number): string {
  return utc(ns, true).slice(11);
}

/** The reader's own time, for the hover text. */
export function local(ns: number): string {
  if (Number.isNaN(new Date(ns / 1e6).getTime())) return '–';
  const text = new Date(ns / 1e6).toLocaleString(undefined, {
    year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', timeZoneName: 'short',
  });
  return `${utc(ns, true)} UTC · here: ${text}`;
}

/** "0.8 ms", "3.2 s", "12 min 30 s", "1 h 30 min", "3 d 4 h". */
export function duration(s: number | undefined): string {
  if (s === undefined || !Number.isFinite(s)) return '–';
  if (s < 0) return `\u2212${duration(-s)}`;
  if (s === 0) return '0 s';
  if (s < 0.995e-3) return `${Number((s * 1e6).toPrecision(2))} µs`;
  if (s < 0.9995) return `${Number((s * 1e3).toPrecision(s < 0.1 ? 2 : 3))} ms`;
  if (s < 9.95) return `${Number(s.toFixed(1))} s`;
  const whole = Math.round(s);
  const two = (a: number, unitA: string, b: number, unitB: string): string => (b ? `${a} ${unitA} ${b} ${unitB}` : `${a} ${unitA}`);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return two(Math.floor(whole / 60), 'min', whole % 60, 's');
  const minutes = Math.round(s / 60);
  if (minutes < 24 * 60) return two(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const hours = Math.round(s / 3600);
  return two(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

/** One unit is enough for an age: "just now", "4 min ago". */
export function ago(ns: number, nowMs: number = Date.now()): string {
  const s = (nowMs - ns / 1e6) / 1000;
  if (!Number.isFinite(s)) return '–';
  if (s < -5) return `in ${coarse(-s)}`;
  return s < 5 ? 'just now' : `${coarse(s)} ago`;
}

function coarse(s: number): string {
  if (s < 60) return `${Math.round(s)} s`;
  if (s < 3600) return `${Math.round(s / 60)} min`;
  if (s < 48 * 3600) return `${Math.round(s / 3600)} h`;
  return `${Math.round(s / 86400)} d`;
}

/** Marks of a time axis [s since 1970]: the clock or the day, and below it the day or year where that changes. */
export function timeTicks(seconds: number[]): string[] {
  const step = seconds.length > 1 ? seconds[1]! - seconds[0]! : 86400;
  const split = (s: number): [string, string] => {
    const text = utc(s * 1e9);
    if (step < 86400) return [text.slice(11), text.slice(0, 10)];
    return step < 28 * 86400 ? [text.slice(5, 10), text.slice(0, 4)] : [text.slice(0, 7), ''];
  };
  return seconds.map((s, i) => {
    const [fine, coarse] = split(s);
    const before = i > 0 ? split(seconds[i - 1]!)[1] : '';
    return coarse && coarse !== before ? `${fine}\n${coarse}` : fine;
  });
}
