import { format, useText } from "../../i18n/index.ts";
import { type DataPoint, Dot, DirectLabel, Line } from "../../ui/plots/marks.tsx";
import { unbroken } from "../../ui/plots/paths.ts";
import { Plot, type PlotArea } from "../../ui/plots/plot.tsx";
import { niceMaximum, spreadLabels, ticks } from "../../ui/plots/scale.ts";
import type { CurvePoint, TrainingCurve } from "./training-curve.ts";

/** Loss by round: what the network is taught on solid, held-out masks dashed, and the networks before it in the background. */
export function TrainingPlot({ networks, rounds }: Pick<TrainingCurve, "networks" | "rounds">): React.JSX.Element {
  const text = useText("judge");
  const current = networks.at(-1) ?? [];
  const earlier = networks.slice(0, -1).filter((points) => points.length > 1);
  const last = current.at(-1);
  const highest = niceMaximum(
    networks.flatMap((points) => points.flatMap(({ loss, heldOut }) => [loss, heldOut ?? 0])),
    4,
    1,
  );
  const heldOut = unbroken(current, (point) => point.heldOut !== null).flat();
  const lastHeldOut = heldOut.at(-1);
  const end = Math.max(rounds, 1);
  const written = (value: number): string => format.dice(value, highest > 2 ? 0 : 1);
  return (
    <Plot
      label={text.training.description(last?.round ?? 0, end, format.dice(last?.loss))}
      x={{ domain: [0, end], ticks: ticks([0, end], 4), format: format.number, title: text.training.x(end) }}
      y={{ domain: [0, highest], ticks: ticks([0, highest], 4), format: written }}
      text={text}
      roomRight={0.75}
      table={{
        caption: text.training.titleLoss,
        columns: text.training.columns,
        rows: networks.flatMap((points, network) =>
          points.map((point) => [
            format.number(network + 1),
            format.number(point.round),
            format.dice(point.loss, 3),
            format.dice(point.heldOut, 3),
          ]),
        ),
      }}
    >
      {(area) => {
        const labels = placeLabels(area, current, heldOut, end);
        return (
          <>
            {earlier.map((points, index) => (
              <Line key={index} area={area} kind="quiet" points={points.map(toLoss)} />
            ))}
            {current.length > 0 && <Line area={area} points={current.map(toLoss)} />}
            {heldOut.length > 1 && (
              <Line area={area} kind="dashed" points={heldOut.map((point) => [point.round, point.heldOut ?? 0])} />
            )}
            {last && <Dot area={area} at={toLoss(last)} />}
            {last && (
              <DirectLabel x={labels.x} y={labels.loss} anchor={labels.anchor} isStrong>
                {text.training.taught(format.dice(last.loss))}
              </DirectLabel>
            )}
            {lastHeldOut && (
              <DirectLabel x={labels.x} y={labels.heldOut} anchor={labels.anchor}>
                {text.training.heldOut(format.dice(lastHeldOut.heldOut))}
              </DirectLabel>
            )}
          </>
        );
      }}
    </Plot>
  );
}

/** Width of a label, in rem: the stretch of the curves that it must not lie on. */
const LABEL_REM = 8;

/**
 * Beside the ends of the curves while there is room to their right; else above the upper and below the lower one, over
 * the stretch that the words take.
 */
function placeLabels(
  area: PlotArea,
  current: readonly CurvePoint[],
  heldOut: readonly CurvePoint[],
  end: number,
): { x: number; anchor: "start" | "end"; loss: number; heldOut: number } {
  const last = current.at(-1)?.round ?? 0;
  const edge: [number, number] = [area.top + 0.5 * area.rem, area.bottom - 0.5 * area.rem];
  const right = area.x(last);
  if (area.x(end) - right > LABEL_REM * area.rem) {
    const wanted = [current.at(-1)?.loss ?? 0, heldOut.at(-1)?.heldOut ?? 0].map((value) => area.y(value));
    const [loss = 0, other = 0] = spreadLabels(wanted, area.rem, edge);
    return { x: right + 0.6 * area.rem, anchor: "start", loss, heldOut: other };
  }
  const ys = [
    ...current.map((point) => [point.round, point.loss] as const),
    ...heldOut.map((point) => [point.round, point.heldOut ?? point.loss] as const),
  ]
    .filter(([round]) => area.x(round) > right - LABEL_REM * area.rem)
    .map(([, value]) => area.y(value));
  const [heldOutY = 0, loss = 0] = spreadLabels(
    [Math.min(...ys) - 0.8 * area.rem, Math.max(...ys) + 0.9 * area.rem],
    area.rem,
    edge,
  );
  return { x: right - 0.6 * area.rem, anchor: "end", loss, heldOut: heldOutY };
}

function toLoss(point: CurvePoint): DataPoint {
  return [point.round, point.loss];
}
