import { UserRoundCheck } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useText } from "../i18n/index.ts";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { TextField } from "../ui/text-field.tsx";
import { changePreferences, useRater } from "./preferences.ts";

/** Asks for the name under which labels are given, the first time that it is needed. */
export function RaterGate({ children }: { children: ReactNode }): ReactNode {
  const rater = useRater();
  const text = useText("common");
  const [name, setName] = useState("");
  const [isMissing, setMissing] = useState(false);
  if (rater !== "") return children;
  return (
    <EmptyState icon={UserRoundCheck} title={text.raterTitle} text={text.raterText}>
      <form
        style={{ display: "contents" }}
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() === "") setMissing(true);
          else changePreferences({ rater: name.trim() });
        }}
      >
        <TextField
          label={text.raterName}
          value={name}
          maxLength={80}
          error={isMissing && name.trim() === "" ? text.raterMissing : undefined}
          isFocused
          onChange={setName}
        />
        <Button kind="primary" type="submit">
          {text.goOn}
        </Button>
      </form>
    </EmptyState>
  );
}
