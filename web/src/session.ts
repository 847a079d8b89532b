// Who looks, and what they may do.
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { May, Session } from './api/views';

export const SessionContext = createContext<Session>({ open: false, role: 'none', may: [] });

export function useMay(what: May): boolean {
  return useContext(SessionContext).may.includes(what);
}

/** One sentence for the footer. */
export function rights(session: Session): string {
  if (session.open) return 'This machine only: everybody who can open this page may look and act.';
  const can = session.may.filter((m) => m !== 'look').join(', ');
  const who = session.user ? `You are ${session.user} (${session.role})` : `You are not logged in (${session.role})`;
  return `${who}: ${session.may.includes('look') ? 'you may look' : 'log in to look'}${can ? `; also ${can}` : ''}.`;
}
