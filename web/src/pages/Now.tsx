// What a shifter must know in ten seconds.
import { useState } from 'preact/hooks';
import * as views from '../api/views';
import { Ago } from '../components/Time';
import { Empty, Face } from '../components/faces';
import { KeyTrends } from '../components/KeyTrends';
import { RunStrip } from '../components/RunStrip';
import { StateMark } from '../components/StateMark';
import { states } from '../format/states';
import { useAnswer } from '../useAnswer';

const levels: Record<views.News['level'], { word: string; style: string }> = {
  bad: { word: 'wrong', style: 'bad' },
  warn: { word: 'warning', style: 'warn' },
  new: { word: 'new', style: 'new' },
  info: { word: 'info', style: '' },
};

function NewsList({ news }: { news: views.News[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? news : news.slice(0, 8);
  return (
    <section class="card" aria-label="News">
      <header>
        <h2>New, late, wrong</h2>
        <span class="muted">worst first</span>
      </header>
      {news.length === 0 && <Empty title="Nothing to report">Every run that is wanted is computed, and nothing failed.</Empty>}
      <ul class="news">
        {shown.map((one) => (
          <li key={one.text + one.detail}>
            <span class={`tag ${levels[one.level].style}`}>{levels[one.level].word}</span>
            <div>
              <a href={one.url} title={one.text}>{one.text}</a>
              {one.detail && <div class="muted small">{one.detail}</div>}
            </div>
            <span class="muted nowrap">{one.at_ns !== undefined && <Ago ns={one.at_ns} />}</span>
          </li>
        ))}
      </ul>
      {news.length > 8 && (
        <div class="body"><button class="link" onClick={() => setAll(!all)}>{all ? 'Fewer' : `All ${news.length}`}</button></div>
      )}
    </section>
  );
}

function Totals({ totals }: { totals: views.Now['totals'] }) {
  return (
    <div class="row totals" aria-label="Tasks">
      {states.filter((s) => s.key !== 'none' && totals[s.key]).map((s) => (
        <a key={s.key} class="plainlink" href={s.key === 'done' ? '/coverage' : `/operations?state=${s.key}`}>
          <StateMark state={s.key} count={totals[s.key] ?? 0} />
        </a>
      ))}
    </div>
  );
}

export function Now() {
  const answer = useAnswer('now', views.now, true);
  return (
    <Face of={answer} lines={8}>
      {(now) => (
        <>
          <div class="head">
            <h1>Now</h1>
            <Totals totals={now.totals} />
            <span class="fill" />
            <span>
              <span class={now.engine.running ? 'tag good' : 'tag bad'}>{now.engine.running ? 'engine runs' : 'engine stopped'}</span>
              <span class="muted"> {now.engine.text}</span>
            </span>
          </div>
          <div class="nowgrid">
            <NewsList news={now.news} />
            <RunStrip runs={now.runs} analyses={now.analyses} />
          </div>
          <KeyTrends trends={now.trends} />
        </>
      )}
    </Face>
  );
}
