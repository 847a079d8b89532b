// The list of pages. A new page is a new file and one line here.
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { go } from '../router';
import { Analyses } from './Analyses';
import { AnalysisPage } from './AnalysisPage';
import { Coverage } from './Coverage';
import { NotFound } from './NotFound';
import { Now } from './Now';
import { Operations } from './Operations';
import { RunPage } from './RunPage';
import { Runs } from './Runs';
import { Trends } from './Trends';

export interface PageProps {
  path: string;
  query: URLSearchParams;
}

interface Page {
  /** Pages of one key keep their state when the address changes. */
  key: string;
  title: string;
  View: ComponentType<PageProps>;
}

/** Who may look has nothing to do at /login. */
function Known() {
  useEffect(() => go('/', 'replace'), []);
  return null;
}

const fixed: Record<string, Page> = {
  '/': { key: 'now', title: 'Now', View: Now },
  '/runs': { key: 'runs', title: 'Runs', View: Runs },
  '/trends': { key: 'trends', title: 'Trends', View: Trends },
  '/coverage': { key: 'coverage', title: 'Coverage', View: Coverage },
  '/analyses': { key: 'analyses', title: 'Analyses', View: Analyses },
  '/operations': { key: 'operations', title: 'Operations', View: Operations },
};

export function pageFor(path: string): Page {
  const known = fixed[path];
  if (known) return known;
  if (path === '/login') return { key: 'login', title: 'Log in', View: Known };
  const [, section, name = '', more] = path.split('/');
  if (section === 'runs' && /^\d+$/.test(name) && more === undefined) return { key: 'run', title: `Run ${name}`, View: RunPage };
  if (section === 'analyses' && name && more === undefined) {
    return { key: `analysis ${name}`, title: decodeURIComponent(name), View: AnalysisPage };
  }
  return { key: 'nothing', title: 'No such page', View: NotFound };
}
