import type { Workflow } from "../../server/areas/workflows.ts";
import { request } from "../api.ts";
import { formatCount, formatRecent } from "../format.ts";
import { Icon } from "../ui/icon.tsx";
import { Empty, Loaded, PageHead } from "../ui/parts.tsx";
import { useToast } from "../ui/toast.tsx";
import { useResource } from "../use-resource.ts";

/** `/workflows`: what happens by itself. */
export function Workflows() {
  const workflows = useResource<readonly Workflow[]>("/api/workflows");
  const toast = useToast();
  const act = async (work: () => Promise<void>) => {
    await work().catch((error: Error) => toast(error.message));
    await workflows.reload();
  };
  const run = (workflow: Workflow) =>
    act(async () => {
      await request("POST", `/api/workflows/${workflow.id}/run`);
      uptake.track("workflow.run");
      toast(`${workflow.name} has run.`);
    });

  return (
    <div class="page">
      <PageHead title="Workflows" about="Reminders, replies and chores that happen without anybody thinking of them.">
        <a class="button primary" href="/workflows/new">
          <Icon name="plus" size={16} /> New workflow
        </a>
      </PageHead>
      <Loaded from={workflows}>
        {(all) =>
          all.length === 0 ? (
            <Empty icon="workflows" title="Nothing is automated yet">
              Begin with a reminder: it saves most businesses a missed appointment a week.
            </Empty>
          ) : (
            <ul class="cards">
              {all.map((workflow) => (
                <li class="card workflow" key={workflow.id}>
                  <header>
                    <h2>
                      <a href={`/workflows/${workflow.id}`}>{workflow.name}</a>
                    </h2>
                    <label class="switch">
                      <input
                        type="checkbox"
                        role="switch"
                        checked={workflow.configured === 1}
                        aria-label={`${workflow.name} is on`}
                        onChange={() =>
                          void act(() =>
                            request("POST", `/api/workflows/${workflow.id}/switch`, {
                              on: workflow.configured ? 0 : 1,
                            }),
                          )
                        }
                      />
                      <span>{workflow.configured ? "On" : "Off"}</span>
                    </label>
                  </header>
                  <p class="workflow-when">When: {workflow.startsWhen.toLowerCase()}</p>
                  <ol class="chips">
                    {workflow.steps.map((step, index) => (
                      <li key={index}>{step.kind}</li>
                    ))}
                  </ol>
                  <footer>
                    <span>
                      <b>{formatCount(workflow.runs)}</b> runs
                      {workflow.lastRunAt !== null && ` · latest: ${formatRecent(workflow.lastRunAt)}`}
                    </span>
                    <button class="button" disabled={!workflow.configured} onClick={() => void run(workflow)}>
                      <Icon name="play" size={14} /> Run now
                    </button>
                  </footer>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </div>
  );
}
