/** The live socket below the API's other paths. */
export { handlers } from "../ws.ts";
