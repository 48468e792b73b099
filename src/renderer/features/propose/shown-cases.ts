/** How many images a recipe is shown on at once. */
const N_SHOWN = 3;

/** The first, the middle and the last of all: what lies far apart in a list differs most. */
export function firstShown(ids: readonly number[]): number[] {
  const places = [0, Math.floor((ids.length - 1) / 2), ids.length - 1];
  return [...new Set(places)].filter((place) => place >= 0 && place < ids.length).map((place) => ids[place]!);
}

/** The chosen ones that are still there, filled up where one has gone. */
export function stillShown(shown: readonly number[], ids: readonly number[]): number[] {
  const all = new Set(ids);
  const kept = shown.filter((id) => all.has(id));
  const wanted = Math.min(N_SHOWN, ids.length);
  for (const id of [...firstShown(ids), ...ids]) {
    if (kept.length >= wanted) break;
    if (!kept.includes(id)) kept.push(id);
  }
  return kept.slice(0, wanted);
}

/** The next image in one of the places that is in no other, round the ends. */
export function stepped(shown: readonly number[], place: number, direction: 1 | -1, ids: readonly number[]): number[] {
  const from = ids.indexOf(shown[place]!);
  for (let step = 1; step < ids.length; step += 1) {
    const id = ids[(from + direction * step + step * ids.length) % ids.length]!;
    if (!shown.includes(id)) return shown.map((other, index) => (index === place ? id : other));
  }
  return [...shown];
}
