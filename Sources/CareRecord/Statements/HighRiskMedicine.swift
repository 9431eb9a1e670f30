// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Medicines that do most harm when they are overlooked or given twice: anticoagulants, insulins, opioids, and those with a narrow
/// range between too little and too much. They come first on the first screen, and their names put lines of different products under
/// one heading and alarm; they never make two lines one.
public enum HighRiskMedicine {
    /// The substances, each by the one word that names it.
    private static let substances = [
        "warfarin", "acenocoumarol", "phenindione", "apixaban", "rivaroxaban", "edoxaban", "dabigatran", "enoxaparin",
        "dalteparin", "tinzaparin", "methotrexate", "lithium", "digoxin", "amiodarone", "clozapine", "phenytoin",
        "carbamazepine", "valproate", "theophylline", "aminophylline", "ciclosporin", "tacrolimus", "azathioprine",
        "mercaptopurine", "morphine", "oxycodone", "fentanyl", "buprenorphine", "methadone", "diamorphine",
        "hydromorphone", "tapentadol", "prednisolone", "hydrocortisone", "fludrocortisone",
    ]

    /// Words for several substances, of which somebody rightly has two.
    private static let classes: Set<String> = ["heparin", "insulin"]

    /// Other words under which some of them are prescribed, with the substance: those that are to be prescribed by brand, and the common
    /// brands.
    private static let brands = [
        ("valproic", "valproate"),
        ("adoport", "tacrolimus"), ("advagraf", "tacrolimus"), ("prograf", "tacrolimus"), ("envarsus", "tacrolimus"),
        ("dailiport", "tacrolimus"), ("modigraf", "tacrolimus"), ("neoral", "ciclosporin"), ("priadel", "lithium"),
        ("camcolit", "lithium"), ("tegretol", "carbamazepine"), ("epanutin", "phenytoin"), ("epilim", "valproate"),
        ("eliquis", "apixaban"), ("xarelto", "rivaroxaban"), ("lixiana", "edoxaban"), ("pradaxa", "dabigatran"),
        ("clexane", "enoxaparin"), ("inhixa", "enoxaparin"), ("fragmin", "dalteparin"), ("clozaril", "clozapine"),
        ("zaponex", "clozapine"), ("denzapine", "clozapine"), ("uniphyllin", "theophylline"), ("zomorph", "morphine"),
        ("oramorph", "morphine"), ("oxycontin", "oxycodone"), ("longtec", "oxycodone"), ("butrans", "buprenorphine"),
        ("butec", "buprenorphine"), ("metoject", "methotrexate"), ("plenadren", "hydrocortisone"),
    ]

    private static let substanceOfWord = Dictionary(
        uniqueKeysWithValues: substances.map { ($0, $0) } + brands)

    /// Whether the words of a medicine name one of them.
    public static func isNamed(in title: String) -> Bool {
        LowercaseWords.all(in: title).contains { substanceOfWord[$0] != nil || classes.contains($0) }
    }

    /// The substances that the words of a medicine name, each once.
    public static func substances(in title: String) -> [String] {
        var found: [String] = []
        for word in LowercaseWords.all(in: title) {
            if let substance = substanceOfWord[word], !found.contains(substance) { found.append(substance) }
        }
        return found
    }
}
