/**
 * What the judge leans to: accept at or above the threshold of its list (above a half where it has none), reject below
 * a half; between them it is not sure.
 */
export function judgeWould(pGood: number, threshold: number | null): "accept" | "reject" | null {
  if (pGood >= (threshold ?? 0.5)) return "accept";
  return pGood < 0.5 ? "reject" : null;
}
