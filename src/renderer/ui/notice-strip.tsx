import { Info, OctagonX, TriangleAlert, X } from "lucide-react";
import { Button } from "./button.tsx";
import { IconButton } from "./icon-button.tsx";
import styles from "./notice-strip.module.css";

const icons = { info: Info, warning: TriangleAlert, error: OctagonX } as const;

/** Something that happened, in the place of the key legend: what, what is safe, what to do. */
export function NoticeStrip({
  kind,
  title,
  text,
  actions = [],
  closeLabel,
  onClose,
}: {
  kind: "warning" | "error" | "info";
  title?: string | undefined;
  text: string;
  actions?: readonly { label: string; run(): void }[] | undefined;
  closeLabel?: string;
  onClose?: () => void;
}): React.JSX.Element {
  const Icon = icons[kind];
  return (
    <div role={kind === "error" ? "alert" : "status"} className={styles.strip} data-kind={kind}>
      <Icon className={styles.icon} size={16} strokeWidth={1.75} aria-hidden="true" />
      <p className={styles.text}>
        {title && <strong className={styles.title}>{title}</strong>}
        {text}
      </p>
      {actions.map(({ label, run }) => (
        <Button key={label} size="s" onClick={run}>
          {label}
        </Button>
      ))}
      {onClose && closeLabel && <IconButton icon={X} label={closeLabel} onClick={onClose} />}
    </div>
  );
}
