// The frame: navigation, search, help, who you are; and the page the address names.
import { useEffect, useRef, useState } from 'preact/hooks';
import { Footer } from './components/Footer';
import { Guard } from './components/Guard';
import { Help } from './components/Help';
import { Search } from './components/Search';
import { Top } from './components/Top';
import { Loading, Unavailable } from './components/faces';
import { Toasts } from './components/toast';
import { loggedOut } from './api/http';
import * as views from './api/views';
import { useKeys } from './keyboard';
import { connect, disconnect } from './live';
import { pageFor } from './pages';
import { Login } from './pages/Login';
import { go, usePlace } from './router';
import { SessionContext, stranger } from './session';
import { useAnswer } from './useAnswer';

const jumps: Record<string, string> = { n: '/', r: '/runs', t: '/trends', c: '/coverage', a: '/analyses', o: '/operations' };

/** `g`, then a letter: another key between them takes the `g` back. */
function useJumps(): void {
  const afterG = useRef(0);
  const jump = (event: KeyboardEvent): void => {
    const target = jumps[event.key];
    if (target && Date.now() - afterG.current < 1200) go(target);
    afterG.current = 0;
  };
  useKeys({ g: () => (afterG.current = Date.now()), ...Object.fromEntries(Object.keys(jumps).map((key) => [key, jump])) });
  useEffect(() => {
    const forget = (event: KeyboardEvent): void => {
      if (event.key !== 'g' && !(event.key in jumps)) afterG.current = 0;
    };
    document.addEventListener('keydown', forget);
    return () => document.removeEventListener('keydown', forget);
  }, []);
}

export function App() {
  const place = usePlace();
  const session = useAnswer('session', views.session);
  const [open, setOpen] = useState<'search' | 'help' | null>(null);

  const known = session.data && !session.error ? session.data : stranger;
  const may = known.may.includes('look');
  useEffect(() => (may ? connect() : disconnect()), [may]);
  useEffect(() => {
    window.addEventListener(loggedOut, session.reload);
    return () => window.removeEventListener(loggedOut, session.reload);
  }, [session.reload]);
  // A server that cannot say who asks is asked again.
  useEffect(() => {
    if (!session.error) return;
    const timer = setInterval(session.reload, 3000);
    return () => clearInterval(timer);
  }, [session.error !== null]);

  useJumps();
  useKeys({ '/': () => may && setOpen('search'), '?': () => setOpen('help') });

  const page = pageFor(place.path);
  useEffect(() => {
    document.title = `${page.title} · XOM`;
  }, [page.title]);
  const body = (): preact.JSX.Element => {
    if (session.error) return <Unavailable error={session.error} />;
    if (!session.data) return <Loading />;
    return may ? <page.View key={page.key} path={place.path} query={place.query} /> : <Login onDone={session.reload} />;
  };
  return (
    <SessionContext.Provider value={known}>
      <Guard what="The top of the page">
        <Top path={place.path} onSearch={() => setOpen('search')} onHelp={() => setOpen('help')} onSession={session.reload} />
      </Guard>
      <main id="main">
        <Guard key={page.key} what="This page" of={place}>{body()}</Guard>
      </main>
      <Guard what="The foot of the page"><Footer /></Guard>
      <Guard what="The dialog" of={open}>
        {open === 'search' && <Search onClose={() => setOpen(null)} />}
        {open === 'help' && <Help onClose={() => setOpen(null)} />}
      </Guard>
      <Toasts />
    </SessionContext.Provider>
  );
}
