/** What the routes share: the type of a request's state. */
import { createDefine } from "fresh";
import type { Theme } from "./components/theme.ts";
import type { Services } from "./services.ts";

/** Who asks. There is no sign-in yet: whoever reaches this machine's own address is its user. */
export interface User {
  readonly id: string;
  readonly name: string;
  readonly role: "admin";
}

/** What middlewares put on a request for its route. */
export interface State {
  services: Services;
  user: User;
  /** The light or dark scheme that the visitor chose, or that of their system. */
  theme: Theme;
}

/** Types handlers and pages by {@linkcode State}. */
export const define = createDefine<State>();
