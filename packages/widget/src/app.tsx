import { featureGroups } from "./feature-view.ts";
import type { Language } from "./messages/language.ts";
import type { WidgetState } from "./state.ts";
import { Announcer } from "./views/announcer.tsx";
import { Failed, FailureNotice } from "./views/failure.tsx";
import { Empty } from "./views/empty.tsx";
import { Footer } from "./views/footer.tsx";
import { Fresh } from "./views/fresh.tsx";
import { Groups } from "./views/groups.tsx";
import { Header } from "./views/header.tsx";
import { Measuring } from "./views/measuring.tsx";
import { Milestones } from "./views/milestones.tsx";
import { Skeleton } from "./views/skeleton.tsx";

export interface AppProps {
  readonly state: WidgetState;
  readonly language: Language;
  readonly retry: () => void;
  /** Takes the person's word on whether this browser measures them. */
  readonly choose: (isAllowed: boolean) => void;
}

/** The whole widget, a function of its state. */
export function App({ state, language, retry, choose }: AppProps) {
  const { known, failure, loading, measuring } = state;
  const groups = featureGroups(state);
  const used = groups.inProgress.length + groups.adopted.length > 0;

  return (
    <div class="root" lang={language.tag}>
      <section class="card" part="card" aria-labelledby="title" aria-busy={known === null && failure === null}>
        <Header groups={known === null ? null : groups} language={language} />
        {measuring !== null && <Measuring status={measuring.status} choose={choose} language={language} />}
        {known !== null && failure !== null && (
          <FailureNotice
            failure={failure}
            receivedAt={known.receivedAt}
            loading={loading}
            retry={retry}
            language={language}
          />
        )}
        {known === null && failure !== null && (
          <Failed failure={failure} loading={loading} retry={retry} language={language} />
        )}
        {known === null && failure === null && <Skeleton language={language} />}
        {known !== null && known.reply.features.length === 0 && <Empty language={language} />}
        {known !== null && known.reply.features.length > 0 && !used && <Fresh language={language} />}
        {known !== null && <Groups groups={groups} language={language} />}
        {known !== null && <Milestones milestones={known.reply.milestones} language={language} />}
        {known !== null && (used || measuring?.status === "on") && (
          <Footer
            asOf={used ? known.reply.asOf : null}
            stop={measuring?.status === "on" ? () => choose(false) : null}
            language={language}
          />
        )}
        <Announcer state={state} groups={groups} language={language} />
      </section>
    </div>
  );
}
