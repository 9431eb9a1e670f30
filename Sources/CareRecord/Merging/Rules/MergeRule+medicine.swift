// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR

extension MergeRule {
    static let possibleDuplicate = MergeRuleID("medicine.duplicate")

    /// Lines of medication, orders, supplies and administrations.
    static let medicine = MergeRule(
        "medicine", "medicine",
        codes: { $0.productCodes },
        copyParts: [
            MergePart("kind (statement, order, issue, dispense, administration)") { $0.kindOfMedicine },
            MergePart("order identifier") { $0.orderIdentifier },
            MergePart("dose as written and unit") { $0.dose },
            MergePart("timing") { $0.timing },
            MergePart("form") { $0.form },
            MergePart("route") { $0.route },
            MergePart("start") { $0.medicineStart },
            MergePart("status") { $0.status("status") },
        ],
        neighbourhoods: [
            Neighbourhood(
                "duplicate", .heading, "two active lines of the same substance: “check: possible duplicate”",
                saying: "Check: possible duplicate.",
                keys: { $0.isActiveLine ? $0.substances : [] }, spansOneSource: true),
            Neighbourhood(
                "same-substance", .heading,
                "the same substance (by the codes of product and ingredients, or a high-risk medicine by its name): one heading, every line kept",
                saying: "The same medicine.",
                keys: { $0.entry.section == .issues ? [] : $0.substances }),
        ],
        neverCollapsed:
            "a GP's line and a hospital's; modified and immediate release; order, supply and administration")
}
