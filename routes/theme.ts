import { HttpError } from "fresh";
import { THEMES } from "../components/theme.ts";
import { define } from "../define.ts";
import { themeCookie } from "../web/cookies.ts";
import { fieldText, localPath, readForm, seeOther } from "../web/form.ts";

/** Keeps the colour scheme that was chosen, and comes back. */
export const handlers = define.handlers({
  /** Where a reload after an error leads. */
  GET: () => seeOther("/"),
  async POST({ req }) {
    const form = await readForm(req);
    const wanted = fieldText(form, "theme");
    const theme = THEMES.find((name) => name === wanted);
    if (theme === undefined) {
      throw new HttpError(
        400,
        `theme must be one of ${THEMES.join(", ")}, got ${JSON.stringify(wanted)}`,
      );
    }
    const response = seeOther(localPath(fieldText(form, "back"), "/"));
    response.headers.append("Set-Cookie", themeCookie(theme));
    return response;
  },
});
