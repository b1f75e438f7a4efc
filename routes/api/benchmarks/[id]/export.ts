import { exportFile } from "../../../../api/export_file.ts";
import { readQuery } from "../../../../api/query.ts";
import { resultOf } from "../../../../api/run_answer.ts";
import { ExportQuery } from "../../../../api/schemas.ts";
import { define } from "../../../../define.ts";

/** A result as a file. */
export const handlers = define.handlers({
  async GET({ url, state: { services: { store } }, params: { id = "" } }) {
    const { format = "json" } = readQuery(ExportQuery, url);
    const { name, type, text } = exportFile(
      await resultOf(store, id, (id) => store.results.get(id)),
      format,
    );
    return new Response(text, {
      headers: { "Content-Type": type, "Content-Disposition": `attachment; filename="${name}"` },
    });
  },
});
