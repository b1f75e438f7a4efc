/** The record of a run in the store, as far as `--record` asks for one. */
import type { OnEvent } from "../engine/events.ts";
import type { RunPlan } from "../engine/plan.ts";
import type { RunResult } from "../engine/result.ts";
import type { RunOptions } from "../engine/run.ts";
import type { Target } from "../engine/target/target.ts";
import type { Recorder, Recording } from "../runner/recorder.ts";
import type { RunRequest } from "./arguments.ts";
import type { Surroundings } from "./run_command.ts";

/** From the opening of the store until the run is told. Without `--record` nothing is done anywhere. */
export class RunRecording {
  readonly #recorder: Recorder | undefined;
  readonly #cancelled = new AbortController();
  #recording: Recording | undefined;

  private constructor(recorder: Recorder | undefined) {
    this.#recorder = recorder;
  }

  /** Opens the store: one that can't be opened is said before the run. @throws LakebenchError */
  static async open(
    { record }: Pick<RunRequest, "record">,
    { openRecorder }: Pick<Surroundings, "openRecorder">,
  ): Promise<RunRecording> {
    if (record === undefined) return new RunRecording(undefined);
    if (openRecorder === undefined) throw new Error("there is nothing to record with");
    return new RunRecording(await openRecorder(record.store));
  }

  /**
   * Makes the run's record. From here on a failure of the store is a warning, and the run goes on.
   *
   * @param show shows an event to the user
   * @returns what the run is to be told beside its own options
   * @throws LakebenchError `target_busy`
   */
  async begin(
    plan: RunPlan,
    target: Target,
    { signal, onEvent: show }: { readonly signal: AbortSignal; readonly onEvent: OnEvent },
  ): Promise<Pick<RunOptions, "signal" | "onEvent" | "id">> {
    const tell = (severity: "info" | "warning", message: string) =>
      show({ type: "notice", severity, message });
    const recording = await this.#recorder?.begin({
      plan,
      target,
      onCancel: () => {
        tell("info", "The run was cancelled in the dashboard.");
        this.#cancelled.abort();
      },
      onLost: (error) => {
        const reason = error instanceof Error ? `: ${error.message}` : "";
        tell("warning", `The run's record in the store stays incomplete${reason}`);
      },
    });
    this.#recording = recording;
    if (recording === undefined) return { signal, onEvent: show };
    tell("info", `Recorded as run ${recording.id}.`);
    return {
      id: recording.id,
      signal: AbortSignal.any([signal, this.#cancelled.signal]),
      onEvent: (event) => {
        recording.onEvent(event);
        show(event);
      },
    };
  }

  /** Stores the result. @returns false when it was to be recorded and could not be */
  async finish(result: RunResult): Promise<boolean> {
    const recording = this.#recording;
    this.#recording = undefined;
    return recording === undefined || await recording.finish(result);
  }

  /** Ends the record of a run without a result, and closes the store. */
  async close(): Promise<void> {
    try {
      await this.#recording?.abandon();
    } finally {
      this.#recorder?.close();
    }
  }
}
