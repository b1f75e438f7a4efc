/** From the record of a target to a server that can be connected to. */
import { LakebenchError } from "../engine/errors.ts";
import type { Environment, OnNotice } from "../engine/target/conninfo.ts";
import { postgresTarget } from "../engine/target/resolve.ts";
import type { ConnectionSettings, Target } from "../engine/target/target.ts";
import type { TargetRecord } from "../store/targets.ts";
import { SharedServer } from "./embedded_server.ts";
import {
  DATABASE_URL_TARGET,
  databaseUrlSettings,
  EMBEDDED_TARGET,
} from "./environment_targets.ts";

export interface OpenTargetOptions {
  /** Aborts the start of an embedded server. */
  readonly signal: AbortSignal;
  readonly onNotice: OnNotice;
}

/** @throws LakebenchError when the target can't be had; the abort reason */
export type OpenTarget = (record: TargetRecord, options: OpenTargetOptions) => Promise<Target>;

export interface RunnerTargetsOptions {
  readonly env: Environment;
  /** How long an embedded server without a run stays up, milliseconds. Default: ten minutes. */
  readonly idleMs?: number;
  /** Hears of an embedded server that can't be stopped when it is idle. */
  readonly onError: (error: unknown) => void;
}

/** The servers that a runner runs against: those of its environment. */
export class RunnerTargets {
  readonly #env: Environment;
  readonly #embedded: SharedServer;

  constructor(options: RunnerTargetsOptions) {
    this.#env = options.env;
    this.#embedded = new SharedServer(options);
  }

  readonly open: OpenTarget = async (record, options) => {
    switch (record.id) {
      case EMBEDDED_TARGET:
        return await this.#embedded.use(options);
      case DATABASE_URL_TARGET:
        return postgresTarget(await this.#databaseUrl(record));
      default:
        throw new LakebenchError(
          "target_refused",
          `This runner has no credentials for the target "${record.name}".`,
          { hint: "It knows the embedded server and the one in its DATABASE_URL." },
        );
    }
  };

  /** Stops what was started. Safe to call twice. */
  stop(): Promise<void> {
    return this.#embedded.stop();
  }

  async #databaseUrl(record: TargetRecord): Promise<ConnectionSettings> {
    const settings = await databaseUrlSettings(this.#env);
    if (settings === undefined) {
      throw new LakebenchError("target_refused", "This runner has no DATABASE_URL.", {
        hint: "Start every runner of a store with the same DATABASE_URL.",
      });
    }
    const differs = (["host", "port", "database", "user"] as const)
      .find((field) => settings[field] !== record[field]);
    if (differs === undefined) return settings;
    throw new LakebenchError(
      "target_refused",
      `This runner's DATABASE_URL has the ${differs} ${settings[differs]}, and the run was made ` +
        `for ${record[differs]}.`,
      { hint: "Start every runner of a store with the same DATABASE_URL." },
    );
  }
}
