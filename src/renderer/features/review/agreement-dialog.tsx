import { useQuery } from "../../client/core.tsx";
import { format, useText } from "../../i18n/index.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import styles from "./agreement-dialog.module.css";

/** How far each pair of raters agrees: raw, and with chance taken out; and the way to where they do not. */
export function AgreementDialog({
  nDisagreement,
  onShow,
  onClose,
}: {
  nDisagreement: number;
  onShow(): void;
  onClose(): void;
}) {
  const text = useText("review");
  const { data } = useQuery("review.agreement", {});
  return (
    <Dialog
      title={text.agreementTitle}
      buttons={
        nDisagreement > 0 && (
          <Button
            kind="primary"
            data-autofocus
            onClick={() => {
              onClose();
              onShow();
            }}
          >
            {text.agreementShow(nDisagreement)}
          </Button>
        )
      }
      onClose={onClose}
    >
      <div className={styles.content}>
        <p className={styles.text}>{data && data.length === 0 ? text.agreementNone : text.agreementText}</p>
        {data && data.length > 0 && (
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{text.agreementRaters}</th>
                <th scope="col">{text.agreementN}</th>
                <th scope="col">{text.agreementRaw}</th>
                <th scope="col">{text.agreementKappa}</th>
              </tr>
            </thead>
            <tbody>
              {data.map(({ raters, n, agreement, kappa, kappaInterval }) => (
                <tr key={raters.join("\u0000")}>
                  <th scope="row">{text.agreementPair(...raters)}</th>
                  <td>{format.number(n)}</td>
                  <td>{format.percent(agreement, 0)}</td>
                  <td>
                    {kappa === null
                      ? text.notDefined
                      : kappaInterval
                        ? format.interval(kappa, ...kappaInterval)
                        : format.dice(kappa)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </Dialog>
  );
}
