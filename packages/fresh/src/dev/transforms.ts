/** Changes to static files, such as compiling a stylesheet. */

/** What a transform is given. */
export interface OnTransformArgs {
  /** Absolute path of the file. */
  path: string;
  /** The browsers to support, as given to the builder. */
  target: string | string[];
  /** The content as text. */
  text: string;
  /** The content as bytes. */
  content: Uint8Array;
  mode: "development" | "production";
}

/** Which files a transform is for. */
export interface OnTransformOptions {
  /** Named in errors. */
  pluginName: string;
  filter: RegExp;
}

/** What a transform returns; nothing when it leaves the file alone. */
export type OnTransformResult = {
  content: string | Uint8Array;
  map?: string | Uint8Array;
} | void;

/** Changes one file. */
export type TransformFn = (
  args: OnTransformArgs,
) => OnTransformResult | Promise<OnTransformResult>;

/** Transforms in the order they were added; each gets what the one before returned. */
export class Transforms {
  readonly #list: { options: OnTransformOptions; transform: TransformFn }[] = [];
  readonly #target: string | string[];
  mode: "development" | "production" = "production";

  constructor(target: string | string[] = "latest") {
    this.#target = target;
  }

  add(options: OnTransformOptions, transform: TransformFn): void {
    this.#list.push({ options, transform });
  }

  /**
   * The changed content of a file, or null when nothing changes it.
   *
   * @throws Error naming the plugin that failed, with its error as cause
   */
  async apply(path: string): Promise<Uint8Array<ArrayBuffer> | null> {
    let content: Uint8Array<ArrayBuffer> | null = null;
    for (const { options, transform } of this.#list) {
      options.filter.lastIndex = 0;
      if (!options.filter.test(path)) continue;
      const before: Uint8Array<ArrayBuffer> = content ??
        await Deno.readFile(path);
      try {
        const result = await transform({
          path,
          target: this.#target,
          text: new TextDecoder().decode(before),
          content: before,
          mode: this.mode,
        });
        if (result) content = bytesOf(result.content);
      } catch (cause) {
        throw new Error(`Plugin "${options.pluginName}" failed on ${path}`, {
          cause,
        });
      }
    }
    return content;
  }
}

function bytesOf(content: string | Uint8Array): Uint8Array<ArrayBuffer> {
  return typeof content === "string" ? new TextEncoder().encode(content) : new Uint8Array(content);
}
