/** A page that stands in for one of another product's, which an account has put into its menu. */
export interface EmbeddedPage {
  readonly title: string;
  readonly sections: readonly (readonly [heading: string, text: string])[];
  /** Whether it says a word to the page around it while somebody uses it. */
  readonly signals?: boolean;
}

const pages: Readonly<Record<string, EmbeddedPage>> = {
  "help-centre": {
    title: "Help centre",
    signals: true,
    sections: [
      ["Book somebody in", "Open Calendars and choose a free time, or press Book. Who is booked gets a reminder."],
      ["Answer from one place", "SMS, e-mail and web chat come together in Conversations. Enter sends."],
      ["Hear a call again", "Every answered call has its recording in Phone, beside its length."],
      ["Put numbers on the wall", "Reports has a wallboard for a second screen. Choose there what it shows."],
      [
        "Let it run by itself",
        "A workflow starts when something happens, such as a booking, and takes its steps in turn.",
      ],
    ],
  },
  "front-desk": {
    title: "Front-desk handbook",
    sections: [
      [
        "First thing",
        "Lights, phones, yesterday's voicemail. Patients with a balance get a friendly word, not a letter.",
      ],
      ["No-shows", "Call after ten minutes. The second time, ask for a deposit when they book again."],
      [
        "Insurance",
        "Check the card at every first visit of the year. Copies go to the patient's notes, never on paper.",
      ],
      ["Emergencies", "Dr Torres keeps 11:30 and 4:00 free. Pain comes before polish."],
    ],
  },
  "listing-standards": {
    title: "Listing standards",
    sections: [
      ["Photos", "Daylight, twelve at least, the street first. No fisheye, no people, no personal pictures."],
      ["Words", "What a buyer can check. “Charming” is not a number of bedrooms."],
      ["Showings", "Shoes off, lights on, back door locked. Write the note before you drive off."],
    ],
  },
  "coach-handbook": {
    title: "Coach handbook",
    sections: [
      ["Before a class", "Greet newcomers by name and ask for injuries. The warm-up belongs to them."],
      ["Spotting", "Hands near, not on. Anything above bodyweight needs two."],
      ["After a class", "Wipe down, put back, and note who wants a trial week."],
    ],
  },
};

/** By the last part of their address. */
export const embeddedPages: ReadonlyMap<string, EmbeddedPage> = new Map(Object.entries(pages));
