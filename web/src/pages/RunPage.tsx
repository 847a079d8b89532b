// One run: what it was, every quantity with what is usual, histograms, and the proof of each number.
import { useState } from 'preact/hooks';
import * as api from '../api/runs';
import { Analysis } from '../components/run/Analysis';
import { Comments } from '../components/run/Comments';
import { RunHeader } from '../components/run/RunHeader';
import { ValueTable } from '../components/run/ValueTable';
import { Histograms } from '../components/run/Histograms';
import { ActionDialog } from '../components/ActionDialog';
import { Face } from '../components/faces';
import type { MapFace } from '../plots/MapPlot';
import { useKeys } from '../keyboard';
import { go } from '../router';
import { useMay } from '../session';
import { useAnswer } from '../useAnswer';
import type { PageProps } from '.';

const mapFace = (text: string | null): MapFace => (text === 'reference' || text === 'pull' ? text : 'this');

export function RunPage({ path, query }: PageProps) {
  const number = Number(path.split('/')[2]);
  const answer = useAnswer(`run ${number}`, (signal) => api.run(number, signal), true);
  const [acting, setActing] = useState<{ chosen?: string[] } | null>(null);
  const mayRetry = useMay('retry');
  const data = answer.loading ? null : answer.data;
  const to = (run: number | undefined): void => void (run !== undefined && go(`/runs/${run}${location.search}`));
  useKeys({
    j: () => to(data?.next), k: () => to(data?.previous), J: () => to(data?.next_same_mode), K: () => to(data?.previous_same_mode),
  });
  return (
    <Face of={answer} lines={8}>
      {(detail) => {
        const analyses = detail.analyses ?? [];
        return (
          <>
            <RunHeader detail={detail} />
            <div class="runpage">
              <ValueTable analyses={analyses} run={detail.run.number} notWanted={detail.not_wanted ?? []} />
              <div class="stack wide">
                <Comments run={detail.run.number} comments={detail.comments ?? []} onChange={answer.reload} />
                <section class="card" aria-label="States, logs and proof">
                  <header>
                    <h2>States, logs, proof</h2>
                    <span class="fill" />
                    <button disabled={!mayRetry} title={mayRetry ? '' : 'Needs the role shifter'} onClick={() => setActing({})}>Retry, recompute …</button>
                  </header>
                  {analyses.map((one) => (
                    <Analysis key={`${one.analysis}${one.version}${one.container ?? ''}`} of={one} open={query.get('proof') === one.analysis} onAct={() => setActing({ chosen: [one.analysis] })} />
                  ))}
                  {(detail.not_wanted ?? []).map((one) => (
                    <div key={one.analysis} class="proofrow muted"><span>{one.analysis}</span><span>not wanted: {one.rule}</span></div>
                  ))}
                </section>
              </div>
            </div>
            <Histograms run={detail.run.number} analyses={analyses} log={query.get('log') === '1'} face={mapFace(query.get('map'))} />
            {acting && <ActionDialog choice={{ verb: 'retry', runs: [number], analyses: analyses.map((a) => a.analysis), ...acting }} onClose={() => setActing(null)} />}
          </>
        );
      }}
    </Face>
  );
}
