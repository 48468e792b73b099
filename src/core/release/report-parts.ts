import type { ReliabilityBin } from "#domain/statistics/reliability.ts";

export const REPORT_STYLE = `
:root { color-scheme: light; --text: #191b1e; --quiet: #5b626c; --line: #d0d4d9; --panel: #f8f9fa; }
body { font: 15px/1.5 "Segoe UI", -apple-system, "Noto Sans", Ubuntu, "Liberation Sans", Arial, sans-serif; color: var(--text); background: #eceef0; margin: 0; font-variant-numeric: tabular-nums; }
header, main, footer { max-width: 960px; margin: 0 auto; padding: 16px 20px; }
header h1 { font-size: 22px; margin: 8px 0 0; } header p, footer { color: var(--quiet); margin: 0; }
section { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: 14px 20px; margin: 0 0 14px; }
h2 { font-size: 16px; margin: 0 0 8px; } h3 { font-size: 13px; margin: 14px 0 6px; }
.statement { font-size: 17px; margin: 4px 0; max-width: 72ch; }
table { border-collapse: collapse; } th { text-align: left; font-weight: 400; color: var(--quiet); padding: 2px 28px 2px 0; } td { text-align: right; padding: 2px 0; }
table.plain td { text-align: left; overflow-wrap: anywhere; }
.grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(140px, 1fr)); gap: 10px; } figure { margin: 0; } figure img { width: 100%; background: #0a0b0c; border-radius: 3px; }
figcaption { font-size: 12px; color: var(--quiet); overflow-wrap: anywhere; } .missing { font-size: 12px; }
.beside { display: flex; flex-wrap: wrap; gap: 28px; align-items: flex-start; } svg text { font-size: 11px; fill: var(--quiet); }
`;

const SIDE = 220;
const LEFT = 34;
const TOP = 8;

/** Reliability diagram: predicted against observed share of good masks; the circle's area shows how many. */
export function reliabilityPlot(bins: readonly ReliabilityBin[]): string {
  const x = (value: number): number => LEFT + value * SIDE;
  const y = (value: number): number => TOP + (1 - value) * SIDE;
  const total = bins.reduce((sum, bin) => sum + bin.n, 0) || 1;
  const points = bins.map(
    (bin) =>
      `<circle cx="${x(bin.meanPredicted).toFixed(1)}" cy="${y(bin.observed).toFixed(1)}" r="${(3 + 14 * Math.sqrt(bin.n / total)).toFixed(1)}" fill="#191b1e" fill-opacity="0.55"><title>${bin.n} masks: predicted ${bin.meanPredicted.toFixed(2)}, observed ${bin.observed.toFixed(2)}</title></circle>`,
  );
  const ticks = [0, 0.5, 1].map(
    (value) =>
      `<text x="${x(value)}" y="${TOP + SIDE + 14}" text-anchor="middle">${value}</text><text x="${LEFT - 6}" y="${y(value) + 4}" text-anchor="end">${value}</text>`,
  );
  return `<svg width="${LEFT + SIDE + 14}" height="${TOP + SIDE + 34}" role="img" aria-label="Reliability diagram">
<rect x="${LEFT}" y="${TOP}" width="${SIDE}" height="${SIDE}" fill="none" stroke="#d0d4d9"/><line x1="${x(0)}" y1="${y(0)}" x2="${x(1)}" y2="${y(1)}" stroke="#7b838d" stroke-dasharray="4 4"/>
${points.join("")}${ticks.join("")}<text x="${x(0.5)}" y="${TOP + SIDE + 30}" text-anchor="middle">predicted chance of being good</text></svg>`;
}
