/** What most runs leave as it is: folded away, unless something in it is set or wrong. */
import type { ComponentChildren, JSX } from "preact";
import { DRIVERS, ORDERS, PROTOCOLS } from "../../engine/config.ts";
import { KNEE_AXES } from "../../engine/knee/knee_config.ts";
import type { DraftField } from "../../web/run_draft.ts";
import { Explained } from "../Explained.tsx";
import { Icon } from "../icons.tsx";
import { DraftInput, DraftLines, type DraftProps, DraftSelect } from "./DraftControls.tsx";

/** The fields that are folded away. */
export const ADVANCED_FIELDS: readonly DraftField[] = [
  "warmup_sec",
  "until_steady_sec",
  "cooldown_sec",
  "order",
  "latency_limit_ms",
  "max_tries",
  "driver",
  "protocol",
  "pipeline",
  "max_workers",
  "seed",
  "thresholds",
  "find_knee.over",
  "find_knee.conditions",
  "find_knee.min",
  "find_knee.max",
  "find_knee.resolution_pct",
  "find_knee.repetitions",
];

const DRIVER_LABELS: Readonly<Record<typeof DRIVERS[number], string>> = {
  wire: "wire: Lakebench's own",
  pg: "pg: the npm library",
  postgres: "postgres: the npm library",
};

const AXIS_LABELS: Readonly<Record<typeof KNEE_AXES[number], string>> = {
  threads: "over connections, in place of the thread counts",
  rate: "over the rate, at one thread count",
};

export function AdvancedFields({ open, ...props }: DraftProps & { open: boolean }): JSX.Element {
  return (
    <details id="advanced" open={open} class="group/advanced">
      <summary class="inline-flex items-center gap-2 rounded-control py-1 font-medium text-accent">
        <Icon name="forward" class="group-open/advanced:rotate-90" />
        Advanced: warm-up, order, driver, thresholds, search for the knee
      </summary>
      <div class="mt-4 grid gap-6 border-l-2 border-line pl-4">
        <Group title="Around each level">
          <DraftInput {...props} name="warmup_sec" />
          <DraftInput {...props} name="until_steady_sec" placeholder="warm-up only" />
          <DraftInput {...props} name="cooldown_sec" />
          <DraftSelect
            {...props}
            name="order"
            choices={[
              { value: "", label: "as given; shuffled where levels are repeated" },
              ...ORDERS.map((value) => ({
                value,
                label: value === "given" ? "always as given" : "always shuffled",
              })),
            ]}
          />
        </Group>
        <Group title="Each operation">
          <DraftInput {...props} name="latency_limit_ms" placeholder="none" />
          <DraftInput {...props} name="max_tries" />
          <DraftInput {...props} name="pipeline" />
          <DraftInput {...props} name="seed" placeholder="drawn" />
        </Group>
        <Group title="The client">
          <DraftSelect
            {...props}
            name="driver"
            choices={DRIVERS.map((value) => ({ value, label: DRIVER_LABELS[value] }))}
          />
          <DraftSelect
            {...props}
            name="protocol"
            choices={PROTOCOLS.map((value) => ({ value, label: value }))}
          />
          <DraftInput {...props} name="max_workers" placeholder="one a core" />
        </Group>
        <Group title="What must hold">
          <DraftLines
            {...props}
            name="thresholds"
            note="One a line."
            placeholder="p99_latency_ms<10"
          />
        </Group>
        <Group title="Search for the knee">
          <DraftSelect
            {...props}
            name="find_knee.over"
            data-knee
            whatIs={<Explained topic="field" name="find_knee" />}
            choices={[
              { value: "", label: "no: run the levels given" },
              ...KNEE_AXES.map((value) => ({ value, label: AXIS_LABELS[value] })),
            ]}
          />
          <KneeOnly>
            <DraftLines
              {...props}
              name="find_knee.conditions"
              note="All must hold, one a line."
              rows={2}
              placeholder="p99_latency_ms<10"
            />
          </KneeOnly>
          <KneeOnly>
            <DraftInput {...props} name="find_knee.min" placeholder="1, or 100/s" />
          </KneeOnly>
          <KneeOnly>
            <DraftInput
              {...props}
              name="find_knee.max"
              placeholder="what the server has room for"
            />
          </KneeOnly>
          <KneeOnly>
            <DraftInput {...props} name="find_knee.resolution_pct" unit="%" placeholder="5" />
          </KneeOnly>
          <KneeOnly>
            <DraftInput {...props} name="find_knee.repetitions" unit="runs" placeholder="3" />
          </KneeOnly>
        </Group>
      </div>
    </details>
  );
}

function Group({ title, children }: { title: string; children: ComponentChildren }): JSX.Element {
  return (
    <div role="group" aria-label={title} class="grid gap-3">
      <h3 class="text-sm font-semibold text-ink-soft">{title}</h3>
      <div class="grid gap-4 sm:grid-cols-2">{children}</div>
    </div>
  );
}

/** Shown where a knee is searched. */
function KneeOnly({ children }: { children: ComponentChildren }): JSX.Element {
  return (
    <div class="grid content-start group-has-[[data-knee]>option:first-child:checked]/form:hidden">
      {children}
    </div>
  );
}
