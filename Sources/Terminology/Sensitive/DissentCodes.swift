// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
public import FHIR
public import JSON

/// The codes by which people's wishes about sharing stand in a source's own record. A dissent there is for the source's data, and nobody
/// can override it, not in an emergency either.
public enum DissentCodes {
    private static let dissents: Set<String> = ["416409005", "416308001", "9Nd1", "93C1"]
    private static let shares: Set<String> = ["417528008", "417370002", "425691002", "9Nd7", "93C0"]

    /// The codes in each way in which they are written: Read codes with and without their dots and term codes.
    public static let all: [String] = dissents.union(shares).flatMap(written)

    private static func written(_ code: String) -> [String] {
        code.utf8.count == 4 ? [code, code + ".", code + ".00", code + ".11", code + ".12"] : [code]
    }

    private static let names = JSONNames(all)
    private static let dissentNames = JSONNames(dissents.flatMap(written))

    /// Whether a code of dissent stands in something that cannot be read otherwise: what it says of whom, and when, is not known then.
    public static func mayDissent(in value: JSONValue) -> Bool { dissentNames.stand(in: value) }

    /// Whether the latest of the wishes in a record is a dissent. On a tie it is; what has no date is taken for the latest dissent, or the
    /// earliest share; a share of a later day than today is not yet one.
    public static func dissent(in resources: [Resource<R4>], today: FHIRDateTime) -> Bool {
        var latest: (dissent: Int?, share: Int?) = (nil, nil)
        for resource in resources where names.stand(in: resource.value) && !resource.isEnteredInError {
            for code in codes(resource) {
                let date = date(resource)
                if dissents.contains(code) {
                    latest.dissent = max(latest.dissent ?? .min, date?.endOfDay ?? .max)
                } else if shares.contains(code), (date?.earliestSecond ?? .min) <= today.earliestSecond {
                    latest.share = max(latest.share ?? .min, date?.earliestSecond ?? .min)
                }
            }
        }
        guard let dissent = latest.dissent else { return false }
        return latest.share.map { $0 <= dissent } ?? true
    }

    /// The codes of what the resource states; what it only refers to is stated elsewhere.
    private static func codes(_ resource: Resource<R4>) -> [String] {
        let concepts = ["code", "category", "scope", "valueCodeableConcept"].flatMap {
            CodeableConcept.all(in: resource[$0])
        }
        return concepts.flatMap { $0.codings.compactMap(\.code) }.map { code in
            let short = String(code.prefix(4))
            return dissents.contains(short) || shares.contains(short) ? (all.contains(code) ? short : code) : code
        }
    }

    private static func date(_ resource: Resource<R4>) -> FHIRDateTime? {
        for name in [
            "effectiveDateTime", "effectivePeriod", "effectiveInstant", "onsetDateTime", "onsetPeriod",
            "performedDateTime",
            "performedPeriod", "dateTime", "period", "recordedDate", "issued", "authoredOn", "date",
        ] {
            guard let value = resource[name] else { continue }
            if let date = (value.string ?? value["start"]?.string).flatMap({ FHIRDateTime($0) }) { return date }
        }
        return nil
    }
}

extension FHIRDateTime {
    /// The last second that a partial date can mean; that of a day's end, so that a dissent stands against a share of the same day.
    fileprivate var endOfDay: Int {
        switch precision {
        case .year: Self.daysSince1970(year: year + 1, month: 1, day: 1) * 86_400 - 1
        case .month:
            Self.daysSince1970(year: month == 12 ? year + 1 : year, month: month == 12 ? 1 : month + 1, day: 1) * 86_400
                - 1
        case .day: earliestSecond + 86_399
        case .minute, .second, .fraction: earliestSecond
        }
    }
}
