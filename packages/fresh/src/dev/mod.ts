/**
 * Development server and production build.
 *
 * @module
 */
export { Builder, type BuildOptions } from "./builder.ts";
export type {
  OnTransformArgs,
  OnTransformOptions,
  OnTransformResult,
  TransformFn,
} from "./transforms.ts";
