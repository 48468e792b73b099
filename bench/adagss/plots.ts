import { escapeHtml } from "#domain/text/html.ts";

export const PLOT_STYLE = `
body{font:15px/1.5 "Segoe UI",-apple-system,"Noto Sans",Ubuntu,sans-serif;max-width:860px;margin:32px auto;padding:0 16px;color:#1b1f24;background:#fff}
table{border-collapse:collapse;margin:8px 0;font-variant-numeric:tabular-nums}td,th{padding:3px 14px 3px 0;text-align:left;border-bottom:1px solid #d9dee5;font-weight:400}th{color:#57606a}
svg text{font:12px "Segoe UI",-apple-system,"Noto Sans",sans-serif;fill:#57606a}footer{margin-top:32px;color:#57606a}
@media (prefers-color-scheme:dark){body{color:#e6e9ed;background:#15181c}td,th{border-color:#333a42}th,footer{color:#9aa4af}svg text{fill:#9aa4af}}`;

const COLOURS = ["#2f7dd1", "#c7681c"];
const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP] = [760, 264, 44, 38, 12];

/** "30 s", "5 min", "1.7 h" */
export function effortWords(hours: number): string {
  if (hours * 60 < 1) return `${Math.round(3600 * hours)} s`;
  return hours < 1 ? `${Math.round(60 * hours)} min` : `${hours.toFixed(1)} h`;
}

export interface Line {
  readonly name: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

/** Lines over a logarithmic axis, y from 0 or 0.4 to 1. */
export function linePlot(lines: readonly Line[], xTitle: string): string {
  const all = lines.flatMap(({ points }) => points);
  if (all.length === 0) return "";
  const [low, high] = [Math.min(...all.map(({ x }) => x)), Math.max(...all.map(({ x }) => x))];
  const bottom = Math.min(0.4, Math.floor(10 * Math.min(...all.map(({ y }) => y))) / 10);
  const px = (x: number): number =>
    LEFT + ((Math.log(x) - Math.log(low)) / (Math.log(high) - Math.log(low) || 1)) * (WIDTH - LEFT - 130);
  const py = (y: number): number => TOP + ((1 - y) / (1 - bottom)) * (HEIGHT - TOP - BOTTOM);
  const marks = Array.from({ length: 7 }, (_, i) => bottom + (i * (1 - bottom)) / 6);
  const grid = marks.map(
    (y) =>
      `<line x1="${LEFT}" x2="${WIDTH - 130}" y1="${py(y)}" y2="${py(y)}" stroke="#8884" /><text x="0" y="${py(y) + 4}">${y.toFixed(2)}</text>`,
  );
  const hours = all
    .map(({ x }) => x)
    .filter((x, index, xs) => xs.indexOf(x) === index)
    .map((x) => `<text x="${px(x)}" y="${HEIGHT - 19}" text-anchor="middle">${effortWords(x)}</text>`);
  const drawn = lines.map(({ name, points }, index) => {
    const colour = COLOURS[index % COLOURS.length]!;
    const path = points.map(({ x, y }) => `${px(x).toFixed(1)},${py(y).toFixed(1)}`).join(" ");
    const dots = points.map(
      ({ x, y }) => `<circle cx="${px(x).toFixed(1)}" cy="${py(y).toFixed(1)}" r="4" fill="${colour}"/>`,
    );
    const last = points.at(-1)!;
    const words = name.split(": ");
    const label = words.map(
      (word, line) =>
        `<text x="${px(last.x) + 10}" y="${py(last.y) + 4 + 14 * line}" style="fill:${colour}">${escapeHtml(word)}</text>`,
    );
    return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>${dots.join("")}${label.join("")}`;
  });
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeHtml(lines.map(({ name }) => name).join(", "))}">${grid.join("")}${hours.join("")}${drawn.join("")}<text x="${LEFT}" y="${HEIGHT - 3}">${escapeHtml(xTitle)}</text></svg>`;
}

export interface Bar {
  readonly name: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Bars from 0 to 1 with their intervals. */
export function barPlot(bars: readonly Bar[]): string {
  const [name, row] = [220, 30];
  const px = (value: number): number => name + value * (WIDTH - name - 60);
  const drawn = bars.map(({ name: text, value, low, high }, index) => {
    const y = index * row + 6;
    return `<text x="0" y="${y + 13}">${escapeHtml(text)}</text><rect x="${name}" y="${y}" width="${Math.max(0, px(value) - name).toFixed(1)}" height="18" fill="${COLOURS[0]}"/><line x1="${px(low).toFixed(1)}" x2="${px(high).toFixed(1)}" y1="${y + 9}" y2="${y + 9}" stroke="currentColor" stroke-width="2"/><text x="${px(Math.max(value, high)) + 8}" y="${y + 13}">${value.toFixed(3)}</text>`;
  });
  return `<svg viewBox="0 0 ${WIDTH} ${bars.length * row + 8}" role="img" aria-label="${escapeHtml(bars.map((bar) => `${bar.name} ${bar.value.toFixed(3)}`).join(", "))}">${drawn.join("")}</svg>`;
}
