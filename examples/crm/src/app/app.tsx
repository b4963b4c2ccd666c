import { LocationProvider, Route, Router, useLocation } from "preact-iso/router";
import { Calendars } from "./areas/calendars.tsx";
import { CalendarSettings } from "./areas/calendar-settings.tsx";
import { Contacts } from "./areas/contacts.tsx";
import { Conversations } from "./areas/conversations.tsx";
import { LinkPage } from "./areas/link-page.tsx";
import { Opportunities } from "./areas/opportunities.tsx";
import { Payments } from "./areas/payments.tsx";
import { Phone } from "./areas/phone.tsx";
import { Privacy } from "./areas/privacy.tsx";
import { Reports } from "./areas/reports.tsx";
import { Settings } from "./areas/settings.tsx";
import { SiteEditor } from "./areas/site-editor.tsx";
import { Sites } from "./areas/sites.tsx";
import { Wallboard } from "./areas/wallboard.tsx";
import { WorkflowEditor } from "./areas/workflow-editor.tsx";
import { Workflows } from "./areas/workflows.tsx";
import { Progress } from "./progress.tsx";
import { Shell } from "./shell.tsx";
import { SignIn } from "./sign-in.tsx";
import { PageHead } from "./ui/parts.tsx";
import { ToastProvider } from "./ui/toast.tsx";

/** Fieldnote. */
export function App() {
  return (
    <LocationProvider>
      <ToastProvider>
        <Pages />
      </ToastProvider>
    </LocationProvider>
  );
}

function Pages() {
  const { path } = useLocation();
  if (path === "/sign-in") return <SignIn />;
  if (path === "/wallboard") return <Wallboard />;
  return (
    <Shell>
      <Router>
        <Route path="/conversations/:id?" component={Conversations} />
        <Route path="/calendars" component={Calendars} />
        <Route path="/calendars/settings" component={CalendarSettings} />
        <Route path="/workflows" component={Workflows} />
        <Route path="/workflows/:id" component={WorkflowEditor} />
        <Route path="/contacts/:id?" component={Contacts} />
        <Route path="/opportunities" component={Opportunities} />
        <Route path="/phone" component={Phone} />
        <Route path="/payments/:id?" component={Payments} />
        <Route path="/reports" component={Reports} />
        <Route path="/sites" component={Sites} />
        <Route path="/sites/:id" component={SiteEditor} />
        <Route path="/links/:id" component={LinkPage} />
        <Route path="/settings" component={Settings} />
        <Route path="/privacy" component={Privacy} />
        <Route path="/progress" component={ProgressPage} />
        <Route default component={NotFound} />
      </Router>
    </Shell>
  );
}

function ProgressPage() {
  return (
    <div class="page narrow">
      <PageHead title="My progress" about="How far you have come with each part of Fieldnote." />
      <Progress />
    </div>
  );
}

function NotFound() {
  return (
    <div class="page">
      <PageHead title="Nothing here" about="This address leads nowhere. Choose an area from the menu." />
    </div>
  );
}
