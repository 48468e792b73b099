export type VerdictKind = "accept" | "reject" | "later";

/**
 * A verdict in 0.2 s, without colour: disc, square, triangle. A person's is filled, the judge's an outline of 1.6 px.
 * Own drawings on 16 px, sharp at 12. `tone` "ink" draws on a filled strip.
 */
export function VerdictMark({
  kind,
  by = "person",
  size = 16,
  tone = "colour",
  label,
}: {
  kind: VerdictKind;
  by?: "person" | "judge";
  size?: number;
  tone?: "colour" | "ink";
  /** Its name, where no words beside it say the same. */
  label?: string;
}): React.JSX.Element {
  const colour = tone === "ink" ? "var(--ink)" : `var(--${kind})`;
  const hole = tone === "ink" ? `var(--${kind})` : "var(--ink)";
  const isOutline = by === "judge";
  const shape = isOutline
    ? { fill: "none", stroke: colour, strokeWidth: 1.6, strokeLinejoin: "round" as const }
    : { fill: colour, stroke: colour, strokeWidth: 1, strokeLinejoin: "round" as const };
  const sign = {
    fill: "none",
    stroke: isOutline ? colour : hole,
    strokeWidth: isOutline ? 1.6 : 2,
    strokeLinecap: "round" as const,
    strokeLinejoin: "round" as const,
  };
  return (
    <svg
      width={`${size / 16}rem`}
      height={`${size / 16}rem`}
      viewBox="0 0 16 16"
      {...(label ? { role: "img", "aria-label": label } : { "aria-hidden": true })}
    >
      {kind === "accept" && (
        <>
          <circle cx="8" cy="8" r={isOutline ? 6.7 : 7} {...shape} />
          <path d="M4.9 8.2 7.1 10.4 11.1 5.9" {...sign} />
        </>
      )}
      {kind === "reject" && (
        <>
          <rect x="1.5" y="1.5" width="13" height="13" rx="1.5" {...shape} />
          <path d="M5.2 5.2 10.8 10.8 M10.8 5.2 5.2 10.8" {...sign} />
        </>
      )}
      {kind === "later" && (
        <>
          <path d="M8 1.8 14.8 14.2 H1.2 Z" {...shape} />
          <path d="M8 6.4 V9.6 M8 12 V12.1" {...sign} />
        </>
      )}
    </svg>
  );
}
