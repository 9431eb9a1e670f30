// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import FHIR
import JSON

/// Maps a GP Connect structured record from FHIR STU3 to R4, keeping every value.
///
/// What R4 has an element for goes there. What R4 has none for goes to an extension of the gateway's own, named for the STU3
/// type and element (`…/StructureDefinition/MedicationStatement-taken`). What R4 does not allow where it stood, and what no
/// rule knows, goes verbatim to an extension `source-value` of the nearest object, with its path.
public enum STU3ToR4 {
    /// The record's R4 form. It has every resource of the bundle, mapped or counted as unreadable.
    public static func map(_ bundle: Bundle<STU3>) -> MappedRecord {
        RecordMapper(bundle, isTracing: false).record
    }
}
