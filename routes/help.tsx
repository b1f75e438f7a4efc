import { ExplanationList } from "../components/ExplanationList.tsx";
import {
  CIRCUMSTANCES,
  CONFIGURATION,
  FIGURES,
  GENERATOR,
  TERMS,
} from "../components/explanations.ts";
import { PageHeader } from "../components/PageHeader.tsx";
import { define } from "../define.ts";
import { configurationFields, fieldLimits } from "../web/field_limits.ts";

const SECTIONS = [
  { id: "terms", title: "Reading a result" },
  { id: "fields", title: "Fields of a run" },
  { id: "figures", title: "Figures of a level" },
  { id: "generator", title: "The load generator" },
  { id: "circumstances", title: "Circumstances of a run" },
  { id: "outside", title: "Beyond the browser" },
] as const;

/** Every field and every number, explained. */
export default define.page(() => (
  <>
    <PageHeader title="Help">
      Every field of a run and every number of a result. The same sentences stand behind each
      question mark.
    </PageHeader>
    <nav aria-label="On this page" class="mb-8">
      <ul class="flex flex-wrap gap-x-6 gap-y-2">
        {SECTIONS.map(({ id, title }) => (
          <li key={id}>
            <a class="text-accent underline" href={`#${id}`}>{title}</a>
          </li>
        ))}
      </ul>
    </nav>
    <div class="grid gap-12">
      <section id="terms" aria-labelledby="terms-title">
        <h2 id="terms-title" class="mb-4 text-xl font-semibold">Reading a result</h2>
        <ExplanationList topic="term" explanations={TERMS} names={Object.keys(TERMS)} />
      </section>
      <section id="fields" aria-labelledby="fields-title">
        <h2 id="fields-title" class="mb-4 text-xl font-semibold">Fields of a run</h2>
        <ExplanationList
          topic="field"
          explanations={CONFIGURATION}
          names={configurationFields()}
          limitsOf={fieldLimits}
        />
      </section>
      <section id="figures" aria-labelledby="figures-title">
        <h2 id="figures-title" class="mb-4 text-xl font-semibold">Figures of a level</h2>
        <ExplanationList topic="figure" explanations={FIGURES} names={Object.keys(FIGURES)} />
      </section>
      <section id="generator" aria-labelledby="generator-title">
        <h2 id="generator-title" class="mb-4 text-xl font-semibold">The load generator</h2>
        <ExplanationList
          topic="generator"
          explanations={GENERATOR}
          names={Object.keys(GENERATOR)}
        />
      </section>
      <section id="circumstances" aria-labelledby="circumstances-title">
        <h2 id="circumstances-title" class="mb-4 text-xl font-semibold">Circumstances of a run</h2>
        <ExplanationList
          topic="circumstance"
          explanations={CIRCUMSTANCES}
          names={Object.keys(CIRCUMSTANCES)}
        />
      </section>
      <section id="outside" aria-labelledby="outside-title" class="max-w-prose">
        <h2 id="outside-title" class="mb-4 text-xl font-semibold">Beyond the browser</h2>
        <p>
          <code>deno task bench --help</code>{" "}
          shows the same run on the command line: flags are the fields above, and its files are what
          the run's page exports. Programs use the{" "}
          <a class="text-accent underline" href="/api/docs">API</a>.
        </p>
      </section>
    </div>
  </>
));
