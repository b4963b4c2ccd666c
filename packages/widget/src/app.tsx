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
import { Milestones } from "./views/milestones.tsx";
import { Skeleton } from "./views/skeleton.tsx";

export interface AppProps {
  readonly state: WidgetState;
  readonly language: Language;
  readonly retry: () => void;
}

/** The whole widget, a function of its state. */
export function App({ state, language, retry }: AppProps) {
  const { known, failure, loading } = state;
  const groups = featureGroups(state);
  const used = groups.inProgress.length + groups.adopted.length > 0;

  return (
    <div class="root" lang={language.tag}>
      <section class="card" part="card" aria-labelledby="title" aria-busy={known === null && failure === null}>
        <Header groups={known === null ? null : groups} language={language} />
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
        {known !== null && used && <Footer asOf={known.reply.asOf} language={language} />}
        <Announcer celebrated={state.celebrated} groups={groups} failure={failure} language={language} />
      </section>
    </div>
  );
}
