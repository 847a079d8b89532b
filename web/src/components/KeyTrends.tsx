// Small trends of the quantities that matter, with their newest value.
import type { KeyTrend } from '../api/views';
import { range, unit, withError } from '../format/number';
import { Sparkline } from '../plots/Sparkline';
import { Empty } from './faces';

function Tile({ trend }: { trend: KeyTrend }) {
  let last = trend.value.length - 1;
  while (last > 0 && trend.value[last] === null) --last;
  const value = trend.value[last] ?? null;
  const error = trend.error[last] ?? null;
  const low = trend.low ?? null;
  const high = trend.high ?? null;
  const out = value !== null && ((low !== null && value < low) || (high !== null && value > high));
  const from = trend.run[0];
  const to = trend.run[trend.run.length - 1];
  return (
    <a class="card tile" href={`/trends?v=${trend.key}`}>
      <div class="tilehead">
        <h3>{trend.title}</h3>
        {out && <span class="tag bad">out of range</span>}
      </div>
      <div class="tilevalue">
        {withError(value, error)} <small>{unit(trend.unit)}</small>
      </div>
      <Sparkline value={trend.value} error={trend.error} run={trend.run} low={low} high={high} height={72} label={`${trend.title}, runs ${from} to ${to}`} />
      <div class="tilefoot">
        <span>{from}</span>
        <span>{range(low, high) && `expected ${range(low, high)}`}</span>
        <span>{trend.run[last]}</span>
      </div>
    </a>
  );
}

export function KeyTrends({ trends }: { trends: KeyTrend[] }) {
  const shown = trends.filter((t) => t.run.length > 0);
  return (
    <section aria-label="Key trends">
      <div class="head"><h2>Key trends</h2><span class="muted">last 200 runs that have a value; newest on the right</span></div>
      {shown.length === 0
        ? <div class="card"><Empty title="No values yet">They appear here as soon as the first run is computed.</Empty></div>
        : <div class="tiles">{shown.map((trend) => <Tile key={trend.key} trend={trend} />)}</div>}
    </section>
  );
}
