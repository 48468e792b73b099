import { useState } from "react";
import { useCore, useProject } from "../client/core.tsx";
import { coreStore } from "../client/core-store.ts";
import { format, useText } from "../i18n/index.ts";
import { CheckBox } from "../ui/check-box.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Dropdown } from "../ui/dropdown.tsx";
import { SegmentedFilter } from "../ui/segmented-filter.tsx";
import { TextField } from "../ui/text-field.tsx";
import { KeySettings } from "./key-settings.tsx";
import { usePreferences } from "./preferences.ts";
import { tell } from "./projects.ts";
import styles from "./settings-dialog.module.css";

const ALPHAS = [0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15];
const DELTAS = [0.1, 0.05, 0.01];

/** What belongs to the person at this computer, and what belongs to the project. Changes hold at once. */
export function SettingsDialog({ onClose }: { onClose(): void }): React.JSX.Element {
  const text = useText("common");
  const [preferences, change] = usePreferences();
  const [rater, setRater] = useState(preferences.rater);
  const project = useProject();
  const leave = (): void => {
    if (rater.trim() !== preferences.rater) change({ rater: rater.trim() });
    onClose();
  };
  return (
    <Dialog title={text.settings} size="l" onClose={leave}>
      <div className={styles.content}>
        <section className={styles.section}>
          <h3 className={styles.heading}>{text.you}</h3>
          <TextField
            label={text.raterName}
            hint={text.raterText}
            value={rater}
            maxLength={80}
            onChange={setRater}
            onDone={(name) => change({ rater: name.trim() })}
          />
        </section>
        <section className={styles.section}>
          <h3 className={styles.heading}>{text.look}</h3>
          <Row label={text.theme}>
            <SegmentedFilter
              label={text.theme}
              value={preferences.theme}
              onChange={(theme) => change({ theme })}
              segments={[
                { value: "dark", label: text.themeDark },
                { value: "light", label: text.themeLight },
                { value: "system", label: text.themeSystem },
              ]}
            />
          </Row>
          <Row label={text.language}>
            <SegmentedFilter
              label={text.language}
              value={preferences.language}
              onChange={(language) => change({ language })}
              segments={[
                { value: "system", label: text.languageSystem },
                { value: "en", label: "English" },
                { value: "de", label: "Deutsch" },
              ]}
            />
          </Row>
          <CheckBox label={text.dim} isChecked={preferences.isDimmed} onChange={(isDimmed) => change({ isDimmed })} />
          <p className={styles.note}>{text.convention}</p>
        </section>
        {project && <ProjectSettings />}
        <section className={styles.section}>
          <h3 className={styles.heading}>{text.keys}</h3>
          <KeySettings />
        </section>
      </div>
    </Dialog>
  );
}

function ProjectSettings(): React.JSX.Element {
  const text = useText("common");
  const core = useCore();
  const project = useProject()!;
  const [{ rater }] = usePreferences();
  const [goodMeans, setGoodMeans] = useState(project.goodMeans);
  const isReadOnly = project.access === "read";
  const set = (settings: { alpha?: number; delta?: number; goodMeans?: string }): void => {
    core
      .call("project.setSettings", { ...settings, actor: rater || "unnamed" })
      .then((summary) => coreStore.setState(({ revision }) => ({ project: summary, revision: revision + 1 })), tell);
  };
  return (
    <section className={styles.section}>
      <h3 className={styles.heading}>{text.thisProject}</h3>
      <TextField
        label={text.goodMeans}
        hint={text.goodMeansHint}
        value={goodMeans}
        maxLength={300}
        rows={2}
        isDisabled={isReadOnly}
        onChange={setGoodMeans}
        onDone={(words) => {
          if (words.trim() !== project.goodMeans) set({ goodMeans: words.trim() });
        }}
      />
      <Row label={text.alpha}>
        <Dropdown
          label={text.alpha}
          isLabelHidden
          isDisabled={isReadOnly}
          value={String(project.alpha)}
          options={choices(ALPHAS, project.alpha).map((alpha) => ({
            value: String(alpha),
            label: text.inHundred(alpha),
          }))}
          onChange={(alpha) => set({ alpha: Number(alpha) })}
        />
      </Row>
      <Row label={text.delta}>
        <Dropdown
          label={text.delta}
          isLabelHidden
          isDisabled={isReadOnly}
          value={String(project.delta)}
          options={choices(DELTAS, project.delta).map((delta) => ({
            value: String(delta),
            label: format.percent(1 - delta),
          }))}
          onChange={(delta) => set({ delta: Number(delta) })}
        />
      </Row>
    </section>
  );
}

/** The usual ones, and the one that is set, where the command line has set another. */
function choices(usual: readonly number[], set: number): number[] {
  return usual.includes(set) ? [...usual] : [...usual, set].toSorted((a, b) => a - b);
}

function Row({ label, children }: { label: string; children: React.ReactNode }): React.JSX.Element {
  return (
    <div className={styles.row}>
      <span>{label}</span>
      {children}
    </div>
  );
}
