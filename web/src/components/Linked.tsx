// What somebody wrote, with its addresses and runs as links.
import { linked } from '../shape/linked';

export function Linked({ text }: { text: string }) {
  return (
    <>
      {linked(text).map((p, i) => (p.href
        ? <a key={i} href={p.href} {...(p.away && { target: '_blank', rel: 'noopener noreferrer' })}>{p.text}</a>
        : p.text))}
    </>
  );
}
