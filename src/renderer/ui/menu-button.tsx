import type { LucideIcon } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { Button } from "./button.tsx";
import styles from "./menu-button.module.css";
import { Menu, type MenuItem } from "./menu.tsx";

/** A button of a bar that opens a list of the same name; `children` stand beside its label. */
export function MenuButton({
  label,
  icon,
  items,
  children,
}: {
  label: string;
  icon: LucideIcon;
  items: readonly MenuItem[];
  children?: ReactNode;
}): React.JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  return (
    <>
      <Button
        ref={anchor}
        size="s"
        icon={icon}
        className={styles.button}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {label}
        {children}
      </Button>
      {isOpen && <Menu label={label} anchor={anchor} items={items} onClose={() => setOpen(false)} />}
    </>
  );
}
