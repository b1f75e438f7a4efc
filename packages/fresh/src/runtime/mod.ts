/**
 * What both the server and islands may import.
 *
 * @module
 */
export { asset, assetSrcSet } from "./asset.ts";
export { Head } from "./head.ts";
export { IS_BROWSER } from "./is_browser.ts";
export { HttpError } from "../http_error.ts";
