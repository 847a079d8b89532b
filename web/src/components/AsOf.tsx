// Says how new what you see is, and whether it follows the store.
import { useEffect, useState } from 'preact/hooks';
import { local, utcClock } from '../format/time';
import { useLive } from '../live';

export function AsOf() {
  const { connected, asOfNs, engine } = useLive();
  const [offline, setOffline] = useState(false);
  useEffect(() => {
    if (connected) return setOffline(false);
    const timer = setTimeout(() => setOffline(true), 1500);
    return () => clearTimeout(timer);
  }, [connected]);
  if (asOfNs === null && !offline) return null;
  const when = asOfNs === null ? '' : `as of ${utcClock(asOfNs)}`;
  const wrong = offline || engine === false;
  const words = offline ? 'not live' : engine === false ? 'no engine runs' : 'live';
  return (
    <span class={wrong ? 'asof off' : 'asof'} title={asOfNs === null ? '' : local(asOfNs)} role="status">
      <i aria-hidden="true" />
      {when ? `${words}, ${when}` : words}
    </span>
  );
}
