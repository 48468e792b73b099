import { chooseFolder } from "../../app/projects.ts";
import { useRoute } from "../../app/routes.ts";
import { useText } from "../../i18n/index.ts";
import { NoticeStrip } from "../../ui/notice-strip.tsx";

/** Images alone: there is nothing to review until masks are added, or made. */
export function NoMasksStrip(): React.JSX.Element {
  const text = useText("data");
  const [, goTo] = useRoute();
  return (
    <NoticeStrip
      kind="info"
      title={text.noMasksTitle}
      text={text.noMasksText}
      actions={[
        { label: text.proposeMasks, run: () => goTo({ screen: "propose" }) },
        { label: text.addMasks, run: () => void chooseFolder() },
      ]}
    />
  );
}
