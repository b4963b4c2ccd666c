/** Every table but `accounts`, `people` and `sessions` carries its account, and every query names it. */
export const schema = `
CREATE TABLE IF NOT EXISTS accounts (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, plan TEXT NOT NULL, createdAt INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS people (
  id TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES accounts(id), name TEXT NOT NULL, title TEXT NOT NULL,
  email TEXT NOT NULL UNIQUE, password TEXT NOT NULL, createdAt INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS sessions (
  id TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES people(id), expiresAt INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS contacts (
  id INTEGER PRIMARY KEY, account TEXT NOT NULL REFERENCES accounts(id), name TEXT NOT NULL, email TEXT NOT NULL,
  phone TEXT NOT NULL, company TEXT NOT NULL, status TEXT NOT NULL, createdAt INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS notes (
  id INTEGER PRIMARY KEY, account TEXT NOT NULL, contact INTEGER NOT NULL REFERENCES contacts(id),
  author TEXT NOT NULL, text TEXT NOT NULL, createdAt INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS conversations (
  id INTEGER PRIMARY KEY, account TEXT NOT NULL, contact INTEGER NOT NULL REFERENCES contacts(id),
  channel TEXT NOT NULL, unread INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS messages (
  id INTEGER PRIMARY KEY, account TEXT NOT NULL, conversation INTEGER NOT NULL REFERENCES conversations(id),
  sender TEXT NOT NULL CHECK (sender IN ('contact', 'team')), author TEXT NOT NULL, text TEXT NOT NULL,
  sentAt INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS messagesByConversation ON messages (conversation, sentAt);
CREATE TABLE IF NOT EXISTS calendars (
  id INTEGER PRIMARY KEY, account TEXT NOT NULL, name TEXT NOT NULL, color TEXT NOT NULL,
  slotMinutes INTEGER NOT NULL, opensHour INTEGER NOT NULL, closesHour INTEGER NOT NULL,
  configured INTEGER NOT NULL, createdAt INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS appointments (
  id INTEGER PRIMARY KEY, account TEXT NOT NULL, calendar INTEGER NOT NULL REFERENCES calendars(id),
  contact INTEGER NOT NULL REFERENCES contacts(id), title TEXT NOT NULL, startsAt INTEGER NOT NULL,
  endsAt INTEGER NOT NULL, status TEXT NOT NULL CHECK (status IN ('booked', 'completed', 'cancelled'))
) STRICT;
CREATE INDEX IF NOT EXISTS appointmentsByTime ON appointments (account, startsAt);
CREATE TABLE IF NOT EXISTS workflows (
  id INTEGER PRIMARY KEY, account TEXT NOT NULL, name TEXT NOT NULL, startsWhen TEXT NOT NULL, steps TEXT NOT NULL,
  configured INTEGER NOT NULL, runs INTEGER NOT NULL, lastRunAt INTEGER, createdAt INTEGER NOT NULL, deletedAt INTEGER
) STRICT;
CREATE TABLE IF NOT EXISTS pipelines (
  id INTEGER PRIMARY KEY, account TEXT NOT NULL, name TEXT NOT NULL, stages TEXT NOT NULL, createdAt INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS opportunities (
  id INTEGER PRIMARY KEY, account TEXT NOT NULL, pipeline INTEGER NOT NULL REFERENCES pipelines(id),
  contact INTEGER NOT NULL REFERENCES contacts(id), title TEXT NOT NULL, amountCents INTEGER NOT NULL,
  stage TEXT NOT NULL, moves INTEGER NOT NULL, movedAt INTEGER NOT NULL, createdAt INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS phoneNumbers (
  id INTEGER PRIMARY KEY, account TEXT NOT NULL, number TEXT NOT NULL, label TEXT NOT NULL, forwardsTo TEXT NOT NULL,
  configured INTEGER NOT NULL, createdAt INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS calls (
  id INTEGER PRIMARY KEY, account TEXT NOT NULL, phoneNumber INTEGER NOT NULL REFERENCES phoneNumbers(id),
  contact INTEGER REFERENCES contacts(id), otherNumber TEXT NOT NULL, direction TEXT NOT NULL, outcome TEXT NOT NULL,
  seconds INTEGER NOT NULL, startedAt INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS invoices (
  id INTEGER PRIMARY KEY, account TEXT NOT NULL, contact INTEGER NOT NULL REFERENCES contacts(id),
  number TEXT NOT NULL, item TEXT NOT NULL, amountCents INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('draft', 'sent', 'paid')),
  createdAt INTEGER NOT NULL, dueAt INTEGER NOT NULL, sentAt INTEGER, paidAt INTEGER
) STRICT;
CREATE TABLE IF NOT EXISTS sites (
  id INTEGER PRIMARY KEY, account TEXT NOT NULL, name TEXT NOT NULL, path TEXT NOT NULL, blocks TEXT NOT NULL,
  publishes INTEGER NOT NULL, publishedAt INTEGER, updatedAt INTEGER NOT NULL, createdAt INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS menuLinks (
  id INTEGER PRIMARY KEY, account TEXT NOT NULL, name TEXT NOT NULL, address TEXT NOT NULL
) STRICT;
`;
