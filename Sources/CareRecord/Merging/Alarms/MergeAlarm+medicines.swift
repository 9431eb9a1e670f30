// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

extension MergeAlarm {
    /// A medicine is in force weekly and daily: the mistake that kills with methotrexate.
    static let weeklyAndDaily = MergeAlarm(
        "medicine.weekly-and-daily",
        "the same substance weekly and daily (a high-risk medicine by its name too, whatever the product)",
        saying: "CONFLICT: weekly and daily doses of one medicine are in force. Check before anything is given."
    ) { facts in
        sharing(facts, keys: \.substances, where: \.isActiveLine).filter { isWeeklyAndDaily($0, facts) }
    }

    private static func isWeeklyAndDaily(_ group: [Int], _ facts: [MergeFacts]) -> Bool {
        let rhythms = group.map { facts[$0].doseReading.rhythms }
        return rhythms.contains([.weekly]) && rhythms.contains([.daily])
    }

    /// A medicine is in force with two doses.
    static let doses = MergeAlarm(
        "medicine.doses",
        "the same product with two doses in force; or the same substance, where a dose of one source is none of another's; of doses that are weekly and daily the alarm above alone tells",
        saying: "CONFLICT: two doses of one medicine are in force. Check which one holds."
    ) { facts in
        let bySubstance = sharing(facts, keys: \.substances, where: \.isActiveLine).filter { group in
            isDisputed(group, facts) && !isWeeklyAndDaily(group, facts)
        }
        let byProduct = sharing(facts, keys: { $0.productCodes }, where: \.isActiveLine).filter { group in
            // One pair, one banner: the graver one says that the doses differ.
            guard !isWeeklyAndDaily(group, facts) else { return false }
            let readings = Set(group.map { facts[$0].doseReading })
            return readings.contains { one in readings.contains { one.contradicts($0) } }
        }
        return bySubstance + byProduct.filter { group in !bySubstance.contains { Set($0).isSuperset(of: group) } }
    }

    /// Whether a source has a dose of a substance that another source, which has it too, has not. Inside one source two strengths
    /// are often taken together.
    private static func isDisputed(_ group: [Int], _ facts: [MergeFacts]) -> Bool {
        let bySource = Dictionary(grouping: group) { facts[$0].entry.source.id }.mapValues { places in
            places.map { facts[$0].doseReading }
        }
        return bySource.contains { source, readings in
            bySource.contains { other, others in
                other != source && readings.contains { one in others.allSatisfy { one.isAnotherDose(than: $0) } }
            }
        }
    }
}
