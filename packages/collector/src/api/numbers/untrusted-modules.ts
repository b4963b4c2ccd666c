import { isTrusted } from "../../domain/usage/coverage.ts";
import { coverages } from "../reading/coverages.ts";
import {
  liveMeasuredAccounts,
  measuredAccounts,
  type AccountModule,
  type ModuleFigures,
} from "../reading/module-figures.ts";
import { countOf, lengthOf } from "./lists.ts";
import { askedModules } from "./live-accounts.ts";
import { createNames } from "./names.ts";
import type { Evidence, NumberDefinition } from "./number.ts";

/** Of the accounts in a module's numbers those whose people the tracker can't see well enough: 0 of 20 may be 20 of 20 there. */

function createUntrustedCount(
  id: string,
  name: string,
  which: string,
  accountsIn: (figures: ModuleFigures) => readonly AccountModule[],
): NumberDefinition {
  return countOf({
    id,
    name,
    formula: `${which} of which the tracker has seen less than 80 % of the people whom the host's server has seen in the last 14 days. Of whom the server tells nothing, nothing speaks against the numbers.`,
    subjects: ["account", "module"],
    splits: ["account"],
    async measure(reading, subject) {
      const [modules, coverageOf, names] = await Promise.all([
        askedModules(reading, subject),
        coverages(reading),
        createNames(reading),
      ]);
      const all = modules.flatMap((figures) =>
        accountsIn(figures).map(({ account }) => ({ module: figures.module, account: account.id })),
      );
      const rows = all.flatMap(({ module, account }): readonly Evidence[] => {
        const { coverage } = coverageOf(account);
        if (coverage === null || isTrusted(coverage)) return [];
        const { seenByServer, seenByBoth } = coverage;
        return [
          {
            kind: "account",
            id: `${account} ${module.module}`,
            name: `${names.of("account", account)}, ${module.name}`,
            value: null,
            opens: { number: "coveragePercent", subject: { account } },
            details: { account, module: module.module, seenByServer, seenByBoth },
          },
        ];
      });
      const why = "The tracker sees enough of their people, or nobody has told whom the server sees.";
      return lengthOf(rows, {
        excluded: [{ what: "Other accounts of the module", why, value: all.length - rows.length }],
      });
    },
  });
}

export const UNTRUSTED_MODULES: readonly NumberDefinition[] = [
  createUntrustedCount(
    "moduleUntrustedAccounts",
    "Accounts of modules that can't be seen well",
    "Accounts with a snapshot of the module and a licence,",
    measuredAccounts,
  ),
  createUntrustedCount(
    "moduleLiveUntrustedAccounts",
    "Accounts of modules now that can't be seen well",
    "Accounts with a licence of the module, as it is known now,",
    liveMeasuredAccounts,
  ),
];
