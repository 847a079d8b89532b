import { useEffect, useState } from 'preact/hooks';
import { ago, local, utc } from '../format/time';

/** A moment in UTC; hover shows the reader's own time. */
export function Time({ ns, seconds = false }: { ns: number | undefined; seconds?: boolean }) {
  if (ns === undefined) return <span class="muted">–</span>;
  return <time class="nowrap" dateTime={new Date(ns / 1e6).toISOString()} title={local(ns)}>{utc(ns, seconds)}</time>;
}

/** How long ago; counts on while it is shown. */
export function Ago({ ns }: { ns: number }) {
  const [, setTurn] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTurn((t) => t + 1), 10000);
    return () => clearInterval(timer);
  }, []);
  return <time class="nowrap" dateTime={new Date(ns / 1e6).toISOString()} title={local(ns)}>{ago(ns)}</time>;
}
