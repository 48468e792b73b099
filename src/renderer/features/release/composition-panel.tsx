import { CircleDashed, ImageOff, Layers, OctagonX } from "lucide-react";
import type { ReactNode } from "react";
import type { Output } from "#contract/commands.ts";
import { goTo } from "../../app/routes.ts";
import { format, useText } from "../../i18n/index.ts";
import { VerdictMark } from "../../ui/verdict-mark.tsx";
import styles from "./composition-panel.module.css";

type Preview = Output<"release.preview">;
type Reason = Preview["leftOut"][number]["reason"];

/** What goes in and what stays out, and why; every line leads to the masks that it speaks of. */
export function CompositionPanel({ preview, version }: { preview: Preview; version: string }): React.JSX.Element {
  const text = useText("release");
  const threshold = preview.guarantee?.threshold ?? null;
  const leftOut = preview.leftOut.filter(({ n }) => n > 0);
  return (
    <section className={styles.box}>
      <header className={styles.header}>
        <h2>{text.goesIn}</h2>
        {preview.nMasks > 0 && (
          <button
            type="button"
            className={styles.link}
            onClick={() => goTo({ screen: "review", filter: { show: "accepted", order: "case" } })}
          >
            {text.seeThese}
          </button>
        )}
      </header>
      <table className={styles.table} aria-label={text.goesIn}>
        <Columns />
        <tbody>
          <Line
            mark={<VerdictMark kind="accept" />}
            name={text.byPerson}
            n={preview.nByPerson}
            why={preview.nByPerson > 0 ? text.byPersonNote : ""}
          />
          {preview.nByJudge > 0 && (
            <Line
              mark={<VerdictMark kind="accept" by="judge" />}
              name={text.byJudge(version)}
              n={preview.nByJudge}
              why={threshold === null ? "" : text.byJudgeNote(format.percent(Math.floor(threshold * 100) / 100, 0))}
            />
          )}
        </tbody>
      </table>
      <header className={styles.header}>
        <h2>{text.staysOut}</h2>
      </header>
      {leftOut.length === 0 ? (
        <p className={styles.empty}>{text.nothingStaysOut}</p>
      ) : (
        <table className={styles.table} aria-label={text.staysOut}>
          <Columns />
          <tbody>
            {leftOut.map(({ reason, n, candidateIds }) => (
              <Line
                key={reason}
                mark={marks[reason]}
                name={text.reasons[reason].name}
                n={n}
                why={
                  <>
                    {text.reasons[reason].text}{" "}
                    <button type="button" className={styles.underlined} onClick={() => follow(reason, candidateIds)}>
                      {text.reasons[reason].link}
                    </button>
                  </>
                }
              />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

const plain = { size: 16, strokeWidth: 1.75, "aria-hidden": true } as const;

const marks: Readonly<Record<Reason, ReactNode>> = {
  "to-review": <CircleDashed {...plain} />,
  "all-rejected": <VerdictMark kind="reject" />,
  later: <VerdictMark kind="later" />,
  "not-every-class": <Layers {...plain} />,
  "other-channels": <Layers {...plain} />,
  "no-volume": <ImageOff {...plain} />,
  "no-dicom": <ImageOff {...plain} />,
  "no-mask": <ImageOff {...plain} />,
  "left-out-when-added": <OctagonX {...plain} className={styles.trouble} />,
};

/** What has masks is looked at on the Review screen; the rest is a matter of files. */
function follow(reason: Reason, ids: readonly number[]): void {
  if (reason === "left-out-when-added" || reason === "no-mask" || ids.length === 0) return goTo({ screen: "data" });
  goTo({ screen: "review", filter: { among: [...ids], order: "case" } });
}

function Columns(): React.JSX.Element {
  const [what = "", howMany = "", why = ""] = useText("release").columns;
  return (
    <thead className="visually-hidden">
      <tr>
        <th scope="col">{what}</th>
        <th scope="col">{howMany}</th>
        <th scope="col">{why}</th>
      </tr>
    </thead>
  );
}

function Line({ mark, name, n, why }: { mark: ReactNode; name: string; n: number; why: ReactNode }): React.JSX.Element {
  return (
    <tr>
      <th scope="row">
        <span className={styles.name}>
          {mark}
          {name}
        </span>
      </th>
      <td className={styles.number}>{format.number(n)}</td>
      <td className={styles.why}>{why}</td>
    </tr>
  );
}
