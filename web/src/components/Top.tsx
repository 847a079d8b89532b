// The bar at the top of every page.
import { useContext, useState } from 'preact/hooks';
import { logout } from '../api/views';
import icon from '../icon.svg';
import { SessionContext } from '../session';
import { applyTheme, theme, type Theme } from '../theme';
import { AsOf } from './AsOf';

const pages: [string, string][] = [
  ['/', 'Now'], ['/runs', 'Runs'], ['/trends', 'Trends'], ['/coverage', 'Coverage'], ['/analyses', 'Analyses'], ['/operations', 'Operations'],
];
const next: Record<Theme, Theme> = { auto: 'light', light: 'dark', dark: 'auto' };
const sign: Record<Theme, string> = { auto: '◐', light: '☀', dark: '☾' };

interface Props {
  path: string;
  onSearch: () => void;
  onHelp: () => void;
  onSession: () => void;
}

export function Top({ path, onSearch, onHelp, onSession }: Props) {
  const session = useContext(SessionContext);
  const [shown, setShown] = useState(theme());
  const change = (): void => {
    applyTheme(next[shown]);
    setShown(next[shown]);
  };
  const leave = (): void => void logout().then(onSession, onSession);
  const here = (page: string): boolean => (page === '/' ? path === '/' : path === page || path.startsWith(`${page}/`));
  return (
    <header class="top">
      <a class="brand" href="/" aria-label="XOM, page Now"><img src={icon} alt="" />XOM</a>
      <nav aria-label="Pages">
        {pages.map(([page, name]) => (
          <a key={page} href={page} aria-current={here(page) ? 'page' : undefined}>{name}</a>
        ))}
      </nav>
      <span class="fill" />
      <AsOf />
      {session.may.includes('look') && (
        <button class="find" onClick={onSearch}>
          <span>Search runs, variables …</span><b aria-hidden="true" class="glass">⌕</b><kbd aria-hidden="true">/</kbd>
        </button>
      )}
      <button class="quiet" onClick={change} aria-label={`Colours: ${shown}. Change`} title={`Colours: ${shown}`}>{sign[shown]}</button>
      <button class="quiet" onClick={onHelp} aria-label="Keyboard help" title="Keyboard help">?</button>
      {session.user && <button class="quiet" onClick={leave} title={`${session.user} (${session.role})`}>Log out</button>}
    </header>
  );
}
