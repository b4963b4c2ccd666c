import { defineDefinitions } from "../domain/definitions/definitions.ts";

/** What the demo's product, a small CRM, calls its features. Stored by `uptake seed` where nothing is defined yet. */
export const DEMO_DEFINITIONS = defineDefinitions({
  idleLimit: "60s",
  modules: {
    communication: { name: "Communication", description: "Talking with customers", targetPercent: 80 },
    scheduling: { name: "Scheduling", description: "Appointments and availability", targetPercent: 70 },
    sales: { name: "Sales", description: "People, deals and money", targetPercent: 75 },
    growth: { name: "Growth", description: "Automation, pages and insight", targetPercent: 50 },
  },
  features: {
    conversations: {
      name: "Conversations",
      module: "communication",
      urls: ["/conversations", "/conversations/:id"],
      core: true,
    },
    calendars: {
      name: "Calendars",
      module: "scheduling",
      urls: ["/calendars", "/calendars/*"],
      core: true,
    },
    workflows: { name: "Workflows", module: "growth", urls: ["/workflows", "/workflows/:id"] },
    contacts: {
      name: "Contacts",
      module: "sales",
      urls: ["/contacts", "/contacts/:id"],
      core: true,
    },
    opportunities: { name: "Opportunities", module: "sales", urls: ["/opportunities"] },
    phone: { name: "Phone", module: "communication", urls: ["/phone"] },
    payments: { name: "Payments", module: "sales", urls: ["/payments", "/payments/*"] },
    reports: { name: "Reports", module: "growth", urls: ["/reports"] },
    // Its pages are changed about every two weeks.
    sites: { name: "Sites", module: "growth", urls: ["/sites", "/sites/:id"], rhythmDays: 14 },
    call_recordings: {
      name: "Call recordings",
      module: "communication",
      urls: ["/phone?recording="],
      attention: "media",
    },
    wallboard: { name: "Wallboard", module: "growth", urls: ["/wallboard"], attention: "visible" },
  },
  actions: {
    "message.sent": { name: "Messages sent", feature: "conversations" },
    "booking.completed": { name: "Bookings completed", feature: "calendars" },
    "workflow.created": { name: "Workflows created", feature: "workflows" },
    "workflow.run": { name: "Workflows run", feature: "workflows" },
    "contact.created": { name: "Contacts created", feature: "contacts" },
    "opportunity.moved": { name: "Opportunities moved", feature: "opportunities" },
    "call.made": { name: "Calls made", feature: "phone" },
    "invoice.sent": { name: "Invoices sent", feature: "payments" },
    "report.exported": { name: "Reports exported", feature: "reports" },
    "page.published": { name: "Pages published", feature: "sites" },
    "page.shared": { name: "Page addresses copied", feature: "sites" },
    "wallboard.arranged": { name: "Wallboards arranged", feature: "wallboard" },
  },
  assetTypes: {
    workflow: { name: "Workflows", feature: "workflows" },
    calendar: { name: "Calendars", feature: "calendars" },
    phone_number: { name: "Phone numbers", feature: "phone" },
    pipeline: { name: "Pipelines", feature: "opportunities" },
    site: { name: "Sites", feature: "sites" },
  },
  milestones: {
    first_booking: {
      name: "Complete your first booking",
      rule: { kind: "action", action: "booking.completed", count: 1 },
    },
    ten_messages: { name: "Send ten messages", rule: { kind: "action", action: "message.sent", count: 10 } },
    daily_driver: { name: "Spend an hour in the product", rule: { kind: "time", activeMs: 3_600_000 } },
    sales_basics: {
      name: "Adopt contacts and opportunities",
      rule: {
        kind: "all",
        rules: [
          { kind: "adopted", feature: "contacts" },
          { kind: "adopted", feature: "opportunities" },
        ],
      },
    },
    team_basics: {
      name: "Adopt five features as a team",
      scope: "account",
      rule: { kind: "adoptedFeatures", count: 5 },
    },
  },
  segments: {
    new_customers: {
      name: "New customers",
      of: "account",
      when: { kind: "metric", metric: "ageDays", atMost: 60 },
    },
    pays_uses_little: {
      name: "Pays much, uses little",
      of: "account",
      when: {
        kind: "all",
        rules: [
          { kind: "attribute", attribute: "plan", oneOf: ["Pro", "Enterprise"] },
          { kind: "metric", metric: "seatUsePercent", atMost: 60 },
        ],
      },
    },
    without_manager: {
      name: "Nobody looks after them",
      of: "account",
      when: { kind: "assignee", successRole: "csm", exists: false },
    },
    power_users: {
      name: "Power users",
      of: "user",
      when: { kind: "metric", metric: "adoptionPercent", atLeast: 70 },
    },
    to_contact: {
      name: "Uses little, not contacted lately",
      of: "user",
      when: {
        kind: "all",
        rules: [
          { kind: "metric", metric: "adoptionPercent", atMost: 30 },
          {
            kind: "any",
            rules: [
              { kind: "metric", metric: "daysSinceTouchpoint", atLeast: 15 },
              { kind: "metric", metric: "daysSinceTouchpoint", exists: false },
            ],
          },
        ],
      },
    },
  },
  successRoles: {
    csm: { name: "Customer success manager" },
    onboarding: { name: "Onboarding specialist" },
  },
  goal: { name: "Forty customers by subscription", metric: "saasAccounts", target: 40 },
});
