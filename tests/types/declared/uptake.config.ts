import { defineDefinitions } from "@uptake/collector/definitions";

/** As in a host's own repository. */
export default defineDefinitions({
  features: { contacts: { name: "Contacts", urls: ["/contacts"] }, calendars: { name: "Calendars" } },
  actions: { "email.sent": { name: "E-mails sent" }, "booking.completed": { name: "Bookings", feature: "calendars" } },
});
