import { ArrowLeft } from "lucide-react";
import { useState } from "react";
import type { Output } from "#contract/commands.ts";
import { useActions } from "../../app/actions.ts";
import { useRater } from "../../app/preferences.ts";
import { useRoute } from "../../app/routes.ts";
import { useQuery } from "../../client/core.tsx";
import { format, useText } from "../../i18n/index.ts";
import { Button } from "../../ui/button.tsx";
import { Dropdown } from "../../ui/dropdown.tsx";
import { Thumbnail } from "../../ui/thumbnail.tsx";
import { VerdictMark } from "../../ui/verdict-mark.tsx";
import styles from "./compare-view.module.css";
import { labelThese } from "./judge-actions.ts";
import type { JudgeData } from "./use-judge.ts";

type Comparison = Output<"judge.compare">;

const TILE_HEIGHT_PX = 64;

/**
 * Two versions case by case, largest differences first, on the masks that are decided. What is still to be reviewed is
 * only counted: nothing may hint at the judge's opinion before the mark.
 */
export function CompareView({
  versions,
  onClose,
}: {
  versions: JudgeData["versions"];
  onClose(): void;
}): React.JSX.Element {
  const text = useText("judge");
  const scored = versions.filter((row) => row.hasScores);
  const inUse = scored.find((row) => row.isInUse)?.version;
  const newest = scored[0]!.version;
  const [a, setA] = useState(inUse ?? scored[1]!.version);
  const [b, setB] = useState(newest === a ? scored[1]!.version : newest);
  const { data } = useQuery("judge.compare", a === b ? null : { a, b }, { keepPrevious: true });
  const rows = data?.rows ?? [];
  const hidden = data?.openIds ?? [];
  useActions([
    { id: "judge.back", title: text.compare.back, key: "Escape", group: text.group, run: onClose },
    {
      id: "judge.reviewDiffering",
      title: text.compare.labelHidden,
      key: "L",
      group: text.group,
      isEnabled: hidden.length > 0,
      run: () => labelThese(hidden),
    },
  ]);
  const options = scored.map(({ version }) => ({ value: String(version), label: text.version(version) }));
  return (
    <div className={styles.screen}>
      <header className={styles.head}>
        <Button kind="quiet" icon={ArrowLeft} keys="Escape" onClick={onClose}>
          {text.compare.back}
        </Button>
        <h1 className={styles.title}>{text.compare.title(a, b)}</h1>
        <Dropdown
          label={text.compare.a}
          value={String(a)}
          options={options}
          onChange={(value) => setA(Number(value))}
        />
        <Dropdown
          label={text.compare.b}
          value={String(b)}
          options={options}
          onChange={(value) => setB(Number(value))}
        />
      </header>
      {data && a !== b && (
        <p className={styles.summary}>
          {text.compare.summary(a, b, data.nMoreAccepted, data.nFewerAccepted, data.nBoth)}{" "}
          {rows.length > 0 && text.compare.largest}
        </p>
      )}
      {hidden.length > 0 && (
        <p className={styles.hidden}>
          {text.compare.hidden(hidden.length)}
          <Button size="s" keys="L" onClick={() => labelThese(hidden)}>
            {text.compare.labelHidden}
          </Button>
        </p>
      )}
      {rows.length === 0 || a === b ? (
        <p className={styles.hidden}>{a === b ? text.compare.same : data && text.compare.none}</p>
      ) : (
        <Differences rows={rows} a={a} b={b} />
      )}
    </div>
  );
}

function Differences({ rows, a, b }: { rows: Comparison["rows"]; a: number; b: number }): React.JSX.Element {
  const text = useText("judge");
  const rater = useRater();
  const ids = rows.map((row) => row.candidateId);
  const tiles = useQuery("review.rows", rater === "" ? null : { rater, ids }, { keepPrevious: true });
  const tileOf = new Map(tiles.data?.map((tile) => [tile.id, tile]));
  const [, goTo] = useRoute();
  return (
    <div className={styles.frame} role="region" aria-label={text.compare.title(a, b)} tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col" colSpan={2}>
              {text.compare.mask}
            </th>
            <th scope="col">{text.compare.says(a)}</th>
            <th scope="col">{text.compare.says(b)}</th>
            <th scope="col">{text.compare.yourLabel}</th>
            <th scope="col">
              <span className="visually-hidden">{text.versions.action}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const tile = tileOf.get(row.candidateId);
            const name = `${row.case} ${row.letter}`;
            return (
              <tr key={row.candidateId}>
                <td className={styles.tile}>
                  {tile && (
                    <Thumbnail
                      candidateId={row.candidateId}
                      version={tile.pictureVersion}
                      width={TILE_HEIGHT_PX}
                      height={TILE_HEIGHT_PX}
                      classIndex={tile.classIndex}
                    />
                  )}
                </td>
                <th scope="row">{name}</th>
                <Opinion p={row.pA} isOnList={row.onListOfA} />
                <Opinion p={row.pB} isOnList={row.onListOfB} />
                <td>
                  <span className={styles.mark}>
                    {row.label === "accept" || row.label === "reject" || row.label === "later" ? (
                      <>
                        <VerdictMark kind={row.label} />
                        {text.compare.words[row.label]}
                      </>
                    ) : (
                      <span className={styles.quiet}>{text.compare.noLabel}</span>
                    )}
                  </span>
                </td>
                <td>
                  <Button
                    size="s"
                    aria-label={text.compare.open(name)}
                    onClick={() =>
                      goTo({ screen: "review", filter: { among: [row.candidateId] }, focus: row.candidateId })
                    }
                  >
                    {text.compare.look}
                  </Button>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** What a version says of a mask: its chance of being good as a number and a length, and whether it would accept it. */
function Opinion({ p, isOnList }: { p: number; isOnList: boolean }): React.JSX.Element {
  const text = useText("judge").compare;
  return (
    <td>
      <span className={styles.opinion}>
        <span className={styles.chance}>{format.percent(p, 0)}</span>
        <span className={styles.scale} aria-hidden="true">
          <span style={{ width: `${p * 100}%` }} />
        </span>
        <span className={styles.mark}>
          {isOnList && <VerdictMark kind="accept" by="judge" />}
          <span className={isOnList ? undefined : styles.quiet}>{isOnList ? text.onList : text.offList}</span>
        </span>
      </span>
    </td>
  );
}
