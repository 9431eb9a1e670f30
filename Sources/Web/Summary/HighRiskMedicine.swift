// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Medicines that do most harm when they are overlooked: anticoagulants, insulins, opioids, and those with a narrow range between
/// too little and too much. It decides the order on the first screen and nothing else; all medicines are shown.
enum HighRiskMedicine {
    private static let names = [
        "warfarin", "acenocoumarol", "phenindione", "apixaban", "rivaroxaban", "edoxaban", "dabigatran", "heparin",
        "enoxaparin", "dalteparin", "tinzaparin", "insulin", "methotrexate", "lithium", "digoxin", "amiodarone",
        "clozapine", "phenytoin", "carbamazepine", "valproate", "valproic acid", "theophylline", "aminophylline",
        "ciclosporin", "tacrolimus", "azathioprine", "mercaptopurine", "morphine", "oxycodone", "fentanyl",
        "buprenorphine", "methadone", "diamorphine", "hydromorphone", "tapentadol", "prednisolone", "hydrocortisone",
        "fludrocortisone",
    ]

    /// Whether the words of a medicine name one of them.
    static func isNamed(in title: String) -> Bool {
        let words = title.lowercased()
        return names.contains { Words.contain($0, in: words) }
    }
}
