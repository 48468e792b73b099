import type { Output } from "#contract/commands.ts";
import type { Guarantee } from "#contract/guarantee.ts";
import { format, useText } from "../../i18n/index.ts";
import { type DataPoint, Dot, DirectLabel, Line, Rule, Shade } from "../../ui/plots/marks.tsx";
import { unbroken } from "../../ui/plots/paths.ts";
import { Plot, type PlotArea } from "../../ui/plots/plot.tsx";
import { clamp, ticks } from "../../ui/plots/scale.ts";

type Curves = Output<"judge.curves">;

/**
 * Error against coverage, over the random checks: what was measured, what it can be at worst, the limit, and where the
 * proven list ends. What is off the scale is drawn at its edge.
 */
export function RiskPlot({ curves, guarantee }: { curves: Curves; guarantee: Guarantee }): React.JSX.Element {
  const text = useText("judge");
  const { alpha, delta, upper_bound: upperBound } = guarantee;
  const { risk, chosenCoverage } = curves;
  const top = alpha <= 0.075 ? 0.15 : 0.3;
  const worst = unbroken(risk, (point) => point.worst !== null)
    .at(-1)
    ?.map((point): DataPoint => [point.coverage, clamp(point.worst ?? 0, [0, top])]);
  const measured = risk.map((point): DataPoint => [point.coverage, clamp(point.measured, [0, top])]);
  const last = risk.at(-1);
  const whole = (share: number): string => format.percent(share, 0);
  const worstText = upperBound === null ? format.bound(last?.worst) : format.bound(upperBound);
  const measuredText = format.percent(last?.measured, 1);
  const x = { domain: [0, 1] as const, ticks: ticks([0, 1], 5), format: whole, title: text.risk.x };
  const y = { domain: [0, top] as const, ticks: ticks([0, top], 3), format: whole };
  return (
    <Plot
      label={text.risk.description(worstText, measuredText, whole(alpha), curves.nChecks)}
      x={x}
      y={y}
      roomRight={1.25}
      text={text}
      table={{
        caption: text.risk.title,
        columns: text.risk.columns,
        rows: risk.map((point) => [
          format.coverage(point.coverage, 1),
          format.percent(point.measured, 1),
          point.worst === null ? format.percent(null) : format.bound(point.worst),
        ]),
      }}
    >
      {(area) => (
        <>
          {worst && <Shade area={area} points={worst} />}
          <Rule area={area} y={alpha} tone="limit" />
          {measured.length > 0 && <Line area={area} points={measured} isStepped />}
          {worst && <Line area={area} points={worst} kind="dashed" isStepped />}
          {chosenCoverage !== null && (
            <Chosen
              area={area}
              coverage={chosenCoverage}
              height={clamp(upperBound ?? last?.worst ?? alpha, [0, top])}
              isProven={guarantee.threshold !== null}
              words={[
                text.risk.accepted(format.coverage(chosenCoverage)),
                last ? text.risk.at(worstText, measuredText) : "",
              ]}
            />
          )}
          <DirectLabel x={area.left + 0.5 * area.rem} y={area.y(alpha) - 0.7 * area.rem} isStrong>
            {text.risk.limit(format.percent(alpha, Number.isInteger(Math.round(alpha * 1e6) / 1e4) ? 0 : 1))}
          </DirectLabel>
          {worst && <CurveLabel area={area} points={worst} text={text.risk.worst(whole(1 - delta))} share={0.4} />}
          {measured.length > 1 && <CurveLabel area={area} points={measured} text={text.risk.measured} share={0.75} />}
        </>
      )}
    </Plot>
  );
}

/** The end of the judge's list: a line, a point on the worst case, and what they mean on the side where there is room. */
function Chosen({
  area,
  coverage,
  height,
  isProven,
  words,
}: {
  area: PlotArea;
  coverage: number;
  height: number;
  isProven: boolean;
  words: readonly [string, string];
}): React.JSX.Element {
  const isRight = coverage < 0.5;
  const x = area.x(coverage) + (isRight ? 0.6 : -0.6) * area.rem;
  const anchor = isRight ? "start" : "end";
  return (
    <>
      <Rule area={area} x={coverage} tone={isProven ? "accept" : "text"} />
      {isProven && <Dot area={area} at={[coverage, height]} tone="accept" />}
      <DirectLabel x={x} y={area.top + 0.6 * area.rem} anchor={anchor} isStrong>
        {words[0]}
      </DirectLabel>
      <DirectLabel x={x} y={area.top + 1.6 * area.rem} anchor={anchor}>
        {words[1]}
      </DirectLabel>
    </>
  );
}

/** A curve shorter than this has no room for its name above it: the name stands behind its end. */
const SHORT_REM = 12;

/** The name of a curve that falls or is level, above it and to the right. */
function CurveLabel({
  area,
  points,
  text,
  share,
}: {
  area: PlotArea;
  points: readonly DataPoint[];
  text: string;
  /** Where along the curve. */
  share: number;
}): React.JSX.Element | null {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return null;
  const isShort = area.x(last[0]) - area.x(first[0]) < SHORT_REM * area.rem;
  const point = isShort ? last : (points[Math.floor(points.length * share)] ?? last);
  return (
    <DirectLabel
      x={area.x(point[0]) + (isShort ? 0.9 : 0.6) * area.rem}
      y={area.y(point[1]) + (isShort ? 0 : -0.7) * area.rem}
    >
      {text}
    </DirectLabel>
  );
}
