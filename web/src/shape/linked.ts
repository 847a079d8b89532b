// Addresses and runs in what people write. Pure.

export interface Piece {
  text: string;
  href?: string;
  /** To another host. */
  away?: boolean;
}

/** https://..., "run 53101", and numbers of five or six digits, which are runs. */
const found = /(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]])|\b(runs? )(\d{1,9})\b|(?<![\w.,/-])(\d{5,6})(?![\w/-]|[.,]\d)/gi;

export function linked(text: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const hit of text.matchAll(found)) {
    const [whole, address, word, named, bare] = hit;
    if (hit.index > at) pieces.push({ text: text.slice(at, hit.index) });
    if (address) pieces.push({ text: address, href: address, away: true });
    else {
      const run = (named ?? bare)!;
      pieces.push({ text: `${word ?? ''}${run}`, href: `/runs/${Number(run)}` });
    }
    at = hit.index + whole.length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at) });
  return pieces;
}
