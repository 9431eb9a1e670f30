// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// The name of a simulated service, for setting faults and for finding its address.
public enum SimulatedServiceName: Sendable, Hashable {
    /// The demographic service (PDS).
    case demographics
    /// The record locator (NRL).
    case locator
    /// A source of the demonstration.
    case source(DemonstrationSource)
    /// The source that serves bundles from files, by what it speaks.
    case records(RecordFolder.Interface)

    /// The name as a command line and a form write it.
    public var code: String {
        switch self {
        case .demographics: "demographics"
        case .locator: "locator"
        case .source(let source): source.rawValue
        case .records: "record-files"
        }
    }

    /// The name as people read it.
    public var words: String {
        switch self {
        case .demographics: "Demographic service (PDS)"
        case .locator: "Record locator (NRL)"
        case .source(let source): source.name
        case .records(let interface): "Record files (\(interface.rawValue))"
        }
    }
}
