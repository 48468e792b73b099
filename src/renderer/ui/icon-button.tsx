import type { LucideIcon } from "lucide-react";
import type { ButtonHTMLAttributes, Ref } from "react";
import { classNames } from "./class-names.ts";
import styles from "./icon-button.module.css";
import { Tooltip } from "./tooltip.tsx";

export interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "title" | "disabled"> {
  icon: LucideIcon;
  /** Its name for screen readers, and its tooltip. */
  label: string;
  keys?: string | undefined;
  isPressed?: boolean | undefined;
  isDisabled?: boolean | undefined;
  size?: number;
  ref?: Ref<HTMLButtonElement>;
}

/** An icon alone: always with a name and, where it has one, its key. */
export function IconButton({
  icon: Icon,
  label,
  keys,
  isPressed,
  isDisabled = false,
  size = 16,
  className,
  onClick,
  ...rest
}: IconButtonProps): React.JSX.Element {
  return (
    <Tooltip text={label} keys={keys}>
      <button
        type="button"
        className={classNames(styles.button, className)}
        aria-label={label}
        aria-pressed={isPressed}
        aria-disabled={isDisabled || undefined}
        aria-keyshortcuts={keys}
        onClick={isDisabled ? (event) => event.preventDefault() : onClick}
        {...rest}
      >
        <Icon size={size} strokeWidth={1.75} aria-hidden="true" />
      </button>
    </Tooltip>
  );
}
