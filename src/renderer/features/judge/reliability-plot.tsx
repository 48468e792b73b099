import type { Output } from "#contract/commands.ts";
import { format, useText } from "../../i18n/index.ts";
import { IntervalPoint, Line } from "../../ui/plots/marks.tsx";
import { Plot } from "../../ui/plots/plot.tsx";

const TICKS = [0, 0.25, 0.5, 0.75, 1];

/** Said against true, with 95 % intervals; the larger a point, the more masks it stands for. */
export function ReliabilityPlot({ bins }: { bins: Output<"judge.curves">["reliability"] }): React.JSX.Element {
  const text = useText("judge");
  const total = bins.reduce((sum, bin) => sum + bin.n, 0);
  const largest = Math.max(...bins.map((bin) => bin.n), 1);
  const worst = Math.max(...bins.map((bin) => Math.abs(bin.said - bin.good)), 0);
  const hundred = (share: number): string => format.number(share * 100);
  return (
    <Plot
      label={text.reliability.description(total, format.percent(worst, 0))}
      x={{ domain: [0, 1], ticks: TICKS, format: hundred, title: text.reliability.x }}
      y={{ domain: [0, 1], ticks: TICKS, format: hundred, title: text.reliability.y }}
      text={text}
      roomRight={0.75}
      table={{
        caption: text.reliability.title,
        columns: text.reliability.columns,
        rows: bins.map((bin) => [
          format.percent(bin.said, 0),
          format.percent(bin.good, 0),
          format.interval(bin.good * 100, bin.low * 100, bin.high * 100, 0),
          format.number(bin.n),
        ]),
      }}
    >
      {(area) => (
        <>
          <Line
            area={area}
            kind="diagonal"
            points={[
              [0, 0],
              [1, 1],
            ]}
          />
          {bins.map((bin) => (
            <IntervalPoint
              key={bin.said}
              area={area}
              at={[bin.said, bin.good]}
              low={bin.low}
              high={bin.high}
              weight={bin.n / largest}
            />
          ))}
        </>
      )}
    </Plot>
  );
}
