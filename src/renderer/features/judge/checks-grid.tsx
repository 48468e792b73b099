import styles from "./checks-grid.module.css";

/** Most squares that can still be counted by eye; longer plans are told by their numbers alone. */
const MOST = 140;

/**
 * One square a label or check: good ones, bad ones (with a cross, so that colour is not needed), and those to come.
 */
export function ChecksGrid({
  title,
  count,
  label,
  nGood,
  nBad,
  nOpen,
  note,
}: {
  title: string;
  count: { readonly n: string; readonly of: string };
  label: string;
  nGood: number;
  nBad: number;
  nOpen: number;
  note?: string | undefined;
}): React.JSX.Element {
  const squares = [
    ...Array.from({ length: nGood }, () => "good"),
    ...Array.from({ length: nBad }, () => "bad"),
    ...Array.from({ length: nOpen }, () => "open"),
  ];
  return (
    <div className={styles.checks}>
      <p className={styles.head}>
        <span>{title}</span>
        <span>
          <strong className={styles.count}>{count.n}</strong> {count.of}
        </span>
      </p>
      {squares.length <= MOST ? (
        <div role="img" aria-label={label} className={styles.grid} data-many={squares.length > 75 || undefined}>
          {squares.map((kind, index) => (
            <span key={index} className={styles[kind]} />
          ))}
        </div>
      ) : (
        <div role="img" aria-label={label} className={styles.bar}>
          <span className={styles.good} style={{ flexGrow: nGood }} />
          {nBad > 0 && <span className={styles.bad} style={{ flexGrow: nBad }} />}
          <span className={styles.rest} style={{ flexGrow: nOpen }} />
        </div>
      )}
      {note && <p className={styles.note}>{note}</p>}
    </div>
  );
}
