// The frame: navigation, search, help, who you are; and the page the address names.
import { useEffect, useRef, useState } from 'preact/hooks';
import { Footer } from './components/Footer';
import { Help } from './components/Help';
import { Search } from './components/Search';
import { Top } from './components/Top';
import { Failed, Loading } from './components/faces';
import { Toasts } from './components/toast';
import { useKeys } from './keyboard';
import { connect } from './live';
import { pageFor } from './pages';
import { Login } from './pages/Login';
import { go, usePlace } from './router';
import { SessionContext } from './session';
import * as views from './api/views';
import { useAnswer } from './useAnswer';

const jumps: Record<string, string> = { n: '/', r: '/runs', t: '/trends', c: '/coverage', a: '/analyses', o: '/operations' };

export function App() {
  const place = usePlace();
  const session = useAnswer('session', views.session);
  const [open, setOpen] = useState<'search' | 'help' | null>(null);
  const afterG = useRef(0);

  const may = session.data?.may.includes('look') ?? false;
  useEffect(() => void (may && connect()), [may]);

  const jump = (event: KeyboardEvent): void => {
    const target = jumps[event.key];
    if (target && Date.now() - afterG.current < 1200) go(target);
    afterG.current = 0;
  };
  useKeys({
    '/': () => setOpen('search'),
    '?': () => setOpen('help'),
    g: () => (afterG.current = Date.now()),
    ...Object.fromEntries(Object.keys(jumps).map((key) => [key, jump])),
  });

  const page = pageFor(place.path);
  useEffect(() => {
    document.title = `${page.title} · XOM`;
  }, [page.title]);

  if (!session.data) {
    return <main>{session.error ? <Failed error={session.error} retry={session.reload} /> : <Loading />}</main>;
  }
  return (
    <SessionContext.Provider value={session.data}>
      <Top path={place.path} onSearch={() => setOpen('search')} onHelp={() => setOpen('help')} onSession={session.reload} />
      <main id="main">
        {may ? <page.View key={page.key} path={place.path} query={place.query} /> : <Login onDone={session.reload} />}
      </main>
      <Footer />
      {open === 'search' && <Search onClose={() => setOpen(null)} />}
      {open === 'help' && <Help onClose={() => setOpen(null)} />}
      <Toasts />
    </SessionContext.Provider>
  );
}
