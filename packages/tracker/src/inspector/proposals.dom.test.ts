import { afterEach, describe, expect, test } from "vitest";
import { compileRules } from "../protocol/index.ts";
import { propose } from "./proposals.ts";
import { standingOf, type PageFacts } from "./standing.ts";

const page = (more: Partial<PageFacts> = {}): PageFacts => ({
  href: "https://app.example.com/contacts/42",
  rules: compileRules([{ feature: "reports", urls: ["/reports"] }]),
  claimed: undefined,
  ...more,
});

afterEach(() => {
  document.body.textContent = "";
});

/** What is proposed for the element that bears `id="it"`. */
function proposeFor(html: string, facts = page()) {
  document.body.innerHTML = html;
  const element = document.querySelector("#it") ?? document.body;
  const standing = standingOf(element, facts);
  const proposals = propose(element, facts, standing, {});
  return {
    standing,
    titles: proposals.map(({ title }) => title),
    codes: proposals.flatMap(({ key, pieces }) => pieces(key).map(({ code }) => code)),
    proposals,
  };
}

describe("An attribute comes before an address:", () => {
  test("a button is an action, the part around it a feature, and the page another one", () => {
    expect(proposeFor('<aside aria-label="Dialler"><button><b id="it">Send email</b></button></aside>')).toMatchObject({
      titles: ["Count each click on this", "Make this part of the page a feature", "Make this page a feature"],
      codes: [
        'data-uptake-action="email.sent"',
        '"email.sent": { name: "Email sent" },',
        'data-uptake-feature="dialler"',
        'dialler: { name: "Dialler" },',
        'contacts: { name: "Contacts", urls: ["/contacts/:id"] },',
      ],
    });
  });

  test("a form is counted when it is sent", () => {
    const { titles, codes } = proposeFor('<form id="it"><input name="name"><button>Create contact</button></form>');
    expect(titles[0]).toBe("Count that this form is sent");
    expect(codes[0]).toBe('data-uptake-action="contact.created"');
  });

  test("the whole page has its address alone", () => {
    expect(proposeFor("<p>Contacts</p>").titles).toEqual(["Make this page a feature"]);
  });
});

describe("What is there already isn't proposed:", () => {
  test("an action", () => {
    const { standing, titles } = proposeFor('<button id="it" data-uptake-action="email.sent">Send</button>');
    expect(standing.action).toBe("email.sent");
    expect(titles).toEqual(["Make this page a feature"]);
  });

  test("a part", () => {
    const { standing, titles } = proposeFor('<aside data-uptake-feature="dialler"><p id="it">Dial</p></aside>');
    expect(standing).toMatchObject({ feature: "dialler", why: "data-uptake-feature on <aside> says so." });
    expect(titles).toEqual(["Make this page a feature"]);
  });

  test("an address", () => {
    const facts = page({ rules: compileRules([{ feature: "contacts", urls: ["/contacts/:id"] }]) });
    const { standing, titles } = proposeFor("", facts);
    expect(standing).toMatchObject({ feature: "contacts", why: "The address matches its rule /contacts/:id" });
    expect(titles).toEqual([]);
  });
});

test("a feature that has addresses gets one more", () => {
  const { proposals } = proposeFor("", page({ href: "https://app.example.com/reports/monthly" }));
  expect(proposals[0]?.pieces("reports")).toEqual([
    { into: "urls of reports in uptake.config.ts", code: '"/reports/monthly",' },
  ]);
});

describe("A page that has a feature already", () => {
  const facts = page({ rules: compileRules([{ feature: "contacts", urls: ["/contacts/*"] }]) });

  test("gets one of its own, which takes it from that one, whatever parts are on the page", () => {
    const html = '<aside data-uptake-feature="dialler"><p id="it">Dial</p></aside>';
    const { titles, codes, proposals } = proposeFor(html, facts);
    expect(titles).toEqual(["Make this page a feature of its own"]);
    expect(codes).toEqual(['"contacts-detail": { name: "Contacts detail", urls: ["/contacts/:id"] },']);
    expect(proposals[0]?.steadiness).toMatch(/ It would take the page from contacts, whose rule is \/contacts\/\*$/);
  });

  test("says so to whoever gives it to that one again", () => {
    expect(proposeFor("", facts).proposals[0]?.matches("contacts")).toBe("It has this page already.");
  });
});

describe("A part of a page that has a feature", () => {
  const facts = page({ rules: compileRules([{ feature: "contacts", urls: ["/contacts/*"] }]) });
  const html = '<section aria-label="Contacts"><p id="it">Everybody</p></section>';

  test("gets another one, even where it is called the same", () => {
    const { codes } = proposeFor(html, facts);
    expect(codes.slice(0, 2)).toEqual([
      'data-uptake-feature="contacts-part"',
      '"contacts-part": { name: "Contacts part" },',
    ]);
  });

  test("needs no second entry in the definitions where it is given to one that has addresses", () => {
    const [part] = proposeFor(html, facts).proposals;
    expect(part?.pieces("contacts").map(({ code }) => code)).toEqual(['data-uptake-feature="contacts"']);
    expect(part?.matches("contacts")).toBe("It has this part already.");
  });
});

test("what nobody claims, and what the host's code has claimed, is said", () => {
  expect(proposeFor("").standing).toMatchObject({ feature: "_other", why: expect.stringContaining("No rule claims") });
  expect(proposeFor("", page({ rules: undefined })).standing.why).toContain("definitions have not come");
  expect(proposeFor("", page({ claimed: "checkout" })).standing).toMatchObject({
    feature: "checkout",
    why: expect.stringContaining('enter("checkout")'),
  });
});

test("what an attribute takes in now is counted, in shadow roots as well", () => {
  document.body.innerHTML = '<p data-uptake-action="email.sent"></p><div id="host"></div><button id="it">Send</button>';
  const inside = document.createElement("p");
  inside.setAttribute("data-uptake-action", "email.sent");
  document.querySelector("#host")?.attachShadow({ mode: "open" }).append(inside);
  const element = document.querySelector("#it") ?? document.body;
  const [action] = propose(element, page(), standingOf(element, page()), {});
  expect(action?.matches("email.sent")).toBe("2 elements of this page bear it already.");
  expect(action?.matches("other")).toBe("Nothing on this page bears it yet.");
});

test("no proposal ever holds a class, a position or a made-up id", () => {
  const { codes } = proposeFor(
    '<section class="css-1x2y3z" id="radix-42"><div class="row"><button id="it" class="btn btn-primary">Save</button></div></section>',
  );
  expect(codes.join("\n")).not.toMatch(/css-|radix|btn|row|nth-child|class/);
});

test("quotes in a key stay in its attribute", () => {
  const { proposals } = proposeFor('<button id="it">Save</button>');
  expect(proposals[0]?.pieces('a"&b')[0]?.code).toBe('data-uptake-action="a&quot;&amp;b"');
});
