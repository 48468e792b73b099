import { GitCompare, Info } from "lucide-react";
import type { ReactNode } from "react";
import { create } from "zustand";
import { useActions } from "../../app/actions.ts";
import { useQuery } from "../../client/core.tsx";
import { useText } from "../../i18n/index.ts";
import { Button } from "../../ui/button.tsx";
import { putInUse, tryVersion } from "./judge-actions.ts";
import { offeredVersion } from "./next-step.ts";
import styles from "./offer.module.css";
import type { JudgeData } from "./use-judge.ts";

/** The version that the person wants to hear no more of: put aside, or gone back from. */
const putAside = create<{ version: number | null }>(() => ({ version: null }));

/** A newer version than the one in use: what it would do at the same limit, and what using it costs. */
export function Offer({ data, onCompare }: { data: JudgeData; onCompare(): void }): ReactNode {
  const aside = putAside((state) => state.version);
  const offered = offeredVersion(data.versions);
  if (offered === null || offered.newest === aside || data.isBusy || data.isReadOnly) return null;
  const { newest, inUse, isTried } = offered;
  if (!isTried) return <Untried newest={newest} />;
  const nChecks = data.versions.find((row) => row.version === newest)?.guarantee.n_more_needed ?? 0;
  return <Tried newest={newest} inUse={inUse} nChecks={nChecks} onCompare={onCompare} />;
}

function Untried({ newest }: { newest: number }): ReactNode {
  const text = useText("judge").offer;
  const run = (): void => void tryVersion(newest);
  return (
    <Strip newest={newest} title={text.untried(newest)}>
      <MainButton label={text.tryIt(newest)} onClick={run} />
    </Strip>
  );
}

function Tried({
  newest,
  inUse,
  nChecks,
  onCompare,
}: {
  newest: number;
  inUse: number;
  /** To prove the newer version anew. */
  nChecks: number;
  onCompare(): void;
}): ReactNode {
  const text = useText("judge");
  const { data } = useQuery("judge.compare", { a: inUse, b: newest }, { keepPrevious: true });
  if (!data) return null;
  const net = data.nMoreAccepted - data.nFewerAccepted;
  const compare = (
    <Button icon={GitCompare} onClick={onCompare}>
      {text.offer.compare}
    </Button>
  );
  if (net <= 0)
    return (
      <Strip newest={newest} title={text.offer.noBetter(newest, inUse)}>
        {compare}
      </Strip>
    );
  return (
    <Strip
      newest={newest}
      title={text.offer.better(newest, inUse, net)}
      detail={nChecks > 0 ? text.offer.proofAnew(nChecks) : ""}
    >
      {compare}
      <MainButton label={text.versions.use(newest)} onClick={() => void putInUse(newest)} />
    </Strip>
  );
}

function MainButton({ label, onClick }: { label: string; onClick(): void }): ReactNode {
  const { group } = useText("judge");
  useActions([{ id: "judge.useNewest", title: label, key: "V", group, run: onClick }]);
  return (
    <Button kind="primary" keys="V" onClick={onClick}>
      {label}
    </Button>
  );
}

function Strip({
  newest,
  title,
  detail = "",
  children,
}: {
  newest: number;
  title: string;
  detail?: string;
  children: ReactNode;
}): ReactNode {
  const text = useText("judge").offer;
  return (
    <section className={styles.offer} role="status">
      <Info size={16} strokeWidth={1.75} aria-hidden="true" />
      <p className={styles.words}>
        <strong>{title}</strong> {detail}
      </p>
      {children}
      <Button kind="quiet" onClick={() => putAside.setState({ version: newest })}>
        {text.notNow}
      </Button>
    </section>
  );
}

/** Who goes back to an older version has heard of the newer one. */
export function putOfferAside(version: number): void {
  putAside.setState({ version });
}
