import type { RunDetail } from '../../api/runs';
import { plain, unitOfPath } from '../../format/number';
import { duration } from '../../format/time';
import { Time } from '../Time';

function Step({ to, sign, label }: { to: number | undefined; sign: string; label: string }) {
  if (to === undefined) return <button class="quiet" disabled aria-label={label}>{sign}</button>;
  return <a class="button quiet" href={`/runs/${to}${location.search}`} aria-label={label} title={`${label}: ${to}`}>{sign}</a>;
}

export function RunHeader({ detail }: { detail: RunDetail }) {
  const { run } = detail;
  const seconds = run.start_ns !== undefined && run.end_ns !== undefined ? (run.end_ns - run.start_ns) / 1e9 : undefined;
  const facts: [string, preact.ComponentChildren][] = [
    ['Mode', run.mode ?? '–'],
    ['Source', run.source ?? '–'],
    ['Start', <Time ns={run.start_ns} seconds />],
    ['End', run.end_ns === undefined ? 'still being taken' : <Time ns={run.end_ns} seconds />],
    ['Livetime', duration(seconds)],
    ['Detectors', run.detectors?.join(', ') ?? '–'],
    ['Status', run.status ?? '–'],
    ...Object.entries(run.numbers ?? {}).map(([key, value]): [string, string] => [key, `${plain(value)} ${unitOfPath(key)}`]),
  ];
  return (
    <>
      <div class="head">
        <h1>Run {run.number}</h1>
        {run.tags?.map((tag) => <span class="tag warn" key={tag}>{tag}</span>)}
        <span class="fill" />
        <span class="row tight" role="group" aria-label="Other runs">
          <Step to={detail.previous_same_mode} sign="«" label="Previous run of the same mode (K)" />
          <Step to={detail.previous} sign="‹" label="Previous run (k)" />
          <Step to={detail.next} sign="›" label="Next run (j)" />
          <Step to={detail.next_same_mode} sign="»" label="Next run of the same mode (J)" />
        </span>
      </div>
      <dl class="card facts">
        {facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
      </dl>
    </>
  );
}
