// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// What stands on a record that is shown to somebody by whose claim alone they care for the person.
enum ClaimWords {
    static let heading = "CLAIMED RELATIONSHIP."
    static let sentence = """
        You have said that you care for this person; no system confirms it. Your claim and its reason are recorded, and your privacy \
        officer and the controllers of these records have been told.
        """
}
