// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import FHIR
import JSON

/// Who a person is, as one system tells it: what the identity check compares and the banner shows.
public struct PersonDemographics: Sendable {
    /// A name in its parts.
    public struct Name: Sendable {
        public let family: String?
        public let given: [String]
        public let prefix: [String]
        public let text: String?
        /// FHIR's `use` (`official`, `usual`, `old`, `maiden`, `nickname` …).
        public let use: String?

        public init(family: String?, given: [String], prefix: [String] = [], text: String? = nil, use: String? = nil) {
            self.family = family
            self.given = given
            self.prefix = prefix
            self.text = text
            self.use = use
        }
    }

    /// All names, the one in use first, former ones and aliases too.
    public let names: [Name]
    public let birthDate: FHIRDateTime?
    /// FHIR's administrative gender.
    public let gender: String?
    /// Date of death as written, or an empty text where only the fact is known; `nil` for the living.
    public let deceased: String?
    public let addressLines: [String]
    public let telephone: String?

    public init(
        names: [Name], birthDate: FHIRDateTime?, gender: String?, deceased: String? = nil, addressLines: [String] = [],
        telephone: String? = nil
    ) {
        self.names = names
        self.birthDate = birthDate
        self.gender = gender
        self.deceased = deceased
        self.addressLines = addressLines
        self.telephone = telephone
    }

    /// Reads a Patient; the elements read are the same in STU3 and R4.
    public init<Version>(_ patient: Resource<Version>) {
        let all = patient["name"]?.elements.map { name in
            Name(
                family: name["family"]?.string, given: name["given"]?.elements.compactMap(\.string) ?? [],
                prefix: name["prefix"]?.elements.compactMap(\.string) ?? [], text: name["text"]?.string,
                use: name["use"]?.string)
        }
        let names = all ?? []
        let current = names.filter { $0.use == "usual" || $0.use == "official" }
        let others = names.filter { $0.use != "usual" && $0.use != "official" }
        let deceased = patient["deceasedDateTime"]?.string ?? (patient["deceasedBoolean"]?.boolean == true ? "" : nil)
        let address = patient["address"]?.elements.first { $0["use"]?.string == "home" } ?? patient["address"]?[0]
        let lines = address?["line"]?.elements.compactMap(\.string) ?? []
        let rest = ["city", "district", "postalCode"].compactMap { address?[$0]?.string }
        let phones = patient["telecom"]?.elements.filter { $0["system"]?.string == "phone" }.compactMap {
            $0["value"]?.string
        }
        self.init(
            names: current + others, birthDate: patient["birthDate"]?.string.flatMap { FHIRDateTime($0) },
            gender: patient["gender"]?.string, deceased: deceased, addressLines: lines + rest, telephone: phones?.first)
    }

    /// `SURNAME, First (Title)` of the name in use; `nil` without one.
    public var bannerName: String? {
        guard let name = names.first else { return nil }
        let family = name.family?.uppercased()
        let given = name.given.isEmpty ? nil : name.given.joined(separator: " ")
        let words = [family, given].compactMap { $0 }.joined(separator: ", ")
        guard !words.isEmpty else { return name.text }
        return name.prefix.isEmpty ? words : words + " (" + name.prefix.joined(separator: " ") + ")"
    }

    /// Age in whole years on a day; `nil` where the birth date is not known to the day.
    public func age(on day: FHIRDateTime) -> Int? {
        guard let birthDate, birthDate.precision >= .day else { return nil }
        let had = (day.month, day.day) >= (birthDate.month, birthDate.day)
        return day.year - birthDate.year - (had ? 0 : 1)
    }
}

extension PersonDemographics: CustomStringConvertible, CustomReflectable {
    public var description: String { "<redacted demographics>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
