// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

extension MergeAlarm {
    /// A medicine is in force weekly and daily: the mistake that kills with methotrexate.
    static let weeklyAndDaily = MergeAlarm(
        "medicine.weekly-and-daily",
        "the same medicine weekly and daily (methotrexate by its name too, whatever the product)",
        saying: "CONFLICT: weekly and daily doses of one medicine are in force. Check before anything is given."
    ) { facts in
        let groups = sharing(facts, keys: { $0.substanceCodes + $0.dangerousNames }, where: \.isActiveLine)
        return groups.filter { group in
            let rhythms = group.map { facts[$0].doseReading.rhythms }
            return rhythms.contains([.weekly]) && rhythms.contains([.daily])
        }
    }

    /// A medicine is in force with two doses.
    static let doses = MergeAlarm(
        "medicine.doses", "the same medicine with two doses in force",
        saying: "CONFLICT: two doses of one medicine are in force. Check which one holds."
    ) { facts in
        sharing(facts, keys: { $0.productCodes }, where: \.isActiveLine).filter { group in
            let readings = Set(group.map { facts[$0].doseReading })
            return readings.contains { one in readings.contains { one.contradicts($0) } }
        }
    }
}

extension MergeFacts {
    /// Names under which a medicine counts as one, whatever product or strength was prescribed. An alarm may go by words; what
    /// makes entries one may not.
    fileprivate var dangerousNames: [String] {
        entry.title.lowercased().contains("methotrexate") ? ["methotrexate"] : []
    }
}
