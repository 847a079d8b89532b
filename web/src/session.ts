// Who looks, and what they may do.
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { May, Session } from './api/views';

/** While the server has not said who asks. */
export const stranger: Session = { open: false, role: '', may: [] };
export const SessionContext = createContext<Session>(stranger);

export function useMay(what: May): boolean {
  return useContext(SessionContext).may.includes(what);
}

/** One sentence for the footer. */
export function rights(session: Session): string {
  if (session.open) return 'This machine only: everybody who can open this page may look and act.';
  const can = session.may.filter((m) => m !== 'look').join(', ');
  if (session.role === '') return '';
  if (session.role === 'none') return 'You are not logged in.';
  const who = session.user ? `You are ${session.user} (${session.role})` : `You are not logged in (${session.role})`;
  return `${who}: ${session.may.includes('look') ? 'you may look' : 'log in to look'}${can ? `; also ${can}` : ''}.`;
}
