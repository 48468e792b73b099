import type { Output } from "#contract/commands.ts";
import styles from "./mask-tiles.module.css";
import { useBox } from "./plots/use-box.ts";
import { Thumbnail } from "./thumbnail.tsx";

const GAP_PX = 4;

/** Some masks to look at, in rows of `columns`; they fill the width, and have their size before their pictures. */
export function MaskTiles({
  label,
  rows,
  count,
  columns,
  aspect,
}: {
  /** What the masks are, for who does not see them. */
  label: string;
  /** Undefined until they are known. */
  rows: Output<"review.rows"> | undefined;
  /** How many there will be: places are kept for them. */
  count: number;
  columns: number;
  /** Width ÷ height of a tile. */
  aspect: number;
}): React.JSX.Element {
  const [frame, box] = useBox<HTMLDivElement>();
  const width = box ? Math.floor((box.width - (columns - 1) * GAP_PX) / columns) : 0;
  const height = Math.round(width / aspect);
  const nRows = Math.ceil(count / columns);
  return (
    <div
      ref={frame}
      role="img"
      aria-label={label}
      className={styles.tiles}
      style={{
        gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
        minHeight: nRows > 0 ? nRows * height + (nRows - 1) * GAP_PX : 0,
      }}
    >
      {width > 0 &&
        rows?.map((row) => (
          <Thumbnail
            key={row.id}
            candidateId={row.id}
            version={row.pictureVersion}
            width={width}
            height={height}
            classIndex={row.classIndex}
          />
        ))}
    </div>
  );
}
