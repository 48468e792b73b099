import { OctagonX } from "lucide-react";
import { Component, type ReactNode } from "react";
import { textOf } from "../i18n/index.ts";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";

/** A fault in one screen leaves the others and the status bar standing. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    const text = textOf("common");
    return (
      <EmptyState
        icon={OctagonX}
        tone="error"
        title={text.screenFault}
        text={
          <>
            <p>{text.screenFaultText}</p>
            <p>{error.message}</p>
          </>
        }
      >
        <Button kind="primary" onClick={() => this.setState({ error: null })}>
          {text.reloadScreen}
        </Button>
      </EmptyState>
    );
  }
}
