import type { LucideIcon } from "lucide-react";
import type { ButtonHTMLAttributes, Ref } from "react";
import styles from "./button.module.css";
import { classNames } from "./class-names.ts";
import { KeyCap } from "./key-cap.tsx";
import { Tooltip } from "./tooltip.tsx";

export interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "title" | "disabled"> {
  /** One primary button a screen region. */
  kind?: "primary" | "plain" | "quiet";
  size?: "s" | "m" | "l";
  icon?: LucideIcon | undefined;
  /** The key that does the same, shown in the button. */
  keys?: string | undefined;
  isDisabled?: boolean | undefined;
  /** Why it is disabled, or what it does: shown as a tooltip. */
  hint?: string | undefined;
  ref?: Ref<HTMLButtonElement>;
}

/** A verb and its object. Disabled buttons keep their focus, so that the reason can be read by keyboard too. */
export function Button({
  kind = "plain",
  size = "m",
  icon: Icon,
  keys,
  isDisabled = false,
  hint,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps): React.JSX.Element {
  const button = (
    <button
      type="button"
      className={classNames(styles.button, styles[kind], styles[size], className)}
      aria-disabled={isDisabled || undefined}
      aria-keyshortcuts={keys}
      onClick={isDisabled ? (event) => event.preventDefault() : onClick}
      {...rest}
    >
      {Icon && <Icon size={size === "s" ? 14 : 16} strokeWidth={1.75} aria-hidden="true" />}
      {children}
      {keys && <KeyCap keys={keys} />}
    </button>
  );
  return hint ? <Tooltip text={hint}>{button}</Tooltip> : button;
}
