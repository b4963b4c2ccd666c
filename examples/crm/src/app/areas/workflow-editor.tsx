import { useLocation, useRoute } from "preact-iso/router";
import { useEffect, useState } from "preact/hooks";
import type { Workflow, WorkflowStep, WorkflowTrigger } from "../../server/areas/workflows.ts";
import { request } from "../api.ts";
import { Icon } from "../ui/icon.tsx";
import { Field, Form } from "../ui/form.tsx";
import { Loaded, PageHead } from "../ui/parts.tsx";
import { useToast } from "../ui/toast.tsx";
import { useResource } from "../use-resource.ts";

interface Choices {
  readonly triggers: readonly WorkflowTrigger[];
  readonly stepKinds: readonly WorkflowStep["kind"][];
}

/** `/workflows/new` and `/workflows/:id`: a trigger and steps. */
export function WorkflowEditor() {
  const { id } = useRoute().params;
  const isNew = id === "new";
  const { route } = useLocation();
  const toast = useToast();
  const choices = useResource<Choices>("/api/workflows/choices");
  const stored = useResource<Workflow>(isNew ? null : `/api/workflows/${id}`);
  const [steps, setSteps] = useState<readonly WorkflowStep[]>([{ kind: "Send SMS", text: "" }]);
  useEffect(() => {
    if (stored.data) setSteps(stored.data.steps);
  }, [stored.data]);

  const change = (index: number, part: Partial<WorkflowStep>) =>
    setSteps(steps.map((step, position) => (position === index ? { ...step, ...part } : step)));
  const move = (index: number, by: number) => {
    const step = steps[index];
    if (step) setSteps(steps.toSpliced(index, 1).toSpliced(index + by, 0, step));
  };
  const save = async ({ name, startsWhen }: Readonly<Record<string, string>>) => {
    await request(isNew ? "POST" : "PUT", isNew ? "/api/workflows" : `/api/workflows/${id}`, {
      name,
      startsWhen,
      steps,
    });
    if (isNew) uptake.track("workflow.created");
    toast(isNew ? `${name} is created. Switch it on when you're ready.` : `${name} is saved.`);
    route("/workflows");
  };
  const remove = async () => {
    await request("DELETE", `/api/workflows/${id}`).catch((error: Error) => toast(error.message));
    route("/workflows");
  };

  const form = ({ triggers, stepKinds }: Choices, workflow: Workflow | null) => (
    <Form class="card" submit={isNew ? "Create workflow" : "Save workflow"} onSubmit={save}>
      <Field label="Name">
        <input
          name="name"
          required
          maxLength={80}
          defaultValue={workflow?.name ?? ""}
          placeholder="Appointment reminder"
        />
      </Field>
      <Field label="Starts when">
        <select name="startsWhen">
          {triggers.map((trigger) => (
            <option key={trigger} selected={trigger === workflow?.startsWhen}>
              {trigger}
            </option>
          ))}
        </select>
      </Field>
      <h2 class="steps-title">Then</h2>
      <ol class="steps">
        {steps.map((step, index) => (
          <li key={index}>
            <select
              aria-label={`Step ${index + 1}`}
              value={step.kind}
              onChange={(event) => change(index, { kind: event.currentTarget.value as WorkflowStep["kind"] })}
            >
              {stepKinds.map((kind) => (
                <option key={kind}>{kind}</option>
              ))}
            </select>
            <input
              aria-label={`Details of step ${index + 1}`}
              required
              maxLength={400}
              value={step.text}
              placeholder={step.kind === "Wait" ? "2 hours" : "What it says"}
              onInput={(event) => change(index, { text: event.currentTarget.value })}
            />
            <span class="step-tools">
              <button
                type="button"
                class="icon-button"
                aria-label={`Move step ${index + 1} up`}
                disabled={index === 0}
                onClick={() => move(index, -1)}
              >
                <Icon name="up" size={16} />
              </button>
              <button
                type="button"
                class="icon-button"
                aria-label={`Move step ${index + 1} down`}
                disabled={index === steps.length - 1}
                onClick={() => move(index, 1)}
              >
                <Icon name="down" size={16} />
              </button>
              <button
                type="button"
                class="icon-button"
                aria-label={`Remove step ${index + 1}`}
                disabled={steps.length === 1}
                onClick={() => setSteps(steps.toSpliced(index, 1))}
              >
                <Icon name="trash" size={16} />
              </button>
            </span>
          </li>
        ))}
      </ol>
      <button type="button" class="button dashed" onClick={() => setSteps([...steps, { kind: "Wait", text: "" }])}>
        <Icon name="plus" size={16} /> Add a step
      </button>
    </Form>
  );

  return (
    <div class="page narrow">
      <PageHead title={isNew ? "New workflow" : (stored.data?.name ?? "Workflow")}>
        <a class="button" href="/workflows">
          All workflows
        </a>
        {!isNew && (
          <button class="button danger" onClick={() => void remove()}>
            <Icon name="trash" size={16} /> Delete
          </button>
        )}
      </PageHead>
      <Loaded from={choices}>
        {(known) => (isNew ? form(known, null) : <Loaded from={stored}>{(workflow) => form(known, workflow)}</Loaded>)}
      </Loaded>
    </div>
  );
}
