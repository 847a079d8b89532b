// What is on screen is in the address: path and query parameters. Nothing else holds the state of a page.
import { useEffect, useState } from 'preact/hooks';

export interface Place {
  path: string;
  query: URLSearchParams;
}

const listeners = new Set<() => void>();
const here = (): Place => ({ path: location.pathname, query: new URLSearchParams(location.search) });

function told(): void {
  for (const listener of [...listeners]) listener();
}
window.addEventListener('popstate', told);

export type How = 'push' | 'replace';

export function go(address: string, how: How = 'push'): void {
  if (address === location.pathname + location.search) return;
  const newPage = new URL(address, location.href).pathname !== location.pathname;
  if (how === 'push') history.pushState(null, '', address);
  else history.replaceState(null, '', address);
  if (newPage) window.scrollTo(0, 0);
  told();
}

export function usePlace(): Place {
  const [place, setPlace] = useState(here);
  useEffect(() => {
    const listener = (): void => setPlace(here());
    listeners.add(listener);
    listener();
    return () => void listeners.delete(listener);
  }, []);
  return place;
}

/** The address of this page with some parameters changed; null, '' and empty lists take a parameter out. */
export function withQuery(change: Record<string, string | number | string[] | null>): string {
  const query = new URLSearchParams(location.search);
  for (const [key, value] of Object.entries(change)) {
    query.delete(key);
    if (value === null || value === '') continue;
    if (Array.isArray(value)) value.forEach((one) => query.append(key, one));
    else query.set(key, String(value));
  }
  const text = query.toString().replaceAll('%2C', ',').replaceAll('%3A', ':').replaceAll('%40', '@');
  return location.pathname + (text ? `?${text}` : '');
}

export function setQuery(change: Record<string, string | number | string[] | null>, how: How = 'push'): void {
  go(withQuery(change), how);
}

/** Links within XOM change the page without loading it anew. Installed once, on the document. */
export function followLinks(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = (event.target as Element | null)?.closest('a');
  if (!link || link.origin !== location.origin || link.target || link.hasAttribute('download')) return;
  if (link.pathname.startsWith('/api/') || link.pathname === '/metrics') return;
  event.preventDefault();
  go(link.pathname + link.search);
}
