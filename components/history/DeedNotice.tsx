import type { JSX } from "preact";
import { counted } from "../../engine/report/number_format.ts";
import type { Deed } from "../../web/history_notice.ts";
import { Button } from "../Button.tsx";
import { Notice } from "../Notice.tsx";

/** What has just been done to runs; with the way back where there is one. */
export function DeedNotice({ deed, back }: { deed: Deed; back: string }): JSX.Element {
  const { what, runs, kept } = deed;
  if (what === "nothing") {
    return <Notice kind="note">No run was selected, so nothing was changed.</Notice>;
  }
  const opposite = what === "archived" ? "unarchive" : what === "unarchived" ? "archive" : null;
  return (
    <Notice
      kind={kept > 0 ? "warning" : "done"}
      action={opposite !== null && runs.length > 0 && (
        <form method="post" action="/history/selection">
          <input type="hidden" name="back" value={back} />
          {runs.map((id) => <input key={id} type="hidden" name="run" value={id} />)}
          <Button small name="action" value={opposite} icon="back">Undo</Button>
        </form>
      )}
    >
      {sentence(what, runs.length)}
      {kept > 0 && ` ${counted(kept, "run")} still running ${kept === 1 ? "was" : "were"} kept: ` +
          "cancel first, then delete."}
    </Notice>
  );
}

function sentence(what: Deed["what"], count: number): string {
  const runs = counted(count, "run");
  switch (what) {
    case "archived":
      return `${runs} archived.`;
    case "unarchived":
      return `${runs} taken out of the archive.`;
    case "deleted":
      return `${runs} deleted.`;
    case "saved":
      return "Tags and notes saved.";
    case "nothing":
      return "";
  }
}
