import { define } from "../../../define.ts";

/** The servers that runs can go against. */
export const handlers = define.handlers({
  async GET({ state }) {
    return Response.json({ targets: await state.services.store.targets.list() });
  },
});
