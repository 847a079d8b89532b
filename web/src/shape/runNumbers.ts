// "53120, 53122..53124" as numbers. Pure.

export function runNumbers(text: string, most = 10): number[] {
  const list: number[] = [];
  for (const word of text.split(/[\s,]+/).filter(Boolean)) {
    const [, from, to] = /^(\d+)(?:(?:\.\.|-)(\d+))?$/.exec(word) ?? [];
    if (!from) throw new Error(`runs: '${word}' is neither a run number nor a range like 53120..53124`);
    const last = Number(to ?? from);
    if (last - Number(from) >= most) throw new Error(`runs: '${word}' are ${last - Number(from) + 1} runs; at most ${most} at once`);
    for (let run = Number(from); run <= last; ++run) list.push(run);
  }
  if (list.length === 0) throw new Error('runs: name at least one run');
  if (list.length > most) throw new Error(`runs: ${list.length} runs; at most ${most} at once`);
  return list;
}
