// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// One thing that a reader must find in the record, as it follows from the description.
public struct SimulatedStatement: Sendable {
    public var source: DemonstrationSource
    public var key: String
    /// The section under which it must stand (design: sections of the ten datasets); `nil` where any will do.
    public var section: String?
    /// Sections under which it must not stand, whatever else.
    public var notUnder: Set<String> = []
    public var term: Term
    /// The date as written, whole or in part.
    public var date: String?
    /// Values and words that must stand with it, as written.
    public var values: [String] = []
}

extension SimulatedPerson {
    /// Everything that the sources hold of the person, as a reader must find it.
    public var statements: [SimulatedStatement] {
        DemonstrationSource.allCases.flatMap { source in
            records[source].map { $0.statements(at: source) } ?? []
        }
    }
}

extension SimulatedRecord {
    func statements(at source: DemonstrationSource) -> [SimulatedStatement] {
        (risks(source) + clinical(source) + measured(source) + happened(source)).filter { !withheld.contains($0.key) }
    }

    private func risks(_ source: DemonstrationSource) -> [SimulatedStatement] {
        allergies.map { allergy in
            let section =
                allergy.verification == "refuted" && !source.isPractice
                ? "refuted-allergies" : allergy.ended != nil ? "ended-allergies" : "allergies"
            return SimulatedStatement(
                source: source, key: allergy.key, section: section,
                notUnder: section == "allergies" ? [] : ["allergies"], term: allergy.term,
                date: (allergy.onset ?? (source.isPractice ? allergy.recorded : nil))?.iso,
                values: [allergy.reaction?.display, allergy.note].compactMap { $0 })
        }
            + flags.map { flag in
                SimulatedStatement(
                    source: source, key: flag.key, term: flag.term, date: flag.start.iso,
                    values: [flag.note, flag.ended?.iso].compactMap { $0 })
            }
            + carePlans.map { plan in
                SimulatedStatement(
                    source: source, key: plan.key, section: "plans", term: Term(nil, plan.title), date: plan.start.iso,
                    values: [plan.words] + plan.activities)
            }
    }

    private func clinical(_ source: DemonstrationSource) -> [SimulatedStatement] {
        problems.map { problem in
            let listed = problem.ended == nil ? "active-problems" : "past-problems"
            let sure = problem.ended == nil ? "current-diagnoses" : "past-diagnoses"
            let isSure = problem.verification == "confirmed"
            return SimulatedStatement(
                source: source, key: problem.key,
                section: problem.isListed || source.isPractice ? listed : isSure ? sure : "suspected-or-excluded",
                notUnder: isSure ? [] : ["current-diagnoses", "recorded-diagnoses", "active-problems"],
                term: problem.term, date: problem.onset.iso,
                values: [problem.note, problem.site?.display].compactMap { $0 })
        }
            + medicines.map { medicine in
                SimulatedStatement(
                    source: source, key: medicine.key, section: medicine.section,
                    notUnder: medicine.section == "past-medication" ? ["current-medication"] : [],
                    term: medicine.product, values: [medicine.dosage, medicine.changed?.iso].compactMap { $0 })
            }
            + administrations.map { given in
                SimulatedStatement(
                    source: source, key: given.key, section: "administered", term: given.product, date: given.day.iso,
                    values: [given.dose.value, given.dose.unit])
            }
            + immunisations.map { immunisation in
                SimulatedStatement(
                    source: source, key: immunisation.key,
                    section: immunisation.isGiven ? "immunisations" : "immunisations-not-given",
                    notUnder: immunisation.isGiven ? [] : ["immunisations"], term: immunisation.procedure,
                    date: immunisation.day.iso, values: [immunisation.batch, immunisation.note].compactMap { $0 })
            }
    }

    private func measured(_ source: DemonstrationSource) -> [SimulatedStatement] {
        measurements.map { measurement in
            let amounts = [measurement.amount].compactMap { $0 } + measurement.components.map(\.amount)
            return SimulatedStatement(
                source: source, key: measurement.key, section: measurement.section,
                notUnder: measurement.isNoDiagnosis
                    ? ["recorded-diagnoses", "current-diagnoses", "past-diagnoses", "active-problems"] : [],
                term: measurement.term, date: measurement.day.iso,
                values: amounts.flatMap { [$0.value, $0.unit] }
                    + [measurement.words, measurement.note].compactMap { $0 }
            )
        }
            + panels.flatMap { panel in
                panel.results.map { result in
                    SimulatedStatement(
                        source: source, key: result.key, section: "results", term: result.term,
                        date: panel.collected.iso, values: [result.amount.value, result.amount.unit])
                }
            }
    }

    private func happened(_ source: DemonstrationSource) -> [SimulatedStatement] {
        stays.map { stay in
            SimulatedStatement(
                source: source, key: stay.key, section: stay.encounterClass == "IMP" ? "admissions" : "encounters",
                term: stay.kind, date: stay.start.iso,
                values: [stay.specialty, stay.reason.display, stay.outcome, stay.place].compactMap { $0 })
        }
            + procedures.map { procedure in
                SimulatedStatement(
                    source: source, key: procedure.key, section: "operations", term: procedure.term,
                    date: procedure.day.iso,
                    values: [procedure.note, source.isPractice ? nil : procedure.site?.display].compactMap { $0 })
            }
            + appointments.map { appointment in
                SimulatedStatement(
                    source: source, key: appointment.key, section: "appointments", term: Term(nil, appointment.words),
                    date: appointment.day.iso)
            }
            + episodes.map { episode in
                SimulatedStatement(
                    source: source, key: episode.key, section: "encounters", term: episode.kind,
                    date: episode.start.iso, values: [episode.worker].compactMap { $0 })
            }
            + devices.map { device in
                SimulatedStatement(
                    source: source, key: device.key, section: "other-risks", term: Term(nil, device.name))
            }
            + referrals.map { referral in
                SimulatedStatement(
                    source: source, key: referral.key, section: "referrals", term: referral.term,
                    date: referral.day.iso, values: [referral.to, referral.reason])
            }
            + documents.map { document in
                SimulatedStatement(source: source, key: document.key, term: Term(nil, document.title))
            }
    }
}

extension SimulatedMedicine {
    fileprivate var section: String {
        switch state {
        case .current: "current-medication"
        case .completed, .stopped: "past-medication"
        }
    }
}

extension SimulatedMeasurement {
    /// Where an entry must stand that is a decision or a doubt and no measurement.
    fileprivate var section: String? {
        switch term.snomed {
        case Term.notForResuscitation.snomed, Term.forResuscitation.snomed: "resuscitation"
        case Term.lastingPowerOfAttorney.snomed, Term.lacksCapacity.snomed: "attorney-and-consent"
        case Term.familyBreastCancer.snomed: "family-history"
        case Term.suspectedCancer.snomed: "suspected-or-excluded"
        case Term.bloodPressure.snomed, Term.bloodPressurePractice.snomed: "blood-pressure"
        default: term == .noMetastases ? "suspected-or-excluded" : term == .hasCapacity ? "attorney-and-consent" : nil
        }
    }

    /// Whether it would harm to read it as a diagnosis of this person.
    fileprivate var isNoDiagnosis: Bool {
        ["family-history", "suspected-or-excluded"].contains(section)
    }
}
