import { defineDefinitions } from "@uptake/collector/definitions";

export default defineDefinitions({
  features: {
    calendars: { name: "Calendars", urls: ["/calendars", "/calendars/*"] },
    reports: { name: "Reports", urls: ["/reports/:id"] },
  },
});
