/** The one cookie of the app: the colour scheme that a visitor chose. */
import { type Theme, THEMES } from "../components/theme.ts";

const NAME = "theme";
/** A year, seconds. */
const MAX_AGE = 365 * 24 * 3600;

/** What the visitor chose, or `system`. */
export function themeOf(req: Request): Theme {
  const cookies = req.headers.get("cookie") ?? "";
  const value = new RegExp(`(?:^|;\\s*)${NAME}=([^;]*)`).exec(cookies)?.[1];
  return THEMES.find((theme) => theme === value) ?? "system";
}

/** Keeps the choice for a year. Scripts may not read it, and no other site's form sends it. */
export function themeCookie(theme: Theme): string {
  return `${NAME}=${theme}; Path=/; Max-Age=${MAX_AGE}; HttpOnly; SameSite=Lax`;
}
