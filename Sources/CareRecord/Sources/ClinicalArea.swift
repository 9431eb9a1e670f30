// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A clinical area, into which a GP Connect source divides its record: the list in which it put a statement.
public enum ClinicalArea: String, Hashable, Sendable, CaseIterable {
    case allergies, endedAllergies = "ended-allergies", medications, problems, consultations, immunisations
    case investigations, uncategorised, outboundReferrals = "outbound-referrals", diary, documents
}
